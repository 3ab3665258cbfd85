// Reads what the index keeps out of a record's line without making an object of it: a record has its keys in one order
// (chain.ts), so a line is walked once, and its texts are skipped. (pure) A line of another shape goes to JSON.parse.
import {
  type AnyRecord,
  actorNumber,
  answerNumber,
  BITS,
  codeNumber,
  effectNumber,
  intentNumber,
  isEnter,
  kindNumber,
  OTHER_INTENT,
  outcomeNumber,
  packRecord,
} from './facts.ts'

/** What was read last; one object is used again and again. */
export interface Scanned {
  seq: number
  /** ms since the epoch */
  at: number
  fact: number
  actor: string
  /** empty = none */
  surface: string
  /** its name as it stands in the line: escaped, one character a byte */
  name: string
  /** 0 = it is a first record */
  of: number
  count: number
  /** `id@rev`; empty = none */
  draft: string
}

export const scanned = (): Scanned => ({
  ...{ seq: 0, at: 0, fact: 0, actor: '', surface: '', name: '', of: 0, count: 1, draft: '' },
})

/**
 * Reads the line from `from` up to `end` (its line end) of `chunk`, whose characters are the file's bytes (latin1). False:
 * it is no record, and `into` holds nothing.
 */
export function scanLine(chunk: string, from: number, end: number, into: Scanned): boolean {
  const line = chunk.slice(from, end)
  if (walk(line, into)) return true
  try {
    return take(JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as AnyRecord, into)
  } catch {
    return false
  }
}

/** Of a record that is an object already. False: it is none. */
export function take(record: AnyRecord, into: Scanned): boolean {
  const { seq, time, actor, surface } = record
  const at = Date.parse(time)
  const fact = packRecord(record)
  const named = typeof actor === 'string' && (surface == null || typeof surface.id === 'string')
  if (!Number.isSafeInteger(seq) || seq < 1 || !Number.isFinite(at) || (fact & 7) === 0 || !named) return false
  into.seq = seq
  into.at = at
  into.fact = fact
  into.actor = actor
  into.surface = surface?.id ?? ''
  into.name = surface ? inLine(String(surface.name)) : ''
  into.of = Number.isSafeInteger(record.of) && record.of! > 0 ? record.of! : 0
  into.count = Number.isSafeInteger(record.count) && record.count! > 0 ? record.count! : 1
  into.draft = typeof record.draft === 'string' ? record.draft : ''
  return true
}

const inLine = (text: string) => Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1')

/** What such a name reads. */
export function nameOf(raw: string): string {
  try {
    return JSON.parse(`"${Buffer.from(raw, 'latin1').toString('utf8')}"`) as string
  } catch {
    return ''
  }
}

const QUOTE = 34
const BACKSLASH = 92

/** The place after the string that begins at `at`, or -1. */
function afterString(line: string, at: number): number {
  if (line.charCodeAt(at) !== QUOTE) return -1
  let end = line.indexOf('"', at + 1)
  while (end > 0) {
    let slash = end - 1
    while (line.charCodeAt(slash) === BACKSLASH) slash -= 1
    if ((end - slash) % 2 === 1) return end + 1
    end = line.indexOf('"', end + 1)
  }
  return -1
}

/** Thrown inside `walk` alone: the line has another shape. */
const OTHER = new Error('another shape')

/** Where the walk stands. It is used by one line at a time. */
let at = 0
let text = ''

function expect(what: string): void {
  if (!text.startsWith(what, at)) throw OTHER
  at += what.length
}

/** A string without escapes, or null; null reads as ''. */
function word(): string {
  if (text.charCodeAt(at) !== QUOTE) {
    expect('null')
    return ''
  }
  const end = text.indexOf('"', at + 1)
  const found = text.slice(at + 1, end)
  if (end < 0 || found.includes('\\')) throw OTHER
  at = end + 1
  return found
}

/** Skips a string or null. True: it was a string. */
function skip(): boolean {
  if (text.charCodeAt(at) !== QUOTE) {
    expect('null')
    return false
  }
  at = afterString(text, at)
  if (at < 0) throw OTHER
  return true
}

function digits(): number {
  const from = at
  let value = 0
  for (;;) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) break
    value = value * 10 + digit
    at += 1
  }
  if (at === from || at - from > 15) throw OTHER
  return value
}

function numberOrNull(): void {
  if (text.charCodeAt(at) === 110) expect('null')
  else {
    if (text.charCodeAt(at) === 45) at += 1
    digits()
  }
}

function walk(line: string, into: Scanned): boolean {
  text = line
  at = 0
  try {
    return walkLine(into)
  } catch (error) {
    if (error === OTHER) return false
    throw error
  }
}

function walkLine(into: Scanned): boolean {
  expect('{"seq":')
  const seq = digits()
  expect(',"time":"')
  const time = timeAt(text, at)
  at += 24
  expect('","kind":')
  let fact = number(kindNumber, word())
  expect(',"actor":')
  const actor = word()
  fact |= actorNumber(actor) << BITS.actor
  expect(',"surface":')
  let surface = ''
  let name = ''
  if (text.charCodeAt(at) === 123) {
    expect('{"id":')
    surface = word()
    expect(',"name":')
    const from = at
    skip()
    name = text.slice(from + 1, at - 1)
    expect('}')
  } else expect('null')
  expect(',"intent":')
  const intent = intentNumber(word() || null)
  fact |= (intent < 0 ? OTHER_INTENT : intent) << BITS.intent
  expect(',"text":')
  if (skip()) fact |= BITS.text
  expect(',"keys":')
  fact |= keys()
  expect(',"key":')
  skip()
  expect(',"draft":')
  const draft = word()
  if (draft !== '') fact |= BITS.draft
  expect(',"releasedBy":')
  if (skip()) fact |= BITS.released
  expect(',"verdict":')
  fact |= verdict()
  expect(',"approval":')
  if (skip()) fact |= BITS.asked
  expect(',"outcome":')
  fact |= number(outcomeNumber, word() || null) << BITS.outcome
  expect(',"bytes":')
  numberOrNull()
  expect(',"tookMs":')
  numberOrNull()
  let of = 0
  if (given(',"of":')) {
    of = digits()
    fact |= BITS.later
  }
  const count = given(',"count":') ? digits() : 1
  if (given(',"onBehalfOf":')) list()
  if (given(',"dialog":')) skip()
  if (given(',"code":')) fact |= number(codeNumber, word()) << BITS.code
  if (given(',"answer":')) fact |= number(answerNumber, word()) << BITS.answer
  if (given(',"kept":')) {
    skip()
    fact |= 0x8000_0000
  }
  expect(',"prev":"sha256:')
  if (!text.endsWith('"}')) throw OTHER
  if (seq < 1 || !Number.isFinite(time) || actor === '') return false
  into.seq = seq
  into.at = time
  into.fact = fact >>> 0
  into.actor = actor
  into.surface = surface
  into.name = name
  into.of = of
  into.count = count
  into.draft = draft
  return true
}

/** Words that only a later version knows go the long way, which leaves them out. */
function number(of: (word: unknown) => number, word: unknown): number {
  const found = of(word)
  if (found < 0) throw OTHER
  return found
}

function given(key: string): boolean {
  if (!text.startsWith(key, at)) return false
  at += key.length
  return true
}

function keys(): number {
  if (text.charCodeAt(at) !== 91) {
    expect('null')
    return 0
  }
  const from = at
  list()
  const names = JSON.parse(text.slice(from, at)) as unknown[]
  return BITS.keys | (names.some(name => isEnter(String(name))) ? BITS.enterKey : 0)
}

/** Skips a list of strings. */
function list(): void {
  expect('[')
  if (given(']')) return
  do if (!skip()) throw OTHER
  while (given(','))
  expect(']')
}

function verdict(): number {
  if (text.charCodeAt(at) !== 123) {
    expect('null')
    return 0
  }
  expect('{"effect":')
  const effect = number(effectNumber, word())
  expect(',"rule":')
  skip()
  expect(',"why":')
  skip()
  expect('}')
  return effect << BITS.effect
}

let day = ''
let dayAt = 0

/** `2026-11-22T09:41:08.117Z`: its day is looked up once. */
function timeAt(line: string, from: number): number {
  const two = (place: number) => {
    const tens = line.charCodeAt(from + place) - 48
    const ones = line.charCodeAt(from + place + 1) - 48
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
  }
  if (line.charCodeAt(from + 10) !== 84 || line.charCodeAt(from + 23) !== 90) return Number.NaN
  if (!line.startsWith(day, from) || day === '') {
    day = line.slice(from, from + 10)
    dayAt = Date.parse(`${day}T00:00:00.000Z`)
  }
  const ms = line.charCodeAt(from + 20) - 48
  return dayAt + two(11) * 3_600_000 + two(14) * 60_000 + two(17) * 1000 + ms * 100 + two(21)
}
