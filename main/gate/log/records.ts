// Records as they stand on disk, by their seq. Neighbours are read together. Reads only.
import { open } from 'node:fs/promises'
import { type AnyRecord, kindNumber } from './facts.ts'
import type { LogIndex, Segment } from './index.ts'

/** Lines this near to each other, in bytes, are one read; and one read is at most so long. */
const NEAR = 64 * 1024
const MOST = 4 * 1024 * 1024

/** A record, or null where the line is damaged. `line`: its bytes without the line end. */
export interface Found {
  readonly record: AnyRecord | null
  readonly line: Buffer
}

interface Span {
  readonly seqs: number[]
  readonly from: number
  to: number
}

/** Those that are indexed; what cannot be read is missing. */
export async function readRecords(index: LogIndex, seqs: Iterable<number>): Promise<Map<number, Found>> {
  const found = new Map<number, Found>()
  const bySegment = new Map<Segment, number[]>()
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    const segment = index.columns.has(seq) ? index.segmentOf(seq) : undefined
    if (!segment) continue
    const list = bySegment.get(segment) ?? []
    list.push(seq)
    bySegment.set(segment, list)
  }
  for (const [segment, list] of bySegment) await readSome(index, segment, list, found).catch(() => {})
  return found
}

async function readSome(index: LogIndex, segment: Segment, seqs: number[], found: Map<number, Found>): Promise<void> {
  const file = await open(segment.path, 'r')
  try {
    for (const span of spans(index, segment, seqs)) {
      const bytes = Buffer.alloc(span.to - span.from)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, span.from)
      for (const seq of span.seqs) {
        const from = index.columns.offset(seq) - span.from
        const end = bytes.indexOf(10, from)
        const line = bytes.subarray(from, end < 0 ? bytesRead : end)
        const record = parse(line)
        // Where the file was changed since it was indexed, another record may stand here.
        found.set(seq, { record: record?.seq === seq ? record : null, line })
      }
    }
  } finally {
    await file.close()
  }
}

function spans(index: LogIndex, segment: Segment, seqs: readonly number[]): Span[] {
  const list: Span[] = []
  for (const seq of seqs) {
    const from = index.columns.offset(seq)
    const to = endOf(index, segment, seq)
    const last = list.at(-1)
    if (last && from - last.to < NEAR && to - last.from < MOST) {
      last.seqs.push(seq)
      last.to = Math.max(last.to, to)
    } else list.push({ seqs: [seq], from, to })
  }
  return list
}

/** Where the line ends: where the next one begins. */
function endOf({ columns, segmentOf }: LogIndex, segment: Segment, seq: number): number {
  const next = seq + 1
  const isNext = columns.has(next) && segmentOf(next) === segment
  return isNext ? columns.offset(next) : Math.min(segment.bytes, columns.offset(seq) + MOST)
}

export function parse(line: Buffer): AnyRecord | null {
  try {
    const record = JSON.parse(line.toString('utf8')) as unknown
    return isRecord(record) ? record : null
  } catch {
    return null
  }
}

const isWord = (value: unknown) => typeof value === 'string'
const orNull = (value: unknown, is: (one: unknown) => boolean) => value === null || value === undefined || is(value)
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
const areWords = (value: unknown) => Array.isArray(value) && value.every(isWord)

/** Every field has its type: what is shown of it is not looked at again. */
function isRecord(value: unknown): value is AnyRecord {
  if (typeof value !== 'object' || value === null) return false
  const { seq, time, kind, actor, hash, surface, verdict, keys, onBehalfOf, ...record } = value as Record<
    string,
    unknown
  >
  const words = [record['intent'], record['text'], record['draft'], record['releasedBy'], record['approval']]
  const named = surface as { id: unknown; name: unknown } | null
  const judged = verdict as { rule: unknown; why: unknown } | null
  return (
    isNumber(seq) &&
    isWord(time) &&
    Number.isFinite(Date.parse(time as string)) &&
    kindNumber(kind) > 0 &&
    isWord(actor) &&
    isWord(hash) &&
    [...words, record['outcome'], record['answer'], record['code'], record['kept'], record['pane']].every(one =>
      orNull(one, isWord),
    ) &&
    [record['bytes'], record['tookMs'], record['count'], record['of']].every(one => orNull(one, isNumber)) &&
    orNull(surface, () => isWord(named?.id) && isWord(named?.name)) &&
    orNull(verdict, () => orNull(judged?.rule, isWord) && isWord(judged?.why)) &&
    orNull(keys, areWords) &&
    orNull(onBehalfOf, areWords)
  )
}
