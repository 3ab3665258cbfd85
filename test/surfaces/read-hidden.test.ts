// What an agent reads where a person sees nothing, or something else than what is there.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePointName, deceiving } from '../../main/gate/deceiving.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import { readScreen } from '../../main/surfaces/read.ts'
import type { Screen } from '../../main/surfaces/screen.ts'
import { nameUnseen } from '../../main/surfaces/visible.ts'

const NOTHING = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }

async function shown(text: string, cols = 120, typed = new Map<number, string>()) {
  const screen = createScreen(cols, 5, 'here', NOTHING)
  screen.write(Buffer.from(text))
  await screen.settled()
  const read = readScreen(screen, typed, { what: 'scrollback' })
  if (!read.ok) throw new Error(read.code)
  return { ...read.value, of: screen }
}

describe('cells nobody can see are counted', () => {
  test.each([
    ['marked invisible', 'a \x1b[8mrm -rf\x1b[28m b', 'a [hidden: 6 chars] b'],
    ['blanks around hidden words are not hidden text', '\x1b[8m  one two  \x1b[0m|', '  [hidden: 7 chars]  |'],
    ['invisible blanks alone', 'a\x1b[8m    \x1b[0mb', 'a    b'],
    ['a palette colour on itself', '\x1b[31;41mred\x1b[0m', '[hidden: 3 chars]'],
    ['a bright one on itself', '\x1b[91;101mred\x1b[0m', '[hidden: 3 chars]'],
    ['the same of the 256', '\x1b[38;5;196;48;5;196mx\x1b[0m', '[hidden: 1 chars]'],
    ['one of the sixteen by its number among 256', '\x1b[31;48;5;1mx\x1b[0m', '[hidden: 1 chars]'],
    ['two names of one colour', '\x1b[38;5;16;48;2;0;0;0mx\x1b[0m', '[hidden: 1 chars]'],
    ['RGB on itself', '\x1b[38;2;9;8;7;48;2;9;8;7mx\x1b[0m', '[hidden: 1 chars]'],
    ['RGB on almost itself', '\x1b[38;2;9;8;7;48;2;10;8;5mx\x1b[0m', '[hidden: 1 chars]'],
    ["the background's colour on the background", '\x1b[38;2;17;18;20mx\x1b[0m', '[hidden: 1 chars]'],
    ["the text's colour behind text", '\x1b[48;2;221;224;228mx\x1b[0m', '[hidden: 1 chars]'],
    ['swapped', '\x1b[7;32;42mx\x1b[0m', '[hidden: 1 chars]'],
    ['dim', '\x1b[2;32;42mx\x1b[0m', '[hidden: 1 chars]'],
    ['bold is drawn bright, here on the bright one', '\x1b[1;31;101mx\x1b[0m', '[hidden: 1 chars]'],
    ['bold is drawn bright, so it shows on the plain one', '\x1b[1;31;41mx\x1b[0m', 'x'],
    ['swapped default colours', '\x1b[7mx\x1b[0m', 'x'],
    ['black on the dark background can be told apart', '\x1b[30mx\x1b[0m', 'x'],
    ['dim text', '\x1b[2mx\x1b[0m', 'x'],
    ['an area drawn with blocks', '\x1b[34;44m\u2588\u2580\u2592\x1b[0m|', '\u2588\u2580\u2592|'],
    ['a wide character counts once', '\x1b[8m\u4e2d\u4e2d\x1b[0m', '[hidden: 2 chars]'],
    ['what a backspace wrote over', 'evil\b\b\b\bgood', 'good'],
    ['what a carriage return wrote over', 'rm -rf ~\rls      ', 'ls'],
    ['hidden text before nothing', 'a\x1b[8mb', 'a[hidden: 1 chars]'],
    [
      'hidden text before and behind a wide character',
      '\x1b[8ma\x1b[0m\u4e2d\x1b[8mb',
      '[hidden: 1 chars]\u4e2d[hidden: 1 chars]',
    ],
    ['what was erased', 'evil\x1b[2Kgood', '    good'],
  ])('%s', async (_, printed, line) => expect((await shown(printed)).lines).toEqual([line]))
})

describe('characters nobody can see are named', () => {
  test.each([
    ['bidi controls', 'a\u202eb\u2066c\u200e', 'a<U+202E>b<U+2066>c<U+200E>'],
    ['zero-width', 'a\u200bb\u2060c\u034fd', 'a<U+200B>b<U+2060>c<U+034F>d'],
    ['tags', 'a\u{e0041}\u{e007f}', 'a<U+E0041><U+E007F>'],
    ['soft hyphen', 'pass\u00adword', 'pass<U+00AD>word'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a<U+2028>b<U+2029>c'],
    ['blank look-alikes', 'a\u00a0b\u2003c\u3164d\u2800e', 'a<U+00A0>b<U+2003>c<U+3164>d<U+2800>e'],
    ['private use', '\ue0b0\u{10fffd}', '<U+E0B0><U+10FFFD>'],
    ['at the end of a line too', 'end\u00a0\u2028\u3000', 'end<U+00A0><U+2028><U+3000>'],
    ['a selector without an emoji', 'a\ufe0fb', 'a<U+FE0F>b'],
    ['a joiner between Latin letters', 'a\u200db', 'a<U+200D>b'],
    ['two joiners where a script takes one', '\u0915\u094d\u200d\u200d\u0937', '\u0915\u094d<U+200D><U+200D>\u0937'],
  ])('%s', async (_, printed, line) => expect((await shown(printed)).lines).toEqual([line]))

  test.each([
    ['emoji of several pictures', '\u{1f469}\u200d\u{1f4bb} \u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['a heart, a keycap, a skin', '\u2764\ufe0f 1\ufe0f\u20e3 \u{1f44d}\u{1f3fd}'],
    ['flags', '\u{1f1e9}\u{1f1ea} \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['Hebrew, Arabic, Chinese', '\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645 \u4f60\u597d'],
    ['Persian and Hindi with joiners', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0915\u094d\u200d\u0937'],
    ['accents as marks', 'e\u0301a\u0308'],
  ])('%s stay', async (_, text) => expect((await shown(text)).lines).toEqual([text]))

  test("of all Unicode the same as in agents' texts, and controls", () => {
    // Planes 4 to 13 are unassigned and 15 and 16 private, all through: every 61st of them will do.
    const codes = Array.from({ length: 0x110000 }, (_, code) => code)
    const all = codes
      .filter(
        code => code < 0x40000 || (code >= 0xe0000 && code < 0xf0000) || code % 61 === 0 || code % 0x10000 > 0xfff0,
      )
      .map(code => String.fromCodePoint(code))
    for (let from = 0; from < all.length; from += 0x4000) {
      // Apart from each other, so that none is part of an emoji.
      const text = all.slice(from, from + 0x4000).join(' ')
      const named = new Map(deceiving(text).map(one => [one.index, one.codePoint]))
      const expected = text.replace(/\P{Zs}|\p{Zs}/gu, (char, index) => {
        const name = named.get(index) ?? (/[\p{Cc}\p{Cs}]/u.test(char) ? codePointName(char.codePointAt(0)!) : null)
        return name ? `<${name}>` : char
      })
      expect(nameUnseen(text) === expected, `from ${all[from]!.codePointAt(0)}`).toBe(true)
    }
  })

  test("around emoji the same as in agents' texts", () => {
    const piece = fc.constantFrom(
      ...['a', '1', ' ', '\u200d', '\ufe0f', '\ufe0e', '\u20e3', '\u2764', '\u{1f469}', '\u{1f4bb}', '\u{1f3fd}'],
      ...[
        '\u{1f1e9}',
        '\u{1f3f4}',
        '\u{e0067}',
        '\u{e0062}',
        '\u{e0065}',
        '\u{e006e}',
        '\u{e007f}',
        '\u200b',
        '\u{1fae0}',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('')
        const named = deceiving(text).map(one => `<${one.codePoint}>`)
        expect(nameUnseen(text).match(/<U\+[0-9A-F]+>/g) ?? []).toEqual(named)
      }),
    )
  })
})

describe('lines', () => {
  test('a wide character that went to the next row leaves no blank behind', async () => {
    expect((await shown('abc\u4e2d\u6587x', 4)).lines).toEqual(['abc\u4e2d\u6587x'])
    expect((await shown('abc \u4e2d', 5)).lines).toEqual(['abc \u4e2d'])
  })

  test('a line that wrapped where the cursor stands is one line also once the terminal is wider', async () => {
    const { of } = await shown(`\x1b[8mx\x1b[0m${'y'.repeat(29)}`, 10)
    of.resize(14, 5)
    await of.settled()
    const read = readScreen(of, new Map(), { what: 'scrollback' })
    expect(read.ok && read.value.lines).toEqual([`[hidden: 1 chars]${'y'.repeat(29)}`])
  })

  test('typed rows stay with their line, whatever is cut and however it wraps', async () => {
    const text = `one\r\n${'x'.repeat(25)}\r\n\r\nfour\r\nfive`
    const typed = new Map([
      [2, 'cursor'],
      [6, 'claude'],
    ])
    const { of } = await shown(text, 10)
    for (const most of [1, 2, 3, 4, 5, 6]) {
      const read = readScreen(of, typed, { what: 'scrollback', maxLines: most })
      if (!read.ok) throw new Error(read.code)
      const { lines, typed: marks, truncated } = read.value
      expect(lines).toEqual(['one', 'x'.repeat(25), '', 'four', 'five'].slice(-most))
      expect(marks.map(mark => [lines[mark.line], mark.by])).toEqual(
        most >= 4
          ? [
              ['x'.repeat(25), 'cursor'],
              ['five', 'claude'],
            ]
          : [['five', 'claude']],
      )
      expect(truncated).toBe(most < 5)
    }
  })

  test('a few lines of a long buffer cost a few rows', async () => {
    const { of } = await shown(Array.from({ length: 3000 }, (_, i) => `line ${i}\r\n`).join(''))
    let rows = 0
    const normal = new Proxy(of.grid.normal, {
      get(target, key) {
        if (key === 'getLine') rows += 1
        const value = Reflect.get(target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const counted: Screen = { ...of, look: of.look, grid: { ...of.grid, normal, active: normal } }
    for (const what of ['scrollback', 'since'] as const) {
      rows = 0
      const read = readScreen(counted, new Map(), { what, cursor: '1.0.0.0.0', maxLines: 10 })
      expect(read.ok && read.value.lines).toEqual(Array.from({ length: 10 }, (_, i) => `line ${2990 + i}`))
      expect(read.ok && read.value.truncated).toBe(true)
      expect(rows).toBeLessThan(100)
    }
  })
})
