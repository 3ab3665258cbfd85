// The hosts that a person's ssh knows by name: ~/.ssh/config with what it includes, for a list to choose from. What they mean is
// ssh's own business, which reads the same files when it connects. What cannot be read is a warning, never a failure.
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { hostSchema } from '../../../preload/contract.ts'
import { readLine } from './config-line.ts'
import { filesOf } from './glob.ts'

/** ssh itself stops at 16. */
const MOST_DEPTH = 16
const MOST_FILES = 200
const MOST_BYTES = 1024 * 1024
const MOST_HOSTS = 1000
const MOST_WARNINGS = 20

export interface Hosts {
  /** in the order of the config, each once */
  readonly hosts: readonly { readonly name: string }[]
  /** sentences for a person */
  readonly warnings: readonly string[]
}

interface Reading {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  readonly names: Set<string>
  /** what was read, by its real path */
  readonly files: Set<string>
  warn(sentence: string): void
}

/** Never rejects. No config is no hosts and no warning. Patterns are no hosts; what `Match` decides is left out. */
export async function readHosts(env: NodeJS.ProcessEnv): Promise<Hosts> {
  const warnings = new Set<string>()
  const home = env['HOME'] || homedir()
  const warn = (sentence: string) => {
    if (warnings.size < MOST_WARNINGS) warnings.add(sentence)
  }
  const reading: Reading = { home, env, names: new Set(), files: new Set(), warn }
  await readConfig(path.join(home, '.ssh', 'config'), [], reading)
  return { hosts: [...reading.names].map(name => ({ name })), warnings: [...warnings] }
}

/** `chain`: the files that lead here, by their real paths. */
async function readConfig(file: string, chain: readonly string[], reading: Reading): Promise<void> {
  const { files, names, warn } = reading
  const known = await realpath(file).catch(() => file)
  if (chain.includes(known)) return warn(`${file} includes itself.`)
  if (files.has(known)) return
  if (chain.length > MOST_DEPTH) return warn(`${file} is included too deeply and was left out.`)
  if (files.size >= MOST_FILES) return warn(`Only the first ${MOST_FILES} files of the ssh config were read.`)
  files.add(known)
  const text = await textOf(file, warn)
  // Inside a Match block it is not known whether a line holds.
  let matched = false
  for (const row of text?.split('\n') ?? []) {
    const line = readLine(row)
    if (line === null) continue
    if (line.keyword === 'match') matched = line.words.join(' ').toLowerCase() !== 'all'
    else if (line.keyword === 'host') {
      matched = false
      for (const word of line.words) take(word, names, file, warn)
    } else if (line.keyword === 'include' && !matched) {
      for (const word of line.words) {
        for (const one of filesOf(included(word, reading), MOST_FILES))
          await readConfig(one, [...chain, known], reading)
      }
    }
  }
}

function take(word: string, names: Set<string>, file: string, warn: Reading['warn']): void {
  if (word === '' || /[*?!]/.test(word) || names.has(word)) return
  const usable = hostSchema.safeParse(word).success
  if (usable && names.size < MOST_HOSTS) names.add(word)
  else if (usable) warn(`Only the first ${MOST_HOSTS} hosts of the ssh config are shown.`)
  else
    warn(`A name in ${file} is none that Gatehouse can use: “${word.replace(/\P{ASCII}|\p{Cc}/gu, '?').slice(0, 60)}”.`)
}

/** Relative ones are from ~/.ssh, wherever the file that includes them is. */
function included(word: string, { home, env }: Reading): string {
  const filled = word
    .replace(/^~(?=$|[\\/])/, () => home)
    .replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? '')
    .replace(/%d/g, () => home)
  return path.resolve(home, '.ssh', filled)
}

/** Null = there is none, or nothing of it can be used; then why was said. */
async function textOf(file: string, warn: Reading['warn']): Promise<string | null> {
  try {
    // A named pipe would keep it waiting.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return said(warn, `${file} is no file.`)
      if (stat.size > MOST_BYTES) return said(warn, `${file} is too large for an ssh config and was left out.`)
      const text = await handle.readFile('utf8')
      return text.includes('\0') ? said(warn, `${file} is no text and was left out.`) : text
    } finally {
      await handle.close()
    }
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException
    if (code !== 'ENOENT') warn(`${file} could not be read: ${code ?? message}`)
    return null
  }
}

function said(warn: Reading['warn'], sentence: string): null {
  warn(sentence)
  return null
}
