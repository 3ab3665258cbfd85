// When and what a screen reader is told of new approvals: at most once in five seconds, together. Pure.
import type { ApprovalView } from '../../preload/contract.ts'
import { askWords, waitingWords } from './approval-words.ts'
import { approvalId } from './approvals.ts'

export const QUIET_MS = 5000

export interface Announcer {
  /** ids that were told of, or were there before anybody listened */
  readonly told: ReadonlySet<string>
  /** steady ms of the last announcement */
  readonly at: number | null
}

export interface Announcement {
  readonly next: Announcer
  /** to be said now; null = nothing is */
  readonly say: string | null
  /** ms after which to look again; null = not before something changes */
  readonly wait: number | null
}

export const SILENT: Announcer = { told: new Set(), at: null }

/** `steady`: ms of a clock that never jumps. */
export function announce(before: Announcer, waiting: readonly ApprovalView[], steady: number): Announcement {
  const fresh = waiting.filter(view => !before.told.has(approvalId(view.ref)))
  const next = { told: new Set(waiting.map(view => approvalId(view.ref))), at: before.at }
  if (fresh.length === 0) return { next, say: null, wait: null }
  const left = before.at === null ? 0 : before.at + QUIET_MS - steady
  if (left > 0) {
    const told = new Set([...next.told].filter(id => before.told.has(id)))
    return { next: { told, at: before.at }, say: null, wait: left }
  }
  return { next: { ...next, at: steady }, say: sentence(fresh, waiting.length), wait: null }
}

function sentence(fresh: readonly ApprovalView[], all: number): string {
  const [one] = fresh
  if (!one || fresh.length > 1 || all > 1) return waitingWords(all)
  const { lead, act, join } = askWords(one)
  return [one.agentName, lead, act, ...(one.surface ? [join, one.surface.name] : [])].filter(Boolean).join(' ')
}
