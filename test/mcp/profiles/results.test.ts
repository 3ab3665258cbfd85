// What each tool says of what came of it: the source's shape where that is true, and never that something happened that did not.
import { describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../../main/gate/model.ts'
import type { OneResult } from '../../../main/gate/send-many.ts'
import { refusal } from '../fake-gate.ts'
import type { Served } from '../serve.ts'
import { call, served } from './at.ts'

const STAGED: SendOutcome = { refused: false, outcome: 'staged', draft: 'd_ab12@3' }
const INSERTED: SendOutcome = { refused: false, outcome: 'inserted', evidence: '' }
const SUBMITTED: SendOutcome = { refused: false, outcome: 'submitted', evidence: '' }
const UNCONFIRMED: SendOutcome = { refused: false, outcome: 'unconfirmed', evidence: '' }
const FAILED: SendOutcome = { refused: false, outcome: 'failed', evidence: 'the pipe broke' }
const UNKNOWN: SendOutcome = { refused: false, outcome: 'unknown', evidence: 'the connection was lost' }

type Args = Record<string, unknown>
const answers = async (profile: string, sent: SendOutcome, tool: string, args: Args) => {
  const at = await served(profile)
  at.gate.send_ = async () => sent
  return call(at, tool, args)
}
const json = (text: string) => JSON.parse(text)

/** Every tool that sends one text, with and without Enter. */
const TYPES: [profile: string, tool: string, args: Args][] = [
  ['claude-sessions', 'send_keys', { name: 'api', keys: 'TEXT', enter: false }],
  ['cmux', 'cmux_send', { surface: 'api', text: 'TEXT' }],
  ['cmux', 'cmux_send_panel', { panel: 'api', text: 'TEXT' }],
]
const SUBMITS: [profile: string, tool: string, args: Args][] = [
  ['claude-sessions', 'send_keys', { name: 'api', keys: 'TEXT' }],
  ['climux', 'session_send', { sessionId: 'api', message: 'TEXT' }],
  ['cmux', 'cmux_send_submit', { surface: 'api', text: 'TEXT' }],
  ['yaver', 'tmux_send_input', { task_id: 'agent', input: 'TEXT' }],
]

describe.each(TYPES)('%s %s without Enter', (profile, tool, args) => {
  test('a draft is told as staged, with its name, and not as sent', async () => {
    const { isError, data, text } = await answers(profile, STAGED, tool, args)
    expect(isError).toBe(false)
    expect(data).toMatchObject({ outcome: 'staged', draft: 'd_ab12@3', sent: false })
    expect(data['note']).toContain('not sent')
    expect(text).toContain('not sent')
    expect(text).not.toMatch(/^OK/)
    expect(data['keys'] ?? null).toBeNull()
  })

  test('what stands on the line is told as inserted, without Enter', async () => {
    const { data } = await answers(profile, INSERTED, tool, args)
    expect(data).toMatchObject({ outcome: 'inserted', note: expect.stringContaining('Enter was not pressed') })
  })
})

describe.each(SUBMITS)('%s %s with Enter', (profile, tool, args) => {
  test('what nothing confirms says so, and is nowhere told as sent', async () => {
    const { isError, data, text } = await answers(profile, UNCONFIRMED, tool, args)
    expect(isError).toBe(false)
    expect(data).toMatchObject({ outcome: 'unconfirmed', note: expect.stringContaining('do not send it again') })
    for (const field of ['sent', 'submitted', 'success']) expect(data[field]).not.toBe(true)
    expect(text).toContain('do not send it again')
    expect(text).not.toMatch(/sent successfully|Input sent/)
  })

  test('a text that a person changed is not told as the one that went', async () => {
    const { data, text } = await answers(profile, { ...SUBMITTED, edited: true }, tool, args)
    expect(data).toMatchObject({ outcome: 'submitted', edited: true })
    expect(text).not.toContain('TEXT')
  })
})

describe.each([...TYPES, ...SUBMITS])('%s %s %j', (profile, tool, args) => {
  test('a refusal is an error with its code and why, as at /mcp', async () => {
    const at = await served(profile)
    at.gate.send_ = async () => ({ ...refusal, code: 'rate_limited', retryAfterMs: 900 })
    const { isError, data, text } = await call(at, tool, args)
    expect(isError).toBe(true)
    const { refused: _, ...fields } = refusal
    expect(data).toEqual({ ...fields, code: 'rate_limited', retry_after_ms: 900 })
    expect(json(text)).toEqual(data)
  })

  test('a failure after the gate is an error with what is known', async () => {
    expect(await answers(profile, FAILED, tool, args)).toMatchObject({
      isError: true,
      data: { outcome: 'failed', evidence: 'the pipe broke' },
    })
  })

  test('what may or may not have gone in is an error that says so, and no text is told as sent', async () => {
    const { isError, data, text } = await answers(profile, UNKNOWN, tool, args)
    expect([isError, data]).toEqual([true, { outcome: 'unknown', evidence: 'the connection was lost' }])
    expect(text).not.toMatch(/TEXT|sent successfully|Input sent/)
  })
})

describe('the shapes that a prompt for the source expects', () => {
  test('claude-sessions', async () => {
    const at = await served('claude-sessions')
    const sent = await call(at, 'send_keys', { name: 'api', keys: 'ls' })
    expect(json(sent.text)).toEqual({ session: 'api', keys: 'ls', enter: true, outcome: 'submitted' })
    const read = await call(at, 'capture_pane', { name: 'api', lines: 9 })
    expect(json(read.text)).toMatchObject({
      ...{ session: 'api', lines: 9, text: '$ echo hi\nhi', untrusted: true },
      typed: [{ line: 0, by: 'cursor' }],
    })
    const all = json((await call(at, 'list_sessions')).text)
    expect(all).toMatchObject({
      count: 4,
      sessions: [
        { name: 'api', id: 's_7f3a', windows: 1, created_at: null, level: 'submit' },
        { name: 'agent' },
        { name: 'shell-2', untrusted: { alias: 'build' } },
        { name: 'prod', id: 's_0bad', windows: 1 },
      ],
    })
    expect(all.sessions[3]).toEqual({ name: 'prod', id: 's_0bad', windows: 1 })
    expect((await call(at, 'has_session', { name: 'api' })).data).toEqual({ name: 'api', exists: true })
    expect((await call(at, 'has_session', { name: 'ap' })).data).toEqual({ name: 'ap', exists: false })
    expect((await call(at, 'list_windows', { name: 'api' })).data).toEqual({
      ...{ session: 'api', count: 1 },
      windows: [{ index: 0, name: 'api', active: true, panes: 1 }],
    })
    expect((await call(at, 'kill_session', { name: 'build' })).data).toMatchObject({ session: 'build', killed: true })
  })

  test('claude-sessions: a text that looks like a key says that it was none', async () => {
    const at = await served('claude-sessions')
    for (const keys of ['C-c', 'Enter', 'M-x', '^c', 'F5', 'Up']) {
      const { data } = await call(at, 'send_keys', { name: 'api', keys, enter: false })
      expect(data['as_text'], keys).toContain('text')
    }
    for (const keys of ['ls', 'Enter the room', 'y', 'C-', 'upper']) {
      const { data } = await call(at, 'send_keys', { name: 'api', keys, enter: false })
      expect(data, keys).not.toHaveProperty('as_text')
    }
  })

  test('climux', async () => {
    const at = await served('climux')
    const sent = await call(at, 'session_send', { sessionId: 'api', message: 'm' })
    expect(json(sent.text)).toEqual({
      ...{ success: true, sessionId: 'api', message: 'Message sent successfully', outcome: 'submitted' },
    })
    const { data } = await call(at, 'session_list', {})
    expect(data).toMatchObject({ count: 3, sessions: [{ id: 's_7f3a', provider: 'shell', status: 'running' }, {}, {}] })
    const filtered = async (args: Args) => {
      const { data: found } = await call(at, 'session_list', args)
      return (found['sessions'] as { id: string }[]).map(({ id }) => id)
    }
    expect(await filtered({ provider: 'claude-code' })).toEqual(['s_0c1a'])
    expect(await filtered({ workspace: 'ops' })).toEqual(['s_0bu1'])
    expect(await filtered({ workspace: '/home', limit: 2 })).toEqual(['s_7f3a', 's_0c1a'])
    expect(await filtered({ status: 'paused' })).toEqual([])
    expect(await filtered({ status: 'running', limit: 1 })).toEqual(['s_7f3a'])
    const status = await call(at, 'get_status')
    expect(status.data).toMatchObject({ activeSessions: { count: 3 }, system: { currentWorkspace: null } })
    const run = await call(at, 'run_task', { task: 't' })
    expect(run.data).toMatchObject({ sessionId: 's_new1', provider: 'claude-code', output: '$ echo hi\nhi' })
    expect(run.data).not.toHaveProperty('stats')
  })

  test('cmux', async () => {
    const at = await served('cmux')
    expect((await call(at, 'cmux_read_screen', { surface: 'api' })).text).toBe('$ echo hi\nhi')
    at.gate.send_ = async () => INSERTED
    expect((await call(at, 'cmux_send', { surface: 'api', text: 'x' })).text).toBe('OK s_7f3a')
    at.gate.send_ = async () => SUBMITTED
    expect(json((await call(at, 'cmux_send_submit', { surface: 'api', text: 'x' })).text)).toEqual({
      ...{ surface: 's_7f3a', sent: 'x', submitted: true, outcome: 'submitted' },
    })
    at.gate.send_ = async () => ({ refused: false, outcome: 'pressed', evidence: '' })
    expect((await call(at, 'cmux_send_key', { surface: 'api', key: 'up' })).text).toBe('OK s_7f3a')
    const { data } = await call(at, 'cmux_list_pane_surfaces')
    expect(data['surfaces']).toMatchObject([
      { ref: 's_7f3a', type: 'terminal', title: 'api', workspace_ref: 'web', index: 0 },
      { ref: 's_0c1a' },
      { ref: 's_0bu1', workspace_ref: 'ops' },
      { ref: 's_0bad', title: 'prod', level: 'none', ask: 'read' },
    ])
    expect((await call(at, 'cmux_list_workspaces')).data).toMatchObject({
      workspaces: [
        { ref: 'web', surface_count: 2 },
        { ref: 'ops', surface_count: 1 },
      ],
    })
    expect((await call(at, 'cmux_read_all', { workspace: 'ops' })).data).toMatchObject({
      total: 1,
      panes: [{ surface: 's_0bu1', output: '$ echo hi\nhi' }],
    })
    expect((await call(at, 'cmux_new_surface')).data).toMatchObject({ surface: 's_new1', raw: 'OK s_new1' })
    expect((await call(at, 'cmux_close_surface', { surface: 'build' })).text).toBe('OK s_0bu1')
  })

  test('yaver', async () => {
    const at = await served('yaver')
    expect((await call(at, 'tmux_send_input', { task_id: 'agent', input: 'x' })).text).toBe(
      'Input sent to tmux session.',
    )
    const { text } = await call(at, 'tmux_list_sessions')
    expect(text.split('\n').slice(0, 4)).toEqual([
      'Tmux sessions:',
      '- api [adopted] shell, 1 window(s), task=s_7f3a, you may submit',
      '    s_7f3a shell [no-agent] task=s_7f3a - the shell is in front',
      '- agent [adopted] claude, 1 window(s), task=s_0c1a, you may submit',
    ])
    expect(text).toContain('- prod [unrelated], 1 window(s), task=s_0bad')
    expect((await call(at, 'tmux_adopt_session', { session_name: 'agent' })).text).toBe(
      'tmux session "agent" pane s_0c1a is task s_0c1a already.\nStatus: running\nRunner: claude',
    )
    expect((await call(at, 'get_task', { task_id: 'agent' })).data).toMatchObject({
      ok: true,
      task: { id: 's_0c1a', status: 'running', runnerId: 'claude', output: '$ echo hi\nhi', untrusted: true },
    })
    expect((await call(at, 'tmux_close_sessions')).text).toBe(
      'Closed 1 of your 1 session(s) on this machine:\n- shell-2 (s_0bu1): closed',
    )
    at.gate.listings = []
    expect((await call(at, 'tmux_list_sessions')).text).toBe('No tmux sessions found.')
    expect((await call(at, 'tmux_close_sessions')).data).toEqual({ closed: 0, sessions: [] })
  })
})

test('where the caller’s own text stands on the line, it is said how Enter is pressed for it here', async () => {
  const taken = { ...refusal, code: 'line_not_empty' } as const
  for (const [profile, tool, args, how] of [
    ['claude-sessions', 'send_keys', { name: 'api', keys: 'x' }, 'send_keys with keys ""'],
    ['cmux', 'cmux_send_submit', { surface: 'api', text: 'x' }, 'cmux_send_key with enter'],
  ] as const) {
    const at = await served(profile)
    at.gate.send_ = async () => taken
    const { isError, data } = await call(at, tool, args)
    expect({ isError, ...data }).toMatchObject({ isError: true, code: 'line_not_empty', why: refusal.why })
    expect(data['here']).toContain(how)
  }
})

describe('what goes to several', () => {
  const outcomes =
    (...all: OneResult[]) =>
    (at: Served) => {
      at.gate.sent_ = async index => all[index]!
    }
  const args = { workspace: 'web', text: 'x' }

  test('each has its own result, and only what was submitted counts as sent', async () => {
    const at = await served('cmux')
    outcomes(SUBMITTED, refusal)(at)
    const { isError, data } = await call(at, 'cmux_broadcast', args)
    expect(isError).toBe(false)
    expect(data).toMatchObject({
      ...{ sent_to: 1, total: 2, text: 'x' },
      results: [
        { surface: 's_7f3a', sent: true, outcome: 'submitted' },
        { surface: 's_0c1a', sent: false, code: 'denied', error: refusal.why, why: refusal.why },
      ],
    })
    outcomes(UNCONFIRMED, FAILED)(at)
    expect((await call(at, 'cmux_broadcast', args)).data).toMatchObject({
      ...{ sent_to: 0, unconfirmed: 1, total: 2 },
      results: [
        { sent: 'unconfirmed', outcome: 'unconfirmed' },
        { sent: false, outcome: 'failed', evidence: 'the pipe broke' },
      ],
    })
    outcomes(SUBMITTED, UNKNOWN)(at)
    expect((await call(at, 'cmux_broadcast', args)).data).toMatchObject({
      ...{ sent_to: 1, unknown: 1, total: 2 },
      results: [{ sent: true }, { sent: 'unknown', outcome: 'unknown', evidence: 'the connection was lost' }],
    })
  })

  test('where nothing was sent, it is an error with the first refusal in front', async () => {
    const at = await served('cmux')
    outcomes(refusal, refusal)(at)
    expect(await call(at, 'cmux_broadcast', args)).toMatchObject({
      isError: true,
      data: { code: 'denied', why: refusal.why, sent_to: 0, total: 2, results: [{}, {}] },
    })
    outcomes(FAILED, FAILED)(at)
    expect(await call(at, 'cmux_broadcast', args)).toMatchObject({ isError: true, data: { sent_to: 0 } })
  })

  test('several of several: orchestrate counts what failed', async () => {
    const at = await served('cmux')
    outcomes(SUBMITTED, refusal, SUBMITTED)(at)
    const assignments = ['api', 'agent', 'build'].map(surface => ({ surface, text: 'x' }))
    expect((await call(at, 'cmux_orchestrate', { assignments })).data).toMatchObject({ total: 3, sent: 2, failed: 1 })
  })
})

describe('what is opened', () => {
  const OPENS: [profile: string, tool: string, args: Args][] = [
    ['claude-sessions', 'new_session', { name: 'n', command: 'TEXT' }],
    ['climux', 'run_task', { task: 'TEXT' }],
    ['cmux', 'cmux_open_cli', { cli: 'claude', prompt: 'TEXT' }],
    ['yaver', 'create_task', { prompt: 'TEXT' }],
  ]
  test.each(OPENS)('%s %s: a first text that was refused is an error that still names the surface', async (...one) => {
    const [profile, tool, args] = one
    const at = await served(profile)
    at.gate.opened = { refused: false, outcome: 'opened', surface: 's_new1', prompt: refusal }
    const { isError, data, text } = await call(at, tool, args)
    expect(isError).toBe(true)
    expect(data).toMatchObject({ code: 'denied', why: refusal.why, outcome: 'opened' })
    expect(text).toContain('s_new1')
    expect(text).not.toContain('TEXT')
  })

  test.each(OPENS)('%s %s: one that nothing confirms says so', async (profile, tool, args) => {
    const at = await served(profile)
    at.gate.opened = { refused: false, outcome: 'opened', surface: 's_new1', prompt: UNCONFIRMED }
    const { text } = await call(at, tool, args)
    expect(text).toContain('unconfirmed')
    expect(text).not.toContain('"prompt_sent"')
  })

  test.each([...OPENS, ['cmux', 'cmux_new_surface', {}] as const])(
    '%s %s: a refusal, and a failure',
    async (...one) => {
      const [profile, tool, args] = one
      const at = await served(profile)
      at.gate.act_ = refusal
      expect(await call(at, tool, args)).toMatchObject({ isError: true, data: { code: 'denied', why: refusal.why } })
      at.gate.act_ = null
      at.gate.opened = { refused: false, outcome: 'failed', evidence: 'no such program' }
      expect(await call(at, tool, args)).toMatchObject({
        isError: true,
        data: { outcome: 'failed', evidence: 'no such program' },
      })
    },
  )

  test.each([
    ['claude-sessions', 'kill_session', { name: 'build' }],
    ['cmux', 'cmux_close_surface', { surface: 'build' }],
    ['yaver', 'tmux_close_sessions', {}],
  ])('%s %s: what could not be closed is an error that says why', async (profile, tool, args) => {
    const at = await served(profile)
    at.gate.act_ = refusal
    expect(await call(at, tool, args)).toMatchObject({ isError: true, data: { code: 'denied', why: refusal.why } })
    at.gate.act_ = null
    at.gate.closed = { refused: false, outcome: 'failed', evidence: 'it would not end' }
    const { isError, text } = await call(at, tool, args)
    expect(isError).toBe(true)
    expect(text).toContain('it would not end')
    expect(text).not.toContain('"killed":true')
  })
})
