// Which process group has a surface's terminal, and whether it is the shell we started. Facts from the kernel, read anew
// on every call, never from what a program says of itself. macOS is untried; Windows has no such fact and is unknown.
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'

export type Foreground =
  | { readonly is: 'shell'; readonly group: number }
  | { readonly is: 'other'; readonly group: number; readonly program: string | null }
  | { readonly is: 'unknown'; readonly group: null }

/** Nothing can be known of it. */
export const UNKNOWN: Foreground = { is: 'unknown', group: null }

/**
 * The foreground of the terminal that `pid` leads. `shell` is the file it was started from. `known` is the terminal's
 * foreground group where its descriptor told; null = ask the process table. The group is read now, and what runs in it when that
 * is first asked for, once: ask in the same step, and keep none of it over an await.
 */
export function readForeground(pid: number, shell: string, known: number | null = null): Foreground {
  const group = known ?? foregroundGroup(pid)
  if (group === null) return UNKNOWN
  let read: Foreground | null = null
  const runs = (): Foreground => {
    read ??= runsIn(group, pid, shell)
    return read
  }
  const front = {
    group,
    get is() {
      return runs().is
    },
    get program() {
      const now = runs()
      return now.is === 'other' ? now.program : null
    },
  }
  return front as Foreground
}

function runsIn(group: number, pid: number, shell: string): Foreground {
  const file = fileOf(group)
  // The same process may have become another program (`exec vim`).
  const isShell = group === pid && isStill(pid, file, shell)
  return isShell ? { is: 'shell', group } : { is: 'other', group, program: file && path.basename(file) }
}

/** That terminal's foreground process group by the process table, or null where the system does not say. */
export function foregroundGroup(pid: number): number | null {
  try {
    const field =
      process.platform === 'linux'
        ? statFields(readFileSync(`/proc/${pid}/stat`, 'latin1'))[5]
        : process.platform === 'darwin'
          ? execFileSync('ps', ['-o', 'tpgid=', '-p', String(pid)], { encoding: 'latin1', timeout: 1000 })
          : undefined
    const group = Number(field)
    return Number.isInteger(group) && group > 0 ? group : null
  } catch {
    return null
  }
}

/** The fields of /proc/PID/stat after the program's name, which may itself hold spaces and brackets. `[0]` is the state. */
export function statFields(stat: string): string[] {
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
}

/** The folder a process is in, or null where that cannot be read. */
export function folderOf(pid: number): string | null {
  try {
    return process.platform === 'linux' ? readlinkSync(`/proc/${pid}/cwd`) : null
  } catch {
    return null
  }
}

/** `runs` is the file that process runs, where the system says so. */
function isStill(pid: number, runs: string | null, file: string): boolean {
  try {
    if (process.platform === 'linux') return runs !== null && runs === realpathSync.native(file)
    if (process.platform !== 'darwin') return false
    const name = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8', timeout: 1000 }).trim()
    return path.basename(name.replace(/^-/, '')) === path.basename(file)
  } catch {
    return false
  }
}

function fileOf(pid: number): string | null {
  try {
    return process.platform === 'linux' ? readlinkSync(`/proc/${pid}/exe`) : null
  } catch {
    return null
  }
}
