// Which of the agents' notices stand in the corner and which on a surface's row. Pure.
import type { NoticeView } from '../../preload/contract.ts'

/** `show_surface` has no title: it points at a surface and says why. */
function isBadge(notice: NoticeView): boolean {
  return notice.title === '' && notice.surface !== null
}

/** The newest that points at this surface. */
export function badgeOf(notices: readonly NoticeView[], surface: string): NoticeView | null {
  return newestFirst(notices.filter(notice => isBadge(notice) && notice.surface === surface))[0] ?? null
}

/** What agents said, the newest first. */
export function sayingsOf(notices: readonly NoticeView[]): NoticeView[] {
  return newestFirst(notices.filter(notice => !isBadge(notice)))
}

function newestFirst(notices: readonly NoticeView[]): NoticeView[] {
  return [...notices].sort((a, b) => b.at - a.at || b.id - a.id)
}
