// Which program a process runs, when `exec` may have changed that, and whether that program is a shell somebody types into.
// Facts from the kernel, on Linux alone; elsewhere they are not known.
import { readFileSync, readlinkSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'

/** Options of bash, zsh and fish that leave a shell interactive. Any other word may be a script or a command. */
const HARMLESS = /^(?:-[fil]+|--(?:login|interactive|norc|noprofile|no-rcs|no-config))$/

/**
 * Another value than before means that the process has become another program, also one from the same file. Null = not
 * known. Where addresses are not randomised, two programs from the same file may have the same value.
 */
export function programOf(pid: number): string | null {
  try {
    // The kernel writes this once for each program: among others where it was put in memory.
    return process.platform === 'linux' ? readFileSync(`/proc/${pid}/auxv`, 'latin1') : null
  } catch {
    return null
  }
}

/** A shell that reads its commands from its terminal, by how it was started and what it does with signals. */
export function isInteractive(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const options = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1, -1)
    const reads = readlinkSync(`/proc/${pid}/fd/0`).startsWith('/dev/pts/')
    return reads && options.every(option => HARMLESS.test(option)) && outlivesTerm(pid)
  } catch {
    return false
  }
}

/** bash and zsh ignore SIGTERM while somebody types into them, and not in a script, whose `read` may have a terminal too. */
function outlivesTerm(pid: number): boolean {
  // fish has no `read` that changes where the shell itself reads from.
  if (path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('fish')) return true
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '0'
  return (BigInt(`0x${ignored}`) & (1n << BigInt(constants.signals.SIGTERM - 1))) !== 0n
}
