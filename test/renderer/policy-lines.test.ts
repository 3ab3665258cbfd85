import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DiffLine, difference } from '../../renderer/views/policy/lines.ts'

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '  "level": "read",', '\r'), { maxLength: 40 })
  .map(lines => lines.join('\n'))
const written = (lines: readonly DiffLine[], not: DiffLine['kind']) =>
  lines.filter(line => line.kind !== not).map(line => (line.kind === 'gap' ? '…' : line.text))
const signs = (lines: readonly DiffLine[]) => {
  const sign = { same: ' ', added: '+', removed: '-' }
  return lines.map(line => (line.kind === 'gap' ? `(${line.lines})` : sign[line.kind] + line.text))
}
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)

describe('the difference of two texts', () => {
  it('leaves no line out: without what is added it is the one text, without what is removed the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        // The same text is one count of lines.
        fc.pre(before !== after)
        const { lines, added, removed } = difference(before, after, 1000)
        const bothEnd = /(^|\n)$/.test(before) && /(^|\n)$/.test(after)
        const linesOf = (all: string) => (bothEnd ? all.split('\n').slice(0, -1) : all.split('\n'))
        expect(written(lines, 'added')).toEqual(linesOf(before))
        expect(written(lines, 'removed')).toEqual(linesOf(after))
        expect(lines.filter(line => line.kind === 'added')).toHaveLength(added)
        expect(lines.filter(line => line.kind === 'removed')).toHaveLength(removed)
      }),
    )
  })

  it('numbers lines as the text they stand in does', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const line of difference(before, after).lines) {
          if (line.kind === 'gap') continue
          if (line.kind !== 'added') expect(before.split('\n')[line.before! - 1]).toBe(line.text)
          if (line.kind !== 'removed') expect(after.split('\n')[line.after! - 1]).toBe(line.text)
        }
      }),
    )
  })

  it('shows three lines around a change and counts the rest', () => {
    const before = numbered(30)
    const after = before.with(14, 'changed')
    const { lines } = difference(before.join('\n'), after.join('\n'))
    expect(signs(lines)).toEqual([
      '(11)',
      ...[' line 12', ' line 13', ' line 14', '-line 15', '+changed', ' line 16', ' line 17', ' line 18'],
      '(12)',
    ])
  })

  it('never hides a single line behind a count of one', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const line of difference(before, after).lines)
          if (line.kind === 'gap') expect(line.lines).toBeGreaterThan(1)
      }),
    )
  })

  it.each([
    ['the same text', 'a\n', 'a\n', []],
    ['a line end at the end that is gone', 'a\n', 'a', [' a', '-']],
    ['another kind of line end', 'a\r\n', 'a\n', ['-a\r', '+a']],
    ['nothing before', '', 'a\nb\n', ['+a', '+b']],
  ])('%s', (_, before, after, expected) => {
    const { lines, added, removed } = difference(before, after)
    expect(added + removed === 0 ? [] : signs(lines)).toEqual(expected)
  })

  it('gives up matching up where that would take too long, and still shows all', () => {
    const one = Array.from({ length: 20_000 }, (_, index) => `before ${index}`)
    const other = Array.from({ length: 20_000 }, (_, index) => `after ${index}`)
    const { added, removed, lines } = difference(['{', ...one, '}'].join('\n'), ['{', ...other, '}'].join('\n'))
    expect({ added, removed }).toEqual({ added: 20_000, removed: 20_000 })
    expect(signs([lines[0]!, lines.at(-1)!])).toEqual([' {', ' }'])
  })
})
