// Gatehouse's flags: a command line in, a typed value or every fault out. Pure: environment, platform and folders are
// passed in, and nothing is looked up on disk. Subcommands are cli.ts's.
import path from 'node:path'
import { nameSchema, presetIdSchema } from '../preload/contract.ts'

/** Presets of ours. People may have more, in their settings. */
export const PRESET_IDS = ['shell', 'claude', 'codex', 'gemini', 'opencode', 'copilot'] as const

/** One surface to open at start: a preset, or a command line for the user's shell. */
interface OpenArg {
  readonly preset: string
  readonly command: string | null
  readonly name: string | null
  readonly workspace: string | null
  /** absolute */
  readonly cwd: string | null
}

export interface Args {
  /** absolute */
  readonly dataDir: string
  /** null = what the settings say; 0 = any free one */
  readonly mcpPort: number | null
  /** absolute path of a managed policy */
  readonly policy: string | null
  readonly headless: boolean
  readonly open: readonly OpenArg[]
  /** print this and exit, instead of starting */
  readonly show: 'help' | 'version' | null
}

/** `message` names the flag and what to write instead. */
export interface ArgFault {
  readonly flag: string
  readonly message: string
}

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly cwd: string
}

/** Switches that belong to Electron, Chromium or Node and arrive on the same line. They are left to them. */
const NOT_OURS =
  /^(--(no-sandbox|disable-gpu(-sandbox)?|disable-dev-shm-usage|in-process-gpu|enable-logging|log-level|v|inspect(-brk)?|remote-debugging-(port|pipe|address)|ozone-platform(-hint)?|force-(device-scale-factor|color-profile)|password-store|use-(gl|angle)|(enable|disable)-features|lang|js-flags|trace-warnings)(=.*)?|-psn_\w+)$/

const VALUED = ['user-data-dir', 'mcp-port', 'policy', 'open', 'open-command', 'name', 'workspace', 'cwd'] as const
type Valued = (typeof VALUED)[number]
const BARE = ['headless', 'version', 'help']

type Draft = { -readonly [K in keyof OpenArg]: OpenArg[K] }
interface Found {
  once: Map<string, string>
  bare: Set<string>
  open: Draft[]
  faults: ArgFault[]
}

/** `argv` without the program and the script. All faults are reported, in order. */
export function parseArgs(
  argv: readonly string[],
  host: Host,
): { ok: true; args: Args } | { ok: false; faults: readonly ArgFault[] } {
  const found: Found = { once: new Map(), bare: new Set(), open: [], faults: [] }
  for (let i = 0; i < argv.length; i++) {
    const [flag, inline] = split(argv[i]!)
    const name = flag.slice(2)
    if (flag.startsWith('--') && BARE.includes(name)) {
      if (inline === null) found.bare.add(name)
      else fault(found, flag, `takes no value. Write ${flag} alone.`)
    } else if (flag.startsWith('--') && isValued(name)) {
      const next = argv[i + 1]
      const value = inline ?? (next === undefined || next.startsWith('--') ? '' : next)
      if (inline === null && value !== '') i++
      if (value === '') fault(found, flag, `needs a value. Write ${flag}=${EXAMPLES[name]}.`)
      else {
        const wrong = take(found, name, value, host)
        if (wrong !== null) fault(found, flag, wrong)
      }
    } else if (!NOT_OURS.test(argv[i]!)) {
      const what = flag.startsWith('-') ? 'is not a flag of Gatehouse' : 'stands alone'
      fault(found, flag, `${what}. See --help.`)
    }
  }
  if (found.faults.length > 0) return { ok: false, faults: found.faults }
  const { once, bare, open } = found
  const port = once.get('mcp-port')
  return {
    ok: true,
    args: {
      dataDir: once.get('user-data-dir') ?? defaultDataDir(host),
      mcpPort: port === undefined ? null : Number(port),
      policy: once.get('policy') ?? null,
      headless: bare.has('headless'),
      open,
      show: bare.has('help') ? 'help' : bare.has('version') ? 'version' : null,
    },
  }
}

/** Where everything of an instance lives unless --user-data-dir says otherwise. macOS and Windows are untried. */
function defaultDataDir({ env, platform, home }: Host): string {
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Gatehouse')
  if (platform === 'win32') {
    return path.win32.join(env['APPDATA'] || path.win32.join(home, 'AppData', 'Roaming'), 'Gatehouse')
  }
  // The XDG specification: a relative value is invalid and is ignored.
  const config = env['XDG_CONFIG_HOME'] ?? ''
  return path.posix.join(path.posix.isAbsolute(config) ? config : path.posix.join(home, '.config'), 'gatehouse')
}

const EXAMPLES: Record<Valued, string> = {
  'user-data-dir': 'DIR',
  'mcp-port': 'N',
  policy: 'FILE',
  open: 'shell',
  'open-command': '"npm test"',
  name: 'NAME',
  workspace: 'W',
  cwd: 'DIR',
}

/** One flag with its value; returns what is wrong with it. Flags after an --open belong to it; others may stand once. */
function take(found: Found, name: Valued, value: string, host: Host): string | null {
  if (name === 'open' || name === 'open-command') {
    if (name === 'open' && !presetIdSchema.safeParse(value).success) {
      return `cannot be ${quote(value)}. Use one of ${PRESET_IDS.join(', ')}, or the id of a preset of your own.`
    }
    const [preset, command] = name === 'open' ? [value, null] : ['shell', value]
    found.open.push({ preset, command, name: null, workspace: null, cwd: null })
  } else if (name === 'name' || name === 'workspace' || name === 'cwd') {
    const surface = found.open.at(-1)
    if (!surface) return `belongs to a surface. Put it after --open or --open-command.`
    if (surface[name] !== null) return 'is there twice for one surface. Keep one.'
    if (name !== 'cwd' && !nameSchema.safeParse(value).success) {
      return `cannot be ${quote(value)}. Use 1 to 64 characters, with no control characters.`
    }
    surface[name] = name === 'cwd' ? absolute(value, host) : value.trim()
  } else if (found.once.has(name)) {
    return 'is there twice. Keep one.'
  } else if (name === 'mcp-port') {
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
      return `cannot be ${quote(value)}. Use 1 to 65535, or 0 for any free port.`
    }
    found.once.set(name, value)
  } else found.once.set(name, absolute(value, host))
  return null
}

/** Shells leave `~` alone after `=`, so it is read here. */
function absolute(value: string, { platform, home, cwd }: Host): string {
  const at = platform === 'win32' ? path.win32 : path.posix
  return value === '~' || /^~[\\/]/.test(value) ? at.join(home, value.slice(1)) : at.resolve(cwd, value)
}

function split(arg: string): [flag: string, value: string | null] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1
  return at < 0 ? [arg, null] : [arg.slice(0, at), arg.slice(at + 1)]
}

function isValued(name: string): name is Valued {
  return (VALUED as readonly string[]).includes(name)
}

function fault(found: Found, flag: string, message: string): void {
  found.faults.push({ flag, message: `${flag} ${message}` })
}

const quote = (value: string) => JSON.stringify(value)

/** What --help prints. */
export function helpText(): string {
  return `Gatehouse runs several coding agents side by side and decides what other agents may type into them.

Usage: gatehouse [flags]
       gatehouse COMMAND …          (see: gatehouse token --help and so on)

Flags (--flag=VALUE or --flag VALUE):
  --user-data-dir=DIR    where everything of this instance lives; two instances with two folders run side by side.
                         Unless said: $XDG_CONFIG_HOME/gatehouse or ~/.config/gatehouse,
                         ~/Library/Application Support/Gatehouse on macOS, %APPDATA%\\Gatehouse on Windows
  --mcp-port=N           port on 127.0.0.1 for agents; unless said, the one in the settings (4823);
                         0 = any free one, for this start only
  --policy=FILE          a managed policy: read once at start, shown but not editable
  --headless             no window: the same server and the same gate; what would ask a person is refused
  --open=PRESET          open a surface at start (repeatable): ${PRESET_IDS.join(', ')},
                         or a preset of your own from settings.json
  --open-command=CMD     open a surface that runs CMD through your shell (repeatable)
    --name=NAME          its name            (these three come after the --open they belong to)
    --workspace=W        its workspace
    --cwd=DIR            where it starts
  --version              print the version and exit
  --help                 print this and exit

When the server listens, stdout gets one line: gatehouse ready {"mcp":"http://127.0.0.1:4823/mcp","pid":1,"dataDir":"…"}
`
}
