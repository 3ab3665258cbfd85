// Ids and names that surfaces get without a person, and the folder they start in. It gives them; who has them is the registry's.
import { randomInt } from 'node:crypto'
import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { PanePlace } from '../../preload/contract.ts'

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
/** of a name that a person could have given */
const MOST_CHARACTERS = 64
/** room for a number after it */
const NUMBER_CHARACTERS = 6

export function freshId(isTaken: (id: string) => boolean): string {
  for (;;) {
    const id = `s_${Array.from({ length: 6 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('')}`
    if (!isTaken(id)) return id
  }
}

export function freshName(base: string, taken: ReadonlySet<string>): string {
  let name = base
  for (let count = 2; taken.has(name); count += 1) name = `${base} ${count}`
  return name
}

/** `session:window`, as far as it can stand in a list: programs choose such names. */
export function paneName({ session, window }: Pick<PanePlace, 'session' | 'window'>): string {
  const shown = `${session}:${window}`.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  const short = [...shown].slice(0, MOST_CHARACTERS - NUMBER_CHARACTERS).join('')
  return short === ':' || short === '' ? 'tmux' : short
}

/** An absolute folder: home when none is given, `~` and relative ones from there. */
export function folderFor(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const home = env['HOME'] || homedir()
  const wanted = given === undefined || given === '' ? home : given
  return path.resolve(home, wanted.replace(/^~(?=$|[\\/])/, home))
}

export function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}
