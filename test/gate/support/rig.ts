// A gate with everything around it that it needs, in memory: a policy by rules, fake surfaces, an activity that can be
// made to fail. `log` is what happened, in order: records that are on disk and bytes that went in.
import { ActivityError } from '../../../main/gate/activity.ts'
import type { GateOptions } from '../../../main/gate/core.ts'
import { createGate } from '../../../main/gate/gate.ts'
import type { Gate } from '../../../main/gate/gate-api.ts'
import type { ActivityEntry, Agent, SendRequest } from '../../../main/gate/model.ts'
import type { PauseState } from '../../../main/gate/pause.ts'
import type { People } from '../../../main/gate/people.ts'
import type { Lock, Policy, Rule } from '../../../main/policy/model.ts'
import { type TestClock, testClock } from './clock.ts'
import { type FakeSurface, fakeSurface } from './surface.ts'

export const agent = (id: string): Agent => ({ id, name: id.toUpperCase() })
export const cursor = agent('cursor')
export const codex = agent('codex')

export const rule = (id: string, agents: Rule['agents'], level: Rule['level'], more: Partial<Rule> = {}): Rule => {
  return { id, agents, surfaces: '*', level, ...more }
}

export interface Rig {
  readonly gate: Gate
  readonly clock: TestClock
  readonly surface: FakeSurface
  readonly surfaces: FakeSurface[]
  readonly records: (ActivityEntry & { seq: number })[]
  readonly reads: ActivityEntry[]
  readonly log: string[]
  readonly saved: (PauseState | null)[]
  rules: Rule[]
  locks: Lock[]
  policyFault: string | null
  /** the last accepted policy decides while there is a fault */
  policyRules: boolean
  /** awaited by every append before it resolves; throw in it to make the append fail */
  onAppend: ((entry: ActivityEntry) => void | Promise<void>) | null
  /** makes the pause store fail */
  onSave: (() => void | Promise<void>) | null
  fault: string | null
}

interface RigOptions {
  readonly rules?: Rule[]
  readonly locks?: Lock[]
  readonly names?: Record<string, string>
  readonly paused?: PauseState
  readonly make?: (options: GateOptions) => Gate
  readonly drafts?: GateOptions['drafts']
  /** somebody can be asked; their answers change `rules` and `locks` */
  readonly people?: boolean
  readonly managed?: boolean
  /** instead of the activity in memory */
  readonly activity?: GateOptions['activity']
}

export function rig({ make = createGate, ...given }: RigOptions = {}): Rig {
  const clock = testClock()
  const names = given.names ?? { s_aaaa: 'api' }
  const surfaces = Object.entries(names).map(([id, name]) => fakeSurface(id, clock, { name }))
  const rules = given.rules ?? [rule('r1', '*', 'submit')]
  const shared = { records: [], reads: [], log: [], saved: [], onAppend: null, onSave: null, fault: null }
  const state: Omit<Rig, 'gate'> = {
    ...shared,
    clock,
    surfaces,
    surface: surfaces[0]!,
    rules,
    locks: given.locks ?? [],
    policyFault: null,
    policyRules: false,
  }
  for (const surface of surfaces) surface.log = event => state.log.push(event)

  // As the house has it: the same object until something in it changes.
  let made: Policy | null = null
  const policy = (): Policy => {
    if (made?.rules !== state.rules || made.locks !== state.locks) made = policyNow()
    return made
  }
  const policyNow = (): Policy => ({
    version: 1,
    agents: {
      cursor: { name: 'Cursor', token: `sha256:${'1'.repeat(64)}` },
      codex: { name: 'Codex', token: `sha256:${'2'.repeat(64)}` },
      ...Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`agent-${index}`, { name: `A${index}`, token: 'sha256:' }]),
      ),
    },
    rules: state.rules,
    locks: state.locks,
    open: [],
    tests: [],
  })

  const memory: GateOptions['activity'] = {
    async append(entry) {
      if (state.fault !== null) throw new ActivityError(state.fault)
      try {
        await state.onAppend?.(entry)
      } catch (error) {
        if (error instanceof ActivityError) state.fault = error.message
        throw error
      }
      const seq = state.records.length + 1
      state.records.push({ ...entry, seq })
      state.log.push(`record ${entry.kind} ${entry.outcome ?? entry.intent}`)
      return seq
    },
    noteRead: entry => void state.reads.push(entry),
    status: () => ({ fault: state.fault }),
    async close() {},
  }
  const people: People = {
    managed: given.managed ?? false,
    async allow({ agent, surface, level, minutes, parts }) {
      const sub = Object.fromEntries(parts.map(part => [part, 'allow']))
      const end = minutes === null ? {} : { until: new Date(clock.now() + minutes * 60_000).toISOString() }
      state.rules = [
        ...state.rules,
        rule(`t${state.rules.length}`, agent.id, level, { surfaces: { id: surface }, ...sub, ...end }),
      ]
      return { ok: true, value: {} }
    },
    async block(agent, surface) {
      const surfaces = surface === null ? '*' : { id: surface }
      const level = surface === null ? 'none' : 'read'
      state.locks = [...state.locks, { id: `b${state.locks.length}`, agents: agent, surfaces, level }]
      return { ok: true, value: {} }
    },
    async start(agent, level, ask) {
      state.rules = [...state.rules, rule(`g${state.rules.length}`, agent, level, ask === null ? {} : { ask })]
      return { ok: true, value: {} }
    },
  }
  const gate = make({
    surfaces: { get: id => state.surfaces.find(({ facts }) => facts.id === id), all: () => state.surfaces },
    policy,
    policyFault: () => (state.policyFault === null ? null : { message: state.policyFault, rules: state.policyRules }),
    activity: given.activity ?? memory,
    pause: {
      paused: given.paused ?? null,
      async save(pause) {
        await state.onSave?.()
        state.saved.push(pause)
      },
    },
    ...(given.drafts ? { drafts: given.drafts } : {}),
    ...(given.people ? { people } : {}),
    agentName: id => policy().agents[id]?.name ?? id,
    clock,
  })
  return Object.assign(state, { gate })
}

export const submit = (text: string, signal?: AbortSignal): SendRequest => {
  return { intent: 'submit', surface: 'api', text, ...(signal ? { signal } : {}) }
}
export const paste = (text: string) => `\x1b[200~${text}\x1b[201~`

/** The codes and outcomes of answers, short enough for tables. */
export function short(answer: { refused: boolean; code?: string; outcome?: string }): string {
  return answer.refused ? `no: ${answer.code}` : `${answer.outcome}`
}

/** Lets everything that can run without time passing run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
}
