// Small edits of JSON with comments that leave every comment, order and habit of the writer where it is: a value
// replaced, an item added at the end or taken out. It knows containers and items, not policies.
import { createScanner, type Node } from 'jsonc-parser'
import { TOKEN } from './tree.ts'

const INDENT = '  '

/** The text with the value of `node` replaced by `json`. */
export function replaceValue(text: string, node: Node, json: string): string {
  return text.slice(0, node.offset) + json + text.slice(endOf(node))
}

/**
 * The text with `item` (an element, or a whole `"key": value`) added as the last of an array or object. What is written
 * behind the present last item stays with that item.
 */
export function addItem(text: string, container: Node, item: string): string {
  const last = container.children?.at(-1)
  const close = endOf(container) - 1
  const inside = last ? endOf(last) : container.offset + 1
  // behind the last thing that is not space: an item, its comma, or a comment
  const at = inside + text.slice(inside, close).trimEnd().length
  const comma = last && commaBetween(text, inside, close) === null ? ',' : ''
  const head = text.slice(0, inside) + comma + text.slice(inside, at)
  const isBroken = /[\r\n]/.test(text.slice(container.offset, close))
  if (last && !isBroken) return `${head} ${item}${text.slice(at)}`
  const eol = newlineOf(text)
  const base = indentAt(text, container.offset)
  const indent = last ? indentAt(text, last.offset) : base + INDENT
  // a container that ends on the line of its last item gets a line of its own for the end
  const end = /[\r\n]/.test(text.slice(at, close)) ? text.slice(at) : eol + base + text.slice(close)
  return head + eol + indent + item + end
}

/** The text without the item at `index` of an array or object: its comma goes, and its line if nothing else is on it. */
export function removeItem(text: string, container: Node, index: number): string {
  const item = container.children?.[index]
  if (!item) return text
  const next = container.children?.[index + 1]
  const previous = container.children?.[index - 1]
  const close = endOf(container) - 1
  const own = commaBetween(text, endOf(item), next ? next.offset : close)
  // the last item has the comma before it, unless it has one of its own
  const before = own === null && previous ? commaBetween(text, endOf(previous), item.offset) : null
  let result = text
  if (own !== null) result = cut(result, own, own + 1)
  result = cutTidily(result, item.offset, endOf(item))
  return before === null ? result : cut(result, before, before + 1)
}

function endOf(node: Node): number {
  return node.offset + node.length
}

/** Offset of the comma token between two offsets, or null: a comma in a comment is none. */
function commaBetween(text: string, from: number, to: number): number | null {
  const scanner = createScanner(text.slice(from, to), true)
  const token: number = scanner.scan()
  return token === TOKEN.comma ? from + scanner.getTokenOffset() : null
}

function cut(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to)
}

/** Cuts, and with it the line that would be left blank, or the space that would be left double. */
function cutTidily(text: string, from: number, to: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', from - 1), text.lastIndexOf('\r', from - 1)) + 1
  const rest = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(to))
  if (rest && text.slice(lineStart, from).trim() === '') return cut(text, lineStart, to + rest[0].length)
  const space = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0
  return cut(text, from, to + space)
}

function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
}

/** The white space that begins the line of this offset. */
function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
}
