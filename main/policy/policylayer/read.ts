// A PolicyLayer document as a tree that knows its places: JSON with comments, or YAML 1.2. Bounded in size and depth,
// and without anchors, aliases, tags and directives, so that no text can make it throw, hang or grow. What the tree
// means is document.ts.
import type { Node } from 'jsonc-parser'
import { Composer, CST, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import { readTree, type TreeResult } from '../tree.ts'

type Made = { -readonly [K in keyof Node]: Node[K] }

const MAX_BYTES = 1_048_576
const MAX_DEPTH = 32
/** Words, marks, spaces and line ends: the parser takes some 10 µs for each, whatever its length. */
const MAX_PIECES = 100_000
/** What the YAML parser's stack holds besides collections: the document and the scalar being read. */
const BESIDES = 2
// Duplicate keys are found by whoever reads the tree: the library compares every key with every other.
const OPTIONS = { version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false, logLevel: 'silent' } as const

const REFUSED: Readonly<Record<string, string>> = {
  alias: 'aliases (`*name`) are not read; write the value out',
  anchor: 'anchors (`&name`) are not read; write the value out where it is used',
  tag: 'tags (`!name`) are not read; leave it out',
  'directive-line': 'directives (`%NAME`) are not read; leave it out',
}

/** The document as nodes, or the first thing that keeps it from being read. */
export function readDocument(text: string): TreeResult {
  // A byte order mark is no part of the document; a space in its place would be an indentation in YAML.
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  const isJson = /^\s*(\{|\/[/*])/.test(plain)
  const json = isJson ? readTree(plain) : null
  if (json?.ok) return json
  const yaml = readYaml(plain)
  // What begins like JSON is JSON with a mistake, unless it turns out to be YAML in braces.
  return json === null || yaml.ok ? yaml : json
}

function readYaml(text: string): TreeResult {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const refuse = (offset: number, message: string): TreeResult => {
    return { ok: false, fault: { ...placeOf(offset), path: '', message } }
  }
  if (new TextEncoder().encode(text).length > MAX_BYTES) return refuse(0, 'the file is larger than 1 MiB')
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let before = ''
  let pieces = 0
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser
    if (++pieces > MAX_PIECES) return refuse(offset, `the file has more than ${MAX_PIECES} words and marks`)
    // after this mark comes a plain scalar, whatever it looks like
    const refused = before === CST.SCALAR ? undefined : REFUSED[CST.tokenType(lexeme) ?? '']
    if (refused !== undefined) return refuse(offset, refused)
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') return refuse(token.offset, `this is not YAML: ${token.message}`)
      tokens.push(token)
    }
    if (parser.stack.length > MAX_DEPTH + BESIDES) return refuse(offset, `nested more than ${MAX_DEPTH} deep`)
    before = lexeme
  }
  tokens.push(...parser.end())
  const [first, second] = [...new Composer(OPTIONS).compose(tokens, true, text.length)]
  const error = first?.errors[0] ?? second?.errors[0]
  if (error) return refuse(error.pos[0], `this is not YAML: ${error.message}`)
  if (second) return refuse(second.range[0], 'a second document begins here; a file holds one')
  const contents: unknown = first?.contents
  if (!contents || (isScalar(contents) && contents.source === '')) return refuse(0, 'the file is empty')
  return { ok: true, root: nodeOf(contents, 0), placeOf }
}

/** The library's node as one of jsonc-parser's, which everything that checks shapes reads. */
function nodeOf(value: unknown, offset: number): Made {
  const [start, end] = (isNode(value) && value.range) || [offset, offset]
  const place = { offset: start, length: end - start }
  if (isSeq(value)) {
    const children = value.items.map(item => nodeOf(item, start))
    return withChildren({ type: 'array', ...place }, children)
  }
  if (isMap(value)) {
    const children = value.items.map(pair => {
      const key = nodeOf(pair.key, start)
      const node = nodeOf(pair.value, key.offset + key.length)
      return withChildren({ type: 'property', offset: key.offset, length: key.length }, [key, node])
    })
    return withChildren({ type: 'object', ...place }, children)
  }
  const plain: unknown = isScalar(value) ? value.value : null
  const type = typeof plain
  return { ...place, value: plain, type: type === 'string' || type === 'number' || type === 'boolean' ? type : 'null' }
}

function withChildren(node: Node, children: Made[]): Made {
  const made: Made = { ...node, children }
  for (const child of children) child.parent = made
  return made
}
