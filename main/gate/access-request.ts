// An agent asks for more than it has on one surface. A person answers with a rule, for a time or for good, or with a "no";
// asking itself gives nothing. What can never be given is refused without asking anybody.
import { LEVELS, type Level } from '../../preload/contract.ts'
import { grantFor } from '../policy/decide.ts'
import { type Grant, granted, rank } from '../policy/grant.ts'
import { isInside } from '../policy/match.ts'
import { locksOn, loweringLock } from '../policy/resolve.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { ask, type Consent } from './ask.ts'
import { type Call, judge, standing, startCall, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, surfaceOf } from './entries.ts'
import type { Agent, Refusal } from './model.ts'
import { ownSurface } from './own-surface.ts'
import type { Trouble } from './refusals.ts'
import { resolve } from './resolve.ts'
import { refuseAct, wordsTrouble } from './sayings.ts'
import { say } from './sentences.ts'

export interface AccessRequest {
  /** id or exact unique name */
  readonly surface: string
  readonly level: Exclude<Level, 'none'>
  /** how long it is needed, 1 to 1440; a person may give it for another time */
  readonly minutes?: number | undefined
  /** shown to the person in quotes */
  readonly why: string
  readonly signal?: AbortSignal | undefined
  /** called at once and every 15 s while it waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}

export interface AccessGranted {
  readonly refused: false
  readonly granted: Level
  /** ISO time: the end of the rule that gives it; absent = it has none */
  readonly until?: string
}

const MAX_MINUTES = 1440

/** Throws `ActivityError`. */
export async function requestAccess(
  core: Core,
  agent: Agent,
  request: AccessRequest,
): Promise<AccessGranted | Refusal> {
  const { level, minutes = null, why, signal, onProgress } = request
  const call = startCall(core, agent, { intent: level, text: why }, { ...(signal && { signal }), onProgress })
  const broken = core.broken()
  if (broken) return refuseAct(core, 'policy', call, null, broken, null)
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return refuseAct(core, 'policy', call, null, found.trouble, null)
  const { surface, grant } = found
  const { verdict } = judge(core, agent, surface, level)
  const known = { verdict, level: grant.level }
  const bad = badRequest(request)
  if (bad) return refuseAct(core, 'policy', call, surface, bad, known)
  if (rank(grant.level) >= rank(level)) return done(core, call, surface, { level, why: verdict.why })
  const no = never(core, agent, surface, level)
  if (no) return refuseAct(core, 'policy', call, surface, no, known)
  const reason = say.asksAccess()
  return ask<AccessGranted>(
    core,
    { blocked: [{ code: 'no_answer', asks: 'policy', effect: 'ask', why: reason, reason }], state: null, verdict },
    {
      call,
      surface,
      known,
      question: {
        ...{ kind: 'access', intent: level, text: null, keys: null, enter: false, wants: level, minutes, says: why },
        answers: ['minutes', 'always', 'deny', 'deny_all', 'block'],
        withdrawn: () => standing(core, call, surface, 'waits') ?? never(core, agent, surface, level),
      },
      async attempt(consent) {
        const late = standing(core, call, surface, 'waits') ?? short(core, agent, surface, level)
        if (late) return refuseAct(core, 'policy', call, surface, late, known, consent.seq)
        return done(core, call, surface, { level, why: say.personGave(), consent })
      },
    },
  )
}

function badRequest({ level, minutes, why }: AccessRequest): Trouble | null {
  if (!LEVELS.includes(level) || rank(level) === 0) {
    return { code: 'bad_arguments', why: say.noSuchLevel(level), field: 'level', fix: say.levelsThere() }
  }
  const fits = minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES)
  if (!fits)
    return { code: 'bad_arguments', why: say.badMinutes(), field: 'minutes', fix: say.goodMinutes(MAX_MINUTES) }
  return wordsTrouble('why', why)
}

/** Why no person could give it, or nobody is there to. */
function never(core: Core, agent: Agent, surface: AgentSurface, level: Level): Trouble | null {
  if (core.people?.managed) return { code: 'denied', why: say.managedAccess() }
  if (!core.people) return { code: 'no_answer', why: say.nobodyGives(core.nobody) }
  // An answer writes a rule for one agent's id, and no policy can hold the id of one inside a surface.
  if (isInside(agent)) return { code: 'denied', why: say.insideAccess() }
  if (surface.ended()) return { code: 'surface_exited', why: say.exited() }
  const inside = level === 'read' ? null : ownSurface(agent, surface)
  if (inside) return inside
  const locks = locksOn(core.options.policy(), agent, surface.facts)
  const ladder = ({ level: at }: Grant): Grant => granted({ level: at })
  const lock = loweringLock({ given: granted({ level }), locks }, ladder)
  return lock && { code: 'denied', lock: lock.id, why: say.lockedAccess(lock.id, lock.level, lock.reason) }
}

/** The rule was written; what if another one still holds the agent below? */
function short(core: Core, agent: Agent, surface: AgentSurface, level: AccessRequest['level']): Trouble | null {
  const policy = core.options.policy()
  const now = grantFor(policy, agent, surface.facts)
  if (rank(now.level) >= rank(level)) return null
  const { verdict } = judge(core, agent, surface, level)
  return { code: 'denied', rule: now.rule, lock: now.lock, why: say.stillShort(verdict.why) }
}

async function done(
  core: Core,
  call: Call,
  surface: AgentSurface,
  { level, why, consent }: { readonly level: Level; readonly why: string; readonly consent?: Consent },
): Promise<AccessGranted> {
  const policy = core.options.policy()
  const { rule } = grantFor(policy, call.agent, surface.facts)
  // What was written may end before the time that was chosen, beside another temporary rule.
  const until = policy.rules.find(one => one.id === rule)?.until
  await core.record(
    entry('policy', call.agent.id, {
      ...call.facts,
      surface: surfaceOf(surface.facts),
      verdict: { effect: 'allow', rule, why },
      approval: consent?.approval ?? null,
      outcome: 'delivered',
      tookMs: tookMs(core, call.started),
      ...(consent ? { of: consent.seq } : {}),
    }),
  )
  return { refused: false, granted: level, ...(typeof until === 'string' ? { until } : {}) }
}
