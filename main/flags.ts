// The flags of Gatehouse as one table: what args.ts takes, and what --help, the man page and the shell completions say.
// Owns no parsing and no subcommands.

/** Presets of ours. People may have more, in their settings. */
export const PRESET_IDS = ['shell', 'claude', 'codex', 'gemini', 'opencode', 'copilot'] as const

/** What a shell may offer for a value. */
type Value = 'folder' | 'file' | 'preset' | 'text'

interface Flag {
  readonly name: string
  /** null = it takes no value; `shown` stands for it in the help, `example` in an error */
  readonly value: { readonly shown: string; readonly example: string; readonly is: Value } | null
  /** belongs to the --open before it */
  readonly ofSurface: boolean
  /** may stand more than once */
  readonly repeats: boolean
  /** the first line of its words, and those after it */
  readonly words: readonly [string, ...string[]]
}

const one = { ofSurface: false, repeats: false } as const
const valued = (shown: string, is: Value, example = shown) => ({ value: { shown, example, is } })

export const FLAGS = [
  {
    ...one,
    name: 'user-data-dir',
    ...valued('DIR', 'folder'),
    words: [
      'where everything of this instance lives; two instances with two folders run side by side.',
      'Unless said: $XDG_CONFIG_HOME/gatehouse or ~/.config/gatehouse,',
      '~/Library/Application Support/Gatehouse on macOS, %APPDATA%\\Gatehouse on Windows',
    ],
  },
  {
    ...one,
    name: 'mcp-port',
    ...valued('N', 'text'),
    words: [
      'port on 127.0.0.1 for agents; unless said, the one in the settings (4823);',
      '0 = any free one, for this start only',
    ],
  },
  {
    ...one,
    name: 'policy',
    ...valued('FILE', 'file'),
    words: ['a managed policy: read once at start, shown but not editable'],
  },
  {
    ...one,
    name: 'headless',
    value: null,
    words: ['no window: the same server and the same gate; what would ask a person is refused'],
  },
  {
    ...one,
    repeats: true,
    name: 'open',
    ...valued('PRESET', 'preset', 'shell'),
    words: [
      `open a surface at start (repeatable): ${PRESET_IDS.join(', ')},`,
      'or a preset of your own from settings.json',
    ],
  },
  {
    ...one,
    repeats: true,
    name: 'open-command',
    ...valued('CMD', 'text', '"npm test"'),
    words: ['open a surface that runs CMD through your shell (repeatable)'],
  },
  {
    name: 'name',
    ...valued('NAME', 'text'),
    ofSurface: true,
    repeats: true,
    words: ['its name            (these three come after the --open they belong to)'],
  },
  { name: 'workspace', ...valued('W', 'text'), ofSurface: true, repeats: true, words: ['its workspace'] },
  { name: 'cwd', ...valued('DIR', 'folder'), ofSurface: true, repeats: true, words: ['where it starts'] },
  { ...one, name: 'version', value: null, words: ['print the version and exit'] },
  { ...one, name: 'help', value: null, words: ['print this and exit'] },
] as const satisfies readonly Flag[]

/** The flags that take a value, by name. */
export type Valued = Extract<(typeof FLAGS)[number], { value: object }>['name']

/** Where the words of a flag begin. */
const COLUMN = 25

export const ABOUT =
  'Gatehouse runs several coding agents side by side and decides what other agents may type into them.'

export const READY =
  'When the server listens, stdout gets one line: gatehouse ready {"mcp":"http://127.0.0.1:4823/mcp","pid":1,"dataDir":"…"}'

/** A flag as it is written: `--mcp-port=N`. */
export function written({ name, value }: Flag): string {
  return value === null ? `--${name}` : `--${name}=${value.shown}`
}

/** What --help prints. */
export function helpText(): string {
  const lines = FLAGS.flatMap((flag: Flag) => {
    const start = `${flag.ofSurface ? '    ' : '  '}${written(flag)}`
    return flag.words.map((words, at) => `${(at === 0 ? start : '').padEnd(COLUMN)}${words}`)
  })
  return `${ABOUT}

Usage: gatehouse [flags]
       gatehouse COMMAND …          (see: gatehouse token --help and so on)

Flags (--flag=VALUE or --flag VALUE):
${lines.join('\n')}

${READY}
`
}
