// A draft's way through the record: where a draft event came from, and what became of a draft. By the columns alone: records
// near each other in time that name the same draft.

import { MASK } from './columns.ts'
import { type Fact, isLater, kindOf, SEND, unpack } from './facts.ts'
import { draftHash, type LogIndex } from './index.ts'

/** A revision lives 30 minutes; some more for what was going on then. */
const LIFE_MS = 40 * 60_000
const MOST = 200_000

export interface Fate {
  readonly is: 'ran' | 'inserted' | 'released' | 'changed' | 'discarded' | 'replaced' | 'expired' | 'unknown'
  /** the entry that says so */
  readonly seq: number
  readonly at: number
  readonly by: string
}

/** What became of the draft that was staged by this record; null = nothing yet, as far as the record tells. */
export function fateOf(index: LogIndex, staged: number, ref: string): Fate | null {
  const { columns, actors } = index
  const hash = draftHash(ref)
  const until = columns.at(staged) + LIFE_MS
  const last = Math.min(columns.head(), staged + MOST)
  for (let seq = staged + 1; seq <= last; ) {
    const block = columns.blockOf(seq)
    const end = Math.min(last, seq | MASK)
    if (!block) seq = end + 1
    else {
      // Very many may lie between: only its columns are looked at.
      const { more, at, fact } = block
      for (; seq <= end; seq += 1) {
        const place = seq & MASK
        if (at[place]! > until) return null
        if (more[place] !== hash || isLater(fact[place]!) || kindOf(fact[place]!) !== SEND) continue
        const is = meaning(index, seq, unpack(fact[place]!))
        if (is) return { is, seq, at: at[place]!, by: actors.list()[columns.actor(seq)] ?? '' }
      }
    }
  }
  return null
}

function meaning({ columns }: LogIndex, seq: number, fact: Fact): Fate['is'] | null {
  const { actor, outcome, released, intent } = fact
  if (released || (actor === 'agent' && intent === 'submit')) {
    // Which of its records says how it ended does not matter here; a refused one leaves the draft where it was.
    const { decision, enter } = columns.standing(columns.standingOf(seq))
    if (enter === 'not_sent') return null
    if (decision === 'unknown') return 'unknown'
    if (!['allowed', 'you_allowed', 'you_ran', 'you_inserted', 'unconfirmed', 'failed'].includes(decision)) return null
    if (actor !== 'person') return 'released'
    return intent === 'submit' ? 'ran' : 'inserted'
  }
  if (intent !== 'type') return null
  if (outcome === 'staged') return actor === 'gatehouse' ? null : actor === 'person' ? 'changed' : 'replaced'
  if (outcome === 'unknown') return 'unknown'
  if (outcome === 'denied') return 'replaced'
  if (outcome !== 'cancelled') return null
  return actor === 'gatehouse' ? 'expired' : 'discarded'
}

/** The records before this one in which this draft was staged, the newest first; at most `most`. */
export function stagedBefore({ columns }: LogIndex, seq: number, ref: string, most: number): number[] {
  const hash = draftHash(ref)
  const found: number[] = []
  const first = Math.max(1, seq - MOST)
  for (let at = seq - 1; at >= first; ) {
    const block = columns.blockOf(at)
    const end = Math.max(first, at - (at & MASK))
    if (!block) at = end - 1
    else {
      const { more, fact } = block
      for (; at >= end; at -= 1) {
        const place = at & MASK
        if (more[place] !== hash || kindOf(fact[place]!) !== SEND) continue
        const { outcome, text } = unpack(fact[place]!)
        if (outcome === 'staged' && text && found.push(at) >= most) return found
      }
    }
  }
  return found
}
