// What each profile lists: the names and parameters of its source, in a form that reaches every model as it is.
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../main/mcp/profiles/index.ts'
import { insteadOf } from '../../../main/mcp/profiles/tool.ts'
import { rpc, serve } from '../serve.ts'
import { faultsOf, MOST_OF_A_TEXT } from '../support/shown.ts'
import { at } from './at.ts'

interface Listed {
  name: string
  title: string
  description: string
  annotations: { readOnlyHint: boolean }
  inputSchema: { properties: Record<string, { type: string; description?: string }>; required?: string[] }
}

async function listed(profile: string, options = {}): Promise<Listed[]> {
  const { result } = await rpc(at(await serve(options), profile), 'tools/list')
  return result?.['tools'] as Listed[]
}

/** `?` = may be left out. In the sources' own code at the commits that the tables name. */
const NAMES: Record<string, Record<string, string>> = {
  climux: {
    run_task: 'task provider? mode? workspace? worktree? timeout?',
    session_list: 'workspace? status? provider? limit?',
    session_send: 'sessionId message',
    get_status: '',
  },
  cmux: {
    cmux_status: '',
    cmux_tree: 'workspace? all?',
    cmux_identify: 'workspace? surface?',
    cmux_list_workspaces: '',
    cmux_list_panes: 'workspace?',
    cmux_list_pane_surfaces: 'workspace?',
    cmux_list_panels: 'workspace?',
    cmux_send: 'text workspace? surface?',
    cmux_send_submit: 'text workspace? surface?',
    cmux_send_key: 'key workspace? surface?',
    cmux_send_panel: 'panel text workspace?',
    cmux_read_screen: 'workspace? surface? lines? scrollback?',
    cmux_capture_pane: 'workspace? surface? lines? scrollback?',
    cmux_read_all: 'workspace? lines?',
    cmux_broadcast: 'text workspace?',
    cmux_send_submit_some: 'surface_refs text workspace?',
    cmux_send_key_all: 'key workspace?',
    cmux_send_each: 'texts workspace?',
    cmux_orchestrate: 'assignments workspace? delay_ms?',
    cmux_new_surface: 'type?',
    cmux_open_cli: 'cli cwd? prompt?',
    cmux_close_surface: 'surface? workspace?',
  },
  yaver: {
    tmux_list_sessions: '',
    tmux_adopt_session: 'session_name pane?',
    tmux_detach_session: 'task_id',
    tmux_send_input: 'task_id input device_id? allow_shell?',
    get_task: 'task_id',
    create_task: 'prompt runner?',
    tmux_close_sessions: 'device_id? all_machines?',
  },
  'claude-sessions': {
    list_sessions: '',
    has_session: 'name',
    list_windows: 'name',
    capture_pane: 'name lines?',
    new_session: 'name command? cwd?',
    send_keys: 'name keys enter?',
    kill_session: 'name',
  },
}

test('there are these profiles and no others', () => {
  expect(PROFILES.map(({ name }) => name)).toEqual(['climux', 'cmux', 'yaver', 'claude-sessions'])
})

describe.each(PROFILES.map(profile => [profile.name, profile] as const))('%s', (name, profile) => {
  test('lists the tools of its source under their names and parameters', async () => {
    const tools = await listed(name)
    const found = tools.map(({ name: tool, inputSchema: { properties, required = [] } }) => {
      return [
        tool,
        Object.keys(properties)
          .map(key => (required.includes(key) ? key : `${key}?`))
          .join(' '),
      ]
    })
    expect(Object.fromEntries(found)).toEqual(NAMES[name])
  })

  test('every tool reaches a model as it is listed, with a title, hints and described parameters', async () => {
    for (const tool of await listed(name)) {
      expect(faultsOf(tool), tool.name).toEqual([])
      expect(tool.title, tool.name).toMatch(/^[A-Z]/)
      expect(tool.annotations, tool.name).toHaveProperty('readOnlyHint')
      for (const property of Object.values(tool.inputSchema.properties)) expect(property.description).toBeTruthy()
    }
  })

  test('its instructions name the source, and are short enough to be shown whole', async () => {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
    const { result } = await rpc(at(await serve(), name), 'initialize', params)
    const text = String(result?.['instructions'])
    expect(text).toContain(profile.source)
    expect(text.length).toBeLessThan(MOST_OF_A_TEXT)
    expect(result?.['capabilities']).toEqual({ tools: { listChanged: false } })
  })

  test('shows only what some grant could ever allow', async () => {
    const reads = (await listed(name, { reach: () => 'read', opens: () => false })).map(tool => tool.name)
    const all = await listed(name)
    // To who may only read it says a task's id, and adopts nothing.
    const isShown = (tool: Listed) => tool.annotations.readOnlyHint || tool.name === 'tmux_adopt_session'
    expect(reads).toEqual(all.filter(isShown).map(tool => tool.name))
    expect(await listed(name, { reach: () => 'none', opens: () => false })).toEqual([])
    const opening = (await listed(name, { reach: () => 'none' })).map(tool => tool.name)
    expect(opening).toEqual(profile.tools.filter(tool => tool.opens).map(tool => tool.definition.name))
  })

  test('no tool is both offered and left out', () => {
    const offered = profile.tools.map(tool => tool.definition.name)
    expect(offered.filter(tool => insteadOf(profile, tool) !== null)).toEqual([])
    const left = profile.left.flatMap(([names]) => names.split(' '))
    expect(new Set(left).size).toBe(left.length)
    for (const [, instead] of profile.left) expect(instead).toMatch(/^\w.*\.$/)
  })
})

test('of cmux’s 82 tools each is offered or answered with what to use instead', () => {
  const cmux = PROFILES.find(({ name }) => name === 'cmux')!
  const left = cmux.left.flatMap(([names]) => names.split(' '))
  expect(left.length + cmux.tools.length).toBe(82)
})

test('what tells a person to look elsewhere names tools that there are', () => {
  for (const profile of PROFILES) {
    const offered = profile.tools.map(tool => tool.definition.name)
    for (const [, instead] of profile.left) {
      for (const [tool] of instead.matchAll(/\b(cmux|tmux|session|run|get)_[a-z_]+\b/g)) {
        expect(offered, profile.name).toContain(tool)
      }
    }
  }
})
