// The texts that agents sent into one surface of late, and the lines that show one of them again. Programs that draw move a
// text, wrap it, indent it and drop some of its signs, so letters and digits alone are compared. (pure but for the clock)
import type { Clock } from './clock.ts'
import { nameUnseen } from './visible.ts'

const MOST = 20
const KEPT_MS = 30 * 60_000
const LONGEST_CHARACTERS = 65_536
/** shorter ones stand everywhere */
const LEAST = 3
/** a piece that the edge of the screen cut off has to be this long: a short one may be the program's own word */
const LEAST_PIECE = 12
const PIECE_LINES = 200
/** as `nameUnseen` writes it */
const NAMED = /<U\+[0-9A-F]{4,6}>/g

/** Which edges of these lines may have cut a text off. */
export interface Edges {
  readonly top: boolean
  readonly bottom: boolean
}

export interface OwnTexts {
  /** An agent sends this text. Returns what to call where it surely never went in. */
  note(by: string, text: string): () => void
  /** letters and digits of the longest one; 0 = there is none */
  longest(): number
  /** For each of these consecutive lines, as a read shows them, whose text it is. */
  owners(lines: readonly string[], edges: Edges): (string | null)[]
}

interface Own {
  readonly by: string
  readonly letters: string
  readonly hash: number
  readonly at: number
}

/** All letters and digits of a text, or of a line as a read shows it; what such a line names is not to be seen, and none. */
export function lettersOf(text: string): string {
  return nameUnseen(text)
    .replace(NAMED, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

export function createOwnTexts(clock: Pick<Clock, 'mono'>): OwnTexts {
  /** the latest first */
  let texts: Own[] = []
  const forget = () => {
    texts = texts.filter(({ at }) => clock.mono() - at <= KEPT_MS)
  }
  return {
    note(by, text) {
      forget()
      if (text.length > LONGEST_CHARACTERS) return () => {}
      const letters = lettersOf(text)
      if (letters.length < LEAST) return () => {}
      const before = texts.find(one => one.letters === letters)
      const others = texts.filter(one => one !== before)
      const own = { by, letters, hash: hashOf(letters), at: clock.mono() }
      texts = [own, ...others].slice(0, MOST)
      return () => {
        texts = texts.flatMap(one => (one === own ? (before ?? []) : one))
      }
    },
    longest() {
      forget()
      return Math.max(0, ...texts.map(({ letters }) => letters.length))
    },
    owners(lines, edges) {
      forget()
      const owners = lines.map((): string | null => null)
      if (texts.length === 0) return owners
      const shown = placesOf(lines)
      for (const text of texts) {
        for (const [first, last] of [...wholeRuns(shown, text), ...pieces(shown, text, edges)]) {
          for (let at = first; at <= last; at += 1) owners[at] ??= text.by
        }
      }
      return owners
    },
  }
}

interface Shown {
  /** the letters of all lines */
  readonly all: string
  /** of each line that has letters: its index, and where in `all` they begin and end */
  readonly places: readonly { readonly line: number; readonly from: number; readonly to: number }[]
  /** index into `places` by where it ends */
  readonly ends: ReadonlyMap<number, number>
  /** The hash of a part of `all`, in constant time: a long text that nearly stands everywhere must not make reads slow. */
  hash(from: number, to: number): number
}
type Run = readonly [firstLine: number, lastLine: number]

function placesOf(lines: readonly string[]): Shown {
  const places: { line: number; from: number; to: number }[] = []
  const parts: string[] = []
  let length = 0
  for (const [line, text] of lines.entries()) {
    const letters = lettersOf(text)
    if (letters === '') continue
    parts.push(letters)
    places.push({ line, from: length, to: length + letters.length })
    length += letters.length
  }
  const all = parts.join('')
  const sums = new Int32Array(length + 1)
  const powers = new Int32Array(length + 1).fill(1)
  for (let at = 0; at < length; at += 1) {
    sums[at + 1] = step(sums[at]!, all.charCodeAt(at))
    powers[at + 1] = Math.imul(powers[at]!, BASE)
  }
  return {
    all,
    places,
    ends: new Map(places.map(({ to }, index) => [to, index])),
    hash: (from, to) => (sums[to]! - Math.imul(sums[from]!, powers[to - from]!)) | 0,
  }
}

const BASE = 1_000_003
const step = (hash: number, code: number) => (Math.imul(hash, BASE) + code) | 0
function hashOf(letters: string): number {
  let hash = 0
  for (let at = 0; at < letters.length; at += 1) hash = step(hash, letters.charCodeAt(at))
  return hash
}

/** Lines that hold the whole text and nothing else. */
function* wholeRuns({ all, places, ends, hash }: Shown, text: Own): Generator<Run> {
  for (const { line, from } of places) {
    const to = from + text.letters.length
    const last = ends.get(to)
    if (last === undefined || hash(from, to) !== text.hash || all.slice(from, to) !== text.letters) continue
    yield [line, places[last]!.line]
  }
}

/** Lines at an edge that hold nothing but the end, or the beginning, of a text. */
function* pieces({ all, places }: Shown, { letters }: Own, { top, bottom }: Edges): Generator<Run> {
  const fits = (piece: number) => piece >= LEAST_PIECE && piece < letters.length
  const head = top
    ? places.slice(0, PIECE_LINES).findLast(({ to }) => fits(to) && letters.endsWith(all.slice(0, to)))
    : undefined
  if (head) yield [0, head.line]
  const tail = bottom
    ? places.slice(-PIECE_LINES).find(({ from }) => fits(all.length - from) && letters.startsWith(all.slice(from)))
    : undefined
  if (tail) yield [tail.line, places.at(-1)!.line]
}
