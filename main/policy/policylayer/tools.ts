// What the tools of other servers do in words of ours, by their names. A name that is not here does nothing here.
// The servers: cmux-agent-mcp, climux, Yaver, claude-sessions-mcp, and Gatehouse itself.

export type Tool =
  /** `lists`: it tells what there is, and shows no screen. */
  | { readonly does: 'read'; readonly lists: boolean }
  /** `text`: the parameter with what is sent. `enter`: it sends either way, as its parameter of that name says. */
  | { readonly does: 'send'; readonly intent: 'type' | 'submit'; readonly text: string; readonly enter: boolean }
  /** Open to every agent, whatever a policy says. */
  | { readonly does: 'own' }
  /** No rule of ours gives exactly this; `instead` says what to do. */
  | { readonly does: 'other'; readonly keys: boolean; readonly instead: string }

const KEYS = 'keys come with submit, and with `answer` and `interrupt` of the rule; leave it out and set those by hand'
const OPEN = 'opening is granted by `open` rules; leave it out and write one by hand'
const CLOSE = 'an agent closes what it opened and nothing else, without a rule; leave it out'
const BATCH = 'a batch here is a loop over single sends and reads; allow the tools for those instead'

const send = (intent: 'type' | 'submit', text: string, enter = false): Tool => ({ does: 'send', intent, text, enter })
const other = (instead: string, keys = false): Tool => ({ does: 'other', keys, instead })

/** Each kind and the names of its tools. */
const KINDS: readonly (readonly [string, Tool])[] = [
  [
    'read_surface wait_for show_surface capture_pane cmux_read_screen cmux_capture_pane',
    { does: 'read', lists: false },
  ],
  ['cmux_read_all cmux_workspace_snapshot', { does: 'read', lists: false }],
  ['list_surfaces session_list get_status list_sessions has_session list_windows', { does: 'read', lists: true }],
  ['tmux_list_sessions cmux_status cmux_tree cmux_identify cmux_find', { does: 'read', lists: true }],
  ['cmux_list_workspaces cmux_current_workspace cmux_list_windows', { does: 'read', lists: true }],
  ['cmux_current_window cmux_list_panes cmux_list_pane_surfaces cmux_list_panels', { does: 'read', lists: true }],
  ['type_text cmux_send cmux_send_panel', send('type', 'text')],
  ['submit_text cmux_send_submit', send('submit', 'text')],
  ['session_send', send('submit', 'message')],
  ['tmux_send_input', send('submit', 'input')],
  ['send_keys', send('submit', 'keys', true)],
  ['discard_draft my_access request_access notify_person', { does: 'own' }],
  ['press_key cmux_send_key cmux_send_key_all', other(KEYS, true)],
  ['answer_prompt', other(KEYS)],
  ['open_surface new_session run_task session_resume tmux_adopt_session cmux_start cmux_open_cli', other(OPEN)],
  ['cmux_launch_agents cmux_launch_mixed cmux_launch_grid cmux_new_workspace cmux_new_window', other(OPEN)],
  ['cmux_new_surface cmux_new_split cmux_new_pane cmux_session_recover', other(OPEN)],
  ['close_surface kill_session tmux_close_sessions tmux_detach_session cmux_respawn_pane', other(CLOSE)],
  ['cmux_close_workspace cmux_close_surface cmux_close_all', other(CLOSE)],
  ['send_many cmux_broadcast cmux_send_submit_some cmux_send_each cmux_orchestrate cmux_batch', other(BATCH)],
  ['cmux_read_all_deep', other(BATCH)],
]
const TOOLS = new Map(KINDS.flatMap(([names, tool]) => names.split(' ').map(name => [name, tool] as const)))

export const TOOL_NAMES: readonly string[] = [...TOOLS.keys()]

/** What the tool of exactly this name does, or null. */
export function toolNamed(name: string): Tool | null {
  return TOOLS.get(name) ?? null
}

export type SendTool = Extract<Tool, { does: 'send' }>

/** Parameters that say which surface: a selector's part of a rule, not its condition. */
export const TARGETS: readonly string[] =
  'surface workspace panel pane window name sessionId session_name task_id device_id'.split(' ')
