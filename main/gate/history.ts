// What agents sent before this start, read back from the activity record, so that limits go on counting. Reads only.
import { join } from 'node:path'
import type { PastSend } from '../policy/limits.ts'
import { activityFolder, linesOf, listSegments } from './segments.ts'

interface Found {
  readonly seq: number
  readonly of?: number
  readonly time: string
  readonly kind: string
  readonly actor: string
  readonly surface: { readonly id: string; readonly name: string } | null
  readonly intent: string | null
  readonly outcome: string | null
}

/** Ends without anything delivered: the send does not count. */
const NOT_DELIVERED = ['denied', 'cancelled']
const NO_AGENTS = ['person', 'gatehouse']

/**
 * Agents' sends since `since` (ms since the epoch), oldest first; `dir` is the data folder. One whose end is not recorded
 * counts: it may have been delivered. What cannot be read is left out; opening the record says that it is damaged.
 */
export async function pastSends(dir: string, since: number, now: number): Promise<PastSend[]> {
  const folder = activityFolder(dir)
  const sends = new Map<number, PastSend>()
  for (const name of await segmentsSince(folder, since)) {
    for await (const { bytes } of linesOf(join(folder, name))) {
      const found = recordOf(bytes)
      if (found?.kind !== 'send') continue
      if (found.of !== undefined) {
        if (NOT_DELIVERED.includes(found.outcome ?? '')) sends.delete(found.of)
      } else {
        const send = sendOf(found, now)
        if (send && send.at >= since) sends.set(found.seq, send)
      }
    }
  }
  return [...sends.values()].sort((a, b) => a.at - b.at)
}

function sendOf({ actor, surface, intent, outcome, time }: Found, now: number): PastSend | null {
  if (NO_AGENTS.includes(actor) || surface === null || NOT_DELIVERED.includes(outcome ?? '')) return null
  if (intent !== 'type' && intent !== 'submit') return null
  const at = Date.parse(time)
  // A clock that was ahead then must not hold anybody back for years.
  return Number.isFinite(at) ? { at: Math.min(at, now), agent: { id: actor }, surface, intent } : null
}

/** Names of the segments that may hold records since then, in order. */
async function segmentsSince(folder: string, since: number): Promise<string[]> {
  const names = await listSegments(folder).catch(() => [])
  const wanted: string[] = []
  for (const name of names.toReversed()) {
    wanted.unshift(name)
    const first = await firstTime(join(folder, name))
    if (first !== null && first < since) break
  }
  return wanted
}

async function firstTime(path: string): Promise<number | null> {
  for await (const { bytes } of linesOf(path)) {
    const at = Date.parse(recordOf(bytes)?.time ?? '')
    return Number.isFinite(at) ? at : null
  }
  return null
}

function recordOf(bytes: Buffer): Found | null {
  try {
    return JSON.parse(bytes.toString('utf8')) as Found
  } catch {
    return null
  }
}
