// Entries as rows: the index says where they stand, the disk what they say. Secrets are masked here, in every row.
import { type ActivityRow, INTENTS, type Intent, ROW_TEXT } from '../../../preload/contract.ts'
import { ASK_MS } from '../approvals.ts'
import { decisionNow } from './decisions.ts'
import type { AnyRecord } from './facts.ts'
import type { Clocked } from './find.ts'
import type { LogIndex } from './index.ts'
import { breathe, createPace } from './pace.ts'
import { readRecords } from './records.ts'
import { mask } from './secrets.ts'
import { fateOf, stagedBefore } from './trail.ts'
import { noteOf, sentenceOf, type Told } from './words.ts'

export interface Shown extends Clocked {
  /** an actor's name as it is called now */
  nameOf(actor: string): string
}

/** One entry with its records, unmasked. */
export interface Entry extends Told {
  readonly seq: number
  readonly at: number
  /** the text that stands for it now: what was sent, or what would have been */
  readonly text: string | null
  /** what was written first, where that is another text; null = the same */
  readonly wrote: string | null
  /** the line of its first record */
  readonly line: Buffer
}

/** Those that are indexed, in the order of `seqs`; null = its line is damaged. */
export async function readEntries(index: LogIndex, shown: Shown, seqs: readonly number[]): Promise<(Entry | null)[]> {
  const { columns } = index
  const laters = new Map(seqs.map(seq => [seq, columns.laterOf(seq)]))
  const found = await readRecords(
    index,
    [...laters].flatMap(([seq, later]) => [seq, ...later]),
  )
  const refs = seqs.flatMap(seq => {
    const record = found.get(seq)?.record
    return record && typeof record.draft === 'string' ? [{ seq, ref: record.draft, record }] : []
  })
  // A draft's way may lead past very many records.
  const pace = createPace()
  const before = new Map<number, readonly number[]>()
  for (const { seq, ref, record } of refs) {
    if (!isStaged(record)) before.set(seq, stagedBefore(index, seq, ref, 8))
    if (pace.over()) await breathe()
  }
  const origins = await readRecords(index, [...before.values()].flat())
  const entryOf = (seq: number): Entry | null => {
    const one = found.get(seq)
    if (!one?.record) return null
    const first = one.record
    const later = laters.get(seq)!.flatMap(at => found.get(at)?.record ?? [])
    const standing = columns.standing(columns.standingOf(seq))
    const at = columns.at(seq)
    const decision = decisionNow(standing, seq > shown.ranFrom, shown.now() - at)
    const ref = draftOf(first, later)
    const earlier = (before.get(seq) ?? []).flatMap(place => origins.get(place)?.record ?? [])
    const sources = earlier.filter(record => idOf(record.draft ?? '') === idOf(ref ?? ''))
    const written = sources.find(record => record.actor !== 'person' && record.actor !== 'gatehouse')
    const staged = [seq, ...laters.get(seq)!].findLast(place => {
      const record = found.get(place)?.record
      return record?.outcome === 'staged' || record?.kept !== undefined
    })
    const kept = first.kind === 'send' && decision === 'draft' && ref !== null
    const own = first.text ?? sources[0]?.text ?? null
    const edited = later.findLast(record => record.actor === 'person' && typeof record.text === 'string')
    const text = (first.kind === 'send' ? edited?.text : null) ?? own
    const wrote = edited ? own : (written?.text ?? own)
    return {
      ...{ seq, at, standing, decision, first, later, line: one.line, text, wrote: wrote === text ? null : wrote },
      fate: kept ? fateOf(index, staged ?? seq, ref) : null,
      origin: written ? { at: Date.parse(written.time), name: shown.nameOf(written.actor) } : null,
      nameOf: shown.nameOf,
    }
  }
  const entries: (Entry | null)[] = []
  for (const seq of seqs) {
    entries.push(entryOf(seq))
    if (pace.over()) await breathe()
  }
  return entries
}

const isStaged = ({ outcome, actor }: AnyRecord) => outcome === 'staged' && actor !== 'person'
const idOf = (ref: string) => ref.slice(0, ref.indexOf('@'))

/** The draft that it staged, kept, changed or released; null = none. */
export function draftOf(first: AnyRecord, later: readonly AnyRecord[]): string | null {
  const last = later.findLast(one => one.kept !== undefined || typeof one.draft === 'string')
  return last?.kept ?? last?.draft ?? first.draft ?? null
}

/** Rows of these entries, in their order. */
export async function readRows(index: LogIndex, shown: Shown, seqs: readonly number[]): Promise<ActivityRow[]> {
  const entries = await readEntries(index, shown, seqs)
  return entries.map((entry, at) => (entry ? rowOf(entry) : damaged(index, seqs[at]!)))
}

export function rowOf(entry: Entry): ActivityRow {
  const { seq, at, standing, decision, first, later } = entry
  const sentence = sentenceOf(entry)
  const shown = maskStart(sentence ?? entry.text ?? '')
  const isText = sentence !== null || entry.text !== null
  const note = mask(noteOf(entry))
  const surface = later.findLast(one => one.surface)?.surface ?? first.surface
  const took = later.findLast(one => typeof one.tookMs === 'number')?.tookMs ?? first.tookMs
  const keys = Array.isArray(first.keys) ? first.keys.map(String) : null
  return {
    ...{ seq, at, decision, enter: standing.enter },
    kind: first.kind,
    actor: first.actor,
    actorName: entry.nameOf(first.actor),
    surface: surface ? { id: String(surface.id), name: String(surface.name) } : null,
    intent: INTENTS.includes(first.intent as Intent) ? (first.intent as Intent) : null,
    text: isText ? shown.text : null,
    keys,
    note: note.text,
    tookMs: decision === 'waiting' || typeof took !== 'number' ? null : took,
    ends: decision === 'waiting' ? at + ASK_MS : null,
    count: Math.max(1, Number(first.count ?? 1) || 1),
    masked: shown.found > 0 || note.found > 0,
  }
}

const LOOKED_AT = 4096

/** The start of a text for a row. A long one is masked whole only where masks bring its far end near. */
function maskStart(text: string): ReturnType<typeof mask> {
  const start = mask(text.slice(0, LOOKED_AT))
  const isNear = text.length > LOOKED_AT && start.text.length < LOOKED_AT / 2
  const masked = isNear ? mask(text) : start
  return { ...masked, text: masked.text.slice(0, ROW_TEXT) }
}

/** A line that cannot be read is shown as what it is. */
export function damaged(index: LogIndex, seq: number): ActivityRow {
  const file = index.segmentOf(seq)?.name ?? 'the record'
  return {
    ...{
      seq,
      at: index.columns.at(seq),
      kind: 'send',
      decision: 'damaged',
      actor: 'gatehouse',
      actorName: 'Gatehouse',
    },
    ...{ surface: null, intent: null, keys: null, enter: null, tookMs: null, ends: null, count: 1, masked: false },
    text: 'A line of the record that cannot be read',
    note: `In ${file}, where record ${seq} stood. Check the chain to see what is wrong with it`,
  }
}
