import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deceiving } from '../../main/gate/deceiving.ts'
import { checkText, firstUnpasted, MAX_TEXT_BYTES } from '../../main/gate/text-filter.ts'

const strict = { allowTab: false }
const tabs = { allowTab: true }

describe('acting characters', () => {
  it.each([
    ['\x1b[201~', 0, 'U+001B', 'escape'],
    ['ls\r', 2, 'U+000D', 'carriage return'],
    ['a\0', 1, 'U+0000', 'null'],
    ['a\x03', 1, 'U+0003', 'Ctrl-C'],
    ['😀\x7f', 2, 'U+007F', 'delete'],
    ['a\u0085', 1, 'U+0085', 'next line'],
    ['a\u009b', 1, 'U+009B', 'control sequence introducer'],
    ['a\ud800b', 1, 'U+D800', 'half of a surrogate pair'],
    ['a\udc00', 1, 'U+DC00', 'half of a surrogate pair'],
    ['a\tb', 1, 'U+0009', 'tab'],
  ])('%j is refused at its index', (text, index, codePoint, name) => {
    expect(checkText(text, strict)).toEqual({ index, codePoint, name })
  })

  it('every C0 but LF, DEL, every C1 and every lone surrogate is refused, and nothing else of one code unit', () => {
    for (let code = 0; code < 0x10000; code++) {
      const acts = (code < 0x20 && code !== 10) || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff)
      expect(checkText(String.fromCharCode(code), strict) !== null, code.toString(16)).toBe(acts)
    }
  })

  it('line feeds pass, tabs where they are allowed, and both are found where no paste wraps them', () => {
    expect(checkText('a\nb', strict)).toBeNull()
    expect(checkText('a\tb', tabs)).toBeNull()
    expect(firstUnpasted('ab\tc\n')).toEqual({ index: 2, codePoint: 'U+0009', name: 'tab' })
    expect(firstUnpasted('ab\nc')).toEqual({ index: 2, codePoint: 'U+000A', name: 'line feed' })
    expect(firstUnpasted('abc')).toBeNull()
  })

  it.each(['a', 'é', '€', '😀'])('64 KiB of UTF-8 pass and one character more does not (%s)', char => {
    const size = Buffer.byteLength(char)
    const most = Math.floor(MAX_TEXT_BYTES / size)
    expect(checkText(char.repeat(most), strict)).toBeNull()
    expect(checkText(char.repeat(most + 1), strict)).toMatchObject({ index: most * char.length })
  })

  it('what passes never holds a byte a terminal acts on but LF', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        if (checkText(text, strict) !== null) return
        expect(Buffer.from(text).toString()).toBe(text)
        expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })
})

describe('deceiving characters', () => {
  it.each([
    ['a\u202eb', 1, 'U+202E', 'right-to-left override'],
    ['a\u2028', 1, 'U+2028', 'line separator'],
    ['a\u00ad', 1, 'U+00AD', 'soft hyphen'],
    ['a\u200b', 1, 'U+200B', 'zero-width space'],
    ['a\ufeff', 1, 'U+FEFF', 'zero-width no-break space'],
    ['😀\u{e0041}', 2, 'U+E0041', 'tag character'],
    ['echo\u00a0hi', 4, 'U+00A0', 'no-break space'],
    ['a\u3164', 1, 'U+3164', 'Hangul filler'],
    ['a\u2003', 1, 'U+2003', 'blank that looks like a space'],
    ['a\ue000', 1, 'U+E000', 'private use character'],
    ['a\u0378', 1, 'U+0378', 'unassigned character'],
    ['a\ufe0f', 1, 'U+FE0F', 'variation selector'],
    ['a\u{e0100}', 1, 'U+E0100', 'variation selector'],
    ['a\u200db', 1, 'U+200D', 'zero-width joiner'],
    ['1\ufe0f', 1, 'U+FE0F', 'variation selector'],
    ['❤\ufe0f\ufe0f', 2, 'U+FE0F', 'variation selector'],
  ])('%j is named at its index', (text, index, codePoint, name) => {
    expect(deceiving(text)).toEqual([{ index, codePoint, name }])
  })

  it.each([
    ['family', '👨‍👩‍👧'],
    ['a joined heart without its selector', '❤‍🔥'],
    ['skin', '👍🏽'],
    ['heart with its selector', '❤️'],
    ['keycap', '1️⃣'],
    ['flag', '🇨🇭'],
    ['flag of tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['rainbow flag', '🏳️‍🌈'],
    ['indentation', 'if x:\n\tfoo()\n        bar()'],
    ['letters', 'Zoë 北京 שלום नमस्ते'],
  ])('%s passes', (_, text) => {
    expect(deceiving(text)).toEqual([])
  })

  it('tags that spell text after a flag are named, each of them', () => {
    const hidden = [...'rm'].map(char => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')
    expect(deceiving(`🏴${hidden}\u{e007f}`)).toHaveLength(3)
  })

  it('every bidi control is found wherever it stands', () => {
    const bidi = fc.constantFrom(...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), bidi, fc.string({ unit: 'grapheme' }), (before, char, after) => {
        expect(deceiving(before + char + after)).toContainEqual(expect.objectContaining({ index: before.length }))
      }),
    )
  })
})
