// Looks for a text in the records themselves, from the newest segment to the oldest, in slices: in texts, keys, names, rules
// and reasons, whatever the case. What it found is kept while it is the one that is looked for. Reads only.
import { open } from 'node:fs/promises'
import type { ActivityEntry } from '../model.ts'
import type { LogIndex, Segment } from './index.ts'
import { breathe, createPace } from './pace.ts'
import { parse } from './records.ts'

export interface Search {
  /** This entry has a record that holds the text, among those that were looked at. */
  hits(entry: number): boolean
  /** everything from this record on was looked at; 0 = all */
  down(): number
  /** Resolves when more was looked at. */
  more(): Promise<void>
  /** A record that was just written. */
  added(seq: number, entry: ActivityEntry): void
  stop(): void
  stopped(): boolean
}

const CHUNK = 1 << 20

/** `nameOf`: an actor's name, which can be looked for beside its id. */
export function createSearch(index: LogIndex, query: string, nameOf: (actor: string) => string): Search {
  const wanted = query.toLowerCase()
  const sure = sureOf(wanted)
  const found = new Set<number>()
  const named = new Map<string, boolean>()
  let down = index.columns.head() + 1
  let stopped = false
  let waiting: (() => void)[] = []

  function tell(): void {
    const told = waiting
    waiting = []
    for (const one of told) one()
  }

  /** Whoever has that name matches with everything. */
  function isNamed(actor: string): boolean {
    let is = named.get(actor)
    if (is === undefined) {
      is = nameOf(actor).toLowerCase().includes(wanted)
      named.set(actor, is)
    }
    return is
  }

  async function through(segment: Segment): Promise<void> {
    const { columns } = index
    const pace = createPace()
    const names = index.actors.list()
    const last = lastOf(index, segment)
    for (let seq = segment.first; seq <= last; seq += 1) {
      if (columns.isEntry(seq) && isNamed(names[columns.actor(seq)] ?? '')) found.add(seq)
      if (pace.due()) await breathe()
    }
    let seq = segment.first
    const file = await open(segment.path, 'r')
    try {
      let rest = Buffer.alloc(0)
      let place = 0
      while (!stopped && place + rest.length < segment.bytes) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK, segment.bytes - place - rest.length))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, place + rest.length)
        if (bytesRead === 0) return
        const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
        const cut = bytes.lastIndexOf(10) + 1
        const text = lowered(bytes.subarray(0, cut))
        for (let from = 0; from < text.length; ) {
          const hit = sure === '' ? from : text.indexOf(sure, from)
          if (hit < 0) break
          const start = text.lastIndexOf('\n', hit) + 1
          const end = text.indexOf('\n', hit)
          while (seq <= last && (!columns.has(seq) || columns.offset(seq) < place + start)) seq += 1
          const record = columns.offset(seq) === place + start ? parse(bytes.subarray(start, end)) : null
          if (record && holds(record, wanted)) found.add(columns.entryOf(seq))
          from = end + 1
          if (pace.due()) {
            await breathe()
            if (stopped) return
          }
        }
        await breathe()
        rest = bytes.subarray(cut)
        place += cut
      }
    } finally {
      await file.close()
    }
  }

  async function all(): Promise<void> {
    while (!stopped && down > 0) {
      const segment = index.segments().findLast(one => one.first < down)
      if (!segment) {
        if (index.whole()) down = 0
        else await index.more()
        continue
      }
      while (!stopped && index.from() > segment.first) await index.more()
      await through(segment).catch(() => {})
      if (stopped) return
      down = segment.first
      tell()
    }
    down = 0
    tell()
  }
  const search: Search = {
    hits: entry => found.has(entry),
    down: () => down,
    more: () => (down === 0 || stopped ? breathe() : new Promise(resolve => waiting.push(resolve))),
    added(seq, entry) {
      const of = index.columns.entryOf(seq)
      if (holds(entry, wanted) || (of === seq && isNamed(entry.actor))) found.add(of)
    },
    stop() {
      stopped = true
      tell()
    },
    stopped: () => stopped,
  }
  void all()
  return search
}

function lastOf({ columns, segments }: LogIndex, segment: Segment): number {
  return (segments().find(one => one.first > segment.first)?.first ?? columns.head() + 1) - 1
}

/** A record's own words. `wanted` is in lower case. */
function holds(record: ActivityEntry, wanted: string): boolean {
  const { text, keys, surface, verdict, actor } = record
  const words = [text, ...(Array.isArray(keys) ? keys : []), surface?.name, verdict?.rule, verdict?.why, actor]
  return words.some(one => typeof one === 'string' && one.toLowerCase().includes(wanted))
}

/** The longest piece that stands in a line as it is looked for: plain ASCII that JSON does not escape. */
function sureOf(wanted: string): string {
  const pieces = wanted.match(/[ !#-[\]-~]+/g) ?? []
  return pieces.reduce((longest, one) => (one.length > longest.length ? one : longest), '')
}

/** The bytes as characters, A to Z in lower case. Other bytes may come out changed: nothing is looked for in them. */
const lowered = (bytes: Buffer) => bytes.toString('latin1').toLowerCase()
