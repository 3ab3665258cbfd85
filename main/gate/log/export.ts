// The record for others to read: its records as JSON Lines, or its entries as CSV, oldest first, a piece at a time. Where it
// goes is the caller's; the texts in it are masked, exact or left out.
import type { ActivityFilter } from '../../../preload/contract.ts'
import type { AnyRecord } from './facts.ts'
import type { ActivityLog } from './log.ts'
import { breathe } from './pace.ts'
import { type Found, readRecords } from './records.ts'
import { draftOf, type Entry, readEntries, rowOf } from './rows.ts'
import { mask } from './secrets.ts'
import { noteOf, sentenceOf } from './words.ts'

export interface ExportOptions {
  readonly filter: ActivityFilter
  readonly format: 'jsonl' | 'csv'
  /** `masked`: without the secrets that were found; `exact`: as it was; `none`: without texts */
  readonly text: 'masked' | 'exact' | 'none'
}

export interface Exported {
  readonly entries: number
  /** lines of the record that could not be read */
  readonly damaged: number
  /** files of it that could not be read at all: nothing of them is in it */
  readonly unread: readonly string[]
}

const AT_ONCE = 200

/** Writes one piece after the other, each once `write` is done with the one before. Throws what `write` throws. */
export async function exportActivity(
  log: ActivityLog,
  { filter, format, text }: ExportOptions,
  write: (piece: string | Buffer) => Promise<void>,
): Promise<Exported> {
  const entries = await log.all(filter)
  const { columns } = log.index
  let damaged = 0
  if (format === 'csv') {
    await write(line(COLUMNS))
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const seqs = entries.slice(from, from + AT_ONCE)
      const found = await readEntries(log.index, log.shown, seqs)
      damaged += found.filter(one => one === null).length
      await write(found.map((entry, at) => (entry ? line(cells(entry, text)) : line(broken(log, seqs[at]!)))).join(''))
      await breathe()
    }
    return { entries: entries.length, damaged, unread: log.index.unread() }
  }
  const records = entries.flatMap(entry => [entry, ...columns.laterOf(entry)]).sort((a, b) => a - b)
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const seqs = records.slice(from, from + AT_ONCE)
    const found = await readRecords(log.index, seqs)
    damaged += seqs.filter(seq => !found.get(seq)?.record).length
    await write(Buffer.concat(seqs.map(seq => jsonLine(seq, found.get(seq), text))))
    await breathe()
  }
  return { entries: entries.length, damaged, unread: log.index.unread() }
}

/** A record whose words were changed says so in `masked`: its hash is that of the record as it is kept. */
function jsonLine(seq: number, found: Found | undefined, how: ExportOptions['text']): Buffer {
  if (!found?.record) return Buffer.from(`{"seq":${seq},"damaged":true}\n`)
  const { record } = found
  const exact = Buffer.concat([found.line, Buffer.from('\n')])
  if (how === 'exact') return exact
  const text = typeof record.text === 'string' ? (how === 'none' ? null : mask(record.text).text) : record.text
  const why = mask(record.verdict?.why ?? '')
  if (text === record.text && why.found === 0) return exact
  const verdict = record.verdict && { ...record.verdict, why: why.text }
  return Buffer.from(`${JSON.stringify({ ...record, text, verdict, masked: true })}\n`)
}

const COLUMNS = [
  ...['seq', 'time', 'kind', 'decision', 'actor', 'actor_name', 'surface_id', 'surface_name', 'intent', 'enter'],
  ...[
    'text',
    'wrote',
    'keys',
    'rule',
    'note',
    'on_behalf_of',
    'draft',
    'approval',
    'bytes',
    'took_ms',
    'count',
    'hash',
  ],
]

function cells(entry: Entry, how: ExportOptions['text']): (string | number | null)[] {
  const { first, later } = entry
  const row = rowOf(entry)
  const words = (text: string | null) =>
    text === null || how === 'none' ? null : how === 'exact' ? text : mask(text).text
  const last = (name: 'bytes' | 'approval') => later.findLast(one => one[name] !== null)?.[name] ?? first[name]
  const note = noteOf(entry)
  return [
    ...[row.seq, first.time, row.kind, row.decision, row.actor, row.actorName, row.surface?.id ?? null],
    ...[row.surface?.name ?? null, first.intent, row.enter, words(sentenceOf(entry) ?? entry.text), words(entry.wrote)],
    ...[row.keys?.join(' ') ?? null, ruleOf(first, later), how === 'exact' ? note : mask(note).text],
    ...[first.onBehalfOf?.join(' ') ?? null, draftOf(first, later), last('approval'), last('bytes'), row.tookMs],
    ...[row.count, first.hash],
  ]
}

const ruleOf = (first: AnyRecord, later: readonly AnyRecord[]) =>
  first.verdict?.rule ?? later.findLast(one => one.verdict?.rule)?.verdict?.rule ?? null

function broken(log: ActivityLog, seq: number): (string | number | null)[] {
  const time = new Date(log.index.columns.at(seq)).toISOString()
  return COLUMNS.map((_, at) => [seq, time, null, 'damaged'][at] ?? null)
}

/** One line of CSV (RFC 4180). */
function line(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

/** A spreadsheet takes a cell that begins so for a formula: a quote before it makes it a text. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

function cell(value: string | number | null): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
