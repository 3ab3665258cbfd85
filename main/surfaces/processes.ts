// Ends every process of one surface: first asked (SIGHUP, then SIGTERM), after two seconds made to (SIGKILL). Found by
// descent, by session and by the mark in the environment. One that left the session, dropped its environment and outlived
// its parent is not found. Windows (taskkill) is untried.
import { execFile } from 'node:child_process'
import type { Clock } from './clock.ts'
import { SurfaceFault } from './faults.ts'
import { foregroundGroup } from './foreground.ts'
import { markOf, type Process, processTable, readProcess } from './process-table.ts'

const TERM_AFTER_MS = 700
const KILL_AFTER_MS = 2_000
const GIVE_UP_MS = 8_000
const LOOK_EVERY_MS = 20

/**
 * Resolves when no process of the surface is left. `root` is the program we started, as it was then: it may be gone, and
 * its number may be another's now. Throws SurfaceFault `still_running` when some cannot be ended.
 */
export async function endTree(root: Process, surface: string, clock: Clock): Promise<void> {
  if (process.platform === 'win32') return endTreeOnWindows(root.pid)
  const start = clock.mono()
  const asked = new Map<number, string>()
  const known = new Map<number, Process>()
  for (;;) {
    // Always before anyone is told: what a dying shell orphans can no longer be found by descent. And again each time,
    // since it may have started others meanwhile.
    for (const one of findTree(root, surface, [...known.keys()])) known.set(one.pid, one)
    for (const [pid, one] of known) if (!isLive(one)) known.delete(pid)
    if (known.size === 0) return
    const spent = clock.mono() - start
    if (spent > GIVE_UP_MS) throw new SurfaceFault('still_running', `${known.size} processes of ${surface} do not end`)
    if (asked.size === 0) hangUpForeground(root)
    const word = spent < TERM_AFTER_MS ? 'SIGHUP' : spent < KILL_AFTER_MS ? 'SIGTERM' : 'SIGKILL'
    for (const pid of known.keys()) {
      if (asked.get(pid) === word) continue
      asked.set(pid, word)
      signal(pid, word)
      // A stopped process hears nothing until it runs again.
      signal(pid, 'SIGCONT')
    }
    const next = [TERM_AFTER_MS, KILL_AFTER_MS, GIVE_UP_MS].find(at => at > spent) ?? GIVE_UP_MS
    await untilGone(known, start + next, clock)
  }
}

/** What a terminal that goes away tells the program in its foreground. */
function hangUpForeground(root: Process): void {
  const group = isLive(root) ? foregroundGroup(root.pid) : null
  if (group !== null) signal(-group, 'SIGHUP')
}

/** Waits until all of them are gone or that moment came. */
async function untilGone(known: ReadonlyMap<number, Process>, deadline: number, clock: Clock): Promise<void> {
  while (clock.mono() <= deadline && [...known.values()].some(isLive)) await clock.wait(LOOK_EVERY_MS)
}

/**
 * Everything that belongs to the surface now, by its program (null = not known any more), by the mark, by what descends from
 * either. Never ourselves nor what we descend from.
 */
export function findTree(root: Process | null, surface: string, known: readonly number[] = []): Process[] {
  const table = processTable()
  const byPid = new Map(table.map(one => [one.pid, one]))
  // While anything of its session is left, the root's number is given to nobody else.
  const renumbered = root !== null && byPid.has(root.pid) && byPid.get(root.pid)?.born !== root.born
  const ours = new Set<number>()
  for (let pid = process.pid; pid > 0 && !ours.has(pid); pid = byPid.get(pid)?.parent ?? 0) ours.add(pid)
  const found = new Set<number>(known)
  for (const one of table) {
    const bySession = root !== null && !renumbered && (one.pid === root.pid || one.session === root.pid)
    if (bySession || markOf(one.pid) === surface) found.add(one.pid)
  }
  // Children of what was found, and theirs: parents may come after their children in the table.
  for (let grew = true; grew; ) {
    const before = found.size
    for (const one of table) if (found.has(one.parent)) found.add(one.pid)
    grew = found.size > before
  }
  return table.filter(one => found.has(one.pid) && !ours.has(one.pid) && !one.dead)
}

function isLive(one: Process): boolean {
  const now = readProcess(one.pid)
  return now !== null && !now.dead && now.born === one.born
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended on its own.
  }
}

function endTreeOnWindows(root: number): Promise<void> {
  return new Promise(resolve => execFile('taskkill', ['/pid', String(root), '/T', '/F'], () => resolve()))
}
