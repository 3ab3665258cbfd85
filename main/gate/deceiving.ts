// Characters that deceive the eye (pure): nothing of them acts, but a person who reads the text would not see what is
// there. They may stand in a draft, shown by name; emoji and indentation are not among them.

/** One of them. `index` counts UTF-16 code units from 0. */
export interface Deceiving {
  readonly index: number
  /** `U+202E` */
  readonly codePoint: string
  readonly name: string
}

const NAMES: Readonly<Record<number, string>> = {
  160: 'no-break space',
  173: 'soft hyphen',
  847: 'combining grapheme joiner',
  1564: 'Arabic letter mark',
  4447: 'Hangul filler',
  4448: 'Hangul filler',
  6158: 'Mongolian vowel separator',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  10240: 'blank Braille pattern',
  12288: 'ideographic space',
  12644: 'Hangul filler',
  65279: 'zero-width no-break space',
  65440: 'Hangul filler',
}

/** The first match names it. `Default_Ignorable` takes in fillers, joiners, selectors and tags. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f]$/u, 'variation selector'],
  [/^[\u{e0000}-\u{e007f}]$/u, 'tag character'],
  [/^[\p{Zs}\u2800\u{1d159}]$/u, 'blank that looks like a space'],
  [/^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]$/u, 'invisible character'],
  [/^\p{Co}$/u, 'private use character'],
  [/^\p{Cn}$/u, 'unassigned character'],
]
const SUSPECT = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Co}\p{Cn}\u2800\u{1d159}]/gu

// Joiners, selectors and tags are fine inside these. Tags only in the flags Unicode recommends: any others would carry
// hidden text. The `v` flag is built at run time because the compiler's target does not know it.
const EMOJI = new RegExp(
  '\\p{RGI_Emoji}|(?:\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]?\\p{Emoji_Modifier}?)' +
    '(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)*',
  'gv',
)

/** Every deceiving character, in order. */
export function deceiving(text: string): Deceiving[] {
  const found: Deceiving[] = []
  for (const { 0: char, index } of text.matchAll(SUSPECT)) {
    if (char !== ' ') found.push({ index, codePoint: codePointName(char.codePointAt(0)!), name: nameOf(char) })
  }
  if (found.length === 0) return found
  const covered = emojiRanges(text)
  return found.filter(one => one.name.startsWith('unassigned') || !covered(one.index))
}

/** `U+001B`, `U+1F600` */
export function codePointName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

function nameOf(char: string): string {
  return NAMES[char.codePointAt(0)!] ?? KINDS.find(([pattern]) => pattern.test(char))?.[1] ?? 'invisible character'
}

/** Asked with growing indexes: is this one inside an emoji? */
function emojiRanges(text: string): (index: number) => boolean {
  const ranges = text.matchAll(EMOJI)
  let now = ranges.next()
  return index => {
    while (!now.done && now.value.index + now.value[0].length <= index) now = ranges.next()
    return !now.done && now.value.index <= index
  }
}
