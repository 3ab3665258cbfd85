// gatehouse policy import: a PolicyLayer document as a policy of ours on stdout, or what in it has no meaning here.
import fs from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { agentSelector, surfaceSelector } from '../policy/parse-selectors.ts'
import { type ImportOptions, importPolicyLayer, renderPolicy } from '../policy/policylayer/import.ts'
import { createChecker, type Read } from '../policy/shape.ts'
import { readTree } from '../policy/tree.ts'
import { type Io, NOT_IN_ORDER, OK, USAGE, usage } from './io.ts'

/** `args`: after `policy import`. Exit 1: the document has faults, one a line on stderr, and nothing is on stdout. */
export async function policyImport(args: readonly string[], io: Io): Promise<number> {
  const given = flagsOf(args)
  if (typeof given === 'string') return usage(io, given, 'policy')
  const { file, ...options } = given
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    io.err(`gatehouse policy: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).\n`)
    return USAGE
  }
  const imported = importPolicyLayer(text, options)
  if (imported.ok) {
    io.out(renderPolicy(imported.policy))
    return OK
  }
  for (const { line, path, message } of imported.faults) {
    io.err(`${file}:${line}: ${path === '' ? '' : `${path}: `}${message}\n`)
  }
  return NOT_IN_ORDER
}

/** What to import and for whom, or one sentence on what is wrong. */
function flagsOf(args: readonly string[]): (ImportOptions & { readonly file: string }) | string {
  let parsed: ReturnType<typeof parseFlags>
  try {
    parsed = parseFlags(args)
  } catch (error) {
    return (error as Error).message
  }
  const [file, ...more] = parsed.positionals
  if (file === undefined || more.length > 0) return 'give one FILE.'
  const { 'for-agents': forAgents = '*', 'for-surfaces': forSurfaces = '*' } = parsed.values
  const wrong: string[] = []
  const agents = selected(agentSelector, 'agents', agentsJson(forAgents), wrong)
  const surfaces = selected(surfaceSelector, 'surfaces', surfacesJson(forSurfaces), wrong)
  if (agents === null || surfaces === null) return wrong.join(' ')
  return { file, agents, surfaces }
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const
  return parseArgs({ args: [...args], options: { 'for-agents': text, 'for-surfaces': text }, allowPositionals: true })
}

const isJson = (text: string) => /^\s*[[{"]/.test(text)

/** `*`, an id, ids with commas, or JSON. */
function agentsJson(text: string): string {
  if (isJson(text)) return text
  const ids = text.split(',').map(id => id.trim())
  return JSON.stringify(ids.length === 1 ? ids[0] : ids)
}

/** `*`, `name=N,workspace=W`, or JSON. A key that comes twice stays twice, for the check to find. */
function surfacesJson(text: string): string {
  if (isJson(text)) return text
  if (text === '*') return '"*"'
  const members = text.split(',').map(part => {
    const [key = '', ...value] = part.split('=')
    return `${JSON.stringify(key.trim())}: ${value.length > 0 ? JSON.stringify(value.join('=')) : null}`
  })
  return `{${members.join(', ')}}`
}

/** By the checks a policy file passes. Null when there is something wrong, which is then in `wrong` as a sentence. */
function selected<T>(read: Read<T>, key: string, json: string, wrong: string[]): T | null {
  const tree = readTree(json)
  const check = createChecker(() => ({ line: 1, column: 1 }))
  const value = tree.ok ? read(check, { node: tree.root, path: key }) : null
  const fault = tree.ok ? check.faults[0] : tree.fault
  if (fault) wrong.push(`--for-${key}: ${fault.message}.`)
  return fault ? null : value
}
