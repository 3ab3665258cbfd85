// Finds the subcommand and runs it. No window, no display, no running Gatehouse needed.
import { helpText } from '../args.ts'
import { ACTIVITY_HELP, activity } from './activity.ts'
import { type Io, OK, USAGE } from './io.ts'
import { MCP_HELP, mcp } from './mcp.ts'
import { POLICY_HELP, policy } from './policy.ts'
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
}

const LIST = `Commands:
  gatehouse mcp --agent ID          an agent whose client speaks over standard input and output
  gatehouse token new NAME          a token for an agent, and its hash for a policy file
  gatehouse policy check FILE       what is wrong in a policy file
  gatehouse policy explain FILE …   what a policy says of one send
  gatehouse activity verify DIR     whether the record of a data folder is whole
  gatehouse activity export DIR …   the record of a data folder as JSON Lines or CSV
Each says more with --help. Exit codes: 0 done, 1 not in order, 2 could not run.
`

/** `argv` without the program and the script. Resolves with the exit code; never rejects for what was asked. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = argv
  if (name === '--help') {
    io.out(`${helpText()}\n${LIST}`)
    return OK
  }
  if (name === '--version') {
    io.out(`${io.version}\n`)
    return OK
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    io.err(name === undefined ? LIST : `gatehouse: there is no command ${JSON.stringify(name)}.\n${LIST}`)
    return USAGE
  }
  if (args.includes('--help')) {
    io.out(command.help)
    return OK
  }
  return command.run(args, io)
}
