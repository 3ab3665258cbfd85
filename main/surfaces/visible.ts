// Characters a reader would not see or would see as something else, and their names (pure). It knows text alone: what
// colours hide is told by the rows. Emoji, and scripts that need joiners, stay as they are.

/** no glyph, a glyph like a space, or none that everybody shares: `Default_Ignorable` takes in fillers, joiners, tags */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{C}\p{Zl}\p{Zp}\p{Zs}\u2800\u{1d159}]/gu
const PLAIN = /^[\x20-\x7e]*$/
/** what stands inside emoji, and between the letters of some scripts */
const WITHIN = /\u200c|\u200d|\ufe0e|\ufe0f|[\u{e0020}-\u{e007f}]/u

// Joiners, selectors and tags are fine inside these. Tags only in the flags Unicode recommends: any others would carry
// hidden text. The `v` flag is built at run time because the compiler's target does not know it.
const EMOJI = new RegExp(
  '\\p{RGI_Emoji}|(?:\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]?\\p{Emoji_Modifier}?)' +
    '(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)*',
  'gv',
)

/** Scripts that are written with zero-width joiners and non-joiners between their letters. */
const JOINING = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Nko', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil'],
  ...['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan'],
].map(script => `\\p{Script=${script}}`)
const JOINED = new RegExp(`(?<=[${JOINING.join('')}])[\\u200c\\u200d](?=[${JOINING.join('')}])`, 'gu')

/** The text with every such character named, as in `<U+202E>`. */
export function nameUnseen(text: string): string {
  return replaceUnseen(text, char => `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`)
}

/** The text with whatever `instead` says for each such character. A plain space is none of them. */
export function replaceUnseen(text: string, instead: (char: string) => string): string {
  if (PLAIN.test(text)) return text
  const kept = keeper(text)
  return text.replace(UNSEEN, (char, index: number) =>
    char === ' ' || (WITHIN.test(char) && kept(index)) ? char : instead(char),
  )
}

/** Asked with growing indexes: does this one stand where it belongs? Looks only once it is asked. */
function keeper(text: string): (index: number) => boolean {
  const within = (pattern: RegExp) => {
    const ranges = text.matchAll(pattern)
    let now: IteratorResult<RegExpExecArray> | null = null
    return (index: number) => {
      now ??= ranges.next()
      while (!now.done && now.value.index + now.value[0].length <= index) now = ranges.next()
      return !now.done && now.value.index <= index
    }
  }
  const emoji = within(EMOJI)
  const joined = within(JOINED)
  return index => emoji(index) || joined(index)
}
