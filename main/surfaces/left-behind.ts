// What still runs from a surface whose program has ended: daemons that left its terminal, found by descent, session and the mark
// in their environment. It reads, and ends nothing: closing the surface does.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Process } from './process-table.ts'
import { findOrphans, findTree } from './processes.ts'

export interface LeftBehind {
  readonly pid: number
  /** its program and the first words after it, shortened */
  readonly program: string
}

const WORDS = 3
const CHARACTERS = 60

/** `root` is the program we started, as it was then; null = not known any more. */
export function leftBehind(root: Process | null, surface: string): LeftBehind[] {
  return named(findTree(root, surface))
}

/** What still runs from a surface whose Gatehouse is gone. */
export function orphaned(surface: string): LeftBehind[] {
  return named(findOrphans(surface))
}

function named(found: readonly Process[]): LeftBehind[] {
  return found.toSorted((one, two) => one.pid - two.pid).map(({ pid }) => ({ pid, program: programOf(pid) }))
}

function programOf(pid: number): string {
  try {
    const [file = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    const said = [path.basename(file), ...words.slice(0, WORDS - 1)].join(' ')
    return said.length > CHARACTERS ? `${said.slice(0, CHARACTERS)}…` : said || 'a program'
  } catch {
    return 'a program'
  }
}
