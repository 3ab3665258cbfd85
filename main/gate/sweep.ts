// Drafts that end without being released: expired, or their agent or surface is gone. Each end is recorded.
import type { Core } from './core.ts'
import { DRAFT_LIFE_MS, type Draft } from './drafts.ts'
import { entry, surfaceOf } from './entries.ts'
import { say } from './sentences.ts'

/** Removes what has expired, and looks again when the next one will have. */
export function sweep(core: Core): void {
  endDrafts(core, core.drafts.expire(core.clock.now()), 'gatehouse', say.expired())
}

/** Call when a draft was staged. Without it drafts would only expire when somebody looks. */
export function watchExpiry(core: Core): void {
  core.clock.later(DRAFT_LIFE_MS, () => sweep(core))
}

/** Records that these drafts, already removed, ended and why. Does not wait for the disk. */
export function endDrafts(core: Core, drafts: readonly Draft[], actor: string, why: string): void {
  if (drafts.length === 0) return
  core.emit('drafts')
  for (const draft of drafts) {
    const facts = core.options.surfaces.get(draft.surface)?.facts
    const record = entry('send', actor, {
      surface: facts ? surfaceOf(facts) : { id: draft.surface, name: '' },
      intent: 'type',
      draft: draft.ref,
      verdict: { effect: 'deny', rule: null, why },
      outcome: 'cancelled',
    })
    core.record(record).catch(error => core.fail(error))
  }
}
