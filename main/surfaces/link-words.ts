// How a lost connection is said, for people and agents. (pure) Why it was lost is the link's to say.
import type { Link, PanePlace } from '../../preload/contract.ts'

interface Reached {
  link(): Link | null
  where(): PanePlace | null
}

/** Why nothing can be sent there now, as a part of a sentence; null = it can be. */
export function unreachedNow(terminal: Reached): string | null {
  const link = terminal.link()
  if (link === null || link.is === 'live') return null
  const to = terminal.where()?.place.host ?? 'tmux'
  if (link.is === 'connecting') return `the connection to ${to} is being made`
  return `the connection to ${to} ${link.is === 'lost' ? 'is lost' : 'has ended'}`
}

/** The same as a whole sentence, with the reason. */
export function unreachedSentence(terminal: Reached): string | null {
  const now = unreachedNow(terminal)
  const link = terminal.link()
  if (now === null || link === null) return null
  const why = 'why' in link ? `: ${link.why}` : ''
  const whole = `${now[0]!.toUpperCase()}${now.slice(1)}${why}`
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
