// Reads TOML far enough to know where each table and each key begins and ends, and what simple values say. Anything it does
// not know is a fault: whoever edits by it must not guess.

export interface TomlKey {
  readonly path: readonly string[]
  /** offsets: the key's line, and behind the end of its last line */
  readonly start: number
  readonly end: number
  /** strings, and arrays and tables of them; all else is its own text, wrapped, so that it equals nothing */
  readonly value: unknown
}

export interface TomlTable {
  /** empty = what stands before the first header */
  readonly path: readonly string[]
  /** `[[name]]` */
  readonly many: boolean
  /** offsets: the header's line, behind it, and behind the last line that is a key (else the header) */
  readonly start: number
  readonly body: number
  readonly end: number
  readonly keys: readonly TomlKey[]
}

/** Thrown inside; `scanToml` answers with it. */
class Fault extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('TOML')
    this.offset = offset
  }
}

/** The tables in order, or the offset of what is not understood. */
export function scanToml(text: string): { readonly tables: readonly TomlTable[] } | { readonly offset: number } {
  try {
    return { tables: tablesOf(text) }
  } catch (error) {
    if (error instanceof Fault) return { offset: error.offset }
    throw error
  }
}

function tablesOf(text: string): TomlTable[] {
  type Draft = { -readonly [K in keyof TomlTable]: TomlTable[K] } & { keys: TomlKey[] }
  let table: Draft = { path: [], many: false, start: 0, body: 0, end: 0, keys: [] }
  const tables = [table]
  let at = 0
  while (at < text.length) {
    const start = at
    at = blanks(text, at)
    if (at === text.length || /[\r\n#]/.test(text[at]!)) {
      at = restOfLine(text, at)
      continue
    }
    if (text[at] === '[') {
      const many = text[at + 1] === '['
      const named = keyAt(text, at + (many ? 2 : 1))
      const close = many ? ']]' : ']'
      if (!text.startsWith(close, named.end)) throw new Fault(named.end)
      at = restOfLine(text, named.end + close.length)
      table = { path: named.path, many, start, body: at, end: at, keys: [] }
      tables.push(table)
      continue
    }
    const named = keyAt(text, at)
    if (text[named.end] !== '=') throw new Fault(named.end)
    const given = valueAt(text, blanks(text, named.end + 1))
    at = restOfLine(text, given.end)
    table.keys.push({ path: named.path, start, end: at, value: given.value })
    table.end = at
  }
  return tables
}

function blanks(text: string, at: number): number {
  return at + (sticky(/[ \t]*/y, text, at)?.length ?? 0)
}

/** Behind the line's end; nothing but a comment may come before it. */
function restOfLine(text: string, from: number): number {
  const match = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|$)/y
  match.lastIndex = from
  if (!match.test(text)) throw new Fault(from)
  return match.lastIndex
}

/** A key, dotted or not, and the offset behind it and its blanks. */
function keyAt(text: string, from: number): { path: string[]; end: number } {
  const path: string[] = []
  let at = from
  for (;;) {
    at = blanks(text, at)
    const bare = sticky(/[A-Za-z0-9_-]+/y, text, at)
    if (bare !== null) {
      path.push(bare)
      at += bare.length
    } else if (text[at] === '"' || text[at] === "'") {
      const quoted = stringAt(text, at)
      path.push(quoted.value)
      at = quoted.end
    } else throw new Fault(at)
    at = blanks(text, at)
    if (text[at] !== '.') return { path, end: at }
    at++
  }
}

function valueAt(text: string, at: number): { value: unknown; end: number } {
  const char = text[at]
  if (text.startsWith('"""', at)) return other(text, at, /"""(?:[^\\"]|\\[\s\S]|"{1,2}(?!"))*"{3,5}/y)
  if (text.startsWith("'''", at)) return other(text, at, /'''(?:[^']|'{1,2}(?!'))*'{3,5}/y)
  if (char === '"' || char === "'") return stringAt(text, at)
  if (char === '[') return arrayAt(text, at)
  if (char === '{') return inlineTableAt(text, at)
  return other(text, at, /[A-Za-z0-9+._:-]+(?: \d\d:\d\d[0-9:.+Zz-]*)?/y)
}

function arrayAt(text: string, from: number): { value: unknown[]; end: number } {
  const value: unknown[] = []
  let at = gap(text, from + 1)
  while (text[at] !== ']') {
    const item = valueAt(text, at)
    value.push(item.value)
    at = afterItem(text, gap(text, item.end), ']')
  }
  return { value, end: at + 1 }
}

function inlineTableAt(text: string, from: number): { value: unknown; end: number } {
  const entries: [string, unknown][] = []
  let at = gap(text, from + 1)
  while (text[at] !== '}') {
    const named = keyAt(text, at)
    if (text[named.end] !== '=') throw new Fault(named.end)
    const item = valueAt(text, blanks(text, named.end + 1))
    entries.push([named.path.join('.'), item.value])
    at = afterItem(text, gap(text, item.end), '}')
  }
  return { value: Object.fromEntries(entries), end: at + 1 }
}

/** At the next item, or at what closes the list. */
function afterItem(text: string, at: number, close: string): number {
  if (text[at] === ',') return gap(text, at + 1)
  if (text[at] === close) return at
  throw new Fault(at)
}

/** White space, line ends and comments inside brackets. */
function gap(text: string, at: number): number {
  return at + (sticky(/(?:[ \t\r\n]+|#[^\r\n]*)*/y, text, at)?.length ?? 0)
}

function stringAt(text: string, at: number): { value: string; end: number } {
  const raw = sticky(text[at] === '"' ? /"(?:[^"\\\r\n]|\\[^\r\n])*"/y : /'[^'\r\n]*'/y, text, at)
  if (raw === null) throw new Fault(at)
  return { value: text[at] === '"' ? unescaped(raw, at) : raw.slice(1, -1), end: at + raw.length }
}

/** TOML's basic strings are JSON's, but for three escapes and a raw tab. */
function unescaped(raw: string, at: number): string {
  const code = (_: string, hex: string) => JSON.stringify(String.fromCodePoint(Number.parseInt(hex, 16))).slice(1, -1)
  try {
    const json = raw
      .replace(/\t/g, '\\t')
      .replace(/\\(?:U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|e|[\s\S])/g, (all, long, short) =>
        long || short ? code(all, long ?? short) : all === '\\e' ? '\\u001b' : all,
      )
    return JSON.parse(json)
  } catch {
    throw new Fault(at)
  }
}

function other(text: string, at: number, pattern: RegExp): { value: unknown; end: number } {
  const raw = sticky(pattern, text, at)
  if (raw === null) throw new Fault(at)
  return { value: { toml: raw }, end: at + raw.length }
}

function sticky(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}
