import fc from 'fast-check'
import { parse } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { jsonFormat } from '../../../main/mcp/clients/json.ts'
import { comments, jsonc } from './support/jsonc.ts'

const SECTION = 'mcpServers'
const ENTRY = { command: 'gatehouse', args: ['mcp', '--agent', 'cursor'] }
const format = jsonFormat(SECTION)
const read = (text: string) => parse(text.replace(/^\uFEFF/, ''))

describe('adding our entry', () => {
  const rows: [string, string, string][] = [
    [
      'goes behind the last, with its comment',
      '{\n  "mcpServers": {\n    "a": {} // mine\n  }\n}\n',
      '{\n  "mcpServers": {\n    "a": {}, // mine\n    "gatehouse": {\n      "command": "gatehouse",\n      "args": [\n        "mcp",\n        "--agent",\n        "cursor"\n      ]\n    }\n  }\n}\n',
    ],
    [
      'keeps the habit of a trailing comma, tabs and CRLF',
      '{\r\n\t"mcpServers": {\r\n\t\t"a": {},\r\n\t},\r\n}',
      '{\r\n\t"mcpServers": {\r\n\t\t"a": {},\r\n\t\t"gatehouse": {\r\n\t\t\t"command": "gatehouse",\r\n\t\t\t"args": [\r\n\t\t\t\t"mcp",\r\n\t\t\t\t"--agent",\r\n\t\t\t\t"cursor"\r\n\t\t\t]\r\n\t\t},\r\n\t},\r\n}',
    ],
    [
      'stays on the one line there is',
      '{"mcpServers":{"a":{"x":1}}}',
      '{"mcpServers":{"a":{"x":1},"gatehouse":{"command":"gatehouse","args":["mcp","--agent","cursor"]}}}',
    ],
    [
      'makes the section where there is none',
      '{ "theme": "dark" }',
      '{ "theme": "dark", "mcpServers": { "gatehouse": { "command": "gatehouse", "args": ["mcp", "--agent", "cursor"] } } }',
    ],
    [
      'opens an empty section',
      '{\n    "mcpServers": {}\n}\n',
      '{\n    "mcpServers": {\n        "gatehouse": {\n            "command": "gatehouse",\n            "args": [\n                "mcp",\n                "--agent",\n                "cursor"\n            ]\n        }\n    }\n}\n',
    ],
  ]
  test.each(rows)('%s', (_, before, after) => {
    expect(format.add(before, ENTRY)).toBe(after)
    expect(format.remove(after, !before.includes(SECTION))).toBe(before)
  })

  test('does not part a comment from the blank that ends it', () => {
    const before = '{ "mcpServers": {\n  "a": 1 // it\u00A0\n} }'
    const after = format.add(before, ENTRY)
    expect(read(after)).toEqual({ mcpServers: { a: 1, gatehouse: ENTRY } })
    expect(format.remove(after, false)).toBe(before)
  })

  test.each([
    ['no file', null],
    ['an empty one', ''],
    ['blank lines', '\n\n'],
    ['a comment alone', '// settings'],
    ['a byte order mark alone', '\uFEFF'],
  ])('makes a whole config of %s', (_, before) => {
    const after = format.add(before, ENTRY)
    expect(read(after)).toEqual({ [SECTION]: { gatehouse: ENTRY } })
    expect(after.startsWith(before ?? '')).toBe(true)
  })
})

describe('a config that is not understood', () => {
  test.each([
    ['{ "a": 1', 'is not valid JSON (close brace expected, line 1)'],
    ['{\n"a": 1\n"b": 2}', 'is not valid JSON (comma expected, line 3)'],
    ['{} {}', 'is not valid JSON (end of file expected, line 1)'],
    ['[]', 'is not a JSON object'],
    ['"x"', 'is not a JSON object'],
    ['{\n"mcpServers": [] }', 'has a "mcpServers" that is no object (line 2)'],
    ['{"mcpServers": null}', 'has a "mcpServers" that is no object (line 1)'],
    ['{"mcpServers": {},\n"mcpServers": {}}', 'has "mcpServers" twice (line 2)'],
    ['{"mcpServers": {"gatehouse": {}, "gatehouse": {}}}', 'has "gatehouse" twice (line 1)'],
    ['{"mcpServers": {}, "x": \u0000}', 'is not valid JSON (invalid symbol, line 1)'],
  ])('%j is told, and cannot be written to', (text, fault) => {
    expect(format.find(text)).toEqual({ is: 'unreadable', fault })
    expect(() => format.add(text, ENTRY)).toThrow()
  })
})

test('taking our entry out leaves every comment, also one between it and its comma', () => {
  const text = `{
  // one
  "mcpServers": { // two
    // three
    "a": {}, // four
    // five
    "gatehouse": {} /* six */, // seven
    "b": {} // eight
  } // nine
}`
  const after = format.remove(text, false)
  expect(after).toContain('"b": {} // eight')
  expect(after.match(/one|two|three|four|five|six|seven|eight|nine/g)).toHaveLength(9)
  expect(read(after)).toEqual({ mcpServers: { a: {}, b: {} } })
})

test('what stands behind our entry on its line does not end up in the comment before', () => {
  const text = '{ "mcpServers": {\n  // note\n  "gatehouse": {}, "b": 1 } }'
  expect(read(format.remove(text, false))).toEqual({ mcpServers: { b: 1 } })
})

test('another entry in our place leaves the rest, and what a person set in ours', () => {
  const text = '{"mcpServers": { "gatehouse": { "url": "http://127.0.0.1:1/mcp", "disabled": true }, /* b */ "b": 1 }}'
  const after = format.replace(text, ENTRY)
  expect(read(after)).toEqual({ mcpServers: { gatehouse: { ...ENTRY, disabled: true }, b: 1 } })
  expect(after.endsWith(', /* b */ "b": 1 }}')).toBe(true)
})

describe('in any config', () => {
  test('adding changes nothing else, loses no comment, and taking out gives the same bytes', () => {
    fc.assert(
      fc.property(jsonc(SECTION), ({ text, servers }) => {
        const after = format.add(text, ENTRY)
        const before = read(text) ?? {}
        expect(format.find(after)).toEqual({ is: 'entry', value: ENTRY })
        expect(read(after)).toEqual({ ...before, [SECTION]: { ...servers, gatehouse: ENTRY } })
        expect(comments(after)).toEqual(comments(text))
        const out = format.remove(after, servers === null)
        expect(read(out)).toEqual(before)
        // an object with nothing but white space in it does not say afterwards what white space that was
        const emptied = servers ? Object.keys(servers).length === 0 : Object.keys(before).length === 0
        if (emptied) expect(comments(out)).toEqual(comments(text))
        else expect(out).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  test('a change of another server after ours came outlives taking ours out', () => {
    fc.assert(
      fc.property(
        jsonc(SECTION).filter(({ servers }) => servers !== null && Object.hasOwn(servers, 'files')),
        ({ text }) => {
          const touch = (one: string) => one.replace(/"files"/g, '"documents"')
          expect(format.remove(touch(format.add(text, ENTRY)), false)).toBe(touch(text))
        },
      ),
      { numRuns: 300 },
    )
  })
})
