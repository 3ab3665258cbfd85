// Sums over the entries of a list: per agent and surface how much was sent, refused, asked and read, and the sends of the last
// hour by the minute. From the columns alone, in slices.
import type { ActivitySum, Decision } from '../../../preload/contract.ts'
import { decisionNow } from './decisions.ts'
import { isAsked, kindOf, READ, SEND } from './facts.ts'
import type { LogIndex } from './index.ts'
import { breathe, createPace } from './pace.ts'
import type { Shown } from './rows.ts'

const MINUTES = 60
const MOST = 500
const SENT: readonly Decision[] = [
  'allowed',
  'you_allowed',
  'draft',
  'unconfirmed',
  'you_ran',
  'you_inserted',
  'failed',
  'unknown',
]
const REFUSED: readonly Decision[] = ['denied', 'you_denied', 'rate_limited', 'no_answer', 'refused_paused']

/** `entries` in any order; those of most sends come first. */
export async function sumsOf(index: LogIndex, shown: Shown, entries: Iterable<number>): Promise<ActivitySum[]> {
  const { columns } = index
  const pace = createPace()
  const sums = new Map<number, { sends: number; refused: number; asked: number; reads: number; minutes: number[] }>()
  const now = shown.now()
  const start = (Math.floor(now / 60_000) - MINUTES + 1) * 60_000
  for (const entry of entries) {
    if (pace.due()) await breathe()
    const surface = columns.surface(entry)
    const kind = kindOf(columns.fact(entry))
    if (surface === 0 || (kind !== SEND && kind !== READ)) continue
    const key = columns.actor(entry) * 2 ** 32 + surface
    let sum = sums.get(key)
    if (!sum) {
      sum = { sends: 0, refused: 0, asked: 0, reads: 0, minutes: new Array(MINUTES).fill(0) }
      sums.set(key, sum)
    }
    if (isAsked(columns.fact(entry))) sum.asked += 1
    const at = columns.at(entry)
    const standing = columns.standing(columns.standingOf(entry))
    const decision = decisionNow(standing, entry > shown.ranFrom, now - at)
    if (REFUSED.includes(decision)) sum.refused += 1
    else if (kind === READ) sum.reads += columns.more(entry)
    else if (SENT.includes(decision)) {
      sum.sends += 1
      const minute = Math.floor((at - start) / 60_000)
      if (minute >= 0 && minute < MINUTES) sum.minutes[minute]! += 1
    }
  }
  const most = [...sums].sort(([, a], [, b]) => b.sends - a.sends || b.reads - a.reads).slice(0, MOST)
  return most.map(([key, sum]) => {
    const actor = index.actors.list()[Math.floor(key / 2 ** 32)] ?? ''
    const id = index.surfaces.list()[key % 2 ** 32] ?? ''
    return { actor, actorName: shown.nameOf(actor), surface: { id, name: index.surfaceName(id) }, ...sum }
  })
}
