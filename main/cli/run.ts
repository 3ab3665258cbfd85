// Finds the subcommand and runs it. No window, no display, no running Gatehouse needed.
import { helpText } from '../flags.ts'
import { ACTIVITY_HELP, activity } from './activity.ts'
import { COMPLETION_HELP, completion } from './completion.ts'
import { type Io, OK, USAGE } from './io.ts'
import { MAN_HELP, man } from './man.ts'
import { MCP_HELP, mcp } from './mcp.ts'
import { POLICY_HELP, policy } from './policy.ts'
import { listText } from './table.ts'
import { TOKEN_HELP, token } from './token.ts'

interface Command {
  readonly help: string
  run(args: readonly string[], io: Io): number | Promise<number>
}

const COMMANDS: Readonly<Record<string, Command>> = {
  policy: { help: POLICY_HELP, run: policy },
  token: { help: TOKEN_HELP, run: token },
  activity: { help: ACTIVITY_HELP, run: activity },
  mcp: { help: MCP_HELP, run: mcp },
  completion: { help: COMPLETION_HELP, run: completion },
  man: { help: MAN_HELP, run: (args, io) => man(args, io, helps()) },
}

/** The --help of each, for the manual page. */
function helps(): Record<string, string> {
  return Object.fromEntries(Object.entries(COMMANDS).map(([name, { help }]) => [name, help]))
}

/** `argv` without the program and the script. Resolves with the exit code; never rejects for what was asked. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = argv
  if (name === '--help') {
    io.out(`${helpText()}\n${listText()}`)
    return OK
  }
  if (name === '--version') {
    io.out(`${io.version}\n`)
    return OK
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    io.err(name === undefined ? listText() : `gatehouse: there is no command ${JSON.stringify(name)}.\n${listText()}`)
    return USAGE
  }
  if (args.includes('--help')) {
    io.out(command.help)
    return OK
  }
  return command.run(args, io)
}
