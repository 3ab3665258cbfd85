// The subcommands as one table: the list in --help, and what the man page and the shell completions offer. Each command's
// own --help is with the command; a test holds that both name the same options.
import { INTENTS } from '../../preload/contract.ts'
import { PROFILE_NAMES } from '../mcp/profiles/index.ts'

/** What a shell offers for a value: files, folders, these words, or nothing. */
export type Offer = 'file' | 'folder' | 'text' | readonly string[]

export interface Option {
  /** without its dashes */
  readonly name: string
  readonly is: Offer
}

/** One thing a subcommand does. */
export interface Deed {
  readonly command: string
  /** null = the command does one thing */
  readonly verb: string | null
  /** how it is shown in the list, after `gatehouse ` */
  readonly shown: string
  readonly words: string
  /** what stands after it; null = nothing */
  readonly takes: Offer | null
  readonly options: readonly Option[]
}

const DIR = { name: 'user-data-dir', is: 'folder' } as const
const text = (...names: string[]): Option[] => names.map(name => ({ name, is: 'text' }))
export const SHELLS = ['bash', 'zsh', 'fish'] as const

export const DEEDS: readonly Deed[] = [
  {
    command: 'mcp',
    verb: null,
    shown: 'mcp --agent ID',
    words: 'an agent whose client speaks over standard input and output',
    takes: null,
    options: [...text('agent'), { name: 'profile', is: PROFILE_NAMES }, DIR],
  },
  {
    ...{ command: 'token', verb: 'new', shown: 'token new NAME', takes: 'text', options: [] },
    words: 'a token for an agent, and its hash for a policy file',
  },
  {
    ...{ command: 'policy', verb: 'check', shown: 'policy check FILE', takes: 'file', options: [] },
    words: 'what is wrong in a policy file',
  },
  {
    ...{ command: 'policy', verb: 'explain', shown: 'policy explain FILE …', takes: 'file' },
    words: 'what a policy says of one send',
    options: [...text('agent', 'surface'), { name: 'intent', is: INTENTS }, ...text('text')],
  },
  {
    ...{ command: 'policy', verb: 'import', shown: 'policy import FILE …', takes: 'file' },
    words: 'a policy of PolicyLayer as one of ours',
    options: text('for-agents', 'for-surfaces'),
  },
  {
    ...{ command: 'activity', verb: 'verify', shown: 'activity verify DIR', takes: 'folder', options: [] },
    words: 'whether the record of a data folder is whole',
  },
  {
    ...{ command: 'activity', verb: 'export', shown: 'activity export DIR …', takes: 'folder' },
    words: 'the record of a data folder as JSON Lines or CSV',
    options: [
      { name: 'format', is: ['jsonl', 'csv'] },
      { name: 'text', is: ['masked', 'exact', 'none'] },
    ],
  },
  {
    ...{ command: 'completion', verb: null, shown: 'completion SHELL', takes: SHELLS, options: [] },
    words: `what ${SHELLS.join(', ')} complete after gatehouse`,
  },
  {
    ...{ command: 'man', verb: null, shown: 'man', takes: null, options: [] },
    words: 'the manual page, as troff',
  },
]

/** The list that --help ends with. */
export function listText(): string {
  const rows = DEEDS.map(({ shown, words }) => `  gatehouse ${shown.padEnd(24)}${words}`)
  return `Commands:
${rows.join('\n')}
Each says more with --help. Exit codes: 0 done, 1 not in order, 2 could not run.
`
}
