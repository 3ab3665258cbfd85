import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claude } from '../../../main/status/agents/claude.ts'
import type { HookEvent, Shot } from '../../../main/status/agents/model.ts'

// Screens of the real program, cut at the top: "## version | what | what must be read | cursor | screen | title".
const FILE = path.join(import.meta.dirname, '../../fixtures/agents/claude/screens.txt')

interface Recorded {
  readonly version: string
  readonly what: string
  readonly says: string
  readonly shot: Shot
}

const RECORDED: readonly Recorded[] = fs
  .readFileSync(FILE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map(text => {
    const [head = '', ...lines] = text.replace(/\n$/, '').split('\n')
    const [version = '', what = '', says = '', cursor = '', screen, title = ''] = head.split(' | ')
    const [x = 0, y = 0] = cursor.split(',').map(Number)
    return { version, what, says, shot: { lines, cursor: { x, y }, alt: screen === 'alt', title: title.trimStart() } }
  })

const said = (shot: Shot): string => {
  const { is, typed } = claude.readScreen(shot)
  return typed === undefined ? is : `${is} ${typed ? 'typed' : 'empty'}`
}

/** The same with these rows above: a conversation may show anything. */
const under = (above: readonly string[], { lines, cursor, ...rest }: Shot): Shot => ({
  ...rest,
  lines: [...above, ...lines],
  cursor: { x: cursor.x, y: cursor.y + above.length },
})

const ID = '5f1c9a9e-0a53-4c0e-9a43-0d5a1f6c1a11'
const BASH = { command: 'touch x', description: 'Create it' }
const about = { session_id: ID, transcript_path: '/t.jsonl', cwd: '/w', permission_mode: 'default', prompt_id: 'p1' }
const call = { ...about, effort: { level: 'high' }, tool_name: 'Bash', tool_input: BASH }
const KEY = JSON.stringify(['Bash', BASH])
const agent = (status: string) => ({ id: 'a1', type: 'subagent', status, description: 'A helper' })

describe('the screens of Claude Code', () => {
  test.each(RECORDED)('$version: $what is $says', ({ says, shot }) => {
    expect(said(shot)).toBe(says)
  })

  test('a blank that does not break reads the same by its name', () => {
    for (const { version, what, says, shot } of RECORDED) {
      const lines = shot.lines.map(line => line.replace(/^([❯!])(?:[ \u00a0]|$)/u, '$1<U+00A0>'))
      expect(said({ ...shot, lines }), `${version} ${what}`).toBe(says)
    }
  })

  test('each kind was recorded in the oldest and in the newest version', () => {
    for (const kind of ['dialog', 'working', 'composer empty', 'composer typed', 'unknown']) {
      const versions = RECORDED.filter(one => one.says === kind).map(one => one.version)
      expect(versions, kind).toEqual(expect.arrayContaining(['2.1.197', '2.1.329']))
    }
  })

  test('what stands above the box changes nothing', () => {
    const imitated = fc.constantFrom(...RECORDED.flatMap(one => one.shot.lines))
    const above = fc.array(fc.oneof(imitated, fc.string({ unit: 'grapheme' })), { maxLength: 12 })
    // A turn's own line right above the box makes it unknown, never anything else.
    const boxed = ({ says, what }: Recorded) => says.startsWith('composer') || what.startsWith('the list of')
    fc.assert(
      fc.property(fc.constantFrom(...RECORDED), above, (one, rows) => {
        expect(boxed(one) ? [one.says, 'unknown'] : [one.says]).toContain(said(under(rows, one.shot)))
      }),
      { numRuns: 500 },
    )
  })

  test('a frame that is drawn only down to some row is never an empty input box', () => {
    for (const { says, shot, what, version } of RECORDED.filter(one => one.says !== 'composer empty')) {
      for (let rows = 0; rows < shot.lines.length; rows += 1) {
        const half = { ...shot, lines: shot.lines.slice(0, rows) }
        // Its help and its lists stand below the box: without them there is the box.
        const box = says === 'composer typed' || says === 'unknown'
        if (!box) expect(said(half), `${version} ${what}, ${rows} rows`).not.toMatch(/^composer/)
        else if (what !== 'its help') expect(said(half), `${version} ${what}, ${rows} rows`).not.toBe('composer empty')
      }
    }
  })

  test('an input box under a title that Claude Code did not set is not one', () => {
    for (const { shot } of RECORDED.filter(one => one.says.startsWith('composer')))
      for (const title of ['', 'Claude Code', '1 awaiting input · claude agents', 'bash'])
        expect(said({ ...shot, title })).toBe('unknown')
  })

  test('a turning title and an idle screen, or the other way round, are never an empty input box', () => {
    const working = RECORDED.filter(one => one.says === 'working' && one.what === 'it works')
    expect(working.length).toBeGreaterThan(2)
    for (const { shot } of working) expect(said({ ...shot, title: '✳ Claude Code' })).toBe('unknown')
    for (const { shot } of RECORDED.filter(one => one.says === 'composer empty'))
      expect(said({ ...shot, title: '◐ Claude Code' })).toBe('working')
  })

  test('the proposal in a fresh box is no text, unless the cursor is behind it', () => {
    const line = '─'.repeat(40)
    const box = (x: number): Shot => ({
      lines: ['', line, '❯ Try "fix lint errors"', line, '  ? for shortcuts'],
      cursor: { x, y: 2 },
      alt: false,
      title: '✳ Claude Code',
    })
    expect(said(box(2))).toBe('composer empty')
    expect(said(box(23))).toBe('composer typed')
  })

  test('any screen is read', () => {
    const line = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('─'.repeat(30), '❯ ', '❯', '  x', ''))
    const shot = fc.record({
      lines: fc.array(line, { maxLength: 8 }),
      cursor: fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: -1, max: 12 }) }),
      alt: fc.boolean(),
      title: fc.constantFrom('', '✳ x', '◐ x', '⠂ x'),
    })
    fc.assert(
      fc.property(shot, one => {
        const { is, why } = claude.readScreen(one)
        expect(why).not.toBe('')
        if (is === 'composer') expect(one.title).toMatch(/^✳/)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the hooks of Claude Code', () => {
  const CASES: readonly (readonly [string, string, object, HookEvent | null])[] = [
    ['a new conversation', 'SessionStart', { ...about, source: 'startup' }, { is: 'ready' }],
    ['an emptied one', 'SessionStart', { ...about, source: 'clear' }, { is: 'ready' }],
    ['one taken up again', 'SessionStart', { ...about, source: 'resume' }, { is: 'ready', conversation: ID }],
    ['a history made shorter', 'SessionStart', { ...about, source: 'compact' }, null],
    ['a prompt', 'UserPromptSubmit', { ...about, prompt: 'hello' }, { is: 'working' }],
    ['a call', 'PreToolUse', { ...call, tool_use_id: 't1' }, { is: 'working', id: KEY, conversation: ID }],
    [
      'a request',
      'PermissionRequest',
      { ...call, permission_suggestions: [] },
      { is: 'dialog', why: 'it asks whether it may run a command', id: KEY, conversation: ID },
    ],
    [
      'a result',
      'PostToolUse',
      { ...call, tool_response: {}, duration_ms: 3 },
      { is: 'working', id: KEY, conversation: ID },
    ],
    ['a call that failed', 'PostToolUseFailure', { ...call, error: 'x' }, { is: 'working', id: KEY, conversation: ID }],
    [
      'a request of a sub-agent',
      'PermissionRequest',
      { ...call, agent_id: 'a1', agent_type: 'general-purpose' },
      { is: 'dialog', why: 'it asks whether it may run a command', id: KEY, conversation: ID, sub: true },
    ],
    [
      'a reminder of a request',
      'Notification',
      { ...about, message: 'Claude needs your permission', notification_type: 'permission_prompt' },
      { is: 'dialog', why: 'it asks for permission', conversation: ID },
    ],
    [
      'a reminder of an end',
      'Notification',
      { ...about, message: 'Claude is waiting for your input', notification_type: 'idle_prompt' },
      null,
    ],
    [
      'an end',
      'Stop',
      { ...about, stop_hook_active: false, last_assistant_message: 'x', background_tasks: [], session_crons: [] },
      { is: 'stopped', conversation: ID },
    ],
    [
      'an end while a command runs on',
      'Stop',
      { ...about, background_tasks: [{ id: 'b1', type: 'shell', status: 'running' }] },
      { is: 'stopped', conversation: ID },
    ],
    ['an end while a sub-agent works on', 'Stop', { ...about, background_tasks: [agent('running')] }, null],
    [
      'an end after a sub-agent',
      'Stop',
      { ...about, background_tasks: [agent('completed')] },
      { is: 'stopped', conversation: ID },
    ],
    ['an end without a list', 'Stop', about, { is: 'stopped', conversation: ID }],
    [
      'an error',
      'StopFailure',
      { ...about, error: 'unknown', last_assistant_message: 'API Error: 400 made-up error' },
      { is: 'failed', why: 'its turn ended by an error', conversation: ID },
    ],
    ['the end of all', 'SessionEnd', { ...about, reason: 'prompt_input_exit' }, { is: 'ended' }],
    ['a sub-agent that ended', 'SubagentStop', { ...about, agent_id: 'a1', agent_type: '' }, null],
    ['one we did not ask for', 'MessageDisplay', about, null],
  ]
  test.each(CASES)('%s', (_what, name, payload, event) => {
    expect(claude.readHook(name, payload)).toEqual(event)
  })

  test('a question has the same name after it was answered, though the answers are put into it', () => {
    const questions = [{ question: 'Which one?', options: [] }]
    const ask = { ...about, tool_name: 'AskUserQuestion', tool_input: { questions } }
    const after = { ...ask, tool_input: { questions, answers: { 'Which one?': 'Red' } } }
    expect(claude.readHook('PostToolUse', after)?.id).toBe(claude.readHook('PermissionRequest', ask)?.id)
  })

  test('any payload is read, and nothing a model wrote is passed on as a sentence of ours', () => {
    const names = [...new Set(CASES.map(([, name]) => name))]
    const field = fc.constantFrom('tool_name', 'error', 'notification_type', 'source', 'session_id', 'background_tasks')
    const payload = fc.oneof(fc.anything(), fc.dictionary(field, fc.anything()), fc.dictionary(field, fc.string()))
    fc.assert(
      fc.property(fc.constantFrom(...names), payload, (name, value) => {
        const why = claude.readHook(name, value)?.why
        if (why !== undefined) expect(why).toMatch(/^[a-zA-Z ,-]+$/)
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['toString', '__proto__', 'constructor'])('a tool called %s is only some tool', tool_name => {
    expect(claude.readHook('PermissionRequest', { ...call, tool_name })?.why).toBe('it asks for permission')
  })
})
