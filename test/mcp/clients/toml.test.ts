import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tomlFormat } from '../../../main/mcp/clients/toml.ts'

const format = tomlFormat('mcp_servers')
const ENTRY = { command: 'gatehouse', args: ['mcp', '--agent', 'codex'] }
const BLOCK = '[mcp_servers.gatehouse]\ncommand = "gatehouse"\nargs = ["mcp", "--agent", "codex"]'

/** What looks like a table and is none: inside strings of several lines, arrays, comments. */
const TRAPS = `# [mcp_servers.gatehouse]
model = "gpt" # [x]
notify = [
  "python3", # a ] in a comment
  "[mcp_servers.gatehouse]",
]
prompt = """
[mcp_servers.gatehouse]
command = \\"no\\" ""
"""
literal = '''
[mcp_servers.gatehouse]
it's'''
when = 1979-05-27 07:32:00Z
"quoted.key" = { a = 1, "b]" = [ "}" ] }

[mcp_servers]
other = { command = "npx" }

[mcp_servers."my server"]
command = 'C:\\npx.cmd'
env = { KEY = "v" }

[[profiles]]
name = "p"
[projects."/src/gatehouse"]
trust_level = "trusted"
`

describe('adding our table', () => {
  test.each([
    ['no file', null, `${BLOCK}\n`],
    ['an empty one', '', `${BLOCK}\n`],
    ['a byte order mark', '\uFEFF', `\uFEFF${BLOCK}\n`],
    ['a last line that ends', 'a = 1\n', `a = 1\n\n${BLOCK}\n`],
    ['a last line that does not', '# c', `# c\n\n${BLOCK}`],
    ['CRLF', 'a = 1\r\n', `a = 1\r\n\r\n${BLOCK.replaceAll('\n', '\r\n')}\r\n`],
    ['traps', TRAPS, `${TRAPS}\n${BLOCK}\n`],
  ])('to %s', (_, before, after) => {
    expect(format.find(before).is).toBe('absent')
    expect(format.add(before, ENTRY)).toBe(after)
    expect(format.find(after)).toEqual({ is: 'entry', value: ENTRY })
    expect(format.remove(after, true)).toBe(before ?? '')
  })

  test('escapes what TOML has to have escaped, and reads it again', () => {
    const entry = { command: 'C:\\Program Files\\"x"\u007F\u0001é', args: ['a\tb', ''], env: { 'A.B': "it's" } }
    const after = format.add(null, entry)
    expect(after).not.toMatch(/[\u0001\u007F]/)
    expect(format.find(after)).toEqual({ is: 'entry', value: entry })
  })
})

describe('what is not understood is refused', () => {
  test.each([
    ['mcp_servers = { a = { command = "x" } }', 'has mcp_servers in a form that cannot be changed safely (line 1)'],
    ['a = 1\nmcp_servers.a.command = "x"', 'has mcp_servers in a form that cannot be changed safely (line 2)'],
    ['[mcp_servers]\nb = {}\ngatehouse = {}', 'has mcp_servers in a form that cannot be changed safely (line 3)'],
    ['[mcp_servers]\n"gatehouse".command = "x"', 'has mcp_servers in a form that cannot be changed safely (line 2)'],
    ['[[mcp_servers]]', 'has mcp_servers as a list (line 1)'],
    ['[[mcp_servers.gatehouse]]', 'has mcp_servers as a list (line 1)'],
    [`${BLOCK}\n[ mcp_servers . "gatehouse" ]`, 'has [mcp_servers.gatehouse] twice (line 4)'],
    [
      '[mcp_servers.gatehouse.env]\nA = "1"',
      'has [mcp_servers.gatehouse.env] before or without [mcp_servers.gatehouse]',
    ],
    ['a = "x', 'is not TOML that can be changed safely (line 1)'],
    ['\na = """x\n', 'is not TOML that can be changed safely (line 2)'],
    ['a = [1, 2\n[b]\n', 'is not TOML that can be changed safely (line 2)'],
    ['a = 1 b = 2', 'is not TOML that can be changed safely (line 1)'],
    ['a\n', 'is not TOML that can be changed safely (line 1)'],
    ['[a', 'is not TOML that can be changed safely (line 1)'],
    ['[a] b = 1', 'is not TOML that can be changed safely (line 1)'],
    ['[[a]', 'is not TOML that can be changed safely (line 1)'],
    ['a = \n', 'is not TOML that can be changed safely (line 1)'],
    ['a = "\\q"', 'is not TOML that can be changed safely (line 1)'],
    ['{"mcpServers": {}}', 'is not TOML that can be changed safely (line 1)'],
  ])('%j', (text, fault) => {
    expect(format.find(text)).toEqual({ is: 'unreadable', fault })
    expect(() => format.remove(text, false)).toThrow()
  })
})

test('taking it out takes its tables, from between others, and no comment of theirs', () => {
  const text = `a = 1

# ours
${BLOCK} # end

[mcp_servers.gatehouse.env]
A = "1"
# of b
[b]
x = 1
`
  expect(format.remove(text, false)).toBe('a = 1\n\n# ours\n# of b\n[b]\nx = 1\n')
})

test('another entry in our place keeps what a person set, and every other line', () => {
  const text = `[a]\nx = 1\n\n[mcp_servers.gatehouse] # mine\nurl = "http://127.0.0.1:4823/mcp"\ntool_timeout_sec = 600\nhttp_headers = {\n  A = "b",\n}\n\n[mcp_servers.gatehouse.env]\nA = "1"\n\n[mcp_servers.gatehouse.tools.x]\ny = true\n[z]\n`
  expect(format.replace(text, ENTRY)).toBe(
    `[a]\nx = 1\n\n[mcp_servers.gatehouse] # mine\ncommand = "gatehouse"\nargs = ["mcp", "--agent", "codex"]\ntool_timeout_sec = 600\n\n[mcp_servers.gatehouse.tools.x]\ny = true\n[z]\n`,
  )
})

describe('in any config', () => {
  const keys = [
    'a = 1',
    '"b.c" = "[x]"',
    "d = '''\n[mcp_servers.gatehouse]\n'''",
    'e = [\n  "]", # ]\n]',
    'f.g = { h = [1, 2], i = "}" }',
    '# note',
    '',
    '  ',
    'j = """\\"""" # four quotes',
    'k = +inf',
  ]
  const headers = [
    '[x]',
    '[mcp_servers.other]',
    '[ "mcp_servers" . gate ]',
    '[[list]]',
    '[mcp_servers.gatehouse2.env] # c',
    '[p."/a]b"]',
  ]
  const lines = fc.array(fc.constantFrom(...keys), { maxLength: 4 })
  const config = fc
    .tuple(
      lines,
      fc.array(fc.tuple(fc.constantFrom(...headers), lines), { maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .map(([first, tables, eol, ends]) => {
      const text = [...first, ...tables.flatMap(([header, own]) => [header, ...own])].join('\n')
      return (ends && text !== '' ? `${text}\n` : text).replaceAll('\n', eol)
    })

  test('adding leaves every byte there was, and taking out gives them back', () => {
    fc.assert(
      fc.property(config, text => {
        const after = format.add(text, ENTRY)
        expect(format.find(after)).toEqual({ is: 'entry', value: ENTRY })
        expect(after.startsWith(text)).toBe(true)
        expect(format.remove(after, true)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('tables that are added behind ours later outlive taking ours out', () => {
    fc.assert(
      fc.property(config, text => {
        const more = '\n[later]\nx = 1\n'
        const after = format.add(text, ENTRY)
        const later = after.endsWith('\n') ? after + more : `${after}\n${more}`
        const out = format.remove(later, true)
        expect(out.endsWith(more)).toBe(true)
        expect(out.slice(0, -more.length).trimEnd()).toBe(text.trimEnd())
      }),
      { numRuns: 300 },
    )
  })
})
