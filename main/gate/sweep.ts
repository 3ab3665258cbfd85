// Drafts that end without being released: expired, or their agent or surface is gone. Each end is recorded.
import type { KeptDraft } from '../store/drafts-file.ts'
import type { Core } from './core.ts'
import { DRAFT_LIFE_MS, type Draft } from './drafts.ts'
import { entry, surfaceOf } from './entries.ts'
import { say } from './sentences.ts'

/** Removes what has expired. */
export function sweep(core: Core): void {
  endDrafts(core, core.drafts.expire(core.clock.now()), 'gatehouse', say.expired())
}

/** Call for a draft staged `at` (ms since the epoch). Without it drafts would only expire when somebody looks. */
export function watchExpiry(core: Core, at: number): void {
  core.clock.later(Math.max(0, at + DRAFT_LIFE_MS - core.clock.now()), () => sweep(core))
}

/** Records that these drafts, already removed, ended and why. Does not wait for the disk. */
export function endDrafts(
  core: Core,
  drafts: readonly (Draft | KeptDraft)[],
  actor: string,
  why: string,
  outcome: 'cancelled' | 'unknown' = 'cancelled',
): void {
  if (drafts.length === 0) return
  core.emit('drafts')
  for (const draft of drafts) {
    const record = entry('send', actor, {
      surface: whereOf(core, draft),
      intent: 'type',
      draft: draft.ref,
      verdict: { effect: 'deny', rule: null, why },
      outcome,
    })
    core.record(record).catch(error => core.fail(error))
  }
}

function whereOf(core: Core, draft: Draft | KeptDraft): { id: string; name: string } {
  if ('target' in draft) return { id: draft.target.id, name: draft.target.name }
  const facts = core.options.surfaces.get(draft.surface)?.facts
  return facts ? surfaceOf(facts) : { id: draft.surface, name: '' }
}
