import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AgentSignals, agentDialog, judgeAgent } from '../../../main/status/agents/judge.ts'
import { hear, type Life, UNBORN } from '../../../main/status/agents/life.ts'
import type { HookEvent, ScreenSays } from '../../../main/status/agents/model.ts'

const composer: ScreenSays = { is: 'composer', why: 'its input box is empty' }
const dialog: ScreenSays = { is: 'dialog', why: 'a question with choices is open' }
const working: ScreenSays = { is: 'working', why: 'its spinner turns' }
const unknown: ScreenSays = { is: 'unknown', why: 'nothing that we know' }
const failed: ScreenSays = { is: 'failed', why: 'it has no connection' }

const life = (...heard: HookEvent['is'][]): Life =>
  heard.reduce((one, is) => hear(one, { is, why: 'it asks whether it may' }, 0), UNBORN)

const settled: AgentSignals = {
  title: 'Agent',
  life: UNBORN,
  sinceHook: 60_000,
  screen: composer,
  screenKnown: true,
  sinceScreen: 60_000,
  workedSince: false,
  askedSince: false,
  sinceOutput: 60_000,
  sinceInput: 60_000,
  untouched: false,
  lineTaken: false,
  inFront: true,
  lived: 120_000,
}

describe('the state follows from hooks and screen together', () => {
  const table: [string, Partial<AgentSignals>, string | null][] = [
    ['an input box, no hooks', {}, 'idle'],
    ['an input box after a turn', { life: life('working', 'stopped') }, 'idle'],
    ['an input box after a failed turn', { life: life('failed') }, 'failed'],
    ['an input box right after a prompt', { life: life('working'), sinceHook: 100 }, null],
    ['an input box, and hooks that say work', { life: life('working') }, 'unknown'],
    ['an input box after work that was seen', { life: life('working'), workedSince: true }, 'idle'],
    ['an input box after a dialog that was seen', { life: life('working'), askedSince: true }, 'idle'],
    ['the same while it still draws', { life: life('working'), workedSince: true, sinceOutput: 200 }, null],
    ['an input box, and hooks that just asked', { life: life('dialog'), sinceHook: 100 }, null],
    ['an input box, and hooks that say a dialog', { life: life('dialog') }, 'unknown'],

    ['a dialog on both', { screen: dialog, life: life('dialog') }, 'needs_you'],
    ['a dialog on the screen alone', { screen: dialog }, 'needs_you'],
    ['a dialog that flashes up', { screen: dialog, life: life('dialog'), sinceScreen: 200 }, null],
    ['a dialog told by hooks, not yet drawn', { screen: unknown, life: life('dialog'), sinceHook: 300 }, null],
    ['a dialog told by hooks on a screen we do not know', { screen: unknown, life: life('dialog') }, 'needs_you'],
    ['a dialog told by hooks that the CLI answered itself', { screen: working, life: life('dialog') }, 'working'],

    ['a spinner and work', { screen: working, life: life('working') }, 'working'],
    ['a spinner, no hooks', { screen: working }, 'working'],
    ['a spinner that outlasts the turn a little', { screen: working, life: life('stopped'), sinceHook: 900 }, null],
    ['a spinner that outlasts the turn', { screen: working, life: life('stopped'), sinceHook: 5_000 }, 'unknown'],
    ['a spinner after a try that failed', { screen: working, life: life('failed') }, 'working'],
    ['a spinner since the turn', { screen: working, life: life('stopped'), sinceScreen: 1_000 }, 'working'],

    ['no known screen, work, output', { screen: unknown, life: life('working'), sinceOutput: 50 }, 'working'],
    ['no known screen, work, long silence', { screen: unknown, life: life('working') }, 'unknown'],
    ['no known screen after a turn', { screen: unknown, life: life('stopped') }, 'idle'],
    ['nothing known yet', { screen: unknown, screenKnown: false, lived: 2_000 }, 'starting'],
    [
      'nothing known yet but a conversation',
      { screen: unknown, screenKnown: false, life: life('ready'), lived: 9_000 },
      'starting',
    ],
    ['nothing known for long', { screen: unknown, screenKnown: false }, 'unknown'],
    ['no known screen any more, no hooks', { screen: unknown }, 'unknown'],
    ['between two frames', { screen: unknown, life: life('working'), sinceScreen: 50 }, null],
    ['it says that it cannot go on', { screen: failed }, 'failed'],
  ]
  test.each(table)('%s', (_name, signals, is) => {
    expect(judgeAgent({ ...settled, ...signals })?.is ?? null).toBe(is)
  })

  test('every state says why, and a dialog that hooks told of has its id', () => {
    fc.assert(
      fc.property(anything(), s => {
        const said = judgeAgent(s)
        if (!said) return
        expect(said.evidence.length).toBeGreaterThan(5)
        if (said.is === 'needs_you') expect(said.dialog?.id ?? null).toBe(s.life.asked[0]?.id ?? null)
        else expect(said.dialog).toBeUndefined()
      }),
    )
  })

  test('hooks and screen that disagree for long are never idle or working on one’s word, unless it was seen to change', () => {
    fc.assert(
      fc.property(anything(), s => {
        const said = judgeAgent(s)?.is
        if (s.life.phase === 'working' && s.screen.is === 'composer' && !s.workedSince && !s.askedSince)
          expect([undefined, 'unknown']).toContain(said)
        if (s.life.phase === 'dialog' && s.screen.is === 'composer') expect([undefined, 'unknown']).toContain(said)
      }),
    )
  })
})

describe('whether a dialog is open', () => {
  const table: [string, Partial<AgentSignals>, 'yes' | 'no' | 'unknown'][] = [
    ['an input box, and hooks that ended the turn', { life: life('stopped') }, 'no'],
    ['an input box, and hooks that began a conversation', { life: life('ready') }, 'no'],
    ['an input box alone', {}, 'unknown'],
    ['an input box that has stood since the start, nothing typed', { untouched: true }, 'no'],
    ['the same, not for long yet', { untouched: true, sinceScreen: 2_000 }, 'unknown'],
    ['the same, with something in it', { untouched: true, screen: { ...composer, typed: true } }, 'unknown'],
    ['a menu at the start, nothing typed', { untouched: true, screen: dialog }, 'unknown'],
    ['hooks alone', { life: life('stopped'), screen: unknown }, 'unknown'],
    ['a menu after the turn', { life: life('stopped'), screen: dialog }, 'unknown'],
    ['a spinner after the turn', { life: life('stopped'), screen: working }, 'unknown'],
    ['work', { life: life('working') }, 'unknown'],
    ['a dialog by hooks, whatever the screen says', { life: life('dialog') }, 'yes'],
    ['another program in front', { life: life('stopped'), inFront: false }, 'unknown'],
    ['an input box with something in it', { life: life('stopped'), screen: { ...composer, typed: true } }, 'unknown'],
    [
      'an input box with what we put there',
      { life: life('stopped'), screen: { ...composer, typed: true }, lineTaken: true },
      'no',
    ],
    ['something typed since the hooks spoke', { life: life('stopped'), sinceInput: 500 }, 'unknown'],
    ['something typed before they did', { life: life('stopped'), sinceHook: 100, sinceInput: 500 }, 'no'],
    ['something typed long ago that came to nothing', { life: life('stopped'), sinceInput: 2_500 }, 'no'],
  ]
  test.each(table)('%s: %s', (_name, signals, open) => {
    expect(agentDialog({ ...settled, ...signals }).open).toBe(open)
  })

  test('`no` is never said without hooks at rest or a start that nobody touched, an input box on the screen and the CLI in front', () => {
    fc.assert(
      fc.property(anything(), s => {
        const said = agentDialog(s)
        expect(said.why).not.toBe('')
        if (said.open === 'yes') expect(said.id).toBe(s.life.asked[0]!.id)
        else expect(said.id).toBeNull()
        if (said.open !== 'no') return
        if (s.life.phase === 'none') expect(s.untouched && s.sinceScreen >= 3_000).toBe(true)
        else expect(['ready', 'stopped', 'failed']).toContain(s.life.phase)
        expect(s.screen.is).toBe('composer')
        expect(s.inFront).toBe(true)
        expect(s.life.asked).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})

function anything(): fc.Arbitrary<AgentSignals> {
  const ms = fc.oneof(fc.nat(3_000), fc.nat(100_000), fc.constant(Number.POSITIVE_INFINITY))
  const kinds = fc.constantFrom<HookEvent['is']>('ready', 'working', 'dialog', 'stopped', 'failed', 'ended')
  return fc.record({
    title: fc.constant('Agent'),
    life: fc.array(kinds, { maxLength: 6 }).map(heard => life(...heard)),
    screen: fc.constantFrom(composer, dialog, working, unknown, failed),
    ...{ sinceHook: ms, sinceScreen: ms, sinceOutput: ms, sinceInput: ms, lived: ms },
    ...{ workedSince: fc.boolean(), askedSince: fc.boolean(), inFront: fc.boolean(), lineTaken: fc.boolean() },
    screenKnown: fc.boolean(),
    untouched: fc.boolean(),
  })
}
