// What a command names beside a program of the system: a script of package.json, a subcommand, a flag. What of it does not exist.
import { DEEDS } from '../../../main/cli/table.ts'
import { FLAGS } from '../../../main/flags.ts'
import { filesUnder, read } from '../../guards/support/sources.ts'

const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts
/** npm knows these without `run`. */
const SHORT = ['start', 'test']

/** What a line of words names that there is not, in sentences. Words in capitals, … and [ ] stand for anything. */
export function missingIn(line: string): string[] {
  const [program, ...rest] = wordsOf(line)
  if (program === 'gatehouse') return gatehouse(rest)
  const script = scriptIn(line)
  if (script === null) return []
  const { name, given } = script
  if (!isScript(name)) return [`package.json has no script ${name}`]
  if (name === 'gatehouse') return gatehouse(given)
  if (name === 'start') return flags(given)
  return name === 'bench' ? [...benches(given), ...options(name, given)] : options(name, given)
}

/** The script that a line asks npm for, with what it hands to it; null = none. */
export function scriptIn(line: string): { readonly name: string; readonly given: readonly string[] } | null {
  const [program, ...rest] = wordsOf(line)
  if (program !== 'npm') return null
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length
  const before = rest.slice(0, end)
  const own = before.filter((word, n) => !word.startsWith('-') && before[n - 1] !== '--prefix')
  const name = own[0] === 'run' ? own[1] : SHORT.includes(own[0] ?? '') ? own[0] : undefined
  return name === undefined ? null : { name, given: [...own.slice(own[0] === 'run' ? 2 : 1), ...rest.slice(end + 1)] }
}

/**
 * Does a file of the project run what a line runs? The script that the line names stands in it as a command; what goes to vitest
 * directly is a part of `npm test`.
 */
export function runs(text: string, line: string): boolean {
  const name = line.startsWith('npx vitest run ') ? 'test' : scriptIn(line)?.name
  if (name === undefined) return false
  const command = SHORT.includes(name) ? `npm (run (-s )?)?${name}` : `npm run (-s )?${name}`
  return new RegExp(`^[^#\n]*(^|\\s)${command}(\\s|$)`, 'm').test(text)
}

const wordsOf = (line: string) =>
  line
    .replaceAll(/[[\]"']/g, ' ')
    .trim()
    .split(/\s+/)

export const isScript = (name: string): boolean => Object.hasOwn(SCRIPTS, name)

function gatehouse(words: readonly string[]): string[] {
  const [command, verb] = words
  // The line that says it is ready begins like a command.
  if (command === 'ready') return []
  if (command === undefined || command.startsWith('-')) return flags(words)
  if (isAnything(command)) return []
  const deeds = DEEDS.filter(deed => deed.command === command)
  if (deeds.length === 0) return [`gatehouse has no command ${command}`]
  const deed = deeds.find(one => one.verb === null || one.verb === verb)
  if (!deed)
    return verb === undefined || isAnything(verb) || verb === '--help' ? [] : [`gatehouse ${command} has no ${verb}`]
  const known = ['help', ...deed.options.map(({ name }) => name)]
  return longOnes(words)
    .filter(name => !known.includes(name))
    .map(name => `gatehouse ${deed.shown} has no --${name}`)
}

function flags(words: readonly string[]): string[] {
  const known: readonly string[] = FLAGS.map(({ name }) => name)
  return longOnes(words)
    .filter(name => !known.includes(name))
    .map(name => `gatehouse has no flag --${name}`)
}

/** A script's own options stand in its file with their dashes, or as what parseArgs is to read, unless it hands on all it gets. */
function options(name: string, words: readonly string[]): string[] {
  const file = SCRIPTS[name]?.match(/[\w./-]+\.mjs/)?.[0]
  const text = file === undefined ? '' : read(file)
  if (file === undefined || text.includes('...process.argv.slice(2)')) return []
  const known = (option: string) =>
    new RegExp(`(^|[^\\w-])--${option}(?![\\w-])`, 'm').test(text) ||
    (text.includes('parseArgs({') && new RegExp(`[{,]\\s*${option}: [{\\w]`).test(text))
  const unknown = longOnes(words).filter(option => !known(option))
  return unknown.map(option => `${file} knows no --${option}`)
}

/** What can be measured is a file of its own. */
function benches(words: readonly string[]): string[] {
  const [name] = words.filter(word => !word.startsWith('-') && !isAnything(word))
  const exists = name === undefined || filesUnder('test/bench').includes(`test/bench/${name}.ts`)
  return exists ? [] : [`there is no bench ${name}`]
}

const longOnes = (words: readonly string[]) => words.flatMap(word => word.match(/^--([\w-]+)/)?.[1] ?? [])
const isAnything = (word: string) => /^[A-Z]+$|…|^</.test(word)
