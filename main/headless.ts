// Gatehouse without a window, in plain Node: the same server, the same gate. What would ask a person is refused.
import { version as packaged } from '../package.json'
import { openHouse } from './house.ts'
import { closeOnSignals, pauseOnFaults, readArgs } from './start.ts'
import { isStarted } from './started.ts'
import { plainSettings } from './store/settings.ts'

/** Resolves with an exit code where nothing was started; else the process stays until a signal ends it. */
export async function runHeadless(argv: readonly string[], version = packaged): Promise<number | 'running'> {
  const args = readArgs(argv, version)
  if (typeof args === 'number') return args
  const house = await openHouse({ args, version, settings: plainSettings, window: false, developmentElectron: false })
  if (!house.ok) {
    process.stderr.write(`gatehouse: ${house.message}\n`)
    return house.code === 'already_running' ? 0 : 1
  }
  process.stderr.write('gatehouse: no window. What would ask a person is refused.\n')
  pauseOnFaults(house.value.gate)
  closeOnSignals(() => house.value.close(), process.exit)
  await house.value.announce()
  return 'running'
}

if (isStarted(import.meta.url)) {
  const code = await runHeadless(process.argv.slice(2))
  if (code !== 'running') process.exitCode = code
}
