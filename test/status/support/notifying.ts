// A person's afternoon for tests of what they are told: what there is to look at, over time, with a clock that this moves.

import type { Kind, Reason } from '../../../main/status/attention.ts'
import { NOTHING_TOLD, type Note, type Notifier, notify } from '../../../main/status/notify.ts'
import type { SurfaceState, SurfaceSummary } from '../../../preload/contract.ts'

/** A surface that rests; `over`: what is different. */
export function surface(
  id: string,
  is: SurfaceState['is'] = 'idle',
  over: Partial<SurfaceSummary> = {},
): SurfaceSummary {
  const facts = { id, name: id.slice(2), workspace: 'web', preset: 'claude', backend: 'pty' as const }
  return {
    ...{ ...facts, openedBy: 'person', alias: null, title: '', cwd: '/', cols: 80, rows: 24 },
    ...{ state: { is, since: 0, evidence: '' }, exit: null, left: [], lacks: null, lastLine: '', typing: null },
    ...{ unread: false, rang: null, progress: null },
    ...{ host: null, tmux: null, link: null },
    ...over,
  }
}

/** A reason to look at the surface of that name. */
export function reason(name: string, kind: Kind = 'needs_you', id = kind as string): Reason {
  return { id: `s_${name} ${id}`, kind, surface: `s_${name}`, name, why: 'Claude Code waits for an answer' }
}

export interface Person {
  reasons: readonly Reason[]
  unreached: ReadonlySet<string>
  watched: string | null
  wants: Record<Kind, boolean>
}

/** Lets time pass and looks whenever a look is due. Times are ms from its making. */
export function notifying() {
  let state: Notifier = NOTHING_TOLD
  let time = 0
  let due: number | null = null
  const shown: (Note & { at: number; amid: Person })[] = []
  const open = new Set<number>()
  const wants = { needs_you: true, failed: true, done: true }
  const now: Person = { reasons: [], unreached: new Set(), watched: null, wants }
  function look() {
    const { next, show, takeBack, wait } = notify(state, now, time)
    state = next
    if (show) {
      shown.push({ ...show, at: time, amid: { ...now } })
      open.add(show.id)
    }
    for (const id of takeBack) open.delete(id)
    due = wait === null ? null : time + wait
  }
  return {
    now,
    shown,
    /** ids of those that were not taken back */
    open: () => [...open],
    titles: () => shown.map(({ title }) => title),
    set(change: Partial<Person>) {
      Object.assign(now, change)
      look()
    },
    pass(ms: number) {
      const end = time + ms
      while (due !== null && due <= end) {
        time = Math.max(time, due)
        look()
        if (due !== null && due <= time) throw new Error('it looks again without end')
      }
      time = end
    },
  }
}
