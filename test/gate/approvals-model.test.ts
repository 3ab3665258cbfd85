// Random lives of the queue: asks, answers, changes, cancels, pauses, policies, ends and clocks in any order, with or
// without time for anything else between them. Whatever happens, the record tells it and nothing goes unasked.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Refusal, SendOutcome } from '../../main/gate/model.ts'
import type { AnswerKind } from '../../preload/contract.ts'
import { codex, cursor, type Rig, rig, rule, settle } from './support/rig.ts'

type Step =
  | { readonly do: 'send'; readonly who: 0 | 1; readonly where: 0 | 1; readonly intent: 'submit' | 'type' | 'keys' }
  | {
      readonly do: 'answer'
      readonly which: number
      readonly how: AnswerKind
      readonly old: boolean
      readonly calm: boolean
    }
  | { readonly do: 'look'; readonly which: number }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'policy'; readonly to: 'asks' | 'submit' | 'read' | 'type' }
  | { readonly do: 'pause' | 'resume' | 'pauseAgent' | 'resumeAgent' | 'revoke' | 'settle' | 'news' }
  | { readonly do: 'line'; readonly where: 0 | 1; readonly text: string }
  | { readonly do: 'exit' | 'close' | 'person'; readonly where: 0 | 1 }
  | { readonly do: 'time'; readonly ms: number }
  | { readonly do: 'jump'; readonly ms: number }

const bit = fc.constantFrom(0 as const, 1 as const)
const answers: AnswerKind[] = [
  'once',
  'once',
  'once',
  'draft',
  'minutes',
  'edit',
  'deny',
  'deny_all',
  'block',
  'always',
  'start',
]
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who: bit,
      where: bit,
      intent: fc.constantFrom('submit', 'submit', 'type', 'keys'),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      which: fc.nat(5),
      how: fc.constantFrom(...answers),
      old: fc.integer({ max: 4, min: 0 }).map(n => n === 0),
      calm: fc.integer({ max: 3, min: 0 }).map(n => n > 0),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('look' as const), which: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      to: fc.constantFrom('asks', 'asks', 'submit', 'read', 'type'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'pause',
        'resume',
        'resume',
        'pauseAgent',
        'resumeAgent',
        'resumeAgent',
        'settle',
        'settle',
        'news',
        'news',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('line' as const),
      where: bit,
      text: fc.constantFrom('$', 'Really?', '⠋ $', '⠙ $'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('person' as const), where: bit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('exit' as const, 'close' as const), where: bit }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      ms: fc.constantFrom(1, 250, 250, 1500, 1500, 15_000, 59_000, 120_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: fc.constantFrom(-3_600_000, 3_600_000) }) },
)

interface Life {
  readonly state: Rig
  readonly sends: { text: string | null; abort: AbortController; answers: (SendOutcome | Refusal)[] }[]
  /** every ref a person ever saw, and what it stood for */
  readonly seen: Map<string, string | null>
  /** refs that a person said yes to, in the order of their saying so */
  readonly yes: { ref: string; text: string | null }[]
}

function look({ state, seen }: Life): readonly { readonly ref: string; readonly text: string | null }[] {
  const { waiting } = state.gate.approvals()
  for (const { ref, text } of waiting) {
    // One revision never stands for two things.
    if (seen.has(ref)) expect(seen.get(ref)).toBe(text)
    seen.set(ref, text)
  }
  return waiting
}

async function take(life: Life, one: Step): Promise<void> {
  const { state, sends } = life
  const { gate, surfaces, clock } = state
  if (one.do === 'send') {
    const abort = new AbortController()
    const text = one.intent === 'keys' ? null : `echo ${sends.length}.`
    const send = { text, abort, answers: [] as (SendOutcome | Refusal)[] }
    sends.push(send)
    const at = { surface: surfaces[one.where]?.facts.id ?? 's_none', signal: abort.signal }
    const what = one.intent === 'keys' ? { intent: 'keys' as const, keys: ['y'] } : { intent: one.intent, text: text! }
    void gate.send([cursor, codex][one.who]!, { ...at, ...what }).then(answer => send.answers.push(answer))
  } else if (one.do === 'answer') {
    if (one.calm) await settle()
    const waiting = look(life)
    const known = [...life.seen]
    const [ref, text] = one.old
      ? (known[one.which % (known.length || 1)] ?? [])
      : [waiting[one.which % (waiting.length || 1)]?.ref]
    if (ref === undefined) return
    const shown = text ?? life.seen.get(ref) ?? null
    const changed = one.how === 'edit' && shown !== null ? `${shown}edited` : null
    void gate.answer({ ref, how: one.how, ...(changed === null ? {} : { text: changed }) })
    if (!['deny', 'deny_all', 'block', 'draft'].includes(one.how)) life.yes.push({ ref, text: changed ?? shown })
  } else if (one.do === 'look') {
    const waiting = look(life)
    const found = waiting[one.which % (waiting.length || 1)]
    if (found) gate.look(found.ref)
  } else if (one.do === 'cancel') sends[one.which % (sends.length || 1)]?.abort.abort()
  else if (one.do === 'policy') {
    state.rules = [one.to === 'asks' ? rule('r1', '*', 'type', { ask: 'submit' }) : rule('r1', '*', one.to)]
    gate.policyChanged()
  } else if (one.do === 'pause') await gate.pause('person')
  else if (one.do === 'resume') await gate.resume('person')
  else if (one.do === 'pauseAgent' || one.do === 'resumeAgent') await gate.pauseAgent('cursor', one.do === 'pauseAgent')
  else if (one.do === 'revoke') gate.agentGone('codex')
  else if (one.do === 'settle') await settle()
  else if (one.do === 'news') for (const surface of surfaces) surface.news()
  else if (one.do === 'time') clock.advance(one.ms)
  else if (one.do === 'jump') clock.jump(one.ms)
  else if ('where' in one) {
    const surface = surfaces[one.where]
    if (!surface) return
    if (one.do === 'line') surface.cursorLine = one.text
    else if (one.do === 'person') for (const key of ['x', '\r']) surface.personKey(key)
    else if (one.do === 'exit') surface.alive = false
    else {
      gate.surfaceGone(surface.facts.id)
      surfaces.splice(surfaces.indexOf(surface), 1)
    }
  }
}

/** Lets everything end that can, by time if by nothing else. */
async function finish({ state, sends }: Life): Promise<void> {
  for (let turn = 0; turn < 200 && sends.some(({ answers }) => answers.length === 0); turn++) {
    await settle()
    state.clock.advance(turn < 100 ? 1000 : 10_000)
  }
  await settle()
}

/** What every life has to have been like. */
function judge({ state, sends, yes }: Life): void {
  expect(state.gate.approvals().waiting).toEqual([])
  for (const send of sends) expect(send.answers).toHaveLength(1)
  const { records, log } = state
  const asked = records.filter(one => one.kind === 'send' && one.of === undefined && one.approval !== null)
  for (const ask of asked) {
    const told = records.filter(({ of }) => of === ask.seq)
    const ends = told.filter(({ outcome }) => outcome !== null)
    expect(ends, JSON.stringify(told)).toHaveLength(1)
    const end = ends[0]!
    const released = ['delivered', 'unconfirmed', 'failed'].includes(end.outcome!)
    const allowed = told.filter(one => one.actor === 'person' && one.verdict?.effect === 'allow')
    if (!released) continue
    // The last yes before it went was to a revision that a person had seen, with exactly the text that went.
    const last = allowed.at(-1)!
    expect(last.seq).toBeLessThan(end.seq)
    const text = last.text ?? ask.text
    expect(yes).toContainEqual({ ref: last.approval, text: ask.keys ? null : text })
    if (text === null) continue
    const wrote = log.findIndex(event => event.startsWith('bytes') && event.includes(`${text}\\u001b`))
    expect(wrote).toBeGreaterThan(log.indexOf('record send submit'))
  }
  // Every text that went in was allowed by the policy of its time, or by a person for exactly that text.
  for (const surface of state.surfaces)
    for (const { by, data } of surface.writes) {
      const text = /\x1b\[200~(.*)\x1b\[201~/.exec(data)?.[1]
      if (by === 'person' || text === undefined) continue
      const free = records.some(one => one.text === text && one.approval === null && one.verdict?.effect === 'allow')
      expect(free || yes.some(one => one.text === text), text).toBe(true)
    }
  // What went in went in once.
  const all = state.surfaces
    .flatMap(({ writes }) => writes.map(({ data }) => data))
    .filter(data => data.includes('echo'))
  expect(new Set(all).size).toBe(all.length)
}

describe('a random life of the queue', () => {
  it('ends every ask exactly once, delivers nothing without an answer to exactly that revision, and is told by the record', async () => {
    let deliveries = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async steps => {
        const names = { s_aaaa: 'api', s_bbbb: 'web' }
        const life: Life = {
          state: rig({ rules: [rule('r1', '*', 'type', { ask: 'submit' })], names, people: true }),
          sends: [],
          seen: new Map(),
          yes: [],
        }
        for (const one of steps) {
          await take(life, one)
          look(life)
        }
        await finish(life)
        judge(life)
        deliveries += life.state.records.filter(one => one.approval !== null && one.outcome === 'delivered').length
      }),
      { numRuns: 2000 },
    )
    // The lives are not all refusals.
    expect(deliveries).toBeGreaterThan(150)
  }, 240_000)
})
