// Which call of the gate each tool makes, for each parameter and each default: the source's, and nothing that was not said.
import { describe, expect, test } from 'vitest'
import { askedOf, call, served } from './at.ts'

type Args = Record<string, unknown>
type Asked = [what: string, request: unknown]
type Case = [tool: string, args: Args, asked: Asked[]]

const send = (surface: string, text: string, intent = 'submit'): Asked => ['send', { intent, surface, text }]
const read = (surface: string, maxLines?: number): Asked => [
  'read',
  { surface, what: maxLines === undefined ? 'screen' : 'scrollback', maxLines },
]
const many = (...sends: [surface: string, text: string][]): Asked => [
  'sendMany',
  { sends: sends.map(([surface, text]) => ({ surface, text, submit: true })) },
]
const keys = (surface: string, key: string): Asked => ['send', { intent: 'keys', surface, keys: [key] }]
const open = (what: Args): Asked => ['open', what]
const close = (surface: string): Asked => ['close', { surface }]
const access = (surface: string): Asked => ['access', surface]

const CASES: Record<string, Case[]> = {
  'claude-sessions': [
    ['list_sessions', {}, []],
    ['has_session', { name: 'api' }, []],
    ['list_windows', { name: 'api' }, [access('s_7f3a')]],
    ['capture_pane', { name: 'api' }, [read('s_7f3a', 100)]],
    ['capture_pane', { name: 's_7f3a', lines: 7 }, [read('s_7f3a', 7)]],
    ['send_keys', { name: 'api', keys: 'ls' }, [send('s_7f3a', 'ls')]],
    ['send_keys', { name: 'api', keys: 'ls', enter: true }, [send('s_7f3a', 'ls')]],
    ['send_keys', { name: 'api', keys: 'ls\n', enter: false }, [send('s_7f3a', 'ls\n', 'type')]],
    ['send_keys', { name: 'api', keys: 'C-c', enter: false }, [send('s_7f3a', 'C-c', 'type')]],
    ['send_keys', { name: 'nobody', keys: 'ls' }, [send('nobody', 'ls')]],
    ['send_keys', { name: 'api', keys: '' }, [['send', { intent: 'submit', surface: 's_7f3a' }]]],
    ['send_keys', { name: 'api', keys: '', enter: false }, []],
    ['new_session', { name: 'n' }, [open({ preset: 'shell', name: 'n' })]],
    [
      'new_session',
      { name: 'n', command: 'ls', cwd: '/tmp' },
      [open({ preset: 'shell', name: 'n', cwd: '/tmp', prompt: 'ls' })],
    ],
    ['new_session', { name: 'api' }, []],
    ['new_session', { name: 'build' }, []],
    ['kill_session', { name: 'build' }, [close('s_0bu1')]],
  ],
  climux: [
    ['session_list', {}, []],
    ['get_status', {}, []],
    ['session_send', { sessionId: 'api', message: '--resume x' }, [send('s_7f3a', '--resume x')]],
    [
      'run_task',
      { task: 't' },
      [
        open({ preset: 'claude', prompt: 't' }),
        ['wait', { surface: 's_new1', timeoutMs: 60_000, until: 'idle' }],
        ['wait', { surface: 's_new1', timeoutMs: 60_000, until: 'needs_you' }],
        read('s_new1', 500),
      ],
    ],
    [
      'run_task',
      { task: 't', provider: 'gemini-cli', mode: 'chat', workspace: '/w' },
      [open({ preset: 'gemini', prompt: 't', cwd: '/w' }), read('s_new1', 500)],
    ],
    [
      'run_task',
      { task: 't', provider: 'codex', mode: 'task', timeout: 9_000_000 },
      [
        open({ preset: 'codex', prompt: 't' }),
        ['wait', { surface: 's_new1', timeoutMs: 600_000, until: 'idle' }],
        ['wait', { surface: 's_new1', timeoutMs: 600_000, until: 'needs_you' }],
        read('s_new1', 500),
      ],
    ],
    ['run_task', { task: 't', worktree: 'w' }, []],
  ],
  cmux: [
    ['cmux_status', {}, []],
    ['cmux_tree', { all: true }, []],
    ['cmux_tree', { workspace: 'web' }, []],
    ['cmux_identify', {}, []],
    ['cmux_identify', { surface: 'api' }, [access('s_7f3a')]],
    ['cmux_list_workspaces', {}, []],
    ['cmux_list_panes', { workspace: 'web' }, []],
    ['cmux_list_pane_surfaces', {}, []],
    ['cmux_list_panels', {}, []],
    ['cmux_send', { surface: 'api', text: '' }, []],
    ['cmux_send', { surface: 'api', text: 'ls\n' }, [send('s_7f3a', 'ls\n', 'type')]],
    ['cmux_send', { surface: 'surface:s_7f3a', text: '--all' }, [send('s_7f3a', '--all', 'type')]],
    ['cmux_send', { workspace: 'workspace:ops', text: 'ls' }, [send('s_0bu1', 'ls', 'type')]],
    ['cmux_send', { workspace: 'web', surface: 'agent', text: 'ls' }, [send('s_0c1a', 'ls', 'type')]],
    ['cmux_send', { surface: 'surface:9', text: 'ls' }, [send('surface:9', 'ls', 'type')]],
    ['cmux_send', { text: 'ls' }, []],
    ['cmux_send', { workspace: 'web', text: 'ls' }, []],
    ['cmux_send', { workspace: 'nowhere', text: 'ls' }, []],
    ['cmux_send', { workspace: 'ops', surface: 'api', text: 'ls' }, []],
    ['cmux_send_panel', { panel: 'pane:api', text: 'ls' }, [send('s_7f3a', 'ls', 'type')]],
    ['cmux_send_submit', { surface: 'api', text: '-t other' }, [send('s_7f3a', '-t other')]],
    ['cmux_send_submit', { surface: 'api', text: '' }, [['send', { intent: 'submit', surface: 's_7f3a' }]]],
    ['cmux_send_key', { surface: 'api', key: 'ctrl+c' }, [keys('s_7f3a', 'ctrl+c')]],
    ['cmux_read_screen', { surface: 'api' }, [read('s_7f3a')]],
    ['cmux_read_screen', { surface: 'api', scrollback: false }, [read('s_7f3a')]],
    ['cmux_read_screen', { surface: 'api', scrollback: true }, [read('s_7f3a', 500)]],
    ['cmux_capture_pane', { surface: 'api', lines: 5 }, [read('s_7f3a', 5)]],
    ['cmux_read_all', {}, [read('s_7f3a', 20), read('s_0c1a', 20), read('s_0bu1', 20)]],
    ['cmux_read_all', { workspace: 'ops', lines: 3 }, [read('s_0bu1', 3)]],
    ['cmux_broadcast', { workspace: 'web', text: 'x' }, [many(['s_7f3a', 'x'], ['s_0c1a', 'x'])]],
    ['cmux_broadcast', { text: 'x' }, []],
    ['cmux_send_submit_some', { surface_refs: ['agent', 'api'], text: 'x' }, [many(['s_0c1a', 'x'], ['s_7f3a', 'x'])]],
    ['cmux_send_submit_some', { surface_refs: ['agent'], text: 'x', workspace: 'ops' }, []],
    ['cmux_send_each', { workspace: 'web', texts: ['a', 'b'] }, [many(['s_7f3a', 'a'], ['s_0c1a', 'b'])]],
    ['cmux_send_each', { workspace: 'web', texts: ['a'] }, [many(['s_7f3a', 'a'])]],
    ['cmux_send_each', { workspace: 'web', texts: ['a', 'b', 'c'] }, []],
    ['cmux_send_key_all', { workspace: 'web', key: 'escape' }, [keys('s_7f3a', 'escape'), keys('s_0c1a', 'escape')]],
    [
      'cmux_orchestrate',
      {
        assignments: [
          { surface: 'api', text: 'a' },
          { surface: 'none', text: 'b' },
        ],
        delay_ms: 1,
      },
      [many(['s_7f3a', 'a'], ['none', 'b'])],
    ],
    ['cmux_new_surface', {}, [open({ preset: 'shell' })]],
    ['cmux_new_surface', { type: 'terminal' }, [open({ preset: 'shell' })]],
    ['cmux_new_surface', { type: 'browser' }, []],
    ['cmux_open_cli', { cli: 'claude' }, [open({ preset: 'claude' })]],
    ['cmux_open_cli', { cli: 'goose', cwd: '/w', prompt: 'p' }, [open({ preset: 'goose', cwd: '/w', prompt: 'p' })]],
    ['cmux_close_surface', { surface: 'build' }, [close('s_0bu1')]],
    ['cmux_close_surface', {}, []],
  ],
  yaver: [
    ['tmux_list_sessions', {}, []],
    ['tmux_adopt_session', { session_name: 'agent' }, [access('s_0c1a')]],
    ['tmux_adopt_session', { session_name: 'agent', pane: 's_0c1a' }, [access('s_0c1a')]],
    ['tmux_adopt_session', { session_name: 'agent', pane: '%37' }, []],
    ['tmux_send_input', { task_id: 's_0c1a', input: 'fix it' }, [send('s_0c1a', 'fix it')]],
    ['tmux_send_input', { task_id: 'agent', input: '12', device_id: '' }, [send('s_0c1a', '12')]],
    ['tmux_send_input', { task_id: 'api', input: 'ls' }, []],
    ['tmux_send_input', { task_id: 'api', input: '1' }, []],
    ['tmux_send_input', { task_id: 'prod', input: 'ls' }, []],
    ['tmux_send_input', { task_id: 'nobody', input: 'ls' }, [send('nobody', 'ls')]],
    ['tmux_send_input', { task_id: 'api', input: 'ls', allow_shell: false }, []],
    ['tmux_send_input', { task_id: 'api', input: 'ls', allow_shell: true }, [send('s_7f3a', 'ls')]],
    ['tmux_send_input', { task_id: 'agent', input: 'ls', device_id: 'mac' }, []],
    ['get_task', { task_id: 'agent' }, [read('s_0c1a', 500)]],
    ['create_task', { prompt: 'p' }, [open({ preset: 'claude', prompt: 'p' })]],
    ['create_task', { prompt: 'p', runner: '' }, [open({ preset: 'claude', prompt: 'p' })]],
    ['create_task', { prompt: 'p', runner: 'codex' }, [open({ preset: 'codex', prompt: 'p' })]],
    ['tmux_close_sessions', {}, [close('s_0bu1')]],
    ['tmux_close_sessions', { device_id: '', all_machines: false }, [close('s_0bu1')]],
    ['tmux_close_sessions', { all_machines: true }, []],
    ['tmux_close_sessions', { device_id: 'mac' }, []],
  ],
}

describe.each(Object.entries(CASES))('%s', (profile, cases) => {
  test.each(cases)('%s %j', async (tool, args, asked) => {
    const at = await served(profile)
    if (tool.startsWith('cmux_send_key')) {
      at.gate.send_ = async () => ({ refused: false, outcome: 'pressed', evidence: '' })
    }
    await call(at, tool, args)
    expect(askedOf(at)).toEqual(asked.map(([what, request]) => [what, request]))
    expect(at.faults).toEqual([])
  })

  test('an argument that no parameter takes is refused with its name, and reaches nothing', async () => {
    const at = await served(profile)
    for (const [tool, args] of new Map(cases.map(([tool, args]) => [tool, args]))) {
      const answer = await call(at, tool, { ...args, no_such: 1 })
      expect(answer, tool).toMatchObject({ isError: true, data: { code: 'bad_arguments', field: 'no_such' } })
    }
    expect(askedOf(at)).toEqual([])
  })
})

describe('which surface is meant', () => {
  test('two of a name are handed to the gate as they are, which says which there are', async () => {
    const at = await served('claude-sessions')
    const [first] = at.gate.listings
    at.gate.listings = [first!, { ...first!, id: 's_2222' }]
    await call(at, 'send_keys', { name: 'api', keys: 'ls' })
    expect(askedOf(at)).toEqual([send('api', 'ls')])
    const { data } = await call(at, 'list_sessions')
    // Only what means one alone is listed as a name.
    expect(data['sessions']).toMatchObject([{ name: 's_7f3a' }, { name: 's_2222' }])
    expect((await call(at, 'has_session', { name: 'api' })).data).toEqual({
      name: 'api',
      exists: true,
      ids: ['s_7f3a', 's_2222'],
    })
  })

  test('a name that another agent gave to what it opened is nobody’s name', async () => {
    const at = await served('claude-sessions')
    at.gate.listings = at.gate.listings.map(one => {
      if (!('opened' in one)) return one
      const { opened: _, ...others } = one
      return others
    })
    await call(at, 'send_keys', { name: 'build', keys: 'ls' })
    expect(askedOf(at)).toEqual([send('build', 'ls')])
  })

  test('a surface’s own name comes before the name that the caller gave to another', async () => {
    const at = await served('claude-sessions')
    const [first] = at.gate.listings
    at.gate.listings = [...at.gate.listings, { ...first!, id: 's_3333', name: 'build' }]
    await call(at, 'send_keys', { name: 'build', keys: 'ls' })
    expect(askedOf(at)).toEqual([send('s_3333', 'ls')])
  })

  test('what goes to all leaves the caller’s own surface out, and stays in its workspace', async () => {
    const at = await served('cmux')
    at.gate.listings = at.gate.listings.map((one, index) => (index === 1 ? { ...one, you: true } : one)) as never
    await call(at, 'cmux_broadcast', { text: 'x' })
    await call(at, 'cmux_send_each', { texts: ['a', 'b'] })
    expect(askedOf(at)).toEqual([many(['s_7f3a', 'x']), many(['s_7f3a', 'a'], ['s_0c1a', 'b'])])
  })
})

test('a number answers a question of the program where it asks one', async () => {
  const at = await served('yaver')
  const asks = { is: 'needs_you', since: 1, evidence: 'e', dialog: { id: 'q1', why: 'w' } } as const
  at.gate.listings = at.gate.listings.map(one => ('state' in one ? { ...one, state: asks } : one))
  at.gate.send_ = async () => ({ refused: false, outcome: 'pressed', evidence: '' })
  await call(at, 'tmux_send_input', { task_id: 'agent', input: '2' })
  expect(askedOf(at)).toEqual([['send', { intent: 'answer', surface: 's_0c1a', choice: '2' }]])
})

test('one at most waits for a person when a key goes to all', async () => {
  const at = await served('cmux')
  at.gate.asks = true
  at.gate.send_ = async () => ({ refused: false, outcome: 'pressed', evidence: '' })
  await call(at, 'cmux_send_key_all', { workspace: 'web', key: 'escape' })
  expect(at.gate.asked.filter(({ what }) => what === 'send').map(({ request }) => request)).toEqual([
    { intent: 'keys', surface: 's_7f3a', keys: ['escape'] },
    { intent: 'keys', surface: 's_0c1a', keys: ['escape'], noAsk: expect.stringContaining('waits for a person') },
  ])
})

test('more than fifty at once go in several calls, in order', async () => {
  const at = await served('cmux')
  const assignments = Array.from({ length: 120 }, (_, index) => ({ surface: `s${index}`, text: `t${index}` }))
  const { data } = await call(at, 'cmux_orchestrate', { assignments })
  const sends = askedOf(at).map(([, request]) => (request as { sends: { surface: string }[] }).sends)
  expect(sends.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(sends.flat().map(({ surface }) => surface)).toEqual(assignments.map(({ surface }) => surface))
  expect(data).toMatchObject({ total: 120, sent: 120, failed: 0 })
})
