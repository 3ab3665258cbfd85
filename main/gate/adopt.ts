// Which pane of tmux an agent means that asks to adopt one. Nothing is looked up for an agent that no open rule could let adopt,
// and what it may not adopt or know of is to it as if it were not there. Whether it may in the end is open.ts.
import { samePlace, type Verdict } from '../../preload/contract.ts'
import { couldAdopt } from '../policy/open.ts'
import { firstNo } from './call.ts'
import type { Core } from './core.ts'
import { asItWouldBe, firstDeny, type Job, look, openOf } from './open-look.ts'
import type { AdoptTarget } from './open-request.ts'
import type { FoundPane } from './opener.ts'
import type { Trouble } from './refusals.ts'
import { known } from './resolve.ts'
import { say } from './sentences.ts'

interface No {
  readonly trouble: Trouble
  readonly verdict: Verdict
}

/** Why it is no use to look for it; null = it is. */
export function noUse(core: Core, job: Job): No | null {
  const { agent } = job.call
  const most = couldAdopt(core.options.policy(), agent, asItWouldBe(core, agent, job.request), openOf(core, agent))
  if (most === 'allow' || (most === 'ask' && core.people)) return null
  const { verdict, troubles } = look(core, job)
  return { trouble: firstNo(core, troubles)!, verdict }
}

/** The one that is meant, as it is now. */
export async function findPane(
  core: Core,
  job: Job,
  { session, pane }: AdoptTarget,
): Promise<{ readonly pane: FoundPane } | No> {
  const all = await job.opener.findPanes(session)
  const nothing = look(core, job)
  const seen = new Set(known(core, job.call.agent).map(({ surface }) => surface.facts.id))
  const there = all.filter(one => one.surface === null || seen.has(one.surface))
  const may = there.filter(one => one.surface !== null || !isDenied(core, { ...job, pane: one }))
  const meant = may.filter(one => pane === undefined || one.pane === pane)
  const [one, another] = meant
  const no = (trouble: Trouble) => ({ trouble, verdict: nothing.verdict })
  const bad = (field: string, why: string, fix: string) => no({ code: 'bad_arguments', field, why, fix })
  // To one that may adopt in some folders alone, a pane elsewhere and none at all are the same.
  const denied = firstDeny(nothing.troubles)
  if (!one && denied) return no(denied)
  const ids = may.map(each => each.pane)
  if (!one && pane !== undefined && ids.length > 0) return bad('pane', say.noPane(pane, session), say.thesePanes(ids))
  if (!one) return bad('session_name', say.noSession(session), say.wholeSession())
  if (another && pane !== undefined) return bad('pane', say.paneTwice(pane, session), say.personAdopts())
  // Also where only one of them is the caller's to adopt: it was not named.
  if (pane === undefined && all.length > 1) return bad('pane', say.severalPanes(session, ids), say.thesePanes(ids))
  if (one.surface !== null) return bad('session_name', say.adoptedAlready(one.surface), say.thatSurface(one.surface))
  return { pane: one }
}

/** The same pane as it is now; null = it is not there any more, or another program runs in it. */
export async function again({ opener }: Job, before: FoundPane): Promise<FoundPane | null> {
  const { session, pane, pid, place } = before
  const all = await opener.findPanes(session)
  const isSame = (one: FoundPane) => one.pane === pane && one.pid === pid && samePlace(one.place, place)
  return all.find(one => isSame(one) && one.surface === null) ?? null
}

const isDenied = (core: Core, job: Job) => firstDeny(look(core, job).troubles) !== null
