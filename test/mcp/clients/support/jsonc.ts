// Random JSON configs as people and programs leave them: comments, trailing commas, any white space, either line end.
import fc from 'fast-check'

const KEYS = ['a', 'b', 'files', 'my server', 'mcpServers', 'context_servers', 'gate', 'é"\\', 'x//y', '{']
const STRINGS = ['', 'x', 'http://x/*', '// no', '"quoted"', 'a\\b', '},', 'mcp', '\u00A0', '😀']

const { value } = fc.letrec<{ value: unknown; scalar: unknown }>(tie => ({
  scalar: fc.constantFrom(...STRINGS, 1, -2.5, true, null),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('scalar'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** What may stand between any two signs, with `\n` for the line end. */
const GAPS = [
  '',
  '',
  '',
  ' ',
  '  ',
  '\n',
  '\n  ',
  '\n\t',
  ' \n    ',
  ' /* c */ ',
  ' // c, d }\n',
  '\n  // "x": 1,\n  ',
  '\t',
]

export interface Jsonc {
  readonly text: string
  /** the object at `section`, or null if there is none */
  readonly servers: Record<string, unknown> | null
}

/** A config that may have a section with other servers in it; never a server named as ours. */
export function jsonc(section: string): fc.Arbitrary<Jsonc> {
  const server = fc.record({ command: fc.constantFrom('npx', 'node'), args: fc.array(fc.constantFrom(...STRINGS)) })
  const servers = fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(server, value), {
    maxKeys: 3,
    noNullPrototype: true,
  })
  return fc
    .record({
      before: fc.dictionary(fc.constantFrom('theme', 'projects', 'é"'), value, { maxKeys: 2, noNullPrototype: true }),
      servers: fc.option(servers),
      after: fc.dictionary(fc.constantFrom('model', 'x//y'), value, { maxKeys: 2, noNullPrototype: true }),
      gaps: fc.array(fc.constantFrom(...GAPS), { minLength: 1, maxLength: 60 }),
      trailing: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
      plain: fc.boolean(),
      eol: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '', '\uFEFF'),
    })
    .map(given => {
      const root = { ...given.before, ...(given.servers ? { [section]: given.servers } : {}), ...given.after }
      const text = given.plain ? JSON.stringify(root, null, 2) : written(root, round(given.gaps), round(given.trailing))
      return { text: given.mark + text.replaceAll('\n', given.eol), servers: given.servers }
    })
}

/** The list's items one after the other, from the start again at its end. */
function round<T>(list: readonly T[]): () => T {
  let next = 0
  return () => list[next++ % list.length]!
}

function written(node: unknown, gap: () => string, trailing: () => boolean): string {
  const write = (inner: unknown): string => {
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner)
    const [open, close] = Array.isArray(inner) ? '[]' : '{}'
    const items = Array.isArray(inner)
      ? inner.map(item => write(item))
      : Object.entries(inner).map(([key, item]) => `${JSON.stringify(key)}${gap()}:${gap()}${write(item)}`)
    const list = items.map((item, i) => gap() + item + gap() + (i < items.length - 1 || trailing() ? ',' : ''))
    return `${open}${list.join('')}${gap()}${close}`
  }
  return gap() + write(node) + gap()
}

/** Every comment, in order. */
export function comments(text: string): string[] {
  return text.match(/\/\* c \*\/|\/\/ c, d \}|\/\/ "x": 1,/g) ?? []
}
