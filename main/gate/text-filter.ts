// The text filter (pure): which characters act in a terminal and are refused everywhere. It never rewrites.
// Characters that only deceive the eye are deceiving.ts; what a terminal's own modes say comes with the modes.
import { codePointName } from './deceiving.ts'

export const MAX_TEXT_BYTES = 65_536

/** Why a text is refused. `index` counts UTF-16 code units, as JavaScript strings and JSON texts do, from 0. */
export interface BadText {
  readonly index: number
  /** `U+001B` */
  readonly codePoint: string
  readonly name: string
}

const NAMES: Readonly<Record<number, string>> = {
  0: 'null',
  3: 'Ctrl-C',
  4: 'Ctrl-D (end of transmission)',
  7: 'bell',
  8: 'backspace',
  9: 'tab',
  10: 'line feed',
  11: 'vertical tab',
  12: 'form feed',
  13: 'carriage return',
  15: 'Ctrl-O',
  26: 'Ctrl-Z (substitute)',
  27: 'escape',
  127: 'delete',
  133: 'next line',
  155: 'control sequence introducer',
}

/**
 * The first character that acts: C0 but LF (and Tab where `allowTab`), DEL, C1, a lone surrogate; or the place where
 * the text grows past 64 KiB of UTF-8. Null = none.
 */
export function checkText(text: string, { allowTab }: { allowTab: boolean }): BadText | null {
  let bytes = 0
  let index = 0
  for (const char of text) {
    const code = char.codePointAt(0)!
    const name = acting(code, allowTab)
    if (name !== null) return { index, codePoint: codePointName(code), name }
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > MAX_TEXT_BYTES) {
      return { index, codePoint: codePointName(code), name: `more than ${MAX_TEXT_BYTES} bytes of text` }
    }
    index += char.length
  }
  return null
}

/** What a text may not hold where the program would not get it as one paste: a line end or a tab would act. */
export function firstUnpasted(text: string): BadText | null {
  const index = text.search(/[\n\t]/)
  if (index === -1) return null
  const code = text.charCodeAt(index)
  return { index, codePoint: codePointName(code), name: NAMES[code]! }
}

/** The first character that is one of the terminal's own control characters now. */
export function firstControl(text: string, control: readonly number[]): BadText | null {
  let index = 0
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (control.includes(code)) return { index, codePoint: codePointName(code), name: NAMES[code] ?? char }
    index += char.length
  }
  return null
}

/** A terminal that reads whole lines keeps this many bytes of one and loses the rest without a word. */
const MAX_LINE_BYTES = 4095

/** Where a line grows past what such a terminal keeps. */
export function firstBeyondLine(text: string): BadText | null {
  let bytes = 0
  let index = 0
  for (const char of text) {
    bytes = char === '\n' ? 0 : bytes + Buffer.byteLength(char)
    if (bytes > MAX_LINE_BYTES) return { index, codePoint: codePointName(char.codePointAt(0)!), name: char }
    index += char.length
  }
  return null
}

function acting(code: number, allowTab: boolean): string | null {
  if (code === 0x0a || (code === 0x09 && allowTab)) return null
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return NAMES[code] ?? 'control character'
  if (code >= 0xd800 && code <= 0xdfff) return 'half of a surrogate pair'
  return null
}
