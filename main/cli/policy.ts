// gatehouse policy check and explain: what is wrong in a policy file, and what it says of one send. Reads only.
import fs from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { INTENTS, type Intent } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { Policy, SurfaceSubject } from '../policy/model.ts'
import { parsePolicy } from '../policy/parse.ts'
import { type Io, NOT_IN_ORDER, OK, USAGE, usage } from './io.ts'
import { notYet } from './not-yet.ts'

export const POLICY_HELP = `Usage: gatehouse policy check FILE
       gatehouse policy explain FILE --agent ID --surface name=N,workspace=W,preset=P --intent INTENT

check    reads the policy file. Exit 0: no fault. Exit 1: prints FILE:LINE: MESSAGE for each fault.
explain  prints as JSON what the policy says when the agent wants that on the surface:
         {"effect":"deny","rule":"r1","lock":null,"level":"read","ask":null,"why":"…"}
         --surface takes any of id, name, workspace, preset, backend, host, openedBy, alias
         --intent is one of ${INTENTS.join(', ')}
`

export async function policy(args: readonly string[], io: Io): Promise<number> {
  const [verb, ...rest] = args
  if (verb === 'check') return check(rest, io)
  if (verb === 'explain') return explain(rest, io)
  if (verb === 'import') return notYet(io, 'policy import')
  return usage(io, 'say `check` or `explain`.', 'policy')
}

async function check(args: readonly string[], io: Io): Promise<number> {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) return usage(io, 'give one FILE.', 'policy')
  const read = await load(file, io, text => io.out(text))
  if (typeof read === 'number') return read
  const { agents, rules, locks } = read
  io.out(`${file}: no faults (agents: ${Object.keys(agents).length}, rules: ${rules.length}, locks: ${locks.length})\n`)
  return OK
}

async function explain(args: readonly string[], io: Io): Promise<number> {
  const given = flagsOf(args)
  if (typeof given === 'string') return usage(io, given, 'policy')
  const read = await load(given.file, io, text => io.err(text))
  if (typeof read === 'number') return read
  const { effect, rule, lock, level, ask, why } = decide(read, { id: given.agent }, given.surface, given.intent)
  io.out(`${JSON.stringify({ effect, rule, lock, level, ask, why })}\n`)
  return OK
}

/** The policy, or the exit code; faults go to `tell`, one a line. */
async function load(file: string, io: Io, tell: (text: string) => void): Promise<Policy | number> {
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    io.err(`gatehouse policy: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).\n`)
    return USAGE
  }
  const parsed = parsePolicy(text)
  if (parsed.ok) return parsed.policy
  for (const { line, message } of parsed.faults) tell(`${file}:${line}: ${message}\n`)
  return NOT_IN_ORDER
}

interface Question {
  readonly file: string
  readonly agent: string
  readonly surface: SurfaceSubject
  readonly intent: Intent
}

const text = { type: 'string' } as const

/** What to explain, or one sentence on what is wrong. */
function flagsOf(args: readonly string[]): Question | string {
  let parsed: ReturnType<typeof parseFlags>
  try {
    parsed = parseFlags(args)
  } catch (error) {
    return (error as Error).message
  }
  const { agent, surface, intent } = parsed.values
  const [file, ...more] = parsed.positionals
  if (file === undefined || more.length > 0) return 'give one FILE.'
  if (agent === undefined) return '--agent=ID is missing.'
  if (surface === undefined) return '--surface=name=N,workspace=W,preset=P is missing.'
  if (!isIntent(intent)) return `--intent must be one of ${INTENTS.join(', ')}.`
  const subject = subjectOf(surface)
  return typeof subject === 'string' ? subject : { file, agent, surface: subject, intent }
}

function parseFlags(args: readonly string[]) {
  const options = { agent: text, surface: text, intent: text }
  return parseArgs({ args: [...args], options, allowPositionals: true })
}

function isIntent(word: string | undefined): word is Intent {
  return (INTENTS as readonly (string | undefined)[]).includes(word)
}

const PARTS = ['id', 'name', 'workspace', 'preset', 'backend', 'host', 'openedBy', 'alias']

/** `name=N,workspace=W` as a surface; what is not given is what a plain new one has. */
function subjectOf(list: string): SurfaceSubject | string {
  const parts: Record<string, string> = {}
  for (const part of list.split(',')) {
    const at = part.indexOf('=')
    const key = part.slice(0, at)
    if (at < 0 || !PARTS.includes(key)) return `--surface takes ${PARTS.join(', ')}, each as NAME=VALUE: not ${part}.`
    if (key in parts) return `--surface has ${key} twice.`
    parts[key] = part.slice(at + 1)
  }
  const { id = '', name = '', workspace = '', preset = 'shell', backend = 'pty', host = null } = parts
  const { openedBy = 'person', alias = null } = parts
  return { id, name, formerNames: [], alias, workspace, preset, backend, host, openedBy }
}
