// Why somebody should look, in our words; how many places that makes; and which progress is the most pressing.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badgeCount, needingYou, reasonsOf, type Scene, taskbarOf } from '../../main/status/attention.ts'
import type { ApprovalView, DraftView, SurfaceSummary } from '../../preload/contract.ts'
import { surface } from './support/notifying.ts'

const scene = (over: Partial<Scene>): Scene => ({
  ...{ surfaces: [surface('s_tests')], approvals: [], drafts: [] },
  title: preset => (preset === 'claude' ? 'Claude Code' : null),
  ...over,
})
const ask = (over: Partial<ApprovalView> = {}) =>
  ({
    ...{ ref: 'a_aaaa@1', kind: 'send', agentName: 'Cursor', intent: 'submit', wants: 'submit', busy: false },
    ...{ surface: { id: 's_tests', name: 'tests', workspace: 'web' }, text: 'rm -rf x', says: 'please' },
    answers: ['once', 'deny'],
    ...over,
  }) as ApprovalView
const draft = (over: Partial<DraftView> = {}) =>
  ({ ref: 'd_aaaa@1', surface: 's_tests', left: null, agentName: 'Cursor', text: 'rm -rf x', ...over }) as DraftView
const ended = (code: number | null, signal: string | null = null): Partial<SurfaceSummary> => ({
  exit: { code, signal },
})

describe('a reason', () => {
  test.each<[string, Partial<Scene>, string | null, string?]>([
    ['an ask', { approvals: [ask()] }, 'needs_you', 'Cursor asks to submit'],
    ['an ask for more', { approvals: [ask({ kind: 'access' })] }, 'needs_you', 'Cursor asks for submit'],
    ['an ask that is being delivered', { approvals: [ask({ busy: true })] }, null],
    ['a draft', { drafts: [draft()] }, 'needs_you', 'Cursor left a draft'],
    ['a draft of an earlier run', { drafts: [draft({ left: { name: 'x', workspace: 'y' } })] }, null],
    ['a draft that no surface has', { drafts: [draft({ surface: null })] }, null],
    ['a dialog', { surfaces: [surface('s_tests', 'needs_you')] }, 'needs_you', 'Claude Code waits for an answer'],
    [
      'another program’s',
      { surfaces: [surface('s_tests', 'needs_you', { preset: 'shell' })] },
      'needs_you',
      'Its program waits for an answer',
    ],
    ['a turn that failed', { surfaces: [surface('s_tests', 'failed')] }, 'failed', 'Claude Code reports an error'],
    ['an end with an error', { surfaces: [surface('s_tests', 'exited', ended(2))] }, 'failed', 'Exited 2'],
    ['an end at the start', { surfaces: [surface('s_tests', 'failed', ended(127))] }, 'failed', 'Exited 127'],
    [
      'an end by a signal',
      { surfaces: [surface('s_tests', 'exited', ended(null, 'SIGKILL'))] },
      'failed',
      'Ended by SIGKILL',
    ],
    ['an end', { surfaces: [surface('s_tests', 'exited', ended(0))] }, 'done', 'Exited 0'],
    [
      'a turn that nobody saw end',
      { surfaces: [surface('s_tests', 'done_unseen')] },
      'done',
      'Claude Code waits for a prompt',
    ],
    ['rest', { surfaces: [surface('s_tests', 'idle')] }, null],
    ['work', { surfaces: [surface('s_tests', 'working')] }, null],
    ['what is not known', { surfaces: [surface('s_tests', 'unknown')] }, null],
    ['a bell', { surfaces: [surface('s_tests', 'idle', { unread: true, rang: 5 })] }, null],
  ])('%s', (_what, over, kind, why) => {
    const found = reasonsOf(scene(over))
    expect(found).toMatchObject(kind === null ? [] : [{ kind, why, surface: 's_tests', name: 'tests' }])
  })

  test('is another one for another dialog, ask and draft, and the same one for another revision of it', () => {
    const idOf = (over: Partial<Scene>) => reasonsOf(scene(over))[0]!.id
    const dialog = (id: string | null) =>
      surface('s_tests', 'needs_you', { state: { is: 'needs_you', since: 0, evidence: '', dialog: { id, why: '' } } })
    expect(idOf({ surfaces: [dialog('d1')] })).not.toBe(idOf({ surfaces: [dialog('d2')] }))
    expect(idOf({ approvals: [ask()] })).toBe(idOf({ approvals: [ask({ ref: 'a_aaaa@2' })] }))
    expect(idOf({ approvals: [ask()] })).not.toBe(idOf({ approvals: [ask({ ref: 'a_bbbb@1' })] }))
    expect(idOf({ drafts: [draft()] })).toBe(idOf({ drafts: [draft({ ref: 'd_aaaa@2' })] }))
  })

  test('of an agent that concerns no surface has the agent’s name', () => {
    const connect = ask({ kind: 'connect', surface: null })
    expect(reasonsOf(scene({ approvals: [connect] }))).toMatchObject([
      { surface: null, name: 'Cursor', why: 'Cursor asks to connect' },
    ])
  })

  test('holds nothing that a program or an agent wrote', () => {
    const secret = 'HOSTILE'
    const state = { is: 'needs_you' as const, since: 0, evidence: secret, dialog: { id: secret, why: secret } }
    const hostile = surface('s_tests', 'needs_you', {
      ...{ state, title: secret, cwd: secret, lastLine: secret, alias: secret, lacks: secret },
    })
    const approvals = [ask({ text: secret, says: secret, keys: [secret] })]
    const reasons = reasonsOf(scene({ surfaces: [hostile], approvals, drafts: [draft({ text: secret })] }))
    expect(reasons).toHaveLength(3)
    expect(reasons.map(({ name, why }) => name + why).join()).not.toContain(secret)
  })
})

describe('the badge', () => {
  test('counts a surface once, whatever it has; asks that concern none each', () => {
    const surfaces = [
      surface('s_tests', 'needs_you', { unread: true }),
      surface('s_quiet'),
      surface('s_rang', 'idle', { unread: true }),
      surface('s_seen', 'failed'),
    ]
    const approvals = [ask(), ask({ ref: 'a_bbbb@1', surface: null }), ask({ ref: 'a_cccc@1', surface: null })]
    const all = scene({ surfaces, approvals, drafts: [draft()] })
    expect([needingYou(all), badgeCount(all)]).toEqual([3, 4])
    expect(badgeCount(scene({}))).toBe(0)
  })
})

describe('the taskbar', () => {
  const of = (...all: SurfaceSummary['progress'][]) => taskbarOf(all.map(progress => ({ progress })))
  const busy = (percent: number | null) => ({ is: 'busy' as const, percent })

  test.each([
    [[], -1, 'none'],
    [[null, null], -1, 'none'],
    [[busy(null)], 2, 'indeterminate'],
    [[busy(0)], 0, 'normal'],
    [[busy(20), null, busy(40), busy(null)], 0.3, 'normal'],
    [[busy(20), { is: 'waiting', percent: 60 }], 0.6, 'paused'],
    [[busy(20), { is: 'waiting', percent: null }], 1, 'paused'],
    [[{ is: 'error', percent: null }, { is: 'waiting', percent: 60 }, busy(20)], 1, 'error'],
  ] as const)('of %o is %d, %s', (all, value, mode) => {
    expect(of(...all)).toEqual({ value: expect.closeTo(value, 10), mode })
  })

  test('is what the system takes, for any progress', () => {
    const progress = fc.option(
      fc.record({
        is: fc.constantFrom('busy' as const, 'error' as const, 'waiting' as const),
        percent: fc.option(fc.integer({ min: 0, max: 100 })),
      }),
    )
    fc.assert(
      fc.property(fc.array(progress), all => {
        const { value, mode } = of(...all)
        expect(value === -1 || value === 2 || (value >= 0 && value <= 1)).toBe(true)
        expect(mode === 'none').toBe(all.every(one => one === null))
      }),
    )
  })
})
