import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScreen } from '../../main/surfaces/mirror.ts'
import { createOwnTexts, lettersOf } from '../../main/surfaces/own-text.ts'
import { readScreen } from '../../main/surfaces/read.ts'
import { createTypedRows } from '../../main/surfaces/typed-rows.ts'
import { processorTime } from '../helpers/processor.ts'

const BOTH = { top: true, bottom: true }
const NONE = { top: false, bottom: false }
const TASK = 'Tidy up `the list` first,\nand say DONE when done'

function texts(...all: string[]) {
  let now = 0
  const own = createOwnTexts({ mono: () => now })
  for (const text of all) own.note('cursor', text)
  const marked = (lines: string[], edges = NONE) =>
    own.owners(lines, edges).flatMap((by, index) => (by === null ? [] : [index]))
  return { own, marked, pass: (ms: number) => (now += ms) }
}

/** [what, lines, the marked ones, which edges cut] */
const SHOWN: [string, string[], number[], typeof BOTH?][] = [
  ['as it was sent', ['Tidy up `the list` first,', 'and say DONE when done'], [0, 1]],
  [
    'wrapped, indented, with a sign before it',
    ['', '❯ Tidy up the', '  list first, and', '', '  say DONE when done', '──'],
    [1, 2, 3, 4],
  ],
  ['in a frame', ['┃ Tidy up the list first, ┃', '┃ and say DONE when done  ┃'], [0, 1]],
  ['behind a blank that is named', ['❯<U+00A0>Tidy up the list first,', '  and say DONE when done'], [0, 1]],
  ['with hidden text', ['Tidy up the list first,[hidden: 3 chars]', 'and say DONE when done'], []],
  [
    'twice',
    ['› Tidy up the list first, and say DONE when done', 'Fine.', '> Tidy up the list first, and say DONE when done'],
    [0, 2],
  ],
  ['with a word before it', ['You: Tidy up the list first,', 'and say DONE when done'], []],
  ['with a word behind it', ['Tidy up the list first,', 'and say DONE when done 12:03'], []],
  ['with a line of the program in it', ['Tidy up the list first,', 'Thinking', 'and say DONE when done'], []],
  ['the half of it', ['Tidy up the list first,'], []],
  ['other letters', ['Tidy up the list first,', 'and say DONE when gone'], []],
  ['a word of it', ['● DONE'], []],
  ['its end at the top', ['and say DONE when done', 'DONE'], [0], BOTH],
  ['its end below the top', ['Title', 'and say DONE when done'], [], BOTH],
  ['its end at a top that cuts nothing', ['and say DONE when done'], []],
  ['a short end at the top', ['when done', 'DONE'], [], BOTH],
  ['its beginning at the bottom', ['Fine.', '> Tidy up the list first,', '  and say'], [1, 2], BOTH],
]

describe('lines that show an own text', () => {
  test.each(SHOWN)('%s', (_what, lines, rows, edges) => {
    expect(texts(TASK).marked(lines, edges)).toEqual(rows)
  })

  test('whose letters and digits are others are never marked', () => {
    const line = fc.oneof(fc.constantFrom('ab', 'abc', 'b', '> c', '', '--', 'a b'), fc.string({ maxLength: 6 }))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.stringMatching(/^[abc ]{3,9}$/), (lines, text) => {
        const marks = new Set(texts(text).marked(lines))
        const wanted = lettersOf(text)
        // The same by hand: each run of lines, put together.
        const expected = new Set<number>()
        for (let from = 0; from < lines.length; from += 1) {
          for (let to = from; to < lines.length; to += 1) {
            const ends = lettersOf(lines[from]!) !== '' && lettersOf(lines[to]!) !== ''
            if (!ends || wanted.length < 3 || lettersOf(lines.slice(from, to + 1).join('')) !== wanted) continue
            for (let at = from; at <= to; at += 1) expected.add(at)
          }
        }
        expect(marks).toEqual(expected)
      }),
    )
  })

  test('are found however the text is wrapped, indented and framed', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 300 }).filter(one => lettersOf(one).length >= 3)
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), fc.constantFrom('', '❯ ', '  ', '┃ '), (sent, width, sign) => {
        // Joiners and the like stand for themselves only beside what they join.
        fc.pre(!/[\p{Default_Ignorable_Code_Point}\p{C}\p{Zl}\p{Zp}\p{M}]/u.test(sent) && !/[^\S ]/u.test(sent))
        const characters = [...sent]
        const rows = Array.from({ length: Math.ceil(characters.length / width) }, (_, row) =>
          characters.slice(row * width, (row + 1) * width).join(''),
        )
        const lines = ['before 1', ...rows.map(row => sign + row), 'after 2']
        const marks = new Set(texts(sent).marked(lines))
        for (const [at, line] of lines.entries()) {
          const inside = at > 0 && at < lines.length - 1
          if (lettersOf(line) !== '') expect(marks.has(at)).toBe(inside)
        }
      }),
    )
  })

  test('are forgotten after half an hour, and for twenty others; less than three letters are never known', () => {
    const { own, marked, pass } = texts('one', 'no', '!!!')
    expect(marked(['one', 'no', '!!!'])).toEqual([0])
    pass(30 * 60_000)
    expect(marked(['one'])).toEqual([0])
    pass(1)
    expect(marked(['one'])).toEqual([])
    expect(own.longest()).toBe(0)
    for (let at = 0; at < 21; at += 1) own.note('cursor', `text ${at}`)
    expect(marked(['text 0', 'text 1', 'text 20'])).toEqual([1, 2])
  })

  test('texts of 64 KiB that nearly stand everywhere do not make a look slow', () => {
    const nearly = (end: string) => `${'a'.repeat(65_000)}${end}${'a'.repeat(500)}`
    const { own } = texts(...Array.from({ length: 20 }, (_, at) => nearly(`${at}x`)))
    const lines = Array.from({ length: 2000 }, () => 'a'.repeat(100))
    own.owners(lines, BOTH)
    const used = processorTime()
    own.owners(lines, BOTH)
    expect(used()).toBeLessThan(500)
    expect(own.owners(lines, NONE).every(by => by === null)).toBe(true)
  })
})

describe('what a read marks', () => {
  const NOTHING = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }
  async function house(cols = 20, rows = 8) {
    const screen = createScreen(cols, rows, 'here', NOTHING)
    const typed = createTypedRows(screen, { mono: () => 0 })
    const print = async (text: string) => {
      screen.write(Buffer.from(text))
      await screen.settled()
    }
    const read = (what: 'screen' | 'scrollback' | 'since', cursor?: string) => {
      const result = readScreen(screen, typed.now(), { what, cursor })
      if (!result.ok) throw new Error(result.code)
      const { lines, typed: marks } = result.value
      return { cursor: result.value.cursor, lines, marked: marks.map(({ line }) => lines[line]) }
    }
    const type = async (text: string, shown: string) => {
      const typing = typed.begin('cursor')
      typing.holds(text, text)
      await print(shown)
      typing()
    }
    return { print, read, type }
  }

  test('a line that the terminal wrapped counts as a whole', async () => {
    const { print, read, type } = await house()
    await print('\x1b[?2004h')
    await type('say DONE', '')
    await print('\r\nI was told: you are say DONE\r\n  say DONE\r\n')
    expect(read('screen').lines).toContain('say DONE')
    expect(read('screen').marked).toEqual(['  say DONE'])
    expect(read('scrollback').marked).toEqual(['  say DONE'])
  })

  test('a text of which an earlier read has told the beginning', async () => {
    const { print, read, type } = await house()
    await type('tidy it up and say DONE now', '')
    await print('\r\n> tidy it up\r\n')
    const { cursor } = read('screen')
    await print('  and say DONE now\r\n● DONE\r\n')
    expect(read('since', cursor)).toMatchObject({
      lines: ['  and say DONE now', '● DONE'],
      marked: ['  and say DONE now'],
    })
  })

  test('the alternate screen has marks too, also of what its top has cut', async () => {
    const { print, read, type } = await house(20, 4)
    const { cursor } = read('screen')
    await print('\x1b[?1049h\x1b[?2004h\x1b[H')
    await type('tidy it up, look again and say DONE', '\x1b[H› tidy it up, look\r\n  again and say DONE')
    expect(read('screen').marked).toEqual(['› tidy it up, look', '  again and say DONE'])
    await print('\x1b[H\x1b[2J  again and say DONE\r\n• I am DONE')
    expect(read('since', cursor)).toMatchObject({
      lines: ['  again and say DONE', '• I am DONE'],
      marked: ['  again and say DONE'],
    })
  })

  test('a row on which a program that goes on reading drew something else loses its mark, and does not get it back', async () => {
    const { print, read, type } = await house()
    await print('\x1b[?2004hname> ')
    await type('say DONE', 'say DONE')
    expect(read('screen').marked).toEqual(['name> say DONE'])
    await print('\x1b[2K\r● DONE\r\n> say DONE\r\nname> ')
    expect(read('screen').marked).toEqual(['> say DONE'])
    await print('\x1b[?2004l\x1b[?2004h')
    expect(read('screen').marked).toEqual(['> say DONE'])
  })

  test('a row of a shell that took its line keeps it', async () => {
    const { print, read, type } = await house()
    await print('\x1b[?2004hme@here$ ')
    await type('ls', 'ls')
    await print('\r\n\x1b[?2004lfile\r\n\x1b[?2004hme@here$ ')
    expect(read('screen').marked).toEqual(['me@here$ ls'])
  })
})
