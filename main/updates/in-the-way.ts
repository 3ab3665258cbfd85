// What a restart would end or cut off, in sentences, so that it never happens unasked. Pure.
import type { AppState } from '../../preload/contract.ts'

type Seen = Pick<AppState, 'surfaces' | 'agents' | 'drafts' | 'approvals'>

/** Names that are listed; the others are counted. */
const MOST_NAMES = 8

/** Null = nothing runs, nobody is connected and nothing waits. */
export function inTheWay({ surfaces, agents, drafts, approvals }: Seen): string | null {
  const running = surfaces.filter(({ exit }) => exit === null)
  const ends = running.filter(({ tmux }) => tmux === null).map(({ name }) => name)
  const stays = running.filter(({ tmux }) => tmux !== null).map(({ name }) => name)
  const connected = agents.filter(isConnected).map(({ name }) => name)
  const asks = approvals.waiting.length
  const kept = drafts.length
  if (ends.length + connected.length + asks + kept === 0) return null
  return [
    ends.length > 0 && `Programs still run in: ${listed(ends)}. This ends them.`,
    stays.length > 0 && `What runs in tmux goes on: ${listed(stays)}.`,
    connected.length > 0 && `Connected agents lose their connection until Gatehouse is back: ${listed(connected)}.`,
    asks > 0 && (asks === 1 ? 'One approval waits; it is refused.' : `${asks} approvals wait; they are refused.`),
    kept > 0 && (kept === 1 ? 'One draft waits; it is kept.' : `${kept} drafts wait; they are kept.`),
  ]
    .filter(Boolean)
    .join(' ')
}

/** A program with its token still runs; where that is not known, one has called in this run. Those in a surface end with it. */
function isConnected({ inside, processes, lastSeen }: AppState['agents'][number]): boolean {
  return inside === null && (processes === null ? lastSeen !== null : processes > 0)
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ')
}
