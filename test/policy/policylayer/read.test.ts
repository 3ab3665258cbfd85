// A document as a tree: JSON with comments or YAML, with places, and nothing that makes it throw, hang or grow.
import { getNodeValue } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../main/policy/policylayer/read.ts'
import { processorTime } from '../../helpers/processor.ts'

function value(text: string): unknown {
  const read = readDocument(text)
  expect(read).toMatchObject({ ok: true })
  return read.ok ? getNodeValue(read.root) : undefined
}

function refusal(text: string): string {
  const read = readDocument(text)
  return read.ok ? 'read' : `${read.fault.line}:${read.fault.column} ${read.fault.message}`
}

describe('both ways of writing are read alike', () => {
  const same = { version: '1', hide: ['a'], tools: { b: { max: 10, ok: true, none: null } } }

  test.each([
    ['JSON', '{"version": "1", "hide": ["a"], "tools": {"b": {"max": 10, "ok": true, "none": null}}}'],
    [
      'JSON with comments, tabs and trailing commas',
      '// x\n{\n\t"version": "1", /* y */\n\t"hide": ["a",],\n\t"tools": {"b": {"max": 10, "ok": true, "none": null,},},\n}',
    ],
    [
      'JSON after a byte order mark',
      '\uFEFF{"version": "1", "hide": ["a"], "tools": {"b": {"max": 10, "ok": true, "none": null}}}',
    ],
    ['YAML', 'version: "1"\nhide:\n  - a\ntools:\n  b:\n    max: 10\n    ok: true\n    none:\n'],
    ['YAML in braces', "{version: '1', hide: [a], tools: {b: {max: 10, ok: true, none: ~}}}"],
    [
      'YAML with marks, comments and CRLF',
      '\uFEFF# x\r\n---\r\nversion: "1" # y\r\nhide: [a]\r\ntools: {b: {max: 10, ok: true, none: null}}\r\n...\r\n',
    ],
  ])('%s', (_, text) => {
    expect(value(text)).toEqual(same)
  })

  test('keys are texts, and only true and false are flags', () => {
    expect(value('1: yes\ntrue: on\nnull: 0x1F\n')).toEqual({ '1': 'yes', true: 'on', null: 31 })
  })
})

test('every node knows its place', () => {
  const places = (text: string): string[] => {
    const read = readDocument(text)
    if (!read.ok) return [read.fault.message]
    const [tools] = read.root.children ?? []
    const [key, entry] = tools?.children ?? []
    return [read.root, key, entry, entry?.children?.[0]?.children?.[1]].map(node => {
      const { line, column } = read.placeOf(node?.offset ?? -1)
      return `${line}:${column}`
    })
  }
  expect(places('{"tools":\n {"a":\n  7}}')).toEqual(['1:1', '1:2', '2:2', '3:3'])
  expect(places('# x\ntools:\n  a:\n    7\n')).toEqual(['2:1', '2:1', '3:3', '4:5'])
})

test.each<[text: string, refusal: string]>([
  ['', '1:1 the file is empty'],
  ['# nothing\n', '1:1 the file is empty'],
  ['---\n', '1:1 the file is empty'],
  ['a: &x 1', '1:4 anchors (`&name`) are not read; write the value out where it is used'],
  ['a: 1\nb: *x', '2:4 aliases (`*name`) are not read; write the value out'],
  ['a: !!str 1', '1:4 tags (`!name`) are not read; leave it out'],
  ['a: !x 1', '1:4 tags (`!name`) are not read; leave it out'],
  ['%YAML 1.1\n---\na: 1', '1:1 directives (`%NAME`) are not read; leave it out'],
  ['a: 1\n---\nb: 1\n', '2:1 a second document begins here; a file holds one'],
  ['a: 1\n  b: 2\n', '1:4 this is not YAML: Nested mappings are not allowed in compact mappings'],
  ['a: "b', '1:6 this is not YAML: Missing closing "quote'],
  [
    'a: [1, 2',
    '1:9 this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['? [a]\n: 1', '1:3 this is not YAML: With stringKeys, all keys must be strings'],
  ['a:\n\t- b', '2:1 this is not YAML: Tabs are not allowed as indentation'],
  // what begins like JSON has JSON's mistakes
  ['{"a": 1', '1:8 a `}` belongs here'],
  ['{"a" 1}', '1:6 a `:` belongs here'],
])('%j is refused', (text, expected) => {
  expect(refusal(text)).toBe(expected)
})

test('looks of an alias, an anchor or a tag inside a text are part of the text', () => {
  expect(value("a: b *c &d !e %f\nb: '*c'\nc: |\n  &x\n  *y\n")).toEqual({ a: 'b *c &d !e %f', b: '*c', c: '&x\n*y\n' })
})

// Each is as large as it may be, and would cost a parser without bounds its stack, minutes or gigabytes.
describe('a text made to hurt is refused soon', () => {
  const MOST = 1_000_000
  test.each<[why: string, text: string, refusal: RegExp]>([
    ['brackets', '['.repeat(MOST), /nested more than 32 deep/],
    ['braces', '{a: '.repeat(MOST / 4), /nested more than 32 deep/],
    ['objects', '{"a":'.repeat(MOST / 5), /nested more than 32 deep/],
    ['dashes', '- '.repeat(MOST / 2), /nested more than 32 deep/],
    ['questions', '? '.repeat(MOST / 2), /nested more than 32 deep/],
    [
      'indentation',
      Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      /nested more than 32 deep/,
    ],
    ['keys', Array.from({ length: MOST / 10 }, (_, i) => `k${i}: 1\n`).join(''), /more than 100000 words and marks/],
    ['items', `[${'1, '.repeat(MOST / 3)}]`, /more than 100000 words and marks/],
    ['commas', `[${','.repeat(MOST)}`, /more than 100000 words and marks/],
    ['closing brackets', ']'.repeat(MOST), /not YAML/],
    ['documents', '---\na\n'.repeat(MOST / 6), /more than 100000 words and marks/],
    ['length', ' '.repeat(1_048_577), /larger than 1 MiB/],
    ['length in bytes', `a: ${'é'.repeat(600_000)}`, /larger than 1 MiB/],
    ['laughs', `a: &a [x, x]\nb: [${'*a, '.repeat(1000)}]`, /anchors/],
  ])('%s', (_, text, expected) => {
    const used = processorTime()
    expect(refusal(text)).toMatch(expected)
    expect(used()).toBeLessThan(10_000)
  })
})
