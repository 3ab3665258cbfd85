// The `gatehouse` subcommands as a program for plain Node, and as a function for a Gatehouse that is installed without
// Node. The commands are in cli/.
import { version } from '../package.json'
import type { Io } from './cli/io.ts'
import { runCommand } from './cli/run.ts'
import { isStarted } from './started.ts'

/** Standard output and error. `version` is that of package.json. */
export const terminal: Io = {
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
  drained: () =>
    process.stdout.writableNeedDrain
      ? new Promise(resolve => process.stdout.once('drain', resolve))
      : Promise.resolve(),
  version,
}

/** `argv` without the program and the script; resolves with the exit code. */
export function runCli(argv: readonly string[], io: Io = terminal): Promise<number> {
  return runCommand(argv, io)
}

if (isStarted(import.meta.url)) process.exitCode = await runCli(process.argv.slice(2))
