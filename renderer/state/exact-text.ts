// Splits a draft's text into what the card draws: plain runs, space dots, tabs, line ends, and every character that acts
// or deceives as a named chip. Joining `raw` of all tokens gives the text back: nothing is left out.

export type Token =
  | { readonly kind: 'text' | 'space' | 'tab' | 'lf'; readonly raw: string }
  | { readonly kind: 'chip'; readonly raw: string; readonly codePoint: string; readonly name: string }

export interface Notice {
  readonly index: number
  readonly codePoint: string
  readonly name: string
}

/** Never shown as themselves, whether main noticed them or not: controls, formats, private, unassigned, odd blanks. */
const UNSEEN = /^(?:\p{C}|\p{Z}|\u115f|\u1160|\u3164|\uffa0|\u2800|\u034f|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])$/u

/** `notices` count UTF-16 code units from 0. `names`: notices of another text, whose characters are called the same here. */
export function exactTokens(text: string, notices: readonly Notice[], names: readonly Notice[] = []): Token[] {
  const named = new Map(notices.map(notice => [notice.index, notice]))
  const called = new Map(names.map(({ codePoint, name }) => [codePoint, name]))
  const tokens: Token[] = []
  let plain = ''
  const flush = () => {
    if (plain) tokens.push({ kind: 'text', raw: plain })
    plain = ''
  }
  let index = 0
  for (const raw of text) {
    const token = special(raw, named.get(index), isEmojiPart(text, index, raw), called)
    index += raw.length
    if (!token) {
      plain += raw
      continue
    }
    flush()
    tokens.push(token)
  }
  flush()
  return tokens
}

function special(
  raw: string,
  notice: Notice | undefined,
  emoji: boolean,
  called: ReadonlyMap<string, string>,
): Token | null {
  if (notice) return { kind: 'chip', raw, codePoint: notice.codePoint, name: notice.name }
  if (raw === ' ') return { kind: 'space', raw }
  if (raw === '\t') return { kind: 'tab', raw }
  if (raw === '\n') return { kind: 'lf', raw }
  if (emoji || !UNSEEN.test(raw)) return null
  const codePoint = codePointName(raw)
  return { kind: 'chip', raw, codePoint, name: called.get(codePoint) ?? 'invisible character' }
}

/** A joiner or variation selector right after a pictograph belongs to that emoji. */
function isEmojiPart(text: string, index: number, raw: string): boolean {
  if (raw !== '\u200d' && raw !== '\ufe0f') return false
  return /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*]|\ufe0f)$/u.test(
    text.slice(Math.max(0, index - 3), index),
  )
}

/** `U+00A0` */
function codePointName(raw: string): string {
  return `U+${raw.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}

/** `1 invisible character: no-break space, U+00A0`, or null. */
export function warningLine(tokens: readonly Token[]): string | null {
  const chips = tokens.filter(token => token.kind === 'chip')
  if (chips.length === 0) return null
  const named = [...new Set(chips.map(chip => `${chip.name}, ${chip.codePoint}`))]
  const shown = named.slice(0, 3).join('; ') + (named.length > 3 ? `; ${named.length - 3} more kinds` : '')
  return `${chips.length} invisible or special character${chips.length === 1 ? '' : 's'}: ${shown}`
}

/** More pieces than these are not drawn at once: a window that draws for seconds hears no key meanwhile. */
const MOST_DRAWN = 6000
const TAIL_DRAWN = 1000

/** The beginning and the end of very many tokens, and where in the text the end starts; null = they are drawn whole. */
export function endsOf(tokens: readonly Token[]): {
  readonly head: readonly Token[]
  readonly tail: readonly Token[]
  readonly tailAt: number
  readonly all: number
} | null {
  if (tokens.length <= MOST_DRAWN) return null
  const lengthOf = (some: readonly Token[]) => some.reduce((sum, { raw }) => sum + raw.length, 0)
  const tail = tokens.slice(-TAIL_DRAWN)
  const all = lengthOf(tokens)
  return { head: tokens.slice(0, MOST_DRAWN - TAIL_DRAWN), tail, tailAt: all - lengthOf(tail), all }
}

/** Rows the text has when drawn, for the fold. */
export function lineCount(text: string): number {
  return text.split('\n').length
}
