// Goes to what finished, failed, rang or asks, the newest first. Where that is, is decided in state/newest.ts.
import { now } from '../state/app-state.ts'
import { newsOf, nextNews, type Walk } from '../state/newest.ts'
import { say } from '../state/panel.ts'
import { openApprovals } from './approvals.ts'

let walk: Walk | null = null

/** To the newest; again: to the next older, and around. `goTo`: shows a surface and gives it the keyboard. */
export function toNewest(goTo: (surface: string) => void): void {
  const state = now()
  if (!state) return
  const { surfaces, approvals, drafts } = state
  const next = nextNews(newsOf({ surfaces, approvals: approvals.waiting, drafts }), walk)
  walk = next?.walk ?? null
  if (!next) say('Nothing is new.')
  else if (next.to.kind === 'surface') goTo(next.to.id)
  else openApprovals({ focus: true, id: next.to.id })
}
