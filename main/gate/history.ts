// What agents sent before this start, read back from the activity record, so that limits go on counting and keys go on
// standing for their sends. Reads only.
import { join } from 'node:path'
import type { PastSend } from '../policy/limits.ts'
import { fingerprint, KEY_LIFE_MS, type KeyedSend } from './idempotency.ts'
import type { RecordedOutcome } from './model.ts'
import { activityFolder, linesOf, listSegments } from './segments.ts'

interface Found {
  readonly seq: number
  readonly of?: number
  readonly time: string
  readonly kind: string
  readonly actor: string
  readonly surface: { readonly id: string; readonly name: string } | null
  readonly intent: string | null
  readonly text: string | null
  readonly keys: readonly string[] | null
  readonly key: string | null
  readonly draft: string | null
  /** an answer; see `ActivityEntry` */
  readonly dialog?: string | null
  /** a person was asked */
  readonly approval: string | null
  readonly outcome: RecordedOutcome | null
  readonly bytes: number | null
}

/** Ends without anything delivered: the send does not count, unless a person refused it. */
const NOT_DELIVERED = ['denied', 'cancelled']
const NO_AGENTS = ['person', 'gatehouse']
/** A send that ended since then began at most this long before, in ms: no wait and no write takes longer. */
const LONGEST_SEND_MS = 5 * 60_000
/** Only lines with a key are read as records; in a text the quotes would be escaped. */
const WITH_KEY = Buffer.from('"key":"')

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
        if (NOT_DELIVERED.includes(found.outcome ?? '') && found.actor !== 'person') sends.delete(found.of)
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
  // Keys count as a submit, whichever grant they needed.
  const counts = intent === 'interrupt' || intent === 'answer' ? 'submit' : intent
  if (counts !== 'type' && counts !== 'submit') return null
  const at = Date.parse(time)
  // A clock that was ahead then must not hold anybody back for years.
  return Number.isFinite(at) ? { at: Math.min(at, now), agent: { id: actor }, surface, intent: counts } : null
}

/** `asked`: it waits for a person, so nothing was sent. */
type Noted = KeyedSend & { readonly asked: boolean }

/**
 * Agents' sends with a key that still stands at `now` (ms since the epoch), in the order of their records; of one key the
 * later stands last. Those that were refused or cancelled are left out: nothing was sent.
 */
export async function keyedSends(dir: string, now: number): Promise<KeyedSend[]> {
  const folder = activityFolder(dir)
  const sends = new Map<number, Noted>()
  for (const name of await segmentsSince(folder, now - KEY_LIFE_MS - LONGEST_SEND_MS)) {
    for await (const { bytes } of linesOf(join(folder, name))) {
      const found = bytes.includes(WITH_KEY) ? recordOf(bytes) : null
      if (found) noteKeyed(sends, found, now)
    }
  }
  return [...sends.values()]
    .filter(({ at, asked }) => at + KEY_LIFE_MS > now && !asked)
    .map(({ asked: _, ...send }) => send)
}

function noteKeyed(sends: Map<number, Noted>, found: Found, now: number): void {
  const { seq, of, kind, actor: agent, surface, intent, text, keys, key, outcome, bytes } = found
  if (kind !== 'send' || key === null || intent === null) return
  const written = Date.parse(found.time)
  const at = Math.min(Number.isFinite(written) ? written : now, now)
  const start = of === undefined ? undefined : sends.get(of)
  const nothingSent = NOT_DELIVERED.includes(outcome ?? '')
  if (of !== undefined) {
    if (nothingSent) sends.delete(of)
    else if (start) {
      // A person's yes is a record of its own, without an outcome: from then on it may have been sent.
      const draft = outcome === 'staged' ? found.draft : start.draft
      sends.set(of, { ...start, at, outcome, bytes: bytes ?? start.bytes, draft, asked: false })
    }
  } else if (nothingSent) {
    // Staged on disk, and then a newer draft or an end came first: its caller was refused, naming the draft.
    const never = (one: KeyedSend) => intent === 'type' && one.outcome === 'staged' && one.draft === found.draft
    for (const [first, one] of sends) if (never(one)) sends.delete(first)
  } else if (surface !== null) {
    const args = fingerprint(intent, text, intent === 'type' ? null : found.draft, keys ?? null, found.dialog)
    const pressed = Array.isArray(keys)
    const asked = found.approval !== null && outcome === null
    sends.set(seq, { agent, key, at, surface, args, outcome, draft: found.draft, pressed, bytes, asked })
  }
}

/** Names of the segments that may hold records since then, in order. */
export async function segmentsSince(folder: string, since: number): Promise<string[]> {
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
