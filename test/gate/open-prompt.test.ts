// The first prompt of a surface that an agent opens: one approval for both, the same checks as any send, and never lost
// without a word.
import { describe, expect, it } from 'vitest'
import type { Opened } from '../../main/gate/open.ts'
import type { Lock, OpenRule } from '../../main/policy/model.ts'
import { answer, asked, waiting } from './support/approvals.ts'
import { type OpenRig, openRig, openRule } from './support/opening.ts'
import { cursor, paste, rule, settle, short } from './support/rig.ts'
import type { FakeSurface } from './support/surface.ts'

const request = { preset: 'claude', prompt: 'fix the tests' }
const open = (state: OpenRig, more: object = {}) => state.gate.open(cursor, { ...request, ...more })
const bytes = ({ surfaces }: OpenRig) => surfaces.find(({ facts }) => facts.id === 's_new1')?.bytes()
const WHOLE = `${paste('fix the tests')}\r`
const sent = (answer: Awaited<ReturnType<typeof open>>) =>
  answer.refused || answer.outcome === 'failed' || !answer.prompt ? short(answer) : short(answer.prompt)
const promptOf = (answer: Awaited<ReturnType<typeof open>>) => (answer as Extract<Opened, { outcome: 'opened' }>).prompt
const fresh = (more: Partial<FakeSurface>) => (state: OpenRig) => {
  state.fresh = one => Object.assign(one, more)
}
const allows = (more: Partial<OpenRule> = {}) => [openRule({ prompt: 'allow', ...more })]

describe('prompt of an open rule', () => {
  it.each<[rule: Partial<OpenRule>, asks: number, answer: string]>([
    [{ prompt: 'allow' }, 0, 'submitted'],
    [{ prompt: 'ask' }, 1, 'submitted'],
    [{}, 1, 'submitted'],
    [{ prompt: 'allow', grant: 'ask' }, 1, 'submitted'],
    [{ prompt: 'ask', grant: 'ask' }, 1, 'submitted'],
    [{ prompt: 'deny' }, 0, 'no: denied'],
    [{ prompt: 'deny', grant: 'ask' }, 0, 'no: denied'],
  ])('%j: a person is asked %i times, once at most', async (rule, asks, expected) => {
    const state = openRig({ people: true, openRules: [openRule(rule)] })
    const opening = open(state)
    await settle()
    expect(waiting(state)).toHaveLength(asks)
    if (asks > 0) {
      expect(waiting(state)[0]).toMatchObject({ kind: 'open', text: 'fix the tests', enter: true })
      await answer(state, 'once')
    }
    expect(sent(await opening)).toBe(expected)
    expect(waiting(state)).toEqual([])
    expect(state.gate.approvals().handled).toHaveLength(asks)
    expect(bytes(state)).toBe(expected === 'submitted' ? WHOLE : undefined)
  })

  it('with nobody there only "allow" opens', async () => {
    expect(sent(await open(openRig({ openRules: allows() })))).toBe('submitted')
    const state = openRig()
    expect(sent(await open(state))).toBe('no: no_answer')
    expect(state.made).toEqual([])
  })

  it('one beside a command is shown beside it, and covered by the same answer', async () => {
    const state = openRig({ people: true, openRules: [openRule({ command: 'ask' })] })
    const opening = open(state, { preset: undefined, command: 'claude -c' })
    const card = await asked(state)
    expect(card).toMatchObject({ text: 'claude -c', enter: false })
    expect(card.facts).toContainEqual({ name: 'First prompt', value: 'fix the tests', verified: false })
    await answer(state, 'once')
    expect(sent(await opening)).toBe('submitted')
  })
})

it('is a send of its own in the record, and the opening stands for it', async () => {
  const state = openRig({ openRules: allows() })
  expect(await open(state)).toMatchObject({
    outcome: 'opened',
    surface: 's_new1',
    prompt: { refused: false, outcome: 'submitted' },
  })
  const sends = state.records.filter(({ kind }) => kind === 'send')
  expect(sends).toMatchObject([
    { actor: 'cursor', intent: 'submit', text: 'fix the tests', surface: { id: 's_new1' }, outcome: null },
    { actor: 'cursor', intent: 'submit', outcome: 'delivered', of: sends[0]?.seq },
  ])
  expect(sends[0]?.verdict).toMatchObject({ effect: 'allow', rule: 'opened' })
  expect(sends[0]?.verdict?.why).toMatch(/It was allowed with the opening of the surface\.$/)
  expect(state.log.slice(-4, -1)).toEqual([
    'record send submit',
    `bytes ${JSON.stringify(paste(request.prompt))}`,
    'bytes "\\r"',
  ])
})

it('the next send asks like any other: the opening stood for the first prompt alone', async () => {
  const state = openRig({ openRules: allows() })
  await open(state)
  const next = await state.gate.send(cursor, { intent: 'submit', surface: 's_new1', text: 'and push' })
  expect(short(next)).toBe('no: no_answer')
  expect(bytes(state)).toBe(WHOLE)
})

describe('where it is not sent the surface is there all the same, and the answer says why', () => {
  const narrowed: Lock = { id: 'l1', agents: '*', surfaces: { name: 'claude*' }, level: 'read' }

  it.each<[what: string, prepare: (state: OpenRig) => void, code: string]>([
    [
      'a program that is not ready in time',
      fresh({ dialog: { open: 'unknown', why: 'It is starting.', id: null } }),
      'dialog_open',
    ],
    ['an open dialog', fresh({ dialog: { open: 'yes', why: 'It asks for trust.', id: 'd1' } }), 'dialog_open'],
    ['a program that ended', fresh({ alive: false }), 'surface_exited'],
    ['a lock on its name', state => void Object.assign(state, { locks: [narrowed] }), 'denied'],
    [
      'a rule that leaves less',
      state => void Object.assign(state, { rules: [rule('r1', 'cursor', 'read', { surfaces: { name: '*' } })] }),
      'denied',
    ],
    [
      'a rule on texts',
      state => {
        const text = [{ deny: { contains: 'tests' } }]
        state.rules = [rule('r1', 'cursor', 'read', { ask: 'submit', text })]
      },
      'denied',
    ],
    [
      'a pause while the program starts',
      state => {
        state.fresh = one => {
          one.onReadiness = () => state.gate.pause('person')
        }
      },
      'paused',
    ],
    [
      'a revocation while the program starts',
      state => {
        state.fresh = one => {
          one.onReadiness = () => state.gate.agentGone('cursor')
        }
      },
      'denied',
    ],
    [
      'an open rule that is gone by then',
      state => {
        state.fresh = () => void Object.assign(state, { openRules: [] })
      },
      'denied',
    ],
    [
      'an open rule that asks about prompts by then',
      state => {
        state.fresh = () => void Object.assign(state, { openRules: [openRule({ prompt: 'ask' })] })
      },
      'no_answer',
    ],
    [
      'a person who types there',
      state => {
        state.fresh = one => one.personKey('x')
      },
      'line_not_empty',
    ],
    ['a line that cannot be pasted', fresh({ bracketedPaste: false }), 'bad_text'],
  ])('%s', async (_, prepare, code) => {
    for (const people of [false, true]) {
      const state = openRig({ people, openRules: allows() })
      prepare(state)
      const prompt = 'fix\nthe tests'
      const answer = await open(state, { prompt })
      expect(answer).toMatchObject({ refused: false, outcome: 'opened', surface: 's_new1' })
      expect(promptOf(answer)).toMatchObject({ refused: true, code, why: expect.stringMatching(/\w/) })
      expect(bytes(state)).not.toContain('fix')
      expect(waiting(state)).toEqual([])
      const last = state.records.findLast(({ kind }) => kind === 'send')
      expect(last).toMatchObject({ intent: 'submit', outcome: 'denied', surface: { id: 's_new1' } })
    }
  })

  it('waits for a program that takes its time', async () => {
    const state = openRig({ openRules: allows() })
    const dialog = { open: 'unknown', why: 'It is starting.', id: null } as const
    const ready = state.clock.monotonic() + 9000
    state.fresh = one => {
      const later = one.dialog
      const summary = one.summary()
      one.dialog = dialog
      Object.assign(one, { summary: () => ({ ...summary, state: { ...summary.state, is: 'working' } }) })
      one.onReadiness = () => {
        if (state.clock.monotonic() >= ready) one.dialog = later
      }
    }
    expect(sent(await open(state))).toBe('submitted')
    expect(state.clock.monotonic()).toBeGreaterThanOrEqual(ready)
  })

  it('is not waited for where a program waits for a prompt and its hooks do not say so', async () => {
    const state = openRig({ openRules: allows() })
    state.fresh = one => {
      one.dialog = { open: 'unknown', why: 'Its hooks have told nothing.', id: null }
    }
    const before = state.clock.monotonic()
    expect(sent(await open(state))).toBe('no: dialog_open')
    expect(state.clock.monotonic() - before).toBeLessThan(10_000)
  })

  it('a record of it that cannot be written: nothing is sent, and the agent knows of the surface', async () => {
    const state = openRig({ openRules: allows() })
    state.fresh = one => {
      one.onReadiness = () => void Object.assign(state, { fault: 'The disk is full.' })
    }
    const answer = await open(state)
    expect(answer).toMatchObject({ outcome: 'opened', surface: 's_new1', prompt: { code: 'not_recorded' } })
    expect(bytes(state)).toBe('')
  })
})

it('counts in the limits of sends when it went in, and not when it did not', async () => {
  const limits = [{ max: 1, window: 'minute', per: 'agent' } as const]
  const rules = [rule('r1', 'cursor', 'submit', { limits })]
  const state = openRig({ openRules: allows(), rules })
  state.fresh = one => Object.assign(one, { alive: false })
  expect(sent(await open(state))).toBe('no: surface_exited')
  state.fresh = () => {}
  expect(sent(await open(state))).toBe('submitted')
  expect(sent(await open(state))).toBe('no: rate_limited')
})
