// What both forms of the app do with a command line before anything opens: parse it, answer --help and --version, say
// what is wrong with it. Plain Node.
import os from 'node:os'
import { type Args, parseArgs } from './args.ts'
import { helpText } from './flags.ts'
import type { PersonGate } from './gate/gate-api.ts'

/** The flags, or the exit code where there is nothing to start. */
export function readArgs(argv: readonly string[], version: string): Args | number {
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

/** Was this packaged for tests (scripts/package.mjs)? Its version says so, and then its window does. */
export function isTestBuild(version: string): boolean {
  return /-test\b/.test(version)
}

/** A second signal this soon after the first is the same one: a terminal sends it to a launcher and to us. */
const SAME_SIGNAL_MS = 1000

/** Calls `close` on the first SIGTERM, SIGINT or SIGHUP, then `exit`; another one while closing leaves at once. */
export function closeOnSignals(close: () => Promise<void>, exit: (code: number) => void): void {
  let since: number | null = null
  const end = () => {
    if (since !== null) {
      if (performance.now() - since > SAME_SIGNAL_MS) exit(1)
      return
    }
    since = performance.now()
    close().then(
      () => exit(0),
      () => exit(1),
    )
  }
  // Node would open its inspector at this one; where a fuse forbids that, it would end us.
  process.removeAllListeners('SIGUSR1')
  process.on('SIGUSR1', () => {})
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
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
