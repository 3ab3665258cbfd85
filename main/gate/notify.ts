// What an agent wants a person to see: a few words in the corner, or a badge on a surface with the reason. Both count
// among the asks of a minute, are on record before they are shown, and do nothing else: no focus, no buttons.
import { agentMatches } from '../policy/match.ts'
import { limited } from './ask.ts'
import { judge, standing, startCall, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, surfaceOf } from './entries.ts'
import type { Agent, Refusal } from './model.ts'
import type { Trouble } from './refusals.ts'
import { type Known, resolve } from './resolve.ts'
import { refuseAct, wordsTrouble } from './sayings.ts'
import { say } from './sentences.ts'

export interface Notification {
  readonly title: string
  /** at most 200 UTF-16 code units, one line, as `why` of a `Pointer` */
  readonly body: string
  /** id or exact unique name: what it is about */
  readonly surface?: string | undefined
}

export interface Pointer {
  /** id or exact unique name; it has to be readable for the agent */
  readonly surface: string
  readonly why: string
}

export interface Shown {
  readonly refused: false
}

const MAX_TITLE = 80

/** Shown as "Cursor says: …". Throws `ActivityError`. */
export function notify(core: Core, agent: Agent, { title, body, surface }: Notification): Promise<Shown | Refusal> {
  const bad = wordsTrouble('title', title, MAX_TITLE) ?? wordsTrouble('body', body)
  return tell(core, agent, { title, body, surface }, () => bad)
}

/** A badge on the surface's row. Throws `ActivityError`. */
export function show(core: Core, agent: Agent, { surface, why }: Pointer): Promise<Shown | Refusal> {
  return tell(core, agent, { title: '', body: why, surface }, found => {
    const verdict = found && judge(core, agent, found.surface, 'read').verdict
    if (found && verdict?.effect !== 'allow')
      return { code: 'denied', why: say.showNeedsRead(found.surface.facts.name) }
    return wordsTrouble('why', why)
  })
}

/** `check`: what speaks against it beside that a person may be told anything at all. */
async function tell(
  core: Core,
  agent: Agent,
  notice: Notification,
  check: (found: Known | null) => Trouble | null,
): Promise<Shown | Refusal> {
  const { title, body } = notice
  const call = startCall(core, agent, { text: title === '' ? body : `${title}: ${body}` })
  const broken = core.broken()
  if (broken) return refuseAct(core, 'agent', call, null, broken, null)
  const found = notice.surface === undefined ? null : resolve(core, agent, notice.surface)
  if (found && 'trouble' in found) return refuseAct(core, 'agent', call, null, found.trouble, null)
  const surface = found?.surface ?? null
  const known = found && { verdict: judge(core, agent, found.surface, 'read').verdict, level: found.grant.level }
  const trouble = shutOut(core, agent) ?? check(found) ?? untold(core, agent, surface?.facts.id ?? null)
  if (trouble) return refuseAct(core, 'agent', call, surface, trouble, known)
  const seq = await core.record(
    entry('agent', agent.id, {
      ...call.facts,
      surface: surface && surfaceOf(surface.facts),
      verdict: { effect: 'allow', rule: known?.verdict.rule ?? null, why: say.wasTold() },
      outcome: 'delivered',
      tookMs: tookMs(core, call.started),
    }),
  )
  // The disk took its time: a revoked agent and a closed surface have no notices.
  const late = standing(core, call, surface, 'waits')
  if (late) return refuseAct(core, 'agent', call, surface, late, known, seq)
  core.notices.add({ agent: agent.id, title, body, surface: surface?.facts.id ?? null })
  return { refused: false }
}

/** A person who locked an agent out everywhere is not told things by it either. */
function shutOut(core: Core, agent: Agent): Trouble | null {
  const { locks } = core.options.policy()
  const lock = locks.find(one => one.level === 'none' && one.surfaces === '*' && agentMatches(one.agents, agent))
  return lock ? { code: 'denied', lock: lock.id, why: say.shutOut(lock.id) } : null
}

/** Why a person is told nothing now; null = they may be, and it counts. */
function untold(core: Core, agent: Agent, surface: string | null): Trouble | null {
  if (!core.people) return { code: 'no_answer', why: say.nobodySees(core.nobody) }
  const no = core.askLimits.tell(agent.id, surface, core.clock.monotonic())
  return no && limited(no)
}
