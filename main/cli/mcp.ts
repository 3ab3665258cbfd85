// gatehouse mcp --agent ID: MCP over standard input and output, for clients that speak nothing else. It starts with or
// without the app, needs no display, and holds no more than the token.
import os from 'node:os'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { agentIdSchema } from '../../preload/contract.ts'
import { parseArgs as parseFlags } from '../args.ts'
import { PROFILE_NAMES, profileNamed } from '../mcp/profiles/index.ts'
import type { Profile } from '../mcp/profiles/tool.ts'
import { type Io, OK, USAGE, usage } from './io.ts'
import { createBridge } from './mcp-bridge.ts'
import { createLines } from './mcp-line.ts'
import { createLineReader } from './mcp-stdio.ts'
import { createFinder } from './mcp-where.ts'

export const MCP_HELP = `Usage: gatehouse mcp --agent ID [--profile NAME] [--user-data-dir=DIR]

Connects an agent whose MCP client starts a program and talks over its standard input and output. It goes on when Gatehouse
is not running, and connects by itself when it is: calls in between answer that it is not running.

With --profile the tools have the names and parameters of another server: ${PROFILE_NAMES.join(', ')}.

The token is GATEHOUSE_TOKEN, or else what DIR/tokens/ID holds: a file that only you can read (mode 0600).
Gatehouse is at GATEHOUSE_URL, or else where DIR/endpoint.json says. The token goes there only after what listens has
proven that it knows the token's hash.

Exit 0: the input ended, or a signal did. Exit 2: it could not start; stderr says why.
`

/** Resolves when the input ends, the output is gone, or at a signal. */
export async function mcp(args: readonly string[], io: Io, input: Readable = process.stdin): Promise<number> {
  const given = flagsOf(args)
  if (typeof given === 'string') return usage(io, given, 'mcp')
  const finder = createFinder(given.dir, given.agent, process.env)
  const token = await finder.token()
  const fault = finder.fault ?? (token.ok ? null : token.message)
  if (fault !== null) {
    io.err(`gatehouse mcp: ${fault}\n`)
    return USAGE
  }
  const { profile } = given
  const lines = createLines(finder.find, profile === null ? '/mcp' : `/mcp/${profile.name}`)
  const bridge = createBridge({
    lines,
    version: io.version,
    profile,
    send: message => io.out(`${JSON.stringify(message)}\n`),
    log: text => io.err(`gatehouse mcp: ${text}\n`),
  })
  const read = createLineReader({ message: bridge.receive, fault: bridge.fault })
  await untilEnd(input, read)
  bridge.end()
  lines.close()
  input.destroy()
  return OK
}

function untilEnd(input: Readable, read: (chunk: Buffer) => void): Promise<void> {
  return new Promise(resolve => {
    const end = () => resolve()
    for (const event of ['end', 'close', 'error']) input.once(event, end)
    // Nobody reads any more. It stays, since a later write would fail as well.
    process.stdout.on('error', end)
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, end)
    input.on('data', read)
  })
}

interface Flags {
  readonly agent: string
  readonly profile: Profile | null
  readonly dir: string
}

/** One sentence where something is wrong. */
function flagsOf(args: readonly string[]): Flags | string {
  const text = { type: 'string' } as const
  let values: { agent?: string; profile?: string; 'user-data-dir'?: string }
  try {
    values = parseArgs({ args: [...args], options: { agent: text, profile: text, 'user-data-dir': text } }).values
  } catch (error) {
    return (error as Error).message
  }
  const { agent, profile: name, 'user-data-dir': dir } = values
  if (agent === undefined) return '--agent=ID is missing.'
  if (!agentIdSchema.safeParse(agent).success) return `--agent cannot be ${JSON.stringify(agent)}: it is an agent's id.`
  const profile = name === undefined ? null : profileNamed(name)
  if (name !== undefined && profile === null) {
    return `--profile cannot be ${JSON.stringify(name)}: there are ${PROFILE_NAMES.join(', ')}.`
  }
  const host = { env: process.env, platform: process.platform, home: os.homedir(), cwd: process.cwd() }
  const parsed = parseFlags(dir === undefined ? [] : [`--user-data-dir=${dir}`], host)
  return parsed.ok
    ? { agent, profile, dir: parsed.args.dataDir }
    : parsed.faults.map(({ message }) => message).join(' ')
}
