// The app's entry. Command mode first: with a subcommand or --headless everything happens while this module is still
// loading, so that Electron never opens a display (docs/decisions/0002). Otherwise the window.
import { runCli } from './cli.ts'
import { runHeadless } from './headless.ts'
import { startApp } from './shell/app.ts'

const COMMANDS = ['token', 'policy', 'activity', 'mcp', '--help', '--version']

/** What a person wrote after the program: in a clone, Electron's own switches and the app's folder come before it. */
function ownArguments(): string[] {
  const rest = process.argv.slice(1)
  if (!process.defaultApp) return rest
  const folder = rest.findIndex(argument => !argument.startsWith('-'))
  return rest.slice(folder + 1)
}

const argv = ownArguments()
if (COMMANDS.includes(argv[0] ?? '')) process.exit(await runCli(argv))
if (argv.includes('--headless')) {
  const code = await runHeadless(argv)
  // A signal ends the process; until then this module keeps loading, and no display is opened.
  if (code === 'running') await new Promise(() => {})
  else process.exit(code)
}
// Not awaited: Electron is ready only after this module has loaded.
void startApp(argv)
