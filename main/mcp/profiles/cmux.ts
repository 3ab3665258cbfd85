// The tools of cmux-agent-mcp (multiagentcognition, 32b113b) that send, read, list, open and close, with its names, parameters
// and results; lists as cmux's own documents show them. A surface of its is one of ours, alone in its pane. What arranges
// windows, fills a sidebar or drives a browser is a person's here, and a batch goes around no rule.
import { z } from 'zod'
import type { Refusal, SendOutcome } from '../../gate/model.ts'
import { wrongArgument } from '../tools/arguments.ts'
import { type Call, READS, WRITES, whileAsked } from '../tools/tool.ts'
import { paneItem, surfaceItem, workspaceItems } from './cmux-lists.ts'
import { broadcast, orchestrate, readAll, sendEach, sendKeyAll, sendSubmitSome } from './cmux-many.ts'
import { args, type Given, target, those, UNTRUSTED } from './cmux-target.ts'
import { say } from './say.ts'
import * as does from './send.ts'
import { seen, seenAs } from './surfaces.ts'
import { type Profile, profileTool, type Told } from './tool.ts'

const { workspace, surface, text, key, lines } = args

/** A list that every agent may have, of what it may know of. */
function lists(name: string, title: string, description: string, told: (call: Call) => Record<string, unknown>) {
  return profileTool({
    ...{ name, title, description, needs: 'read', annotations: READS, input: z.strictObject({}) },
    run: async call => ({ result: told(call) }),
  })
}

function listsOf(name: string, title: string, description: string, key: string, one: typeof surfaceItem) {
  return profileTool({
    ...{ name, title, description, needs: 'read', annotations: READS, input: z.strictObject({ workspace }) },
    async run(call, given) {
      // Without a workspace also those that may only be asked for.
      const all = given.workspace === undefined ? call.gate.list(call.agent) : those(call, given.workspace)
      return 'refused' in all ? all : { result: { [key]: all.map(one) } }
    },
  })
}

const status = lists(
  'cmux_status',
  'Status',
  'Says that the terminals can be reached, and lists workspaces and the surfaces in them that you may read.',
  call => ({ installed: true, running: true, by: 'gatehouse', tree: workspaceItems(seen(call)) }),
)
const listWorkspaces = lists(
  'cmux_list_workspaces',
  'List workspaces',
  'Lists the workspaces in which you may read a surface: ref (what other tools take), title, surfaces.',
  call => ({ workspaces: workspaceItems(seen(call)) }),
)
const SURFACES =
  'Lists the surfaces (terminals) you may know of: ref (what other tools take), title, workspace_ref, state, your level ' +
  '(read, type, submit). Reading one without these asks a person. Text under "untrusted" comes from programs.'
const listPaneSurfaces = listsOf('cmux_list_pane_surfaces', 'List surfaces', SURFACES, 'surfaces', surfaceItem)
const listPanels = listsOf('cmux_list_panels', 'List panels', SURFACES, 'surfaces', surfaceItem)
const listPanes = listsOf(
  ...(['cmux_list_panes', 'List panes', 'Lists panes. Each has one surface, by whose ref it goes.'] as const),
  ...(['panes', paneItem] as const),
)

const tree = profileTool({
  name: 'cmux_tree',
  title: 'Tree',
  description: 'Lists workspaces and the surfaces in them that you may read.',
  needs: 'read',
  annotations: READS,
  input: z.strictObject({ workspace, all: z.boolean().optional().describe('means nothing here: it is always all') }),
  async run(call, given) {
    const all = those(call, given.workspace)
    return 'refused' in all ? all : { result: { workspaces: workspaceItems(all) } }
  },
})

const identify = profileTool({
  name: 'cmux_identify',
  title: 'Identify',
  description: 'Says which surface you run in, if any, and of which surface a ref is. For agents nothing is in focus.',
  needs: 'read',
  annotations: READS,
  input: z.strictObject({ workspace, surface }),
  async run(call, given) {
    const own = seen(call).find(({ you }) => you)
    const caller = own ? { surface_ref: own.id, pane_ref: own.id, workspace_ref: own.workspace } : null
    if (given.surface === undefined && given.workspace === undefined) return { result: { caller, focused: null } }
    const ref = target(call, given)
    if (typeof ref !== 'string') return ref
    const access = call.gate.access(call.agent, ref)
    if (access.refused) return access
    const one = seenAs(call, ref)
    return { result: { caller, focused: null, surface: one ? surfaceItem(one, 0) : { ref } } }
  },
})

/** `outcome` in plain words for who reads only text. */
function plain(ref: string, sent: Exclude<SendOutcome, Refusal>): string {
  const { outcome } = sent
  const note = does.fate(sent)['note']
  if (outcome === 'inserted' || outcome === 'pressed') return [`OK ${ref}`, ...(sent.edited ? [note] : [])].join(' ')
  return `${ref}: ${String(note ?? outcome)}`
}

async function type(call: Call, given: Given, words: string): Promise<Told | Refusal> {
  const ref = target(call, given)
  if (typeof ref !== 'string') return ref
  const sent = await does.sendText(call, ref, words, false)
  if (sent.refused) return sent
  if (does.isBroken(sent)) return does.broken(sent)
  const echo = does.isAsWritten(sent) ? { sent: words } : { sent: false }
  return { result: { surface: ref, ...echo, ...does.fate(sent) }, text: plain(ref, sent) }
}

const TYPES =
  'Without Enter. At level type it is "staged" as a draft that the program does not see until a person runs it, perhaps much ' +
  'later: go on. At level submit it stands on the input line. Line ends and key names in the text are text.'

const send = profileTool({
  name: 'cmux_send',
  title: 'Send text without Enter',
  description: `Sends text to a surface. ${TYPES}`,
  needs: 'type',
  annotations: WRITES,
  input: z.strictObject({ text, workspace, surface }),
  run: (call, { text: words, ...given }) => type(call, given, words),
})

const sendPanel = profileTool({
  name: 'cmux_send_panel',
  title: 'Send text to a panel',
  description: `Sends text to the surface of a panel. ${TYPES}`,
  needs: 'type',
  annotations: WRITES,
  input: z.strictObject({
    panel: z.string().min(1).max(200).describe('a surface, as cmux_list_panels shows it'),
    text,
    workspace,
  }),
  run: (call, { panel, text: words, ...given }) => type(call, { ...given, surface: panel }, words),
})

const sendSubmit = profileTool({
  name: 'cmux_send_submit',
  title: 'Send text and Enter',
  description:
    'Sends text to a surface and presses Enter, so it runs. Needs level submit; a person may be asked. "unconfirmed": look, ' +
    'and do not send again.',
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({
    text: z.string().describe('the text, up to 64 KiB; "": Enter alone, for what you sent before without it'),
    ...{ workspace, surface },
  }),
  async run(call, { text: words, ...given }) {
    const ref = target(call, given)
    if (typeof ref !== 'string') return ref
    const sent = await does.sendText(call, ref, words, true)
    if (sent.refused) return does.hinted(sent, 'cmux_send_key with enter')
    if (does.isBroken(sent)) return does.broken(sent)
    const echo = does.isAsWritten(sent) ? { sent: words } : {}
    return { result: { surface: ref, ...echo, submitted: does.isSubmitted(sent), ...does.fate(sent) } }
  },
})

const sendKey = profileTool({
  name: 'cmux_send_key',
  title: 'Press a key',
  description:
    'Presses one key in a surface. Needs level submit, and by key the grant to interrupt (ctrl+c, escape) or to answer ' +
    '(characters, arrows, tab). Enter passes for what you sent before without it.',
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({ key, workspace, surface }),
  async run(call, { key: name, ...given }) {
    const ref = target(call, given)
    if (typeof ref !== 'string') return ref
    const sent = await does.pressKey(call, ref, name)
    if (sent.refused) return sent
    if (does.isBroken(sent)) return does.broken(sent)
    return { result: { surface: ref, key_sent: name, ...does.fate(sent) }, text: plain(ref, sent) }
  },
})

function reads(name: string, title: string) {
  return profileTool({
    ...{ name, title, needs: 'read', annotations: READS },
    description: `Returns what a surface shows as plain text; with scrollback or lines, older lines too. ${UNTRUSTED}`,
    input: z.strictObject({
      ...{ workspace, surface, lines },
      scrollback: z
        .boolean()
        .optional()
        .describe('older lines too, 500 in all unless lines says more; false unless said'),
    }),
    async run(call, { scrollback = false, lines: most, ...given }): Promise<Told | Refusal> {
      const ref = target(call, given)
      if (typeof ref !== 'string') return ref
      const read = await does.readLines(call, ref, most ?? (scrollback ? 500 : undefined))
      if (read.refused) return read
      return { result: { surface: ref, lines: read.lines, ...does.shown(read) }, text: does.textOf(read) }
    },
  })
}

const readScreen = reads('cmux_read_screen', 'Read the screen')
const capturePane = reads('cmux_capture_pane', 'Capture a pane')

const newSurface = profileTool({
  name: 'cmux_new_surface',
  title: 'Open a surface',
  description:
    'Opens a new shell, where an open rule of the policy lets you; a person may be asked. It opens beside your own.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({ type: z.enum(['terminal', 'browser']).optional().describe('"terminal", the only one here') }),
  async run(call, given) {
    if (given.type === 'browser') return wrongArgument('type', say.onlyTerminals, say.terminal)
    const made = await does.open(call, { preset: 'shell' })
    if (!('surface' in made)) return made
    const workspaceRef = seenAs(call, made.surface)?.workspace ?? null
    const raw = `OK ${made.surface}`
    return { result: { surface: made.surface, workspace_ref: workspaceRef, outcome: 'opened', raw } }
  },
})

const openCli = profileTool({
  name: 'cmux_open_cli',
  title: 'Open a coding CLI',
  description:
    'Opens a coding CLI in a surface of its own, where an open rule of the policy lets you, with its own permissions as they ' +
    'are. The prompt is submitted once it is ready; a person may be asked about both.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({
    cli: z.enum(['claude', 'gemini', 'codex', 'opencode', 'goose']).describe('which CLI'),
    cwd: z.string().min(1).max(4096).optional().describe('a folder that is there, from / or ~; home unless said'),
    prompt: z.string().min(1).optional().describe('a first text to submit there'),
  }),
  async run(call, { cli, cwd, prompt }) {
    const made = await does.open(call, {
      preset: cli,
      ...(cwd !== undefined && { cwd }),
      ...(prompt !== undefined && { prompt }),
    })
    if (!('surface' in made)) return made
    const result = { cli, surface: made.surface, cwd: cwd ?? null, outcome: 'opened' }
    if (made.refusal) return does.halfOpened(made.refusal, result)
    const { first } = made
    const isSent = first !== null && does.isSubmitted(first) === true && does.isAsWritten(first)
    return {
      result: { ...result, ...(isSent && { prompt_sent: prompt }), ...(first && { prompt_result: does.fate(first) }) },
    }
  },
})

const closeSurface = profileTool({
  name: 'cmux_close_surface',
  title: 'Close a surface',
  description: 'Closes a surface that you opened, with every program in it. No other can be closed.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({ surface, workspace }),
  async run(call, given) {
    const ref = target(call, given)
    if (typeof ref !== 'string') return ref
    const { gate, agent, signal } = call
    const closed = await gate.close(agent, { surface: ref, signal, onProgress: whileAsked(call) })
    if (closed.refused) return closed
    if (closed.outcome === 'failed') return does.failed(closed.evidence)
    if (closed.outcome === 'let_go') return { result: { surface: ref, ...does.LET_GO }, text: `OK ${ref} ${say.letGo}` }
    return { result: { surface: ref, outcome: 'closed', exit: closed.exit }, text: `OK ${ref}` }
  },
})

const PERSON = 'Windows, panes and workspaces are arranged by a person in Gatehouse.'
const SIDEBAR = 'Gatehouse has no sidebar to fill: tell the person with notify_person of the server at /mcp.'

export const cmux: Profile = {
  name: 'cmux',
  source: 'cmux-agent-mcp',
  tools: [
    ...[status, tree, identify, listWorkspaces, listPanes, listPaneSurfaces, listPanels],
    ...[send, sendSubmit, sendKey, sendPanel, readScreen, capturePane],
    ...[readAll, broadcast, sendSubmitSome, sendKeyAll, sendEach, orchestrate],
    ...[newSurface, openCli, closeSurface],
  ],
  left: [
    ['cmux_batch', 'A batch would go around the rules on single calls: call the tools one by one.'],
    [
      'cmux_read_all_deep',
      'Asking a program by typing into it is a send: use cmux_read_all, and cmux_send_submit to ask.',
    ],
    ['cmux_workspace_snapshot', 'Use cmux_tree and cmux_read_all.'],
    ['cmux_find', 'Use cmux_list_pane_surfaces, and cmux_read_screen to look.'],
    ['cmux_launch_agents cmux_launch_mixed', 'Use cmux_open_cli for each, then cmux_orchestrate.'],
    [
      'cmux_new_split cmux_new_pane cmux_new_workspace cmux_launch_grid',
      `${PERSON} cmux_new_surface opens a terminal.`,
    ],
    ['cmux_close_workspace cmux_close_all', 'Close what you opened one by one with cmux_close_surface.'],
    ['cmux_respawn_pane cmux_start', 'cmux_new_surface opens a terminal.'],
    ['cmux_current_workspace', 'cmux_identify says in which workspace you run, if in any.'],
    [
      'cmux_list_windows cmux_current_window cmux_new_window cmux_focus_window cmux_close_window cmux_rename_window ' +
        'cmux_select_workspace cmux_rename_workspace cmux_rename_tab cmux_move_surface cmux_reorder_surface ' +
        'cmux_reorder_workspace cmux_move_workspace_to_window cmux_drag_surface_to_split cmux_focus_pane cmux_resize_pane ' +
        'cmux_swap_pane cmux_break_pane cmux_join_pane',
      PERSON,
    ],
    [
      'cmux_set_status cmux_clear_status cmux_list_status cmux_set_progress cmux_clear_progress cmux_log cmux_sidebar_state',
      SIDEBAR,
    ],
    [
      'cmux_notify cmux_list_notifications cmux_clear_notifications',
      'Use notify_person of the server at /mcp, which shows the person a note.',
    ],
    [
      'cmux_browser_open cmux_browser_navigate cmux_browser_snapshot cmux_browser_screenshot cmux_browser_eval ' +
        'cmux_browser_click cmux_browser_fill cmux_browser_type cmux_browser_wait cmux_browser_get cmux_browser_tab ' +
        'cmux_browser_console cmux_screenshot',
      'Gatehouse has terminals and no browsers. cmux_read_screen returns what a terminal shows.',
    ],
    [
      'cmux_session_save cmux_session_recover cmux_session_reconcile',
      'Gatehouse keeps its layout by itself: there is nothing to save.',
    ],
  ],
}
