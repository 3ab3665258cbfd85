// An agent throws away a draft of its own: exactly that revision, as it wrote it. Nothing is sent, so no pause stops it;
// of anybody else's draft it hears what it hears of one that does not exist.
import { draftRefSchema } from '../../preload/contract.ts'
import { refuse, startCall, tookMs } from './call.ts'
import type { Core } from './core.ts'
import type { Draft } from './drafts.ts'
import { entry, surfaceOf } from './entries.ts'
import type { Agent, Refusal } from './model.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { sweep } from './sweep.ts'

export interface Discarded {
  readonly refused: false
  readonly outcome: 'discarded'
}

/** `ref`: `id@rev`. Throws `ActivityError`. */
export async function discard(core: Core, agent: Agent, ref: string): Promise<Discarded | Refusal> {
  sweep(core)
  const named = draftRefSchema.safeParse(ref).success
  // A refused one has an intent of its own: a record of "type" would say that the draft itself was refused.
  const call = startCall(core, agent, { intent: 'discard', draft: named ? ref : null })
  const bad: Trouble | null = named
    ? null
    : { code: 'bad_arguments', why: say.draftGone(ref), field: 'draft', fix: say.draftRef() }
  const found = bad ?? core.broken() ?? own(core, agent, ref)
  if ('code' in found) return refuse(core, call, null, found, null)
  // In the surface's turn: one that is being released now is over before this looks again.
  return core.queue.run(found.surface, async () => {
    const now = own(core, agent, ref)
    if ('code' in now) return refuse(core, call, null, now, null)
    core.drafts.remove(ref)
    core.emit('drafts')
    const surface = core.options.surfaces.get(now.surface)?.facts
    await core.record(
      entry('send', agent.id, {
        ...call.facts,
        surface: surface ? surfaceOf(surface) : { id: now.surface, name: '' },
        intent: 'type',
        draft: ref,
        verdict: { effect: 'deny', rule: null, why: say.agentDiscarded() },
        outcome: 'cancelled',
        tookMs: tookMs(core, call.started),
      }),
    )
    return { refused: false, outcome: 'discarded' }
  })
}

function own(core: Core, agent: Agent, ref: string): Draft | Trouble {
  const idOf = (one: string) => one.slice(0, one.indexOf('@'))
  const draft = core.drafts.all().find(one => one.agent === agent.id && idOf(one.ref) === idOf(ref))
  if (!draft) return { code: 'draft_changed', why: say.draftGone(ref) }
  if (draft.ref !== ref) return { code: 'draft_changed', why: say.draftChanged(ref) }
  // Its words are the person's now.
  return draft.edited ? { code: 'draft_changed', why: say.draftEdited(ref) } : draft
}
