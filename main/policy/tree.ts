// JSON with comments and trailing commas as a tree that knows its places. Bounded in size and depth, so that no text can
// make it throw or hang. What the tree means is parse.ts; changing the text is jsonc-edit.ts.
import { createScanner, type Node, type ParseError, type ParseErrorCode, parseTree } from 'jsonc-parser'
import type { Fault } from './model.ts'

const MAX_BYTES = 1_048_576
const MAX_DEPTH = 32

/** jsonc-parser's token kinds; its own names for them are a const enum, which an isolated module cannot use. */
export const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, end: 17 } as const

export type Place = Pick<Fault, 'line' | 'column'>
export type TreeResult =
  | { readonly ok: true; readonly root: Node; readonly placeOf: (offset: number) => Place }
  | { readonly ok: false; readonly fault: Fault }

/** The value of the text as nodes, or the first thing that keeps it from being read. */
export function readTree(original: string): TreeResult {
  // a byte order mark is no part of the JSON; a space in its place keeps every offset
  const text = original.startsWith('\uFEFF') ? ` ${original.slice(1)}` : original
  const placeOf = places(text)
  const refuse = (offset: number, message: string): TreeResult => ({
    ok: false,
    fault: { ...placeOf(offset), path: '', message },
  })
  if (isTooLong(text)) return refuse(0, 'the file is larger than 1 MiB')
  const deep = tooDeepAt(text)
  if (deep !== null) return refuse(deep, `nested more than ${MAX_DEPTH} deep`)
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const [first] = errors
  if (first) return refuse(first.offset, SYNTAX[first.error] ?? 'this is not JSON')
  return root ? { ok: true, root, placeOf } : refuse(0, 'the file is empty; the smallest policy is {"version": 1}')
}

/** The value under `key` of an object; of a key that stands there twice, the first. */
export function memberOf(object: Node | undefined, key: string): Node | undefined {
  return object?.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1]
}

function isTooLong(text: string): boolean {
  if (text.length > MAX_BYTES) return true
  return text.length > MAX_BYTES / 3 && new TextEncoder().encode(text).length > MAX_BYTES
}

/**
 * Where nesting goes too deep, without recursion: the tree parser recurses and would run out of stack. It skips an end
 * that fits nothing and reads on at the same depth, so such an end does not count here either.
 */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true)
  const ends: number[] = []
  for (let token: number = scanner.scan(); token !== TOKEN.end; token = scanner.scan()) {
    if (token === TOKEN.openBrace) ends.push(TOKEN.closeBrace)
    else if (token === TOKEN.openBracket) ends.push(TOKEN.closeBracket)
    else if (token === ends.at(-1)) ends.pop()
    if (ends.length > MAX_DEPTH) return scanner.getTokenOffset()
  }
  return null
}

/** Offset to line and column, both from 1. */
function places(text: string): (offset: number) => Place {
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length)
  return offset => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/** jsonc-parser's codes, as sentences. */
const SYNTAX: Partial<Record<ParseErrorCode, string>> = {
  1: 'this is not JSON',
  2: 'this number is not JSON',
  3: 'a key in double quotes belongs here',
  4: 'a value belongs here',
  5: 'a `:` belongs here',
  6: 'a `,` belongs here',
  7: 'a `}` belongs here',
  8: 'a `]` belongs here',
  9: 'the file should end here',
  11: 'this comment is not closed',
  12: 'this string is not closed',
  13: 'this number is not complete',
  14: 'a `\\u` escape takes four hexadecimal digits',
  15: 'there is no such escape',
  16: 'a control character stands in this string; write it as an escape',
}
