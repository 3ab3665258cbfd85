// Level type: the text becomes a draft beside the surface and is answered once that is on disk. It gets the surface's
// facts and not the surface: it has nothing to write with.
import type { Verdict } from '../../preload/contract.ts'
import type { SurfaceFacts } from '../surfaces/surface.ts'
import { type Call, refuse, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { MAX_PER_SURFACE } from './drafts.ts'
import { entry, surfaceOf } from './entries.ts'
import type { Refusal, SendOutcome } from './model.ts'
import { say } from './sentences.ts'
import { watchExpiry } from './sweep.ts'

/** Stages `text`; a second one of the same agent replaces the first. `of`: the record of the ask it comes from. Throws `ActivityError`. */
export async function stage(
  core: Core,
  call: Call,
  surface: SurfaceFacts,
  text: string,
  verdict: Verdict,
  of?: number,
): Promise<SendOutcome | Refusal> {
  const known = { verdict, level: verdict.level }
  const place = core.drafts.reserve(call.agent.id, surface.id, text, core.clock.now())
  if (!place) {
    return refuse(core, call, surface, { code: 'rate_limited', why: say.draftsFull(MAX_PER_SURFACE) }, known, of)
  }
  const { draft } = place
  try {
    await core.record(
      entry('send', call.agent.id, {
        ...call.facts,
        intent: 'type',
        text,
        surface: surfaceOf(surface),
        draft: draft.ref,
        verdict: { effect: verdict.effect, rule: verdict.rule, why: verdict.why },
        outcome: 'staged',
        bytes: draft.bytes,
        tookMs: tookMs(core, call.started),
        ...(of === undefined ? {} : { of }),
      }),
    )
    if (!place.commit()) {
      const ended = { ...call, facts: { ...call.facts, draft: draft.ref } }
      return await refuse(core, ended, surface, { code: 'draft_changed', why: say.replaced() }, known)
    }
  } finally {
    place.release()
  }
  core.meter.count()
  watchExpiry(core, draft.at)
  core.emit('drafts')
  return { refused: false, outcome: 'staged', draft: draft.ref }
}
