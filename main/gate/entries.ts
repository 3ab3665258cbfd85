// Builds activity entries: every field is there, most are null. What they mean is the contract's (activity record).
import type { Verdict } from '../../preload/contract.ts'
import type { SurfaceFacts } from '../surfaces/surface.ts'
import type { ActivityEntry } from './model.ts'
import { effectOf, type Trouble } from './refusals.ts'
import { MAX_TEXT_BYTES } from './text-filter.ts'

const EMPTY = {
  surface: null,
  intent: null,
  text: null,
  keys: null,
  key: null,
  draft: null,
  releasedBy: null,
  verdict: null,
  approval: null,
  outcome: null,
  bytes: null,
  tookMs: null,
} as const

/** How much of a text that is over the limit the record keeps, in UTF-16 code units. */
const KEPT = 1024

/** An entry with `facts` filled in. A text over the limit (always refused) is kept shortened. */
export function entry(
  kind: ActivityEntry['kind'],
  actor: string,
  facts: Partial<Omit<ActivityEntry, 'kind' | 'actor'>>,
): ActivityEntry {
  const { text } = facts
  const tooLong = typeof text === 'string' && Buffer.byteLength(text) > MAX_TEXT_BYTES
  return { ...EMPTY, ...facts, ...(tooLong ? { text: text.slice(0, KEPT) } : {}), kind, actor }
}

/** How much the record keeps of keys that are none: how many, and how long a name, in UTF-16 code units. */
const KEPT_KEYS = 17
const KEPT_NAME = 41

/** Names of keys for the record. Those that are pressed are kept as they were given. */
export function keptKeys(keys: readonly string[]): string[] {
  return keys.slice(0, KEPT_KEYS).map(name => name.slice(0, KEPT_NAME))
}

export function surfaceOf(facts: SurfaceFacts): { id: string; name: string } {
  return { id: facts.id, name: facts.name }
}

/** The fields that say "this did not go". */
export function refusedFields(
  trouble: Trouble,
  verdict: Verdict | null,
): Pick<ActivityEntry, 'verdict' | 'outcome' | 'code'> {
  return {
    code: trouble.code,
    verdict: { effect: effectOf(trouble), rule: trouble.rule ?? verdict?.rule ?? null, why: trouble.why },
    outcome: trouble.code === 'cancelled' ? 'cancelled' : 'denied',
  }
}
