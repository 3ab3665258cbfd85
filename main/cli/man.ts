// gatehouse man: the manual page, from the same tables and texts as --help.
import { ABOUT, FLAGS, READY, written } from '../flags.ts'
import { type Io, OK, usage } from './io.ts'

export const MAN_HELP = `Usage: gatehouse man

Prints the manual page. Packages bring it; else, for example:
  gatehouse man > ~/.local/share/man/man1/gatehouse.1
`

/** `helps`: the --help of each subcommand, by its name. */
export function man(args: readonly string[], io: Io, helps: Readonly<Record<string, string>>): number {
  if (args.length > 0) return usage(io, 'it takes nothing.', 'man')
  io.out(page(io.version, helps))
  return OK
}

function page(version: string, helps: Readonly<Record<string, string>>): string {
  const flags = FLAGS.map(flag => {
    const words = flag.words.map(line => line.replace(/ {2,}/g, ' ')).join(' ')
    return `.TP\n.B ${troff(written(flag))}\n${troff(sentence(words))}`
  })
  const commands = Object.entries(helps).map(([name, help]) => `.SS gatehouse ${name}\n${verbatim(help)}`)
  return `.TH GATEHOUSE 1 "" "Gatehouse ${troff(version)}" "User Commands"
.SH NAME
gatehouse \\- run several coding agents side by side, and decide what other agents may type into them
.SH SYNOPSIS
.B gatehouse
[\\fIflags\\fR]
.br
.B gatehouse
\\fICOMMAND\\fR \\&...
.SH DESCRIPTION
${troff(ABOUT)}
${troff(READY)}
.SH OPTIONS
Written as \\-\\-flag=VALUE or \\-\\-flag VALUE.
${flags.join('\n')}
.SH COMMANDS
They open no window and need no display.
${commands.join('\n')}
.SH FILES
.TP
.I ~/.config/gatehouse
The data folder, unless said otherwise: policy, settings, tokens, the activity record. Only its owner can read it.
.SH EXIT STATUS
0 done, 1 not in order, 2 could not run.
`
}

function sentence(words: string): string {
  const text = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return /[.)]$/.test(text) ? text : `${text}.`
}

function verbatim(text: string): string {
  return `.nf\n${text.trimEnd().split('\n').map(troff).join('\n')}\n.fi`
}

/** Backslashes, hyphens that are to stay hyphens, quotes, and what would be a request at the start of a line. */
function troff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('…', '\\&...').replaceAll("'", '\\(aq')
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}
