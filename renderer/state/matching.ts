// Whether a text is what a person looks for by a few letters, how well, and which of its letters. Pure.

/** Letters `from` up to, not including, `to`, counted in code points. */
export type Span = readonly [from: number, to: number]

export interface Searchable {
  readonly title: string
  readonly more: string
  /** other words for it, which are not drawn */
  readonly also?: string
}

export interface Match {
  /** more is better */
  readonly score: number
  readonly title: readonly Span[]
  readonly more: readonly Span[]
}

/** The words of a query; they may come in any order. */
export function wordsOf(query: string): string[] {
  return query.split(/\s+/).filter(Boolean)
}

/** Null: one of the words is nowhere in it. With no words everything matches. */
export function matchOf(item: Searchable, words: readonly string[]): Match | null {
  const title = lettersOf(item.title)
  const more = lettersOf(item.more)
  const also = lettersOf(item.also ?? '')
  let score = 0
  const marks = { title: [] as number[], more: [] as number[] }
  for (const word of words) {
    const wanted = lettersOf(word).folded
    const inTitle = findIn(title, wanted)
    const inMore = findIn(more, wanted)
    const inAlso = findIn(also, wanted)
    const best = Math.max(inTitle?.score ?? 0, (inMore?.score ?? 0) * IN_MORE, (inAlso?.score ?? 0) * IN_ALSO)
    if (best === 0) return null
    score += best
    if (inTitle) marks.title.push(...inTitle.at)
    else if (inMore) marks.more.push(...inMore.at)
  }
  return { score, title: spansOf(marks.title), more: spansOf(marks.more) }
}

const IN_MORE = 0.4
const IN_ALSO = 0.7

interface Letters {
  /** one for each code point: no accents, no case */
  readonly folded: readonly string[]
  /** whether a word begins there */
  readonly starts: readonly boolean[]
}

const WRITES = /[\p{L}\p{N}]/u
const UPPER = /\p{Lu}/u

function lettersOf(text: string): Letters {
  const points = [...text]
  return {
    folded: points.map(point => point.normalize('NFD').charAt(0).toLowerCase() || point),
    starts: points.map((point, at) => {
      const before = points[at - 1]
      if (before === undefined || !WRITES.test(before)) return true
      return UPPER.test(point) && !UPPER.test(before)
    }),
  }
}

interface Found {
  readonly score: number
  readonly at: readonly number[]
}

/** In one piece, best where a word begins; else letters that go on or begin the next words: `nsh` in `New shell`. */
function findIn(text: Letters, wanted: readonly string[]): Found | null {
  const whole = pieceIn(text, wanted)
  if (whole !== null && text.starts[whole]) {
    return { score: whole === 0 ? 100 : 80, at: wanted.map((_, index) => whole + index) }
  }
  const initials = initialsIn(text, wanted)
  if (initials) return { score: 60, at: initials }
  return whole === null ? null : { score: 30, at: wanted.map((_, index) => whole + index) }
}

/** Where it stands in one piece: the first place where a word begins, else the first of all. */
function pieceIn({ folded, starts }: Letters, wanted: readonly string[]): number | null {
  let first: number | null = null
  for (let at = 0; at + wanted.length <= folded.length; at += 1) {
    if (!wanted.every((letter, index) => folded[at + index] === letter)) continue
    if (starts[at]) return at
    first ??= at
  }
  return first
}

function initialsIn({ folded, starts }: Letters, wanted: readonly string[]): number[] | null {
  const failed = new Set<number>()
  const from = (at: number, index: number): number[] | null => {
    if (index === wanted.length) return []
    const key = at * wanted.length + index
    if (failed.has(key)) return null
    for (let next = at; next < folded.length; next += 1) {
      const goesOn = next === at && index > 0
      if (folded[next] !== wanted[index] || !(goesOn || starts[next])) continue
      const rest = from(next + 1, index + 1)
      if (rest) return [next, ...rest]
    }
    failed.add(key)
    return null
  }
  return from(0, 0)
}

/** The letters at these places, as pieces in order. */
function spansOf(places: readonly number[]): Span[] {
  const spans: [number, number][] = []
  for (const at of [...new Set(places)].sort((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else spans.push([at, at + 1])
  }
  return spans
}
