// gatehouse completion SHELL: what a shell completes, made from the tables of flags and subcommands alone.
import { FLAGS, PRESET_IDS } from '../flags.ts'
import { bash } from './completion-bash.ts'
import { fish } from './completion-fish.ts'
import { zsh } from './completion-zsh.ts'
import { type Io, OK, usage } from './io.ts'
import { DEEDS, type Deed, type Offer, SHELLS } from './table.ts'

export const COMPLETION_HELP = `Usage: gatehouse completion ${SHELLS.join('|')}

Prints what the shell needs to complete gatehouse. Packages bring it; else, for example:
  bash  gatehouse completion bash > ~/.local/share/bash-completion/completions/gatehouse
  zsh   gatehouse completion zsh > DIR/_gatehouse     (DIR: a folder of your $fpath)
  fish  gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish
`

/** A flag of Gatehouse itself, for a shell. */
export interface OwnFlag {
  readonly name: string
  /** null = no value */
  readonly is: Offer | null
  readonly repeats: boolean
  readonly words: string
}

/** What all three shells are made from. */
export interface Known {
  readonly flags: readonly OwnFlag[]
  readonly deeds: readonly Deed[]
  /** the subcommands, each once */
  readonly commands: readonly { readonly name: string; readonly words: string; readonly deeds: readonly Deed[] }[]
}

export function completion(args: readonly string[], io: Io): number {
  const [shell = '', ...more] = args
  if (more.length > 0 || !isShell(shell)) return usage(io, `say one of ${SHELLS.join(', ')}.`, 'completion')
  io.out({ bash, zsh, fish }[shell](known()))
  return OK
}

function isShell(word: string): word is (typeof SHELLS)[number] {
  return (SHELLS as readonly string[]).includes(word)
}

function known(): Known {
  const names = [...new Set(DEEDS.map(deed => deed.command))]
  return {
    flags: FLAGS.map(({ name, value, repeats, words }) => ({
      name,
      is: value === null ? null : value.is === 'preset' ? PRESET_IDS : value.is,
      repeats,
      words: words[0].split(/ {2,}/)[0]!.replace(/[,;.]$/, ''),
    })),
    deeds: DEEDS,
    commands: names.map(name => {
      const deeds = DEEDS.filter(deed => deed.command === name)
      return { name, words: deeds.map(({ words }) => words).join('; '), deeds }
    }),
  }
}
