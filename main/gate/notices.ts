// What agents want a person to see, newest first, until a person has dismissed it. It asks for nothing and takes no focus.
import type { NoticeView } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'

/** How many are kept; older ones go. */
const MOST = 20

export type Notice = Omit<NoticeView, 'agentName'>

export interface Notices {
  add(notice: Omit<Notice, 'id' | 'at'>): Notice
  all(): readonly Notice[]
  dismiss(id: number): void
  /** Drops those of an agent or a surface that is gone. */
  drop(owner: { readonly agent: string } | { readonly surface: string }): void
}

export function createNotices(clock: Clock, changed: () => void): Notices {
  let notices: Notice[] = []
  let last = 0
  const set = (next: Notice[]) => {
    if (next.length === notices.length && next.every((one, index) => one === notices[index])) return
    notices = next
    changed()
  }
  return {
    add(notice) {
      last += 1
      const added = { ...notice, id: last, at: clock.now() }
      set([added, ...notices].slice(0, MOST))
      return added
    },
    all: () => notices,
    dismiss: id => set(notices.filter(one => one.id !== id)),
    drop: owner =>
      set(notices.filter(one => ('agent' in owner ? one.agent !== owner.agent : one.surface !== owner.surface))),
  }
}
