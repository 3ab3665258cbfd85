// One server among others in a JSON config, with comments or without: found, added, replaced, taken out. Comments, order
// and the writer's habits stay as they are, and taking out what was added gives the same bytes again.
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { addItem, removeItem } from './json-items.ts'
import { indentAt, jsonText, unitOf } from './json-text.ts'
import { mergedInto } from './merge.ts'
import { type Entry, type Format, SERVER } from './model.ts'
import { lineAt, newlineOf, splitMark } from './text.ts'

/** `section`: the key at the top whose value holds the servers. */
export function jsonFormat(section: string): Format {
  return {
    find(text) {
      const read = parse(splitMark(text ?? '').body, section)
      if ('fault' in read) return { is: 'unreadable', fault: read.fault }
      const entry = read.servers && findNodeAtLocation(read.servers, [SERVER])
      return entry ? { is: 'entry', value: getNodeValue(entry) } : { is: 'absent', section: read.servers !== null }
    },
    add(text, entry) {
      const { mark, body } = splitMark(text ?? '')
      const { root, servers } = understood(body, section)
      if (!root) return mark + ended(body) + fresh(section, entry, newlineOf(body))
      if (servers) return mark + addItem(body, servers, SERVER, entry)
      return mark + addItem(body, root, section, { [SERVER]: entry })
    },
    replace(text, entry) {
      const { mark, body } = splitMark(text)
      const { servers } = understood(body, section)
      const node = servers && findNodeAtLocation(servers, [SERVER])
      if (!node) return text
      const oneLine = !/[\r\n]/.test(body.slice(node.offset, node.offset + node.length))
      const json = jsonText(
        body,
        mergedInto(getNodeValue(node), entry),
        oneLine ? null : unitOf(body),
        indentAt(body, node.offset),
      )
      return mark + body.slice(0, node.offset) + json + body.slice(node.offset + node.length)
    },
    remove(text, emptied) {
      const { mark, body } = splitMark(text)
      const { servers } = understood(body, section)
      if (!servers) return text
      const without = removeItem(body, servers, SERVER)
      const left = understood(without, section)
      const isEmpty = left.servers?.children?.length === 0 && !/\/[/*]/.test(textOf(without, left.servers))
      return mark + (emptied && isEmpty && left.root ? removeItem(without, left.root, section) : without)
    },
  }
}

/** A comment without a line end would swallow what follows it. */
function ended(body: string): string {
  return body.trim() === '' || /[\r\n]$/.test(body) ? body : body + newlineOf(body)
}

/** A config with nothing else in it. What stands in an empty file (blank lines, comments) stays before it. */
function fresh(section: string, entry: Entry, eol: string): string {
  return JSON.stringify({ [section]: { [SERVER]: entry } }, null, 2).replaceAll('\n', eol) + eol
}

/** `root` null: the file is empty. `servers` null: there is no section yet. */
interface Tree {
  readonly root: Node | null
  readonly servers: Node | null
}

function parse(body: string, section: string): Tree | { readonly fault: string } {
  const errors: ParseError[] = []
  const root = parseTree(body, errors, { allowTrailingComma: true, allowEmptyContent: true }) ?? null
  const [error] = errors
  if (error) return { fault: `is not valid JSON (${faultWord(error.error)}, line ${lineAt(body, error.offset)})` }
  if (!root) return { root, servers: null }
  if (root.type !== 'object') return { fault: 'is not a JSON object' }
  const sections = named(root, section)
  if (sections.length > 1) return { fault: `has "${section}" twice (line ${lineAt(body, sections[1]!.offset)})` }
  const servers = sections[0]?.children?.[1] ?? null
  if (!servers) return { root, servers }
  if (servers.type !== 'object') {
    return { fault: `has a "${section}" that is no object (line ${lineAt(body, servers.offset)})` }
  }
  const [, twice] = named(servers, SERVER)
  if (twice) return { fault: `has "${SERVER}" twice (line ${lineAt(body, twice.offset)})` }
  return { root, servers }
}

/** For texts that `find` could read. */
function understood(body: string, section: string): Tree {
  const tree = parse(body, section)
  if ('fault' in tree) throw new Error(`A config that ${tree.fault} was to be changed.`)
  return tree
}

/** The properties of an object with this key. */
function named(object: Node, key: string): Node[] {
  return (object.children ?? []).filter(property => property.children?.[0]?.value === key)
}

function textOf(body: string, node: Node): string {
  return body.slice(node.offset, node.offset + node.length)
}

/** `CommaExpected` as people say it. */
function faultWord(code: number): string {
  return printParseErrorCode(code)
    .replace(/\B[A-Z]/g, ' $&')
    .toLowerCase()
}
