// Gatehouse's flags: a command line in, a typed value or every fault out. Pure: environment, platform and folders are
// passed in, and nothing is looked up on disk. Subcommands are cli.ts's.
import path from 'node:path'
import { isName, PRESET_ID } from '../preload/patterns.ts'
import { FLAGS, PRESET_IDS, type Valued } from './flags.ts'

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

const BARE: readonly string[] = FLAGS.filter(flag => flag.value === null).map(flag => flag.name)
const EXAMPLES = new Map<string, string>(FLAGS.map(flag => [flag.name, flag.value?.example ?? '']))

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
      // Chromium takes a word that begins with a dash for a switch of its own, also with blanks before it.
      const value = inline ?? (next === undefined || /^\s*-/.test(next) ? '' : next)
      if (inline === null && value !== '') i++
      if (value === '') fault(found, flag, `needs a value. Write ${flag}=${EXAMPLES.get(name)}.`)
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

/** One flag with its value; returns what is wrong with it. Flags after an --open belong to it; others may stand once. */
function take(found: Found, name: Valued, value: string, host: Host): string | null {
  if (name === 'open' || name === 'open-command') {
    if (name === 'open' && !PRESET_ID.test(value)) {
      return `cannot be ${quote(value)}. Use one of ${PRESET_IDS.join(', ')}, or the id of a preset of your own.`
    }
    const [preset, command] = name === 'open' ? [value, null] : ['shell', value]
    found.open.push({ preset, command, name: null, workspace: null, cwd: null })
  } else if (name === 'name' || name === 'workspace' || name === 'cwd') {
    const surface = found.open.at(-1)
    if (!surface) return `belongs to a surface. Put it after --open or --open-command.`
    if (surface[name] !== null) return 'is there twice for one surface. Keep one.'
    if (name !== 'cwd' && !isName(value)) {
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
  return Boolean(EXAMPLES.get(name))
}

function fault(found: Found, flag: string, message: string): void {
  found.faults.push({ flag, message: `${flag} ${message}` })
}

const quote = (value: string) => JSON.stringify(value)
