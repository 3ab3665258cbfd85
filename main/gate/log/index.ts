// The record as columns in memory: read from the segments in small slices, the newest first, and kept up with what is
// recorded meanwhile. Who asks waits for a segment, never for all of them. It decides nothing about rows; queries are find.ts.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recorded } from '../activity.ts'
import { activityFolder, firstSeqOf, listSegments } from '../segments.ts'
import { type Columns, createColumns } from './columns.ts'
import { DAMAGED, kindOf, READ } from './facts.ts'
import { breathe, createPace } from './pace.ts'
import { nameOf, type Scanned, scanLine, scanned, take } from './scan.ts'

/** One file of the record. `bytes`: as far as it is indexed. */
export interface Segment {
  readonly name: string
  readonly path: string
  readonly first: number
  bytes: number
}

/** Names by the numbers that stand in the columns; 0 = none. */
interface Names {
  list(): readonly string[]
  number(id: string): number
  find(id: string): number
}

export interface LogIndex {
  readonly columns: Columns
  readonly actors: Names
  readonly surfaces: Names
  /** as its newest record calls it */
  surfaceName(id: string): string
  /** oldest first */
  segments(): readonly Segment[]
  segmentOf(seq: number): Segment | undefined
  /** the lowest seq from which on everything is here */
  from(): number
  whole(): boolean
  /** files that could not be read */
  unread(): readonly string[]
  /** Resolves when more is here than was, or all is. */
  more(): Promise<void>
  /** Resolves when the newest segment is here; starts reading. Throws what the file system throws. */
  begin(): Promise<void>
  /** A record that was just written. */
  add(record: Recorded): void
  close(): void
}

const CHUNK = 1 << 20
/** No record is beyond it: a file whose name says so is none of the record's. */
const MOST_SEQ = 2 ** 31
/** A seq may jump so far within a file, where records are missing. */
const MOST_MISSING = 1_000_000

/** `dir` is the data folder. `head`: records up to it are read from the files, later ones come by `add`. */
export function createIndex(dir: string, head: () => number = () => Number.MAX_SAFE_INTEGER): LogIndex {
  const folder = activityFolder(dir)
  const columns = createColumns()
  const actors = createNames()
  const surfaces = createNames()
  const names = new Map<number, { raw: string; seq: number }>()
  const read = scanned()
  const unread: string[] = []
  let segments: Segment[] = []
  let from = Number.MAX_SAFE_INTEGER
  let begun: Promise<void> | null = null
  let closed = false
  let waiting: (() => void)[] = []

  function tellMore(): void {
    const told = waiting
    waiting = []
    for (const one of told) one()
  }

  /** `seq` is where it stands in the record, whatever it says of itself. */
  function put(seq: number, offset: number, one: Scanned): void {
    const surface = one.surface === '' ? 0 : surfaces.number(one.surface)
    if (surface !== 0) {
      const known = names.get(surface)
      if (!known || (seq > known.seq && known.raw !== one.name)) names.set(surface, { raw: one.name, seq })
    }
    const more = kindOf(one.fact) === READ ? one.count : one.draft === '' ? 0 : draftHash(one.draft)
    const of = one.of < seq ? one.of : 0
    const fact = of === one.of ? one.fact : DAMAGED
    columns.put(seq, { at: one.at, offset, fact, actor: actors.number(one.actor), surface, of, more })
  }

  /**
   * Puts the records up to `last` of one segment. `tail`: only those of its last bytes; resolves with the first of them, or
   * null where that cannot be told.
   */
  async function load(segment: Segment, last: number, tail = false): Promise<number | null> {
    const pace = createPace()
    const file = await open(segment.path, 'r')
    try {
      let rest = Buffer.alloc(0)
      let place = tail ? Math.max(0, (await file.stat()).size - CHUNK / 2) : 0
      let seq = segment.first - 1
      let at = 0
      let first: number | null = null
      // It begins within a line.
      let skips = place > 0
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK)
        const { bytesRead } = await file.read(chunk, 0, CHUNK, place + rest.length)
        const isEnd = bytesRead === 0
        const bytes =
          rest.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([rest, chunk.subarray(0, bytesRead)])
        const text = bytes.toString('latin1')
        let start = 0
        for (;;) {
          let end = text.indexOf('\n', start)
          // The last line of a file that is not whole: what a crash leaves, or what is being written.
          if (end < 0) {
            if (!isEnd || start >= text.length || !scanLine(text, start, text.length, read)) break
            end = text.length
          }
          if (skips) {
            skips = false
            start = end + 1
            continue
          }
          const good = scanLine(text, start, end, read) && read.seq > seq && read.seq <= seq + MOST_MISSING
          seq = good ? read.seq : seq + 1
          if (tail && !good && first === null) return null
          if (seq > last) return first
          first ??= seq
          if (good) {
            put(seq, place + start, read)
            at = read.at
          } else columns.put(seq, { at, offset: place + start, fact: DAMAGED, actor: 0, surface: 0, of: 0, more: 0 })
          start = Math.min(end + 1, text.length)
          segment.bytes = Math.max(segment.bytes, place + start)
          if (pace.due()) {
            await breathe()
            if (closed) return first
          }
        }
        if (isEnd) return first
        rest = bytes.subarray(start)
        place += start
      }
    } finally {
      await file.close()
    }
  }

  async function readAll(limit: number): Promise<void> {
    const known = segments.toReversed().filter(one => one.first <= limit)
    // What a person sees first is at the very end.
    const tail = known[0] && (await load(known[0], limit, true).catch(() => null))
    if (tail != null) {
      from = tail
      tellMore()
    }
    for (const [at, segment] of known.entries()) {
      const last = at === 0 ? limit : Math.min(limit, known[at - 1]!.first - 1)
      // One that cannot be read is left out; the check of the chain names it.
      await load(segment, last).catch(() => void unread.push(segment.name))
      if (closed) return
      from = segment.first
      tellMore()
    }
    from = 0
    tellMore()
  }

  async function start(): Promise<void> {
    const limit = head()
    const found = await listSegments(folder).catch(() => [])
    const known = new Set(segments.map(one => one.name))
    unread.push(...found.filter(name => firstSeqOf(name) > MOST_SEQ))
    const older = found.filter(name => !known.has(name) && !unread.includes(name)).map(name => segmentAt(folder, name))
    segments = [...older, ...segments].sort((a, b) => a.first - b.first)
    void readAll(limit)
    if (from > 0) await index.more()
  }

  const index: LogIndex = {
    columns,
    actors,
    surfaces,
    surfaceName: id => nameOf(names.get(surfaces.find(id))?.raw ?? ''),
    segments: () => segments,
    segmentOf: seq => segments.findLast(one => one.first <= seq),
    from: () => from,
    whole: () => from === 0,
    unread: () => unread,
    more: () => (from === 0 ? breathe() : new Promise(resolve => waiting.push(resolve))),
    begin: () => (begun ??= start()),
    add({ seq, time, entry, segment: name, offset, bytes }) {
      let segment = segments.findLast(one => one.name === name)
      if (!segment) {
        segment = segmentAt(folder, name)
        segments.push(segment)
      }
      if (!take({ ...entry, seq, time, hash: '' }, read)) return
      put(seq, offset, read)
      segment.bytes = Math.max(segment.bytes, offset + bytes)
    },
    close() {
      closed = true
      // Nobody waits for more.
      from = 0
      tellMore()
    },
  }
  return index
}

function segmentAt(folder: string, name: string): Segment {
  return { name, path: join(folder, name), first: firstSeqOf(name), bytes: 0 }
}

function createNames(): Names {
  const list = ['']
  const numbers = new Map<string, number>()
  return {
    list: () => list,
    find: id => numbers.get(id) ?? 0,
    number(id) {
      let number = numbers.get(id)
      if (number === undefined) {
        list.push(id)
        number = list.length - 1
        numbers.set(id, number)
      }
      return number
    },
  }
}

/** Of a draft's id, whatever its revision: never 0. Two drafts of one hash are told apart by their records. */
export function draftHash(ref: string): number {
  const end = ref.indexOf('@')
  let hash = 2166136261
  for (let at = 0; at < (end < 0 ? ref.length : end); at += 1) hash = Math.imul(hash ^ ref.charCodeAt(at), 16777619)
  return hash >>> 0 || 1
}
