// When and what a screen reader is told of new approvals and of surfaces: at most once in five seconds, together. Pure.
import type { ApprovalView } from '../../preload/contract.ts'
import { askWords, waitingWords } from './approval-words.ts'
import { approvalId } from './approvals.ts'
import type { SurfaceNews } from './surface-news.ts'

export const QUIET_MS = 5000
/** more than these are counted, not named */
const MOST_NAMED = 3

export interface Announcer {
  /** ids that were told of, or needed no telling */
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

/** `steady`: ms of a clock that never jumps; `wall`: ms since the epoch. */
export interface Moment {
  readonly steady: number
  readonly wall: number
}

export const SILENT: Announcer = { told: new Set(), at: null }

export function announce(
  before: Announcer,
  waiting: readonly ApprovalView[],
  news: readonly SurfaceNews[],
  { steady, wall }: Moment,
): Announcement {
  const asks = waiting.filter(view => !before.told.has(approvalId(view.ref)))
  const fresh = news.flatMap(({ id, words, from }) =>
    words === null || before.told.has(id) ? [] : [{ id, words, in: from - wall }],
  )
  const ripe = fresh.filter(one => one.in <= 0)
  const ripens = fresh.filter(one => one.in > 0)
  const untold = new Set([...asks.map(view => approvalId(view.ref)), ...fresh.map(({ id }) => id)])
  const all = [...waiting.map(view => approvalId(view.ref)), ...news.map(({ id }) => id)]
  const told = new Set(all.filter(id => !untold.has(id)))
  const later = (least: number) =>
    Math.max(least, ...(ripens.length > 0 ? [Math.min(...ripens.map(one => one.in))] : []))

  if (asks.length === 0 && ripe.length === 0) {
    return { next: { told, at: before.at }, say: null, wait: ripens.length === 0 ? null : later(0) }
  }
  const left = before.at === null ? 0 : before.at + QUIET_MS - steady
  if (left > 0) return { next: { told, at: before.at }, say: null, wait: left }
  for (const id of untold) if (!ripens.some(one => one.id === id)) told.add(id)
  const words = ripe.map(one => one.words)
  const said = [...(asks.length > 0 ? [askSentence(asks, waiting.length)] : []), ...newsSentences(words)].join('. ')
  return { next: { told, at: steady }, say: said, wait: ripens.length === 0 ? null : later(QUIET_MS) }
}

function askSentence(fresh: readonly ApprovalView[], all: number): string {
  const [one] = fresh
  if (!one || fresh.length > 1 || all > 1) return waitingWords(all)
  const { lead, act, join } = askWords(one)
  return [one.agentName, lead, act, ...(one.surface ? [join, one.surface.name] : [])].filter(Boolean).join(' ')
}

function newsSentences(words: readonly string[]): readonly string[] {
  return words.length > MOST_NAMED ? [`${words.length} surfaces have something new`] : words
}
