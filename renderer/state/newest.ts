// Where "Newest that finished or asks" goes: from the newest to the older, around the end, and back to what came meanwhile. Pure.
import type { ApprovalView, DraftView, SurfaceSummary } from '../../preload/contract.ts'
import { approvalId } from './approvals.ts'

/** A surface, or an ask that concerns none. `at`: ms since the epoch of the newest thing there. */
export type News =
  | { readonly kind: 'surface'; readonly id: string; readonly at: number }
  | { readonly kind: 'approval'; readonly id: string; readonly at: number }

/** How far a person went. */
export interface Walk {
  /** the newest there was then */
  readonly newest: number
  /** where they are */
  readonly id: string
  readonly at: number
}

export interface NewsScene {
  readonly surfaces: readonly SurfaceSummary[]
  readonly approvals: readonly ApprovalView[]
  readonly drafts: readonly DraftView[]
}

/** What needs a person, and what they have not looked at: the newest first. */
export function newsOf({ surfaces, approvals, drafts }: NewsScene): News[] {
  const news = surfaces.flatMap((surface): News[] => {
    const { id, state, unread, rang } = surface
    const asks = approvals.filter(one => one.surface?.id === id).map(({ at }) => at)
    const staged = drafts.filter(one => one.surface === id && !one.left).map(({ at }) => at)
    const own = state.is === 'needs_you' || (unread && hasEnded(surface)) ? [state.since] : []
    const times = [...asks, ...staged, ...own, ...(unread && rang !== null ? [rang] : [])]
    return times.length === 0 ? [] : [{ kind: 'surface', id, at: Math.max(...times) }]
  })
  const alone = approvals.flatMap(({ ref, surface, at }): News[] =>
    surface && surfaces.some(({ id }) => id === surface.id) ? [] : [{ kind: 'approval', id: approvalId(ref), at }],
  )
  return [...news, ...alone].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
}

/** The next one to go to, and the walk then. Null = there is nothing. */
export function nextNews(news: readonly News[], walk: Walk | null): { readonly to: News; readonly walk: Walk } | null {
  const [newest] = news
  if (!newest) return null
  const came = walk === null || newest.at > walk.newest
  const to = came ? newest : (news.find(one => isOlder(one, walk)) ?? newest)
  return { to, walk: { newest: newest.at, id: to.id, at: to.at } }
}

function hasEnded({ state }: SurfaceSummary): boolean {
  return state.is === 'done_unseen' || state.is === 'failed' || state.is === 'exited'
}

/** After it in the order of `newsOf`. */
function isOlder(one: News, walk: Walk): boolean {
  return one.at < walk.at || (one.at === walk.at && one.id > walk.id)
}
