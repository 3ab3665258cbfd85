// One connection with a session of our own behind it: how it is made, and who it is in the server. Control clients hear only the
// windows of their session, and a session of ours can have any window without moving anybody's. What is linked: own-session.ts.
import { createHash } from 'node:crypto'
import type { Result, TmuxPlace } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { sshCommand } from '../ssh/command.ts'
import { type EndedCode, forwardRefused, whyEnded } from '../ssh/ended.ts'
import { quoted } from './command.ts'
import { type Connection, connect, type Ended, newToken } from './connection.ts'
import { atLeast, OLDEST, readVersion, type Version } from './version.ts'

/** The names that this Gatehouse uses in one server, reached by one way. Options begin with `@`. */
export interface Names {
  /** on a pane: the surface it is, and its program then: `s_abc123 4711`, and `ours` where it was started for it */
  readonly mark: string
  /** on a pane: the last write that went in */
  readonly last: string
  /** on the server: which connection may write */
  readonly fence: string
  /** on our own session: whose it is. Every Gatehouse leaves out sessions that have it. */
  readonly owner: string
}

export interface Attached {
  readonly connection: Connection
  /** the name of our own session */
  readonly session: string
  /** what the fence holds while this connection may write */
  readonly epoch: string
  /** the window that keeps our session */
  readonly home: string
  readonly version: Version
  /** tells one run of a server from another: ids of panes begin anew with each */
  readonly run: string
  /** what does not work although it stands, in a sentence; null = nothing */
  readonly warning: string | null
  /** the port that was to be had there, whether it is or not; null = none was to */
  readonly forward: number | null
}

export interface AttachSpec {
  readonly place: TmuxPlace
  readonly names: Names
  readonly env: Readonly<Record<string, string>>
  /** a server may be started where none runs */
  readonly start: boolean
  /** the port of this computer that is to be had there under the same number; null = none */
  readonly forward: number | null
  readonly clock: Clock
}

/** How long a connection may take to stand, in ms: ssh gives up on its own after 10 s, but not while it logs in. */
const STAND_MS = 25_000
/** Behind on reading by this much, tmux drops what a pane printed and says so, in s. */
const PAUSE_AFTER_S = 30

/** `instance`: letters and digits. Two ways to one server never get into each other's way. */
export function namesOf(instance: string, place: TmuxPlace): Names {
  const way = createHash('sha256')
    .update(JSON.stringify([place.host, place.socket]))
    .digest('hex')
    .slice(0, 6)
  const own = `${instance}-${way}`
  return {
    mark: `@gatehouse-${instance}`,
    last: `@gatehouse-${own}-last`,
    fence: `@gatehouse-${own}-epoch`,
    owner: own,
  }
}

/** Failures: `no_tmux`, `no_server`, `old_tmux`, and ssh's. */
export async function attach(spec: AttachSpec): Promise<Result<Attached>> {
  const { place, names, start, clock } = spec
  const epoch = newToken().slice(0, 12)
  const session = `gatehouse-${names.owner}-${epoch}`
  const connection = connect(
    { ...command(spec, session), env: start || place.host !== null ? spec.env : few(spec.env) },
    clock,
  )
  const late = clock.after(STAND_MS, () => void connection.close())
  const ended = await Promise.race([connection.ready.then(() => null), connection.ended])
  if (ended) {
    late()
    return { ok: false, ...why(ended, place.host) }
  }
  const known = await introduce(connection, session, epoch, names)
  late()
  if (known && atLeast(known.version, OLDEST)) {
    const { forward } = spec
    const warning = forward !== null && forwardRefused(connection.stderr(), forward) ? portTaken(spec) : null
    return { ok: true, value: { connection, session, epoch, warning, forward, ...known } }
  }
  await connection.close()
  if (!known) return { ok: false, ...why(await connection.ended, place.host) }
  const where = place.host ?? 'this computer'
  const message = `The tmux server on ${where} is ${known.version.text}. Gatehouse needs tmux ${OLDEST} or newer there.`
  return { ok: false, code: 'old_tmux', message }
}

/**
 * A client tells its whole environment when it connects, and while it does tmux 3.3a crashes on a notice it tells all clients. Where a
 * server runs already nothing of it is used but this.
 */
const NEEDED = ['HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TMUX_TMPDIR', 'USER']
const few = (env: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.includes(name)))

const portTaken = ({ place, forward }: AttachSpec) =>
  `Port ${forward} of ${place.host} is taken there, or its ssh server forwards none: agents there do not reach Gatehouse.`

/** Why a connection ended, in a code and a sentence. */
export function why(ended: Ended, host: string | null): { code: EndedCode; message: string } {
  if (ended.because !== null) return { code: 'closed', message: ended.because }
  if (ended.error !== null) return whyEnded(`spawn ${host === null ? 'tmux' : 'ssh'} ${ended.error}`, null, host)
  return whyEnded([ended.stderr, ended.refused, ended.exit].filter(Boolean).join('\n'), ended.code, host)
}

/** `-N`: where no server runs none is started. Two words and more are run as they are, without a shell. */
function command({ place, start, names, forward }: AttachSpec, session: string) {
  const tmux = ['tmux', '-u', ...(start ? [] : ['-N']), '-C', ...(place.socket === null ? [] : ['-S', place.socket])]
  const flags = `ignore-size,pause-after=${PAUSE_AFTER_S}`
  const made = ['new-session', '-s', session, '-n', 'gatehouse', '-x', '80', '-y', '24', '-f', flags, 'cat', '-']
  const marked = [';', 'set-option', '-t', `=${session}:`, '@gatehouse', names.owner]
  const words = [...tmux, ...made, ...marked]
  if (place.host === null) return { file: 'tmux', args: words.slice(1) }
  const port = forward === null ? undefined : { remotePort: forward, localPort: forward }
  return sshCommand(place.host, { remote: words, forward: port })
}

/**
 * Draws the fence, so that nothing an earlier connection still delivers goes in, ends that one's session, and asks who we are. Our
 * session goes with our client, by a hook, and by nothing else: with `destroy-unattached`, or killed in one breath with a change of
 * its current window, tmux 3.3a uses it once more and crashes with everything that runs in it.
 */
async function introduce(connection: Connection, session: string, epoch: string, names: Names) {
  const target = `'=${session}:'`
  const facts = await connection.run({
    line: [
      `set-option -s ${names.fence} ${epoch}`,
      `set-option -t ${target} status off`,
      `display-message -p -t ${target} '#{window_id} #{client_name} #{pid}-#{start_time} #{version}'`,
      `list-sessions -F '#{session_id} #{&&:#{==:#{@gatehouse},${names.owner}},#{m:gatehouse-${names.owner}-*,#{session_name}}} #{==:#{session_name},${session}}'`,
    ].join(' ; '),
  })
  if (facts.is === 'lost') return null
  const said = facts.replies.at(2)?.rows[0]?.toString() ?? ''
  const [home = '', client = '', run = '', ...version] = said.split(' ')
  if (!/^@\d+$/.test(home) || !/^[\w./-]+$/.test(client)) return null
  const gone = `if -F '#{==:#{hook_client},${client}}' 'kill-session -t =${session}'`
  await connection.run({ line: `set-hook -t ${target} client-detached ${quoted(gone)}` })
  for (const row of facts.replies.at(3)?.rows ?? []) {
    const [id, ours, this_] = row.toString().split(' ')
    if (ours === '1' && this_ === '0' && /^\$\d+$/.test(id!)) await connection.run({ line: `kill-session -t '${id}'` })
  }
  return { home, run, version: readVersion(version.join(' ')) }
}
