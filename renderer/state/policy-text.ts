// A text of the policy as lines: where a place is, how far one rule reaches, and what Tab and Enter do in it. Pure.
// Places in the text count UTF-16 units from 0, lines and columns from 1.

/** What a key changes: `insert` takes the place of `from`..`to`, then `select` is selected. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly insert: string
  readonly select: readonly [number, number]
}

export interface Selected {
  readonly text: string
  readonly start: number
  readonly end: number
}

const INDENT = '  '

export function lineTotal(text: string): number {
  return text.split('\n').length
}

/** Past the end of a line or of the text: its end. */
export function offsetAt(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const row = Math.min(Math.max(line, 1), lines.length) - 1
  const before = lines.slice(0, row).reduce((sum, one) => sum + one.length + 1, 0)
  return before + Math.min(Math.max(column, 1) - 1, lines[row]!.length)
}

/** The text of one line; empty where there is none. */
export function lineAt(text: string, line: number): string {
  return text.split('\n')[line - 1] ?? ''
}

/** The last line of what opens with the first brace of `line`; the line itself where none opens there. */
export function lastLineOf(text: string, line: number): number {
  let depth = 0
  let at = line
  const start = offsetAt(text, line, 1)
  for (const [token] of text.slice(start).matchAll(TOKENS)) {
    if (token === '{') depth += 1
    else if (token === '}') depth -= 1
    else if (token === '\n' && depth <= 0) return at
    // A comment may have several lines.
    at += token.split('\n').length - 1
    if (token === '}' && depth <= 0) return at
  }
  return depth > 0 ? line : at
}

/** What counts for braces; what stands in strings and comments does not. */
const TOKENS = /"(?:\\.|[^"\\\n])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}\n]/g

/** Tab and Shift+Tab move the lines that are selected, Enter keeps the indent. Null: the key does what it always does. */
export function editFor(selected: Selected, key: { readonly key: string; readonly shiftKey: boolean }): Edit | null {
  if (key.key === 'Tab') return key.shiftKey ? outdent(selected) : indent(selected)
  return key.key === 'Enter' && !key.shiftKey ? newLine(selected) : null
}

function indent(selected: Selected): Edit {
  const { text, start, end } = selected
  if (!text.slice(start, end).includes('\n')) {
    const after = start + INDENT.length
    return { from: start, to: end, insert: INDENT, select: [after, after] }
  }
  return shifted(selected, line => (line === '' ? line : INDENT + line))
}

function outdent(selected: Selected): Edit {
  return shifted(selected, line => line.replace(/^(?: {1,2}|\t)/, ''))
}

/** Every selected line by `shift`; the selection covers them afterwards, a caret stays with its character. */
function shifted({ text, start, end }: Selected, shift: (line: string) => string): Edit {
  const from = lineStart(text, start)
  // A selection that ends before a line's first character does not hold that line.
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end
  const close = text.indexOf('\n', last)
  const to = close === -1 ? text.length : close
  const insert = text.slice(from, to).split('\n').map(shift).join('\n')
  if (start !== end) return { from, to, insert, select: [from, from + insert.length] }
  const caret = Math.max(from, start + insert.length - (to - from))
  return { from, to, insert, select: [caret, caret] }
}

/** Where the line begins that holds `at`. */
function lineStart(text: string, at: number): number {
  // A negative place would be taken for the first.
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

function newLine({ text, start, end }: Selected): Edit {
  const before = text.slice(lineStart(text, start), start)
  const space = /^[ \t]*/.exec(before)![0]
  const opens = /[{[]\s*$/.test(before)
  const closes = opens && /^[ \t]*[}\]]/.test(text.slice(end))
  const inner = `\n${space}${opens ? INDENT : ''}`
  const caret = start + inner.length
  return { from: start, to: end, insert: closes ? `${inner}\n${space}` : inner, select: [caret, caret] }
}
