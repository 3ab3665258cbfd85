// Ends every process of one surface: first asked (SIGHUP, then SIGTERM), after two seconds made to (SIGKILL). Found by
// descent, by session and by the mark in the environment. One that left the session, dropped its environment and outlived
// its parent is not found. A tmux server lives on with all its panes, whatever started it. Windows (taskkill) is untried.
import { execFile } from 'node:child_process'
import type { Clock } from './clock.ts'
import { SurfaceFault } from './faults.ts'
import { foregroundGroup } from './foreground.ts'
import { hasTerminal, isTmuxServer, markOf, type Process, processTable, readProcess } from './process-table.ts'

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
  await endAll(
    surface,
    known => findTree(root, surface, known),
    () => hangUpForeground(root),
    clock,
  )
}

/** Ends what `findOrphans` finds. Throws as `endTree` does. */
export async function endOrphans(surface: string, clock: Clock): Promise<void> {
  await endAll(
    surface,
    known => findOrphans(surface, known),
    () => {},
    clock,
  )
}

async function endAll(
  surface: string,
  find: (known: readonly number[]) => Process[],
  hangUp: () => void,
  clock: Clock,
): Promise<void> {
  const start = clock.mono()
  const asked = new Map<number, string>()
  const known = new Map<number, Process>()
  for (;;) {
    // Always before anyone is told: what a dying shell orphans can no longer be found by descent. And again each time,
    // since it may have started others meanwhile.
    for (const one of find([...known.keys()])) known.set(one.pid, one)
    for (const [pid, one] of known) if (!isLive(one)) known.delete(pid)
    if (known.size === 0) return
    const spent = clock.mono() - start
    if (spent > GIVE_UP_MS) throw new SurfaceFault('still_running', `${known.size} processes of ${surface} do not end`)
    if (asked.size === 0) hangUp()
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
 * either. Never ourselves nor what we descend from, and nothing of tmux but what runs in this very pane.
 */
export function findTree(root: Process | null, surface: string, known: readonly number[] = []): Process[] {
  const table = processTable()
  const byPid = new Map(table.map(one => [one.pid, one]))
  // While anything of its session is left, the root's number is given to nobody else.
  const renumbered = root !== null && byPid.has(root.pid) && byPid.get(root.pid)?.born !== root.born
  const ours = upFrom(process.pid, byPid)
  const found = new Set<number>(known)
  for (const one of table) {
    const bySession = root !== null && !renumbered && (one.pid === root.pid || one.session === root.pid)
    if (bySession || markOf(one.pid) === surface) found.add(one.pid)
  }
  const spared = ofTmux(table, root)
  for (const pid of spared) found.delete(pid)
  addChildren(found, table, spared)
  return table.filter(one => found.has(one.pid) && !ours.has(one.pid) && !one.dead)
}

/**
 * What still runs from a surface whose Gatehouse is gone, by the mark and by descent. Nothing at all where its terminal is
 * still held: then it is alive, in another Gatehouse. And nothing that has another surface's mark, nor what keeps one alive.
 */
export function findOrphans(surface: string, known: readonly number[] = []): Process[] {
  const table = processTable()
  const byPid = new Map(table.map(one => [one.pid, one]))
  const marks = new Map(table.map(one => [one.pid, markOf(one.pid)]))
  const marked = table.filter(one => marks.get(one.pid) === surface)
  const isRoot = (one: Process) => one.pid === one.session && marks.get(one.parent) !== surface
  if (marked.some(one => isRoot(one) && hasTerminal(one.pid))) return []
  const found = new Set([...known, ...marked.map(one => one.pid)])
  addChildren(found, table)
  const others = table.filter(one => (marks.get(one.pid) ?? surface) !== surface)
  // A Gatehouse that was started in the surface: it holds the terminals of its own, and its window's processes are its children.
  const holders = new Set(others.flatMap(one => (marks.get(one.parent) === marks.get(one.pid) ? [] : [one.parent])))
  const spared = new Set([...holders].filter(pid => found.has(pid)))
  addChildren(spared, table)
  for (const one of others) for (const pid of upFrom(one.pid, byPid)) spared.add(pid)
  for (const pid of upFrom(process.pid, byPid)) spared.add(pid)
  for (const pid of ofTmux(table, null)) spared.add(pid)
  return table.filter(one => found.has(one.pid) && !spared.has(one.pid) && !one.dead)
}

/** The process and all that it descends from. */
function upFrom(start: number, byPid: ReadonlyMap<number, Process>): Set<number> {
  const up = new Set<number>()
  for (let pid = start; pid > 0 && !up.has(pid); pid = byPid.get(pid)?.parent ?? 0) up.add(pid)
  return up
}

/** tmux servers and what runs in their panes, but for the surface's own program and what descends from that. */
function ofTmux(table: readonly Process[], root: Process | null): Set<number> {
  const servers = new Set(table.filter(one => isTmuxServer(one.pid)).map(({ pid }) => pid))
  addChildren(servers, table, new Set(root ? [root.pid] : []))
  return servers
}

/** Adds children of what was found, and theirs: parents may come after their children in the table. None of `not`, nor theirs. */
function addChildren(found: Set<number>, table: readonly Process[], not: ReadonlySet<number> = new Set()): void {
  for (let grew = true; grew; ) {
    const before = found.size
    for (const one of table) if (found.has(one.parent) && !not.has(one.pid)) found.add(one.pid)
    grew = found.size > before
  }
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
