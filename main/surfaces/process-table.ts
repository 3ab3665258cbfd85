// Every process of the machine as far as ending a surface needs it: parents, sessions, groups, and who carries a surface's
// mark in its environment. It reads; it ends nothing. macOS (by ps, without marks) is untried.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { statFields } from './foreground.ts'

export interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** tells a process from a later one with the same pid */
  readonly born: string
  /** ended and waiting to be reaped */
  readonly dead: boolean
}

/** A snapshot of all processes. */
export function processTable(): Process[] {
  if (process.platform === 'linux') return numericEntries('/proc').flatMap(pid => readProcess(pid) ?? [])
  if (process.platform === 'darwin') return psTable()
  return []
}

/** One process now, or null when it is gone. */
export function readProcess(pid: number): Process | null {
  if (process.platform !== 'linux') return processTable().find(one => one.pid === pid) ?? null
  try {
    const fields = statFields(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    const [state, parent, group, session] = fields
    const dead = state === 'Z' || state === 'X'
    return { pid, parent: Number(parent), group: Number(group), session: Number(session), born: fields[19]!, dead }
  } catch {
    return null
  }
}

/** Does it have a controlling terminal? One whose other end is closed is none. Only Linux tells; else no. */
export function hasTerminal(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return Number(statFields(readFileSync(`/proc/${pid}/stat`, 'latin1'))[4]) !== 0
  } catch {
    return false
  }
}

/** It holds panes of tmux, and lives on without whoever started it. Only Linux tells. */
export function isTmuxServer(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1').trimEnd() === 'tmux: server'
  } catch {
    return false
  }
}

/** The environment variable in which every process of a surface carries its id. */
const MARK = 'GATEHOUSE_SURFACE='

/** The surface in whose environment that process was started, by its own word; null = none. Only Linux tells. */
export function markOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const all = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
    return all.find(one => one.startsWith(MARK))?.slice(MARK.length) ?? null
  } catch {
    // Gone, or another user's.
    return null
  }
}

/** A process of that number, whoever's. */
export function processIsThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function numericEntries(folder: string): number[] {
  return readdirSync(folder)
    .filter(name => /^\d+$/.test(name))
    .map(Number)
}

function psTable(): Process[] {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,sess=,stat=,lstart='], { encoding: 'latin1' })
  return text.split('\n').flatMap(row => {
    const [pid, parent, group, session, state, ...born] = row.trim().split(/\s+/)
    if (!pid || !state) return []
    const dead = state.startsWith('Z')
    const numbers = { parent: Number(parent), group: Number(group), session: Number(session) }
    return [{ pid: Number(pid), ...numbers, born: born.join(' '), dead }]
  })
}
