// What a restart would end or cut off, in sentences, so that it never happens unasked. Pure.
import type { AppState } from '../../preload/contract.ts'

type Seen = Pick<AppState, 'surfaces' | 'agents' | 'drafts' | 'approvals'>

/** Names that are listed; the others are counted. */
const MOST_NAMES = 8

/** Null = nothing runs, nobody is connected and nothing waits. `most`: of each kind so many names are listed, the others counted. */
export function inTheWay({ surfaces, agents, drafts, approvals }: Seen, most = MOST_NAMES): string | null {
  const listed = (names: readonly string[]) => {
    const more = names.length - most
    return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ')
  }
  // A program that has exited can have left others behind: they end with its surface.
  const ends = surfaces.filter(one => one.tmux === null && (one.exit === null || one.left.length > 0)).map(nameOf)
  const stays = surfaces.filter(({ tmux, exit }) => tmux !== null && exit === null).map(nameOf)
  const connected = agents.filter(isConnected).map(nameOf)
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

/**
 * Asks about what is in the way, and again where that has changed while the question stood: the answer was to another one. `ask`: the
 * text in, false = the person would rather not. True: it is agreed, or nothing is in the way any more.
 */
export async function agreed(seen: () => Seen, ask: (detail: string) => Promise<boolean>): Promise<boolean> {
  for (;;) {
    // By every name, also of those that are only counted.
    const asked = inTheWay(seen(), Number.POSITIVE_INFINITY)
    if (asked === null) return true
    if (!(await ask(inTheWay(seen())!))) return false
    if (inTheWay(seen(), Number.POSITIVE_INFINITY) === asked) return true
  }
}

/** A program with its token still runs; where that is not known, one has called in this run. Those in a surface end with it. */
function isConnected({ inside, processes, lastSeen }: AppState['agents'][number]): boolean {
  return inside === null && (processes === null ? lastSeen !== null : processes > 0)
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}
