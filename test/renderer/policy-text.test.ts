import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { editFor, lastLineOf, lineAt, offsetAt, type Selected } from '../../renderer/state/policy-text.ts'

const lines = fc.array(fc.constantFrom('', 'a', '  "level": "read",', '\t}', '{'), { minLength: 1, maxLength: 12 })

/** The text and the selection after a key; `|` is the caret, `[`…`]` would be in the text, so `‹`…`›` is a selection. */
function typed(shown: string, key: string, shiftKey = false): string | null {
  const selected = selectedIn(shown)
  const edit = editFor(selected, { key, shiftKey })
  if (!edit) return null
  const text = selected.text.slice(0, edit.from) + edit.insert + selected.text.slice(edit.to)
  const [start, end] = edit.select
  return start === end
    ? `${text.slice(0, start)}|${text.slice(start)}`
    : `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`
}

function selectedIn(shown: string): Selected {
  const caret = shown.indexOf('|')
  if (caret >= 0) return { text: shown.replace('|', ''), start: caret, end: caret }
  const start = shown.indexOf('‹')
  return { text: shown.replace(/[‹›]/g, ''), start, end: shown.indexOf('›') - 1 }
}

describe('a place in the text', () => {
  it('is where its line says, and columns past the end are the end of the line', () => {
    fc.assert(
      fc.property(lines, fc.nat(14), fc.nat(30), (all, line, column) => {
        const text = all.join('\n')
        const at = offsetAt(text, line, column)
        const row = Math.min(Math.max(line, 1), all.length)
        const before = text.slice(0, at)
        expect(before.split('\n')).toHaveLength(row)
        expect(before.split('\n').at(-1)).toBe(lineAt(text, row).slice(0, Math.max(column - 1, 0)))
      }),
    )
  })
})

describe('how far a rule reaches', () => {
  test.each([
    ['one line', '{ "rules": [\n  { "id": "r1" },\n  { "id": "r2" }\n] }', 2, 2],
    [
      'several lines',
      '{\n  "rules": [\n    {\n      "id": "r1",\n      "surfaces": { "id": "s" }\n    }\n  ]\n}',
      3,
      6,
    ],
    ['the next line, after nothing on its own', '{ "id": "r1" },\n{\n}', 1, 1],
    ['braces in strings', '{\n  "reason": "} \\" }",\n  "x": 1\n}', 1, 4],
    ['braces in comments', '{ // }\n  /* }\n } */\n}', 1, 4],
    ['a line without a brace', '{\n  "version": 1\n}', 2, 2],
    ['a text that ends too early', '{\n  "rules": [\n    {\n', 3, 3],
    ['Windows line ends', '{\r\n  "id": "r1"\r\n}\r\n', 1, 3],
  ])('is right with %s', (_, text, line, last) => {
    expect(lastLineOf(text, line)).toBe(last)
  })

  it('holds exactly the object that opens there, however it is written', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map(one => ({ one, 'a}': '{"\\' }))
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (object, indent) => {
        const before = '{"rules": [\n'
        const text = `${before}${JSON.stringify(object, null, indent)}\n, {}]}`
        const end = lastLineOf(text, 2)
        const own = text.split('\n').slice(1, end).join('\n')
        expect(JSON.parse(own)).toEqual(JSON.parse(JSON.stringify(object)))
      }),
    )
  })
})

describe('keys in the text', () => {
  test.each([
    ['Tab writes an indent', 'ab|c', 'Tab', false, 'ab  |c'],
    ['Tab in place of what is selected on one line', 'a‹b›c', 'Tab', false, 'a  |c'],
    ['Tab moves the selected lines', ' a\n‹b\nc›', 'Tab', false, ' a\n‹  b\n  c›'],
    ['Tab leaves empty lines empty', '‹a\n\nb›', 'Tab', false, '‹  a\n\n  b›'],
    ['a line that the selection only touches is not moved', '‹a\nb\n›c', 'Tab', false, '‹  a\n  b›\nc'],
    ['Shift+Tab moves the line of the caret back', '    a|b', 'Tab', true, '  a|b'],
    ['Shift+Tab takes a tab away', '\ta|', 'Tab', true, 'a|'],
    ['Shift+Tab never goes before the line', ' |a', 'Tab', true, '|a'],
    ['Shift+Tab moves the selected lines back', '‹  a\n b›', 'Tab', true, '‹a\nb›'],
    ['Tab moves from the first line, also an empty one', '‹\na›', 'Tab', false, '‹\n  a›'],
    ['Enter keeps the indent', '  a|b', 'Enter', false, '  a\n  |b'],
    ['Enter after a brace goes in', '  {|', 'Enter', false, '  {\n    |'],
    ['Enter between braces opens them', '[|]', 'Enter', false, '[\n  |\n]'],
    ['Shift+Enter is the field’s own', 'a|', 'Enter', true, null],
    ['a letter is the field’s own', 'a|', 'b', false, null],
  ])('%s', (_, before, key, shift, after) => {
    expect(typed(before, key, shift)).toBe(after)
  })

  it('Shift+Tab after Tab gives the lines back', () => {
    fc.assert(
      fc.property(lines, all => {
        const text = all.join('\n')
        fc.pre(text.includes('\n'))
        const edit = editFor({ text, start: 0, end: text.length }, { key: 'Tab', shiftKey: false })!
        const moved = text.slice(0, edit.from) + edit.insert + text.slice(edit.to)
        const back = editFor({ text: moved, start: 0, end: moved.length }, { key: 'Tab', shiftKey: true })!
        expect(moved.slice(0, back.from) + back.insert + moved.slice(back.to)).toBe(text)
      }),
    )
  })
})
