// How the window speaks of tmux: where a pane is, how it is reached, what to do where a server cannot be reached. Pure.
import type { Link, PanePlace, SurfaceSummary, TmuxPlace, TmuxServerView } from '../../preload/contract.ts'
import { seenText } from './seen-text.ts'
import { count } from './words.ts'

/** `web:run.%4`: its session, window and pane. */
export function paneWords({ session, window, pane }: Pick<PanePlace, 'session' | 'window' | 'pane'>): string {
  return seenText(`${session}:${window}.${pane}`)
}

/** `build web:run.%4`: where a surface is, in short; null = it is here and in no tmux. */
export function whereWords({ tmux, host }: Pick<SurfaceSummary, 'tmux' | 'host'>): string | null {
  if (tmux === null) return host
  return host === null ? paneWords(tmux) : `${host} ${paneWords(tmux)}`
}

/** What stands beside a surface's name: its pane alone where the name or Gatehouse says the session. The window's name comes and goes. */
export function besideName({ name, tmux }: Pick<SurfaceSummary, 'name' | 'tmux'>): string | null {
  if (tmux === null) return null
  // A name has of the session what can stand in a list, and not all of what is long.
  const bare = `${tmux.session}:`.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trimStart()
  const said = tmux.ours || name.startsWith([...bare].slice(0, NAMED).join(''))
  return said ? `tmux ${tmux.pane}` : paneWords(tmux)
}
/** characters of the session that a name has for certain */
const NAMED = 58

/** The same in a sentence's words: `tmux pane web:run.%4 on build`. */
export function whereSentence({ tmux, host }: Pick<SurfaceSummary, 'tmux' | 'host'>): string | null {
  if (tmux === null) return host === null ? null : `ssh to ${host}`
  return `tmux pane ${paneWords(tmux)}${host === null ? '' : ` on ${host}`}`
}

/** Closing it lets go of it: its program was there before, and lives on. */
export function isAdopted({ tmux }: Pick<SurfaceSummary, 'tmux'>): boolean {
  return tmux !== null && !tmux.ours
}

/** Where its server is, as a part of a sentence: `this computer`, `build`. */
export function placeWords({ host }: TmuxPlace): string {
  return host ?? 'this computer'
}

/** What stands below a server's name. */
export function serverWords({ link, adopted, place }: Pick<TmuxServerView, 'link' | 'adopted' | 'place'>): string {
  const own = adopted === 0 ? null : `${count(adopted, 'pane')} in Gatehouse`
  const how = link === null ? (place.host === null ? 'Adopt what runs in it' : 'Not connected') : LINKED[link.is]
  return [how, own].filter(Boolean).join(', ')
}
const LINKED: Readonly<Record<Link['is'], string>> = {
  ...{ connecting: 'Connecting…', live: 'Connected', lost: 'Connection lost', ended: 'Ended' },
}

/** What a lost or new connection says over a pane; null = there is nothing to say. `now`: ms since the epoch. */
export function linkWords(link: Link | null, host: string | null, now: number): LinkWords | null {
  if (link === null || link.is === 'live') return null
  const where = host ?? 'tmux'
  if (link.is === 'ended') return { says: 'Ended in tmux.', more: asSentence(link.why), retries: '', can: null }
  if (link.is === 'connecting')
    return { says: `Connecting to ${where}…`, more: 'What you see is not of now.', retries: '', can: null }
  const retries =
    link.retryAt === null
      ? 'Trying again now.'
      : `Trying again in ${Math.max(1, Math.ceil((link.retryAt - now) / 1000))} s.`
  return { says: 'Connection lost.', more: link.why, retries, can: link.retryAt === null ? null : 'reconnect' }
}
export interface LinkWords {
  readonly says: string
  /** why, as it was told */
  readonly more: string
  /** changes every second; '' = nothing */
  readonly retries: string
  readonly can: 'reconnect' | null
}
/** `the pane is gone` as `The pane is gone.` */
const asSentence = (why: string) => `${why.charAt(0).toUpperCase()}${why.slice(1).replace(/\.$/, '')}.`

/** What a person can do about a server that gave no list. */
export interface Trouble {
  readonly title: string
  readonly message: string
  /** a line to run in a terminal; null = none helps */
  readonly run: string | null
  /** a terminal on that host may help */
  readonly ssh: boolean
}

/** `code` is a failure's of `tmux.list`. */
export function troubleOf(code: string, message: string, place: TmuxPlace): Trouble {
  const { host } = place
  const where = placeWords(place)
  const say = (title: string, run: string | null = null): Trouble => ({ title, message, run, ssh: host !== null })
  switch (code) {
    case 'no_tmux':
      return say(`There is no tmux on ${where}`)
    case 'no_server':
      return say(`No tmux server runs on ${where}`, host === null ? 'tmux new-session -s work' : null)
    case 'old_tmux':
      return say(`The tmux on ${where} is too old`)
    case 'no_login':
      return say(`${where} does not let you in without a question`, `ssh ${where}`)
    case 'not_reached':
      return { ...say(`${where} cannot be reached`), ssh: false }
    default:
      return say(`What runs on ${where} cannot be listed`)
  }
}

/** Can presets be started on a host whose panes could not be listed for this reason? Null = they were. A server comes with the first. */
export function startsThere(code: string | null): boolean {
  return code === null || code === 'no_server'
}

/** What an agent that is started on this host goes without; null = nothing. */
export function reachWords(host: string, forwardTo: readonly string[]): string | null {
  if (forwardTo.includes(host)) return null
  return `Agents on ${host} do not reach Gatehouse, and report nothing: name it in Settings, Hosts that reach Gatehouse.`
}

/** `Adopt 3 panes` */
export function adoptWords(panes: number): string {
  return `Adopt ${count(panes, 'pane')}`
}

/** Surfaces that stand side by side at once. */
const SHOWN = 4

/** What became of an adoption, in one line; null = all went well, and all of them are seen. */
export function adoptedWords(
  results: readonly { readonly id: string | null; readonly message: string }[],
): string | null {
  const done = results.filter(({ id }) => id !== null).length
  const failed = results.find(({ id }) => id === null)
  if (!failed) return done <= SHOWN ? null : `${count(done, 'pane')} adopted. All of them are in the sidebar.`
  const others = results.length - done - 1
  const rest = others === 0 ? '' : ` ${count(others, 'other')} could not be adopted either.`
  return `${done === 0 ? '' : `${count(done, 'pane')} adopted. `}${failed.message}${rest}`
}
