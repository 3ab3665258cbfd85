// Is a process still the one that was meant? A process id alone is used again; with the start it is not.
import { readFileSync } from 'node:fs'
import { codeOf } from './failure.ts'

interface Life {
  readonly ended: boolean
  readonly started: string
}

/** What tells this process from a later one of the same id; null where the system does not say (macOS, Windows). */
export function startOf(pid: number): string | null {
  return lifeOf(pid)?.started ?? null
}

/** Does the process `pid` run, and is it the one that started then? Without a start to compare, the id decides. */
export function isRunning(pid: number, started: string | null): boolean {
  // to the system these would mean whole groups of processes
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as somebody else
    if (codeOf(error) !== 'EPERM') return false
  }
  const life = lifeOf(pid)
  if (life === null) return true
  return !life.ended && (started === null || life.started === started)
}

function lifeOf(pid: number): Life | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // the command, field 2, may hold spaces and parentheses: count from the last one; state is field 3, start field 22
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, start] = [fields[0], fields[19]]
    // a zombie is a process that has ended and that nobody has asked about yet
    return state && start ? { ended: state === 'Z' || state === 'X', started: `${boot}:${start}` } : null
  } catch {
    return null
  }
}
