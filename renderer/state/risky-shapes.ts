// Shapes in a text that a person should look at twice before it runs, each with its place and one sentence. It only ever adds
// a sentence: a text in which nothing is found is not said to be anything. Pure.

import { COMMANDS, hereOf, type Named, named, SHELLS } from './risky-commands.ts'
import { LETTERS } from './risky-letters.ts'
import { type Command, readShell } from './shell-words.ts'
import type { Programs } from './words.ts'

export interface Place {
  /** UTF-16 code units */
  readonly from: number
  readonly to: number
}

export interface Risk {
  readonly says: string
  /** empty = all of it */
  readonly places: readonly Place[]
}

/** A line is called long from here on, in UTF-16 code units. */
const LONG = 1000
/** Texts in texts (`sh -c "…"`) beyond this are not looked into. */
const DEEPEST = 5
/** So many commands are looked at; of more it is said that there are. */
const MOST = 4000

/** Whether a text to a surface of this preset is read as a shell reads it; null = no program's prompt, so a command. */
export function isForShell(preset: string | null, { programs }: Programs): boolean {
  return preset === null || Object.keys(programs[preset]?.leading ?? {}).length === 0
}

/**
 * What to point out, in the order of where it stands. `shell`: it goes to a shell's prompt, where line ends and quotes act;
 * else it is words to a program, in which commands may stand anywhere.
 */
export function riskyShapes(text: string, shell: boolean): Risk[] {
  const found = new Map<string, Map<string, Place>>()
  const add = (says: string, from: number, to: number) => {
    const places = found.get(says) ?? new Map<string, Place>()
    found.set(says, places)
    if (to > from) places.set(`${from} ${to}`, { from, to })
  }
  if (shell) line(text, add)
  // In prose an apostrophe is no quote.
  commands(shell ? text : text.replace(/['"`]/g, ' '), shell, add, 0)
  for (const [says, shape] of LETTERS) {
    for (const match of text.matchAll(shape)) add(says, match.index, match.index + match[0].length)
  }
  const risks = [...found].map(([says, places]) => ({ says, places: [...places.values()] }))
  const first = ({ places }: Risk) => places[0]?.from ?? text.length
  return risks.sort((a, b) => first(a) - first(b))
}

type Add = (says: string, from: number, to: number) => void

const LEFT_OPEN = {
  quote: 'A quote is left open: the shell waits, and what comes next joins it.',
  bracket: 'A bracket is left open: the shell waits, and what comes next joins it.',
  backslash: 'Ends with a backslash: the shell waits, and what comes next joins it.',
  here: 'Its text has no end mark: the shell waits, and what comes next joins it.',
} as const

/** What a shell's line editor and its reader make of it. */
function line(text: string, add: Add): void {
  const { open, bangs } = readShell(text)
  if (open) add(LEFT_OPEN[open.what], open.at, open.at + 1)
  for (const at of bangs) add('In bash and zsh ! puts in an earlier command.', at, at + 2)
  const lines = text.replace(/\n+$/, '').split('\n')
  if (lines.length > 1) add(`${lines.length} lines: a shell may run each by itself.`, 0, 0)
  if (lines.some(one => one.length > LONG)) add('A very long line: look at all of it.', 0, 0)
  if (/^[ \t]/.test(text)) add('Begins with a space: many shells keep such a line out of their history.', 0, 1)
}

function commands(text: string, shell: boolean, add: Add, deep: number): void {
  const found = readShell(text).commands
  const all = found.slice(0, MOST)
  if (found.length > MOST) add(`Only its first ${MOST.toLocaleString('en')} commands were looked at here.`, 0, 0)
  const names = all.map(({ words }) => named(words))
  all.forEach((command, index) => {
    const runner = names[index]
    for (const one of shell ? [runner] : prose(command)) {
      if (one) look(one, command.piped, names[index - 1] ?? null, add, deep)
    }
    if (!shell) return
    for (const { op, at, target } of command.redirects) {
      const says = hereOf(op, target.value)
      if (says) add(says, at, target.to)
    }
    // `sh -c "$(curl …)"`, `. <(curl …)`: what is in it has places inside the word.
    if (!runner || !runsText(runner)) return
    // Those in its words come right before it.
    const within: Named[] = []
    for (let i = index - 1; i >= 0; i--) {
      const one = names[i]
      if (one && one.from < runner.from) break
      if (one) within.push(one)
    }
    if (within.some(one => FETCHES.has(one.name))) add(DOWNLOADED, runner.from, runner.to)
    else if (within.length > 0) add(PRINTED, runner.from, runner.to)
  })
}

/** In words to a program a command may begin with any of these. */
const IN_PROSE = new Set(['rm', 'sudo', 'dd', 'git', 'chmod', 'chown', 'curl', 'wget', 'kubectl', 'terraform', 'npm'])

/** Words that belong to a command even if one of them is another one's name, as in `git push npm --force`. */
const AT_LEAST = 6

function prose({ words }: Command): (Named | null)[] {
  const starts = words.flatMap(({ value }, index) => (IN_PROSE.has(value) || SHELLS.has(value) ? [index] : []))
  // Each goes to where the next one begins, past the one that sudo runs: no word is looked at again and again.
  return starts.map((start, at) => {
    const end = starts[at + (words[start]!.value === 'sudo' ? 2 : 1)] ?? words.length
    return named(words.slice(start, Math.max(end, start + AT_LEAST)))
  })
}

/** `feeds`: what stands before it; `piped`: and prints to it. */
function look(one: Named, piped: boolean, feeds: Named | null, add: Add, deep: number): void {
  for (const { from, to } of one.as) add('Runs as another user, most often root.', from, to)
  for (const group of COMMANDS) {
    const hit = group.find(([, is]) => is(one))
    if (hit) add(hit[0], one.from, one.to)
  }
  const { name, args } = one
  const fed = piped && (SHELLS.has(name) || (INTERPRETERS.has(name) && args.every(arg => arg.value === '-')))
  if (fed && !args.some(arg => arg.value === '-c')) {
    const from = feeds?.from ?? one.from
    if (feeds && FETCHES.has(feeds.name)) add(DOWNLOADED, from, one.to)
    else if (feeds && DECODES.has(feeds.name)) add('Runs text that cannot be read here.', from, one.to)
    else add(PRINTED, from, one.to)
  }
  if (deep >= DEEPEST) return
  const given = textGiven(one)
  // Its own places would be those of a text without quotes: all of the word is marked.
  if (given) commands(given.text, true, says => add(says, given.from, given.to), deep + 1)
}

const DOWNLOADED = 'Runs what it downloads, unseen.'
const PRINTED = 'Runs what another command prints.'
const FETCHES = new Set(['curl', 'wget', 'fetch', 'http', 'https', 'aria2c', 'nc', 'ncat'])
const DECODES = new Set(['base64', 'base32', 'xxd', 'openssl', 'gunzip', 'zcat', 'rev', 'tr'])
const INTERPRETERS = new Set(['python', 'python2', 'python3', 'perl', 'ruby', 'node', 'php', 'lua'])

/** It takes text as commands. */
function runsText({ name, args }: Named): boolean {
  if (name === 'eval' || name === 'source' || name === '.') return true
  return SHELLS.has(name) && args.some(({ value }) => value === '-c' || value.startsWith('<('))
}

/** The text a command runs, as it stands in its words. */
function textGiven({ name, args }: Named): ({ readonly text: string } & Place) | null {
  const dashC = args.findIndex(({ value }) => /^-\w*c$/.test(value))
  const part =
    (SHELLS.has(name) || name === 'su') && dashC !== -1
      ? args.slice(dashC + 1, dashC + 2)
      : name === 'eval' || name === 'ssh'
        ? args.slice(name === 'ssh' ? 1 : 0)
        : name === 'find'
          ? args.slice(args.findIndex(({ value }) => value === '-exec' || value === '-execdir') + 1)
          : []
  const [first, last] = [part[0], part.at(-1)]
  if (!first || !last || (name === 'find' && part.length === args.length)) return null
  return { text: part.map(({ value }) => value).join(' '), from: first.from, to: last.to }
}
