// An item of a JSON object added as its last, or taken out, in the text. What is added is made so that taking it out can
// tell which comma and which white space came with it. Comments never move.
import { createScanner, type Node } from 'jsonc-parser'
import { indentAt, isTight, jsonText, unitOf } from './json-text.ts'
import { newlineOf } from './text.ts'

/** jsonc-parser's SyntaxKind, which exists in types only. */
const COMMA = 5
const LINE_COMMENT = 12
const END = 17

/** The text with `"key": value` as the last item of `object`. */
export function addItem(text: string, object: Node, key: string, value: unknown): string {
  const last = object.children?.at(-1)
  const close = endOf(object) - 1
  const inside = last ? endOf(last) : object.offset + 1
  // behind the last thing that is not white space: an item, its comma, or a comment
  const at = inside + trimEnd(text.slice(inside, close)).length
  const habit = last !== undefined && commaAfter(text, inside, close) !== null
  const before = text.slice(0, inside) + (last && !habit ? ',' : '') + text.slice(inside, at)
  const after = (habit ? ',' : '') + text.slice(at)
  if (last && !/[\r\n]/.test(text.slice(object.offset, close))) {
    const tight = isTight(text)
    return `${before}${tight ? '' : ' '}${JSON.stringify(key)}:${tight ? '' : ' '}${jsonText(text, value, null, '')}${after}`
  }
  const eol = newlineOf(text)
  const base = indentAt(text, object.offset)
  const unit = unitOf(text)
  const indent = last ? indentAt(text, last.offset) : base + unit
  const item = `${eol}${indent}${JSON.stringify(key)}: ${jsonText(text, value, unit, indent)}`
  // an object that was `{}` gets a line of its own for its end
  const end = !last && !/[\r\n]/.test(text.slice(at, close)) ? eol + base + text.slice(close) : after
  return before + item + end
}

/** The text without the item of this key, with the comma and the white space that came with it. */
export function removeItem(text: string, object: Node, key: string): string {
  const items = object.children ?? []
  const index = items.findIndex(item => item.children?.[0]?.value === key)
  const item = items[index]
  if (!item) return text
  const close = endOf(object) - 1
  const next = items[index + 1]
  const previous = items[index - 1]
  const own = commaAfter(text, endOf(item), next?.offset ?? close)
  const start = previous ? endOf(previous) : object.offset + 1
  const from = start + trimEnd(text.slice(start, item.offset)).length
  // a comment between an item and its comma outlives the item
  const kept = own === null ? '' : text.slice(endOf(item), own).trim()
  const rest = (kept && ` ${kept}`) + text.slice(own === null ? endOf(item) : own + 1)
  // what came with it as the last one: the comma of the one before
  const lost = own === null && previous ? commaAfter(text, endOf(previous), item.offset) : null
  const head = lost === null ? text.slice(0, from) : text.slice(0, lost) + text.slice(lost + 1, from)
  const isEmptied = items.length === 1 && from === start && /^[ \t\r\n]*\}/.test(rest)
  if (isEmptied) return head + rest.trimStart()
  // What stands behind it on its line must not end up in a comment that runs to the end of the line before.
  const joins = endsInLineComment(text.slice(start, from)) && !/^[ \t]*[\r\n]/.test(rest)
  return head + (joins ? newlineOf(text) + indentAt(text, item.offset) : '') + rest
}

function endOf(node: Node): number {
  return node.offset + node.length
}

/** Offset of the comma token between two offsets, or null: a comma in a comment is none. */
function commaAfter(text: string, from: number, to: number): number | null {
  const scanner = createScanner(text.slice(from, to), true)
  const token: number = scanner.scan()
  return token === COMMA ? from + scanner.getTokenOffset() : null
}

/** `gap`: what stands between two items: commas, comments and white space. */
function endsInLineComment(gap: string): boolean {
  const scanner = createScanner(gap)
  let last: number = END
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) last = token
  return last === LINE_COMMENT
}

/** JSON's white space alone: a comment may end in another kind. */
function trimEnd(text: string): string {
  return text.replace(/[ \t\r\n]+$/, '')
}
