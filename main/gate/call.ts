// One call of an agent, from its start to its end: what may have changed for it, what the policy says of it now, and
// how a "no" to it is written down and answered.

import type { Intent, Level, Verdict } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { Policy } from '../policy/model.ts'
import type { AgentSurface, SurfaceFacts } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { ActivityEntry, Agent, Refusal } from './model.ts'
import { effectOf, type Trouble, toRefusal } from './refusals.ts'
import { say } from './sentences.ts'

export interface Call {
  readonly agent: Agent
  readonly epoch: number
  /** ms, monotonic */
  readonly started: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((waitedMs: number) => void) | undefined
  /** why no person is asked about it; absent = one may be */
  readonly noAsk?: string | undefined
  /** it waits for what comes of it, from right before its first byte */
  readonly waits?: boolean
  /** what every record of it says */
  readonly facts: Partial<
    Pick<ActivityEntry, 'intent' | 'text' | 'keys' | 'draft' | 'key' | 'onBehalfOf' | 'dialog' | 'pane'>
  >
}

export function startCall(
  core: Core,
  agent: Agent,
  facts: Call['facts'],
  {
    signal,
    onProgress,
    noAsk,
    wait,
  }: Partial<Pick<Call, 'signal' | 'onProgress' | 'noAsk'>> & { readonly wait?: unknown } = {},
): Call {
  const onBehalfOf = core.behalf.onBehalfOf(agent)
  const all = onBehalfOf.length === 0 ? facts : { ...facts, onBehalfOf }
  const started = core.clock.monotonic()
  const waits = wait !== undefined
  return { agent, epoch: core.epoch(agent.id), started, signal, onProgress, noAsk, waits, facts: all }
}

/** The policy's word as of now, as a trouble unless it is "allow". `text` null = Enter alone, absent = not looked at. */
export function judge(core: Core, agent: Agent, surface: AgentSurface, intent: Intent, text?: string | null) {
  const particulars = text === undefined ? {} : { text }
  const verdict = decide(core.options.policy(), agent, surface.facts, intent, particulars)
  return { verdict, trouble: verdict.effect === 'allow' ? null : policyTrouble(core, verdict) }
}

/**
 * `judge` for who asks it of the same send again and again. The policy and the surface's facts are looked at each time; while they
 * are the same objects, so is the answer.
 */
export function judging(core: Core, agent: Agent, surface: AgentSurface, intent: Intent, text: string | null) {
  let of: { readonly policy: Policy; readonly facts: SurfaceFacts } | null = null
  let judged: ReturnType<typeof judge> | null = null
  return () => {
    const policy = core.options.policy()
    const { facts } = surface
    if (!judged || of?.policy !== policy || of.facts !== facts) {
      judged = judge(core, agent, surface, intent, text)
      of = { policy, facts }
    }
    return judged
  }
}

/** What a verdict other than "allow" is refused or asked with. */
export function policyTrouble(core: Core, verdict: Verdict): Trouble {
  const { rule, lock } = verdict
  if (verdict.effect === 'deny') return { code: 'denied', effect: 'deny', rule, lock, why: verdict.why }
  const why = say.askUnanswered(verdict.why, core.nobody)
  return { code: 'no_answer', asks: 'policy', effect: 'ask', rule, lock, why, reason: verdict.why }
}

/**
 * What may stop a send at any moment, whatever the policy says. Asked again after every wait. `waits`: it waits for a
 * person, which a pause does not end. `surface` null = it is about none yet.
 */
export function standing(
  core: Core,
  call: Call,
  surface: AgentSurface | null,
  now: 'goes' | 'waits' = 'goes',
): Trouble | null {
  const broken = core.broken()
  if (broken) return broken
  if (call.signal?.aborted) return { code: 'cancelled', why: say.cancelled() }
  if (core.epoch(call.agent.id) !== call.epoch) return { code: 'denied', why: say.revoked() }
  const left = surface !== null && core.options.surfaces.get(surface.facts.id) !== surface
  if (left) return { code: 'surface_exited', why: say.gone() }
  return now === 'waits' ? null : pausedTrouble(core, call.agent)
}

/** The first of these that no person can turn into a "yes", or that nobody is there to. */
export function firstNo(core: Core, troubles: readonly Trouble[]): Trouble | null {
  const no = troubles.find(one => effectOf(one) === 'deny') ?? null
  if (core.people) return no
  // What a person would be asked about says most. That one types may pass, and says nothing beside what does not.
  return (no && troubles.find(one => one.code !== 'person_typing')) ?? troubles[0] ?? null
}

/** Counts the refusal where there is one. */
export function pausedTrouble(core: Core, agent: Agent): Trouble | null {
  const held = core.held()
  if (held) return held
  const paused = core.pause.state()
  if (!paused) return core.pause.agent(agent.id) === null ? null : { code: 'paused', why: say.agentPaused() }
  core.pause.countRefused()
  return { code: 'paused', why: say.paused(paused.by === 'person' ? 'a person' : paused.by) }
}

/** Writes a refusal down and answers it. `level` null = the agent may not know; `of`: the record of what it ends. Throws `ActivityError`. */
export async function refuse(
  core: Core,
  call: Call,
  surface: SurfaceFacts | null,
  trouble: Trouble,
  known: { verdict?: Verdict; level: Level } | null,
  of?: number,
): Promise<Refusal> {
  const verdict = known?.verdict ?? null
  await core.record(
    entry('send', call.agent.id, {
      ...call.facts,
      surface: surface && surfaceOf(surface),
      ...refusedFields(trouble, verdict),
      tookMs: tookMs(core, call.started),
      ...(of === undefined ? {} : { of }),
    }),
  )
  return toRefusal(trouble, verdict, known?.level ?? null)
}

export function tookMs(core: Core, started: number): number {
  return Math.round(core.clock.monotonic() - started)
}
