// The app's entry. Command mode first: with a subcommand or --headless everything happens while this module is still
// loading, so that Electron never opens a display (docs/decisions/0002). Otherwise the window. Each is loaded only where it is asked for.
import { app } from 'electron'
import { ownArguments, refusedSwitch, withoutSandbox } from './switches.ts'

const COMMANDS = ['token', 'policy', 'activity', 'mcp', 'completion', 'man', '--help', '--version']

const argv = ownArguments(process.argv, Boolean(process.defaultApp))
// As packaged: a test build says so in its version.
const version = app.getVersion()
if (COMMANDS.includes(argv[0] ?? '')) {
  const { runCli, terminal } = await import('./cli.ts')
  process.exit(await runCli(argv, { ...terminal, version }))
}
// Electron opens a debugging port only after this module has loaded.
const refused = app.isPackaged ? refusedSwitch(argv) : null
if (refused !== null) {
  process.stderr.write(
    `gatehouse: ${refused} is not for an installed Gatehouse: it could let others into the window.\n`,
  )
  process.exit(2)
}
if (argv.includes('--headless')) {
  const { runHeadless } = await import('./headless.ts')
  const code = await runHeadless(argv, version)
  // A signal ends the process; until then this module keeps loading, and no display is opened.
  if (code === 'running') await new Promise(() => {})
  else process.exit(code)
}
const bare = app.isPackaged ? withoutSandbox(name => app.commandLine.hasSwitch(name), process.env) : null
if (bare !== null) {
  process.stderr.write(`gatehouse: The window is not opened without its sandbox, which ${bare} takes away.\n`)
  process.exit(2)
}
const { startApp } = await import('./shell/app.ts')
// Electron is ready only after this module has loaded: what is awaited here comes before, while nothing else goes on.
await startApp(argv, version)
