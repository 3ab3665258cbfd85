// A send of keys, or of an answer, from its first check to its end: the questions of send.ts in the same order, the write,
// and a person where only they can allow it. What it says to the program, and which grants that needs, is its caller's plan.
import type { Intent, Level, Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { admit } from './arrive.ts'
import { ask, askFull, type Blocked, type Consent, canBeRule } from './ask.ts'
import { type Call, firstNo, pausedTrouble, refuse, standing } from './call.ts'
import type { Core } from './core.ts'
import { takePlace } from './limit.ts'
import type { Refusal, SendOutcome } from './model.ts'
import { ownSurface } from './own-surface.ts'
import { type Beyond, type Gesture, present } from './ready.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'
import { write } from './write.ts'

/** What is to be sent, and all that the policy says of it. */
export interface Plan {
  /** its facts as the record says them */
  readonly call: Call
  readonly intent: Intent
  readonly gesture: Omit<Gesture, 'by'>
  /** As of now, without awaits; the verdict is that of the strictest. */
  judge(): Judged
  readonly beyond: Beyond
  /** Why it is pointless by now, whatever anybody allows. */
  over?(): Trouble | null
}
export interface Judged {
  readonly verdict: Verdict
  readonly troubles: readonly Trouble[]
}
/** It ends before anything is looked up for it. */
export interface NoPlan {
  readonly trouble: Trouble
  readonly verdict?: Verdict
}

/** `surface` is an id or a name. Throws `ActivityError` and what `plan` throws. */
export async function passage(
  core: Core,
  call: Call,
  asked: string,
  plan: (surface: AgentSurface) => Plan | NoPlan | Promise<Plan | NoPlan>,
): Promise<SendOutcome | Refusal> {
  const { agent } = call
  const broken = core.broken()
  if (broken) return refuse(core, call, null, broken, null)
  const found = resolve(core, agent, asked)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, null)
  const { surface, grant } = found
  const paused = pausedTrouble(core, agent) ?? ownSurface(agent, surface)
  if (paused) return refuse(core, call, surface.facts, paused, { level: grant.level })
  const planned = plan(surface)
  // Nothing is waited for that need not be: sends pass in the order in which they came.
  const made = planned instanceof Promise ? await planned : planned
  if ('trouble' in made) {
    const verdict = made.verdict ? { verdict: made.verdict } : {}
    return refuse(core, call, surface.facts, made.trouble, { level: grant.level, ...verdict })
  }
  const named = made.call
  const { verdict, troubles } = made.judge()
  const known = { verdict, level: grant.level }
  const no = firstNo(core, troubles) ?? (troubles.length > 0 ? askFull(core, agent.id, surface.facts.id) : null)
  if (no) return refuse(core, named, surface.facts, no, known)
  if (surface.ended()) return refuse(core, named, surface.facts, { code: 'surface_exited', why: say.exited() }, known)
  const waits = admit(core, named, surface)
  const stranger = waits && (await waits)
  if (stranger) return stranger
  const place = takePlace(core, agent, surface.facts, 'submit')
  if ('trouble' in place) return refuse(core, named, surface.facts, place.trouble, known)
  let counts = false
  try {
    const done = await writeOrAsk(core, surface, made, known)
    counts = !done.refused || done.code === 'refused_by_person'
    return done
  } finally {
    if (!counts) place.undo()
  }
}

interface Known {
  readonly verdict: Verdict
  readonly level: Level
}

async function writeOrAsk(core: Core, surface: AgentSurface, plan: Plan, known: Known): Promise<SendOutcome | Refusal> {
  const { call, intent, gesture } = plan
  const attempt = (consent: Consent | null) => writeOnce(core, surface, plan, known, consent)
  const first = await attempt(null)
  if (!('blocked' in first)) return first
  const denial = () => {
    const { verdict, troubles } = plan.judge()
    return verdict.effect === 'deny' ? (troubles[0] ?? null) : null
  }
  const over = () => plan.over?.() ?? null
  const withdrawn = () => standing(core, call, surface, 'waits') ?? denial() ?? over()
  const unhear = surface.onNews(() => core.approvals.end(one => (one.withdrawn === withdrawn ? over() : null)))
  try {
    return await ask<SendOutcome>(core, first, {
      call,
      surface,
      known,
      question: {
        ...{ kind: 'send', intent, text: gesture.text || null, enter: gesture.enter, wants: 'submit', withdrawn },
        keys: gesture.keys?.keys.map(({ name }) => name) ?? null,
        answers: ['once', ...(canBeRule(first.blocked) ? (['minutes'] as const) : []), 'deny', 'deny_all', 'block'],
      },
      attempt,
    })
  } finally {
    unhear()
  }
}

async function writeOnce(
  core: Core,
  surface: AgentSurface,
  { call, gesture, judge, beyond }: Plan,
  known: Known,
  consent: Consent | null,
): Promise<SendOutcome | Refusal | Blocked> {
  const written = await write(core, {
    surface,
    gesture: { ...gesture, by: call.agent.id },
    started: call.started,
    facts: call.facts,
    recheck() {
      const now = judge()
      return { verdict: now.verdict, troubles: present([standing(core, call, surface), ...now.troubles]) }
    },
    beyond,
    caller: call.agent,
    consent,
    onBytes() {},
  })
  if ('blocked' in written) return written
  if ('trouble' in written) return toRefusal(written.trouble, written.verdict, written.verdict?.level ?? known.level)
  return { refused: false, outcome: written.outcome, evidence: written.evidence }
}
