// A draft's way through the record: where a draft event came from, and what became of a draft. By the columns alone: records
// near each other in time that name the same draft.

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
  for (let seq = staged + 1; seq <= last && columns.at(seq) <= until; seq += 1) {
    if (columns.more(seq) !== hash || isLater(columns.fact(seq)) || kindOf(columns.fact(seq)) !== SEND) continue
    const is = meaning(index, seq, unpack(columns.fact(seq)))
    if (is) return { is, seq, at: columns.at(seq), by: actors.list()[columns.actor(seq)] ?? '' }
  }
  return null
}

function meaning({ columns }: LogIndex, seq: number, fact: Fact): Fate['is'] | null {
  const { actor, outcome, released, intent } = fact
  if (released || (actor === 'agent' && intent === 'submit')) {
    // Which of its records says how it ended does not matter here; a refused one leaves the draft where it was.
    const { decision, enter } = columns.standing(columns.standingOf(seq))
    if (enter === 'not_sent') return null
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
  for (let at = seq - 1; at >= first && found.length < most; at -= 1) {
    if (columns.more(at) !== hash || kindOf(columns.fact(at)) !== SEND) continue
    const { outcome, text } = unpack(columns.fact(at))
    if (outcome === 'staged' && text) found.push(at)
  }
  return found
}
