import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextState, type StateSignals } from '../../main/status/state.ts'

const quiet: StateSignals = {
  exit: null,
  lived: 60_000,
  sinceOutput: 60_000,
  foreground: 'other',
  atPrompt: false,
  program: 'vim',
}

describe('the state follows from the signals alone', () => {
  const table: [string, Partial<StateSignals>, string, RegExp][] = [
    ['nothing printed, just started', { sinceOutput: Infinity, lived: 100 }, 'starting', /not printed/],
    ['nothing printed for long', { sinceOutput: Infinity, lived: 6_000 }, 'unknown', /printed nothing/],
    ['a shell at its prompt', { foreground: 'shell', atPrompt: true }, 'idle', /prompt/],
    [
      'a shell at its prompt that just printed it',
      { foreground: 'shell', atPrompt: true, sinceOutput: 1 },
      'idle',
      /prompt/,
    ],
    ['a shell that runs a loop', { foreground: 'shell', sinceOutput: 10 }, 'working', /the shell printed/],
    ['a shell that reads a line', { foreground: 'shell', sinceOutput: 9_000 }, 'unknown', /the shell/],
    ['a program that prints', { sinceOutput: 2_999 }, 'working', /vim printed/],
    ['a program that is silent', { sinceOutput: 3_000 }, 'unknown', /vim/],
    ['a command that prints', { foreground: 'unknown', program: null, sinceOutput: 1 }, 'working', /the program/],
    ['at a prompt, but not of our shell', { atPrompt: true, foreground: 'other' }, 'unknown', /vim/],
    [
      'a connection that is lost',
      { unreached: 'the connection to build is lost' },
      'unknown',
      /^the connection to build/,
    ],
    ['one whose dialog was open', { unreached: 'x', dialog: { id: 'd1', why: 'it asks' } }, 'unknown', /^x$/],
    ['one whose end was told', { unreached: 'x', exit: { code: 0, signal: null } }, 'exited', /code 0/],
    ['an open dialog', { dialog: { id: 'd1', why: 'it asks' } }, 'needs_you', /^it asks$/],
    [
      'an open dialog before all else',
      { dialog: { id: null, why: 'it asks' }, sinceOutput: Infinity },
      'needs_you',
      /asks/,
    ],
    ['ended with a dialog', { dialog: { id: 'd1', why: 'it asks' }, exit: { code: 0, signal: null } }, 'exited', /0/],
    ['ended well', { exit: { code: 0, signal: null }, lived: 10 }, 'exited', /code 0/],
    ['ended at once with an error', { exit: { code: 127, signal: null }, lived: 10 }, 'failed', /code 127 right after/],
    ['ended later with an error', { exit: { code: 1, signal: null } }, 'exited', /code 1/],
    ['ended by a signal at once', { exit: { code: null, signal: 'SIGKILL' }, lived: 10 }, 'exited', /SIGKILL/],
  ]
  test.each(table)('%s', (_name, signals, is, evidence) => {
    const state = nextState(null, { ...quiet, ...signals }, 5)
    expect(state.is).toBe(is)
    expect(state.evidence).toMatch(evidence)
    expect(state.since).toBe(5)
  })

  test('`since` moves exactly when the state does', () => {
    const idle = nextState(null, { ...quiet, foreground: 'shell', atPrompt: true }, 1)
    expect(nextState(idle, { ...quiet, foreground: 'shell', atPrompt: true }, 9).since).toBe(1)
    expect(nextState(idle, { ...quiet, sinceOutput: 0 }, 9).since).toBe(9)
  })

  test('a dialog is told while it is open; the next one is a state of its own', () => {
    const asks = (id: string | null) => ({ ...quiet, dialog: { id, why: 'it asks' } })
    const first = nextState(null, asks('d1'), 1)
    expect(first.dialog).toEqual({ id: 'd1', why: 'it asks' })
    expect(nextState(first, asks('d1'), 9).since).toBe(1)
    expect(nextState(first, asks('d2'), 9)).toMatchObject({ since: 9, dialog: { id: 'd2' } })
    expect(nextState(first, quiet, 9)).not.toHaveProperty('dialog')
    expect(nextState(first, { ...asks('d1'), exit: { code: 0, signal: null } }, 9)).not.toHaveProperty('dialog')
  })

  test('idle is never said without a shell at its prompt, and an ended program is never running', () => {
    const signals = fc.record({
      exit: fc.option(fc.record({ code: fc.option(fc.nat(255)), signal: fc.constantFrom(null, 'SIGHUP') })),
      lived: fc.nat(100_000),
      sinceOutput: fc.oneof(fc.nat(100_000), fc.constant(Number.POSITIVE_INFINITY)),
      foreground: fc.constantFrom('shell' as const, 'other' as const, 'unknown' as const),
      atPrompt: fc.boolean(),
      program: fc.option(fc.string()),
    })
    fc.assert(
      fc.property(signals, s => {
        const { is } = nextState(null, s, 0)
        if (is === 'idle') expect(s.foreground === 'shell' && s.atPrompt).toBe(true)
        expect(['exited', 'failed'].includes(is)).toBe(s.exit !== null)
      }),
    )
  })
})
