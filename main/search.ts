// Looking for a text on every screen, for the person in the window. It reads mirrors and nothing else; what agents may read
// is the gate's.
import { type CallOutput, type CallParsed, MOST_HITS, type Result, type TextHit } from '../preload/contract.ts'
import type { House } from './house.ts'

type Found = Result<CallOutput<'surface.search'>>
interface SearchCalls {
  'surface.search'(input: CallParsed<'surface.search'>): Promise<Found>
}

/** Lines of each surface that are looked through, from the newest up: a person looks for what they saw not long ago. */
const MOST_LINES = 1000
/** Of one surface, so that a chatty one leaves room for the others. */
const MOST_OF_ONE = 12
/** Characters of a line that are shown. */
const MOST_SHOWN = 300
/** Of these, in front of the text. */
const BEFORE = 60

export function createSearchCalls({ registry }: Pick<House, 'registry'>): SearchCalls {
  return {
    async 'surface.search'({ text }) {
      const hits: TextHit[] = []
      for (const surface of registry.all()) {
        const read = await surface.read({ what: 'scrollback', maxLines: MOST_LINES })
        if (read.ok) hits.push(...linesWith(text, read.value.lines).map(line => ({ surface: surface.facts.id, line })))
        if (hits.length >= MOST_HITS) break
      }
      return { ok: true, value: { hits: hits.slice(0, MOST_HITS) } }
    },
  }
}

/** The newest first, each text once. */
function linesWith(text: string, lines: readonly string[]): string[] {
  const wanted = text.toLowerCase()
  const found = new Set<string>()
  for (let at = lines.length - 1; at >= 0 && found.size < MOST_OF_ONE; at -= 1) {
    const line = lines[at]!.trim()
    const from = line.toLowerCase().indexOf(wanted)
    if (from >= 0) found.add(part(line, from))
  }
  return [...found]
}

function part(line: string, from: number): string {
  if (line.length <= MOST_SHOWN) return line
  const start = from <= BEFORE ? 0 : from - BEFORE
  return `${start > 0 ? '…' : ''}${line.slice(start, start + MOST_SHOWN - 2)}${start + MOST_SHOWN - 2 < line.length ? '…' : ''}`
}
