// What both forms of the app do with a command line before anything opens: parse it, answer --help and --version, say
// what is wrong with it. Plain Node.
import os from 'node:os'
import { version } from '../package.json'
import { type Args, helpText, parseArgs } from './args.ts'
import type { PersonGate } from './gate/gate-api.ts'

/** The flags, or the exit code where there is nothing to start. */
export function readArgs(argv: readonly string[]): Args | number {
  const host = { env: process.env, platform: process.platform, home: os.homedir(), cwd: process.cwd() }
  const parsed = parseArgs(argv, host)
  if (!parsed.ok) {
    for (const { message } of parsed.faults) process.stderr.write(`gatehouse: ${message}\n`)
    process.stderr.write('See: gatehouse --help\n')
    return 2
  }
  if (parsed.args.show === 'version') process.stdout.write(`${version}\n`)
  if (parsed.args.show === 'help') process.stdout.write(helpText())
  return parsed.args.show ? 0 : parsed.args
}

/** Calls `close` once on SIGTERM or SIGINT, then `exit`; a second signal while closing leaves at once. */
export function closeOnSignals(close: () => Promise<void>, exit: (code: number) => void): void {
  let closing = false
  const end = () => {
    if (closing) return exit(1)
    closing = true
    close().then(
      () => exit(0),
      () => exit(1),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Electron puts its own handler in place once it is ready, which leaves an earlier listener deaf: listen anew.
    process.removeAllListeners(signal)
    process.on(signal, end)
  }
}

/**
 * An exception that nothing caught: what is still right is not known, so agents are paused and it is said. The terminals
 * stay: ending them would lose a person's work.
 */
export function pauseOnFaults(gate: PersonGate): void {
  const fault = (error: unknown) => {
    console.error('gatehouse: something broke, agents are paused:', error)
    gate.pause('gatehouse').catch(() => {})
  }
  process.on('uncaughtException', fault)
  process.on('unhandledRejection', fault)
}
