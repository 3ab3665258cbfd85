// The project's own files, and what a source says: its imports and its method calls, read from the syntax tree.
import fs from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** Not ours, made by us, or git's. A folder that is a clone's `.git` file (a worktree) counts too. */
const SKIPPED = new Set(['node_modules', 'out', 'release', '.git', '.artifacts'])

export interface Import {
  /** what stands in the quotes; null where it is computed */
  readonly from: string | null
  /** gone after compiling */
  readonly typeOnly: boolean
  /** import(): only when that line runs */
  readonly dynamic?: true
}

export interface MethodCall {
  /** the source of what the method is called on */
  readonly on: string
  readonly method: string
  /** how many arguments it gets */
  readonly given: number
}

/** Paths of the files under these folders (or of the whole project), relative to the top, with `/`. */
export function filesUnder(...folders: string[]): string[] {
  const found: string[] = []
  const visit = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
      const file = path.posix.join(folder, entry.name)
      if (SKIPPED.has(entry.name)) continue
      if (entry.isDirectory()) visit(file)
      else if (entry.isFile()) found.push(file)
    }
  }
  for (const folder of folders.length > 0 ? folders : ['.']) visit(folder)
  return found.sort()
}

export function read(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8')
}

/** Every way a file can name another: import, export from, import(), import type, import = require(), require(). */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = []
  for (const node of nodes(file, text)) {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node['source']) found.push({ from: literal(node['source']), typeOnly: isTypeOnly(node) })
        break
      case 'ImportExpression':
        found.push({ from: literal(node['source']), typeOnly: false, dynamic: true })
        break
      case 'TSImportType':
        found.push({ from: literal(node['source']), typeOnly: true })
        break
      case 'TSExternalModuleReference':
        found.push({ from: literal(node['expression']), typeOnly: false })
        break
      case 'CallExpression':
        if (node['callee'].name === 'require') found.push({ from: literal(node['arguments'][0]), typeOnly: false })
    }
  }
  return found
}

/** `a.b.write(x)` is the method `write` called on `a.b`; optional and computed-with-a-string calls count. */
export function methodCallsOf(file: string, text: string): MethodCall[] {
  const found: MethodCall[] = []
  for (const node of nodes(file, text)) {
    const callee = node.type === 'CallExpression' ? node['callee'] : null
    if (callee?.type !== 'MemberExpression') continue
    const method = callee.property.name ?? literal(callee.property)
    if (method)
      found.push({ on: text.slice(callee.object.start, callee.object.end), method, given: node['arguments'].length })
  }
  return found
}

/** Plain names that are called or constructed: `x()`, `new X()`. */
export function namesCalledIn(file: string, text: string): string[] {
  return nodes(file, text).flatMap(node =>
    (node.type === 'CallExpression' || node.type === 'NewExpression') && node['callee'].type === 'Identifier'
      ? [node['callee'].name as string]
      : [],
  )
}

/** The names of all JSX attributes. */
export function attributesOf(file: string, text: string): string[] {
  return nodes(file, text).flatMap(node => (node.type === 'JSXAttribute' ? [node['name'].name as string] : []))
}

// biome-ignore lint/suspicious/noExplicitAny: a syntax tree is walked by what its nodes say of themselves
type Node = { type: string } & Record<string, any>

function nodes(file: string, text: string): Node[] {
  const { program, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`)
  const found: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (value !== null && typeof value === 'object') {
      if (typeof (value as Node).type === 'string') found.push(value as Node)
      for (const part of Object.values(value)) visit(part)
    }
  }
  visit(program)
  return found
}

function literal(node: Node | undefined): string | null {
  if (node?.type === 'TSLiteralType') return literal(node['literal'])
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null
}

function isTypeOnly(node: Node): boolean {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true
  const names: Node[] = node['specifiers'] ?? []
  return names.length > 0 && names.every(name => name['importKind'] === 'type' || name['exportKind'] === 'type')
}
