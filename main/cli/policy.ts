// gatehouse policy check, explain and import: what is wrong in a policy file, what it says of one send, and what another
// format's policy is in ours. Reads only.
import fs from 'node:fs/promises'
import os from 'node:os'
import { parseArgs } from 'node:util'
import { INTENTS, type Intent } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { Policy } from '../policy/model.ts'
import { parsePolicy } from '../policy/parse.ts'
import { type Question, questionOf, SURFACE_PARTS } from '../policy/question.ts'
import { detourWarnings } from '../policy/reach-through-rules.ts'
import { inForce } from '../policy/temporary.ts'
import { type Io, NOT_IN_ORDER, OK, USAGE, usage } from './io.ts'
import { policyImport } from './policy-import.ts'

export const POLICY_HELP = `Usage: gatehouse policy check FILE
       gatehouse policy explain FILE --agent ID --surface name=N,workspace=W,preset=P --intent INTENT [--text TEXT]
       gatehouse policy import FILE [--for-agents SEL] [--for-surfaces SEL]

check    reads the policy file and runs its tests. Exit 0: no fault. Exit 1: prints FILE:LINE: MESSAGE for each fault.
         A lock that an agent could get around through another is a warning on stderr; it changes no exit code.
explain  prints as JSON what the policy says when the agent wants that on the surface:
         {"effect":"deny","rule":"r1","lock":null,"level":"read","ask":null,"why":"…"}
         --agent is an id, or preset=P,workspace=W for an agent that runs in a surface
         --surface takes any of ${SURFACE_PARTS.slice(0, 8).join(', ')};
         with --intent open also cwd=FOLDER, command=yes, prompt=yes
         --intent is one of ${INTENTS.join(', ')}
         --text is what would be sent, for rules on texts
import   prints a PolicyLayer policy (hosted JSON or Intercept YAML) as a policy of ours. What cannot be kept is an error.
         SEL is "*", an id, ids with commas, or JSON as in a policy file; for surfaces also name=N,workspace=W
`

export async function policy(args: readonly string[], io: Io): Promise<number> {
  const [verb, ...rest] = args
  if (verb === 'check') return check(rest, io)
  if (verb === 'explain') return explain(rest, io)
  if (verb === 'import') return policyImport(rest, io)
  return usage(io, 'say `check`, `explain` or `import`.', 'policy')
}

async function check(args: readonly string[], io: Io): Promise<number> {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) return usage(io, 'give one FILE.', 'policy')
  const read = await load(file, io, text => io.out(text))
  if (typeof read === 'number') return read
  const { agents, rules, locks, open, tests } = read.policy
  const counts = { agents: Object.keys(agents), rules, locks, open, tests }
  const said = Object.entries(counts).map(([what, all]) => `${what}: ${all.length}`)
  for (const { line, message } of detourWarnings(read.text, read.policy)) {
    io.err(`${file}:${line}: warning: ${message}\n`)
  }
  io.out(`${file}: no faults (${said.join(', ')})\n`)
  return OK
}

async function explain(args: readonly string[], io: Io): Promise<number> {
  const given = flagsOf(args)
  if (typeof given === 'string') return usage(io, given, 'policy')
  const read = await load(given.file, io, text => io.err(text))
  if (typeof read === 'number') return read
  const { agent, surface, intent, particulars } = given.question
  const now = inForce(read.policy, Date.now(), () => true)
  const { effect, rule, lock, level, ask, why } = decide(now, agent, surface, intent, particulars)
  io.out(`${JSON.stringify({ effect, rule, lock, level, ask, why })}\n`)
  return OK
}

interface Loaded {
  readonly text: string
  readonly policy: Policy
}

/** The policy, or the exit code; faults go to `tell`, one a line. */
async function load(file: string, io: Io, tell: (text: string) => void): Promise<Loaded | number> {
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    io.err(`gatehouse policy: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).\n`)
    return USAGE
  }
  const parsed = parsePolicy(text)
  if (parsed.ok) return { text, policy: parsed.policy }
  for (const { line, message } of parsed.faults) tell(`${file}:${line}: ${message}\n`)
  return NOT_IN_ORDER
}

const text = { type: 'string' } as const

/** What to explain, or one sentence on what is wrong. */
function flagsOf(args: readonly string[]): { file: string; question: Question } | string {
  let parsed: ReturnType<typeof parseFlags>
  try {
    parsed = parseFlags(args)
  } catch (error) {
    return (error as Error).message
  }
  const { agent, surface, intent, text: sent } = parsed.values
  const [file, ...more] = parsed.positionals
  if (file === undefined || more.length > 0) return 'give one FILE.'
  if (agent === undefined) return '--agent=ID is missing.'
  if (surface === undefined) return '--surface=name=N,workspace=W,preset=P is missing.'
  if (!isIntent(intent)) return `--intent must be one of ${INTENTS.join(', ')}.`
  const asking = agent.includes('=') ? partsOf('--agent', agent, ['preset', 'workspace']) : agent
  if (typeof asking === 'string' && asking !== agent) return asking
  const parts = partsOf('--surface', surface, SURFACE_PARTS)
  if (typeof parts === 'string') return parts
  const question = questionOf({ agent: asking, surface: parts, intent, text: sent }, os.homedir())
  return { file, question }
}

function parseFlags(args: readonly string[]) {
  const options = { agent: text, surface: text, intent: text, text }
  return parseArgs({ args: [...args], options, allowPositionals: true })
}

function isIntent(word: string | undefined): word is Intent {
  return (INTENTS as readonly (string | undefined)[]).includes(word)
}

/** `name=N,workspace=W` by key, or one sentence on what is wrong. */
function partsOf<K extends string>(
  flag: string,
  list: string,
  known: readonly K[],
): Partial<Record<K, string>> | string {
  const parts: Partial<Record<K, string>> = {}
  for (const part of list.split(',')) {
    const at = part.indexOf('=')
    const key = known.find(one => one === part.slice(0, at))
    if (at < 0 || key === undefined) return `${flag} takes ${known.join(', ')}, each as NAME=VALUE: not ${part}.`
    if (key in parts) return `${flag} has ${key} twice.`
    parts[key] = part.slice(at + 1)
  }
  return parts
}
