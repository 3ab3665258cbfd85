// One server among others in a TOML config: a table of its own, appended, changed in its own lines, or taken out. Every
// other byte stays. Where the section is written in another way than as tables, the file counts as unreadable.
import { isReach } from './merge.ts'
import { type Entry, type Format, SERVER } from './model.ts'
import { lineAt, newlineOf, splitMark } from './text.ts'
import { scanToml, type TomlTable } from './toml-scan.ts'

/** `section`: the table whose tables are the servers. */
export function tomlFormat(section: string): Format {
  return {
    find(text) {
      const read = parse(splitMark(text ?? '').body, section)
      if ('fault' in read) return { is: 'unreadable', fault: read.fault }
      const hasSection = read.tables.some(({ path }) => path[0] === section)
      return read.own.length > 0 ? { is: 'entry', value: objectFrom(read.own) } : { is: 'absent', section: hasSection }
    },
    add(text, entry) {
      const { mark, body } = splitMark(text ?? '')
      const eol = newlineOf(body)
      const block = [`[${section}.${SERVER}]`, ...linesOf(entry)].join(eol)
      if (body === '') return mark + block + eol
      // a file without a line end at its end keeps that habit, and so tells later how it was
      return mark + body + eol + (body.endsWith('\n') ? block + eol : eol + block)
    },
    replace(text, entry) {
      const { mark, body } = splitMark(text)
      const [main, ...below] = understood(body, section)
      if (!main) return text
      const gone = [
        ...main.keys.filter(({ path }) => isReach(path[0]!)),
        ...below.filter(({ path }) => isReach(path[2]!)).map(table => withBlankLine(body, table)),
      ]
      const eol = newlineOf(body)
      const header = body.slice(0, main.body)
      const own = linesOf(entry).filter(line => isReach(line.split(' ')[0]!))
      const fresh = (/[\r\n]$/.test(header) ? '' : eol) + own.map(line => line + eol).join('')
      return mark + header + fresh + cut(body, gone).slice(main.body)
    },
    remove(text) {
      const { mark, body } = splitMark(text)
      const own = understood(body, section)
      return (
        mark +
        cut(
          body,
          own.map(table => withBlankLine(body, table)),
        )
      )
    },
  }
}

function parse(body: string, section: string): { tables: readonly TomlTable[]; own: TomlTable[] } | { fault: string } {
  const read = scanToml(body)
  if ('offset' in read) return { fault: `is not TOML that can be changed safely (line ${lineAt(body, read.offset)})` }
  const { tables } = read
  const at = (offset: number) => `line ${lineAt(body, offset)}`
  for (const { path, keys, many, start } of tables) {
    const inline = keys.find(key =>
      path.length === 0 ? key.path[0] === section : same([...path, key.path[0]!], [section, SERVER]),
    )
    if (inline) return { fault: `has ${section} in a form that cannot be changed safely (${at(inline.start)})` }
    const isOwnOrAbove = startsWith([section, SERVER], path) || startsWith(path, [section, SERVER])
    if (many && isOwnOrAbove) return { fault: `has ${section} as a list (${at(start)})` }
  }
  const own = tables.filter(({ path }) => startsWith(path, [section, SERVER]))
  const [first, ...more] = own.filter(({ path }) => path.length === 2)
  const twice = more[0] ?? own.find((table, i) => own.slice(0, i).some(other => same(other.path, table.path)))
  if (twice) return { fault: `has [${twice.path.join('.')}] twice (${at(twice.start)})` }
  const stray = own[0]
  if (stray && stray !== first)
    return { fault: `has [${stray.path.join('.')}] before or without [${section}.${SERVER}]` }
  return { tables, own }
}

/** Our tables, for texts that `find` could read. */
function understood(body: string, section: string): TomlTable[] {
  const read = parse(body, section)
  if ('fault' in read) throw new Error(`A config that ${read.fault} was to be changed.`)
  return read.own
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((part, i) => path[i] === part)
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && startsWith(a, b)
}

/** Our tables as one object. */
function objectFrom(own: readonly TomlTable[]): unknown {
  const value: Record<string, unknown> = {}
  for (const table of own) {
    for (const key of table.keys) {
      const path = [...table.path.slice(2), ...key.path]
      let inside = value
      for (const part of path.slice(0, -1)) {
        if (typeof inside[part] !== 'object' || inside[part] === null) inside[part] = {}
        inside = inside[part] as Record<string, unknown>
      }
      inside[path.at(-1)!] = key.value
    }
  }
  return value
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The table's lines with the blank line before them; at a file's end without a line end, that one too. */
function withBlankLine(body: string, { start, end }: Span): Span {
  const unended = end === body.length && !/\n$/.test(body.slice(0, end))
  const before = (unended ? /(?:(?:\r?\n)?\r?\n)?$/ : /(?:(?<=\n)\r?\n)?$/).exec(body.slice(0, start))?.[0] ?? ''
  return { start: start - before.length, end }
}

/** Without the spans, which do not overlap. */
function cut(body: string, spans: readonly Span[]): string {
  const later = [...spans].sort((a, b) => b.start - a.start)
  return later.reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), body)
}

function linesOf(entry: Entry): string[] {
  return Object.entries(entry).map(([key, value]) => `${key} = ${toml(value)}`)
}

/** Strings, and arrays and tables of them. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${toml(key)} = ${toml(inner)}`)
      .join(', ')} }`
  }
  // JSON's strings are TOML's, but for DEL
  return JSON.stringify(String(value)).replaceAll('\u007F', '\\u007F')
}
