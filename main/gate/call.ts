// One call of an agent, from its start to its end: what may have changed for it, what the policy says of it now, and
// how a "no" to it is written down and answered.

import type { Intent, Level, Verdict } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { AgentSurface, SurfaceFacts } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { ActivityEntry, Agent, Refusal } from './model.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { say } from './sentences.ts'

export interface Call {
  readonly agent: Agent
  readonly epoch: number
  /** ms, monotonic */
  readonly started: number
  readonly signal: AbortSignal | undefined
  /** what every record of it says */
  readonly facts: Partial<Pick<ActivityEntry, 'intent' | 'text' | 'keys' | 'draft' | 'key'>>
}

export function startCall(core: Core, agent: Agent, facts: Call['facts'], signal?: AbortSignal): Call {
  return { agent, epoch: core.epoch(agent.id), started: core.clock.monotonic(), signal, facts }
}

/** The policy's word as of now, as a trouble unless it is "allow". `text` null = Enter alone, absent = not looked at. */
export function judge(core: Core, agent: Agent, surface: AgentSurface, intent: Intent, text?: string | null) {
  const particulars = text === undefined ? {} : { text }
  const verdict = decide(core.options.policy(), agent, surface.facts, intent, particulars)
  return { verdict, trouble: verdict.effect === 'allow' ? null : policyTrouble(core, verdict) }
}

function policyTrouble(core: Core, verdict: Verdict): Trouble {
  const { rule, lock } = verdict
  if (verdict.effect === 'deny') return { code: 'denied', effect: 'deny', rule, lock, why: verdict.why }
  return { code: 'no_answer', effect: 'ask', rule, lock, why: say.askUnanswered(verdict.why, core.nobody) }
}

/** What may stop a send at any moment, whatever the policy says. Asked again after every wait. */
export function standing(core: Core, call: Call, surface: AgentSurface): Trouble | null {
  const broken = core.broken()
  if (broken) return broken
  if (call.signal?.aborted) return { code: 'cancelled', why: say.cancelled() }
  if (core.epoch(call.agent.id) !== call.epoch) return { code: 'denied', why: say.revoked() }
  if (core.options.surfaces.get(surface.facts.id) !== surface) return { code: 'surface_exited', why: say.gone() }
  return pausedTrouble(core)
}

/** Counts the refusal where there is one. */
export function pausedTrouble(core: Core): Trouble | null {
  const held = core.held()
  if (held) return held
  const paused = core.pause.state()
  if (!paused) return null
  core.pause.countRefused()
  return { code: 'paused', why: say.paused(paused.by === 'person' ? 'a person' : paused.by) }
}

/** Writes a refusal down and answers it. `level` null = the agent may not know. Throws `ActivityError`. */
export async function refuse(
  core: Core,
  call: Call,
  surface: SurfaceFacts | null,
  trouble: Trouble,
  known: { verdict?: Verdict; level: Level } | null,
): Promise<Refusal> {
  const verdict = known?.verdict ?? null
  await core.record(
    entry('send', call.agent.id, {
      ...call.facts,
      surface: surface && surfaceOf(surface),
      ...refusedFields(trouble, verdict),
      tookMs: tookMs(core, call.started),
    }),
  )
  return toRefusal(trouble, verdict, known?.level ?? null)
}

export function tookMs(core: Core, started: number): number {
  return Math.round(core.clock.monotonic() - started)
}
