// How one activity record becomes one line, and how a line is checked. No files here.
//
// A line is JSON.stringify of the record with its keys in the order of `ordered` below, then `prev`, then `hash`, with
// no spaces. `hash` is `sha256:` and the hex SHA-256 of the line's UTF-8 bytes without `,"hash":"sha256:…"` (so: of the
// record without `hash`). `prev` is the `hash` of the record before; the first has 64 zeros. The chain has no key: it
// shows damage, not forgery, and it cannot show that records are missing at the very end.
import { createHash } from 'node:crypto'
import type { ActivityEntry } from './model.ts'

export const FIRST_PREV = `sha256:${'0'.repeat(64)}`

/** Where a chain stands: the last record's number and hash. */
export interface Link {
  readonly seq: number
  readonly hash: string
}

/** A record's line (without its line end) and the link it makes. `time` is ISO 8601. */
export function seal(entry: ActivityEntry, after: Link, time: string): { line: string; link: Link } {
  const seq = after.seq + 1
  const body = JSON.stringify(ordered(entry, seq, time, after.hash))
  const hash = digest(body)
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, link: { seq, hash } }
}

function ordered(entry: ActivityEntry, seq: number, time: string, prev: string) {
  const { surface, verdict } = entry
  return {
    seq,
    time,
    kind: entry.kind,
    actor: entry.actor,
    surface: surface && { id: surface.id, name: surface.name },
    intent: entry.intent,
    text: entry.text,
    keys: entry.keys,
    key: entry.key,
    draft: entry.draft,
    releasedBy: entry.releasedBy,
    verdict: verdict && { effect: verdict.effect, rule: verdict.rule, why: verdict.why },
    approval: entry.approval,
    outcome: entry.outcome,
    bytes: entry.bytes,
    tookMs: entry.tookMs,
    ...(entry.of === undefined ? {} : { of: entry.of }),
    ...(entry.count === undefined ? {} : { count: entry.count }),
    ...(entry.onBehalfOf?.length ? { onBehalfOf: entry.onBehalfOf } : {}),
    ...(entry.dialog === undefined ? {} : { dialog: entry.dialog }),
    ...(entry.pane === undefined ? {} : { pane: entry.pane }),
    ...(entry.code === undefined ? {} : { code: entry.code }),
    ...(entry.answer === undefined ? {} : { answer: entry.answer }),
    ...(entry.kept === undefined ? {} : { kept: entry.kept }),
    prev,
  }
}

const TAIL = /,"prev":"(sha256:[0-9a-f]{64})","hash":"(sha256:[0-9a-f]{64})"\}$/
/** `,"hash":"sha256:` + 64 + `"}` */
const HASH_PART = 9 + 7 + 64 + 2

/** Reads one line's bytes. A string says in plain words what is wrong with it. */
function unseal(line: Buffer): (Link & { prev: string }) | string {
  const tail = TAIL.exec(line.subarray(-240).toString('latin1'))
  const head = /^\{"seq":([1-9][0-9]{0,15}),/.exec(line.subarray(0, 40).toString('latin1'))
  if (!tail || !head) return 'this is not a whole record'
  const hash = digest(line.subarray(0, line.length - HASH_PART), Buffer.from('}'))
  if (hash !== tail[2]) return 'the record does not match its hash'
  return { seq: Number(head[1]), prev: tail[1]!, hash }
}

/** Checks that `line` is the record after `after`. `prev: null` = not known (the start of a later segment). */
export function follow(line: Buffer, after: { seq: number; hash: string | null }): Link | string {
  const found = unseal(line)
  if (typeof found === 'string') return found
  if (found.seq !== after.seq + 1) return `record ${after.seq + 1} is missing: here is record ${found.seq}`
  if (after.hash !== null && found.prev !== after.hash) return 'the record does not follow the one before it'
  return { seq: found.seq, hash: found.hash }
}

/** Was this unfinished last line cut off by a crash, rather than damaged after it was whole? */
export function isTorn(line: Buffer): boolean {
  return !/"hash":"sha256:[0-9a-f]{64}"\}/.test(line.toString('latin1'))
}

function digest(...parts: (Buffer | string)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return `sha256:${hash.digest('hex')}`
}
