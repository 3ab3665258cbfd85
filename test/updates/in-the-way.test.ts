// What a restart ends is named, all of it, before it happens.
import { describe, expect, test } from 'vitest'
import { agreed, inTheWay } from '../../main/updates/in-the-way.ts'
import type { AgentSummary, AppState } from '../../preload/contract.ts'

type Seen = Parameters<typeof inTheWay>[0]
const surface = (name: string, more: object = {}) => ({ name, exit: null, tmux: null, left: [], ...more })
const agent = (name: string, more: Partial<AgentSummary> = {}) => ({
  ...{ id: name, name, inside: null, lastCall: null, lastSeen: null, program: null, says: null, processes: null },
  ...{ paused: null, ...more },
})
const seen = (more: { [K in keyof Seen]?: unknown }): Seen =>
  ({ surfaces: [], agents: [], drafts: [], approvals: { waiting: [], handled: [] }, ...more }) as Seen
const waiting = (count: number) => ({ waiting: Array(count).fill({}), handled: [] }) as unknown as AppState['approvals']

test.each([
  ['nothing at all', {}],
  ['programs that ended', { surfaces: [surface('a', { exit: { code: 0, signal: null } })] }],
  ['what runs in tmux', { surfaces: [surface('a', { tmux: {} })] }],
  ['agents nobody heard of', { agents: [agent('Cursor')] }],
  ['agents whose programs have ended', { agents: [agent('Cursor', { lastSeen: 5, processes: 0 })] }],
])('%s: nothing is asked', (_, one) => {
  expect(inTheWay(seen(one))).toBeNull()
})

test.each([
  ['an idle shell is a program too', { surfaces: [surface('shell')] }, 'Programs still run in: shell. This ends them.'],
  [
    'what an exited surface left behind',
    { surfaces: [surface('make', { exit: { code: 0, signal: null }, left: [{ pid: 7, program: 'server' }] })] },
    'Programs still run in: make. This ends them.',
  ],
  [
    'what goes on is said beside what does not',
    { surfaces: [surface('a'), surface('far', { tmux: {} })] },
    'Programs still run in: a. This ends them. What runs in tmux goes on: far.',
  ],
  [
    'an agent whose program runs',
    { agents: [agent('Cursor', { processes: 1 }), agent('Codex', { lastSeen: 3 })] },
    'Connected agents lose their connection until Gatehouse is back: Cursor, Codex.',
  ],
  ['one draft', { drafts: [{}] }, 'One draft waits; it is kept.'],
  [
    'drafts and approvals',
    { drafts: [{}, {}], approvals: waiting(3) },
    '3 approvals wait; they are refused. 2 drafts wait; they are kept.',
  ],
  [
    'an agent in a surface ends with it',
    { surfaces: [surface('claude')], agents: [agent('Claude', { inside: 's_1', processes: 1 })] },
    'Programs still run in: claude. This ends them.',
  ],
])('%s', (_, one, words) => {
  expect(inTheWay(seen(one))).toBe(words)
})

test('many names are counted', () => {
  const many = Array.from({ length: 11 }, (_, at) => surface(`s${at}`))
  expect(inTheWay(seen({ surfaces: many }))).toBe(
    'Programs still run in: s0, s1, s2, s3, s4, s5, s6, s7 and 3 more. This ends them.',
  )
})

describe('an answer', () => {
  const many = (...names: string[]) => seen({ surfaces: names.map(name => surface(name)) })
  /** Each time something is asked, what runs becomes the next. */
  async function asking(then: Seen[], answers: boolean[]) {
    let now = then.shift()!
    const asked: string[] = []
    const yes = await agreed(
      () => now,
      async detail => {
        asked.push(detail)
        now = then.shift() ?? now
        return answers.shift()!
      },
    )
    return { yes, asked: asked.length }
  }
  const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

  test.each<[string, Seen[], boolean[], { yes: boolean; asked: number }]>([
    ['is not needed where nothing is in the way', [many()], [], { yes: true, asked: 0 }],
    ['counts where nothing has changed', [many('a')], [true], { yes: true, asked: 1 }],
    ['is no', [many('a')], [false], { yes: false, asked: 1 }],
    ['to another question is asked for again', [many('a'), many('a', 'b')], [true, true], { yes: true, asked: 2 }],
    ['can change with it', [many('a'), many('a', 'b')], [true, false], { yes: false, asked: 2 }],
    ['is not asked for again once all has ended', [many('a'), many()], [true], { yes: true, asked: 1 }],
    [
      'is asked for again where one that is only counted has changed',
      [many(...eight, 'i'), many(...eight, 'j')],
      [true, true],
      { yes: true, asked: 2 },
    ],
  ])('%s', async (_, then, answers, expected) => {
    expect(await asking(then, answers)).toEqual(expected)
  })
})
