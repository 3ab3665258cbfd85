// A text's tokens cut where something in it is pointed out, so that each piece is either marked or not. Joining `raw` of all
// tokens still gives the text back. Pure.
import type { Token } from './exact-text.ts'
import type { Risk } from './risky-shapes.ts'

export interface Piece {
  readonly tokens: readonly Token[]
  /** what is pointed out here; empty = nothing */
  readonly says: readonly string[]
}

/** `start`: where in the whole text, whose places the risks have, the first token stands, in UTF-16 code units. */
export function piecesOf(tokens: readonly Token[], risks: readonly Risk[], start = 0): Piece[] {
  const turns = risks
    .flatMap(({ says, places }) =>
      places.flatMap(({ from, to }) => [
        { at: from, says, by: 1 },
        { at: to, says, by: -1 },
      ]),
    )
    .sort((a, b) => a.at - b.at)
  const open = new Map<string, number>()
  const pieces: { tokens: Token[]; says: readonly string[] }[] = []
  let next = 0
  let at = start
  const put = (token: Token) => {
    const says = [...open.keys()]
    const last = pieces.at(-1)
    if (last && last.says.join() === says.join()) last.tokens.push(token)
    else pieces.push({ tokens: [token], says })
    at += token.raw.length
  }
  for (const token of tokens) {
    let rest = token
    for (;;) {
      for (; next < turns.length && turns[next]!.at <= at; next++) {
        const { says, by } = turns[next]!
        const left = (open.get(says) ?? 0) + by
        if (left > 0) open.set(says, left)
        else open.delete(says)
      }
      const room = (turns[next]?.at ?? Number.POSITIVE_INFINITY) - at
      if (rest.kind !== 'text' || room >= rest.raw.length) break
      put({ kind: 'text', raw: rest.raw.slice(0, room) })
      rest = { kind: 'text', raw: rest.raw.slice(room) }
    }
    put(rest)
  }
  return pieces
}
