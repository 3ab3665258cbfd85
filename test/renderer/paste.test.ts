import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanPaste, pasteBytes, pasteNeedsAsking, takenOut } from '../../renderer/terminal/paste.ts'

const hostile = fc
  .array(fc.oneof(fc.nat(0xff), fc.constantFrom(0x1b, 0x9b, 0x0d, 0x7f), fc.nat(0x10ffff)), { maxLength: 60 })
  .map(codes => String.fromCodePoint(...codes))

describe('a paste', () => {
  it('carries no control character but tab and line feed, whatever was copied', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(cleanPaste(text)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })

  it.each([
    ['whole', '\x1b[201~'],
    ['as one byte', '\x9b201~'],
    ['nested', '\x1b[20\x1b[201~1~'],
    ['opening', '\x1b[200~'],
  ])('cannot end or open its own bracket: %s', (_, bracket) => {
    const bytes = pasteBytes(cleanPaste(`echo ${bracket}; rm -rf x\n`), true)
    expect(bytes.indexOf('\x1b[201~')).toBe(bytes.length - 6)
    expect(bytes.lastIndexOf('\x1b')).toBe(bytes.length - 6)
    expect(bytes.lastIndexOf('\x1b[200~')).toBe(0)
  })

  it('says what it takes out, each once, and nothing of line ends and tabs', () => {
    expect(takenOut('a\r\nb\tc\rd\n')).toEqual([])
    expect(takenOut('\x1b[201~x\x03y\x1bz\x9b')).toEqual(['U+001B', 'U+0003', 'U+009B'])
    fc.assert(fc.property(hostile, text => void expect(takenOut(cleanPaste(text))).toEqual([])))
  })

  it('keeps plain text, tabs and every script as they are', () => {
    expect(cleanPaste('a\tb ü 漢 👩‍💻')).toBe('a\tb ü 漢 👩‍💻')
  })

  it('has one kind of line end, sent as Enter', () => {
    expect(cleanPaste('a\r\nb\rc\n')).toBe('a\nb\nc\n')
    expect(pasteBytes('a\nb', false)).toBe('a\rb')
  })

  it('asks when a line end would act as Enter, and only then', () => {
    expect(pasteNeedsAsking('one\ntwo', false)).toBe(true)
    expect(pasteNeedsAsking('one\n', false)).toBe(true)
    expect(pasteNeedsAsking('one\ntwo', true)).toBe(false)
    expect(pasteNeedsAsking('one', false)).toBe(false)
  })
})
