// Which process is at the other end of a connection on loopback, and what it descends from. Linux only: elsewhere, and where
// the process may not be looked into (another user's, a container's), it is not known. It judges nobody.
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { setTimeout as after, setImmediate as turn } from 'node:timers/promises'
import { ancestorsOf, belongsTo, filesOf, lifeOf, linkOf, pids, socketIn } from './proc.ts'
import { programOf } from './program.ts'

export interface Peer {
  readonly pid: number
  /** the file it runs, as the system names it: ` (deleted)` at its end when that file is gone */
  readonly exe: string
  /** the same whatever its version: program.ts */
  readonly program: string
  /** pids, its parent first, up to 1 */
  readonly ancestors: readonly number[]
  /** with `pid` it names one process of this run of the system */
  readonly started: string
}

/** Null = not known. Never throws. What it says holds for this moment: a process may become another program. */
export type FindPeer = (socket: Socket) => Promise<Peer | null>

export interface PeerOptions {
  /** how long one search may take, in ms */
  readonly budgetMs?: number
  readonly platform?: NodeJS.Platform
}

/** Where a socket was found: file `fd` of that process. */
interface Place {
  readonly pid: number
  readonly started: string
  readonly fd: string
  /** what the file is while it is this socket */
  readonly link: string
  /** what is above its parent, as it was at `at`, ms */
  above: { readonly parent: number; readonly pids: readonly number[]; readonly at: number } | null
}

const BUDGET_MS = 300
/** how long the search keeps the thread to itself, in ms */
const SLICE_MS = 4
/** The system's table is read in pieces, and rows can be missed while others come and go. */
const TABLE_READS = 3
const MOST_RECENT = 8
/** How long what it descends from stands while its parent is the same, in ms: it only ever gets fewer, and nobody new. */
const ABOVE_MS = 1000
/** A client that connects anew often does so from a helper process started right after the last one. */
const NEAR = 32

/** A finder with a memory: of each connection's place, and of the processes that called last. */
export function createPeerFinder(options: PeerOptions = {}): FindPeer {
  const { budgetMs = BUDGET_MS, platform = process.platform } = options
  const places = new WeakMap<Socket, Place | 'unreadable'>()
  let recent: readonly number[] = []

  async function search(socket: Socket): Promise<Place | 'unreadable' | null> {
    const end = performance.now() + budgetMs
    const found = await socketOf(socket)
    if (!found || performance.now() > end) return null
    if (found.uid !== process.getuid?.()) return 'unreadable'
    const link = `socket:[${found.inode}]`
    let slice = performance.now() + SLICE_MS
    for (const pid of nearestFirst(pids(), recent)) {
      if (!belongsTo(pid, found.uid)) continue
      for (const fd of filesOf(pid)) {
        if (linkOf(`/proc/${pid}/fd/${fd}`) === link) return placeAt(pid, fd, link)
        if (performance.now() < slice) continue
        await turn()
        if (performance.now() > end) return null
        slice = performance.now() + SLICE_MS
      }
    }
    return 'unreadable'
  }

  async function find(socket: Socket): Promise<Peer | null> {
    const kept = places.get(socket)
    if (kept === 'unreadable') return null
    const still = kept && peerAt(kept)
    if (still) return still
    // The tables are read by threads that other work may hold for long.
    const place = await Promise.race([search(socket), after(budgetMs, null, { ref: false })])
    // What took too long is looked for again at the next request.
    if (place === null) return null
    places.set(socket, place)
    if (place === 'unreadable') return null
    recent = [place.pid, ...recent.filter(pid => pid !== place.pid)].slice(0, MOST_RECENT)
    return peerAt(place)
  }

  // A process may end, and its files close, between any two looks at it.
  return socket => (platform === 'linux' ? find(socket).catch(() => null) : Promise.resolve(null))
}

function placeAt(pid: number, fd: string, link: string): Place | null {
  const life = lifeOf(pid)
  return life && { pid, started: life.started, fd, link, above: null }
}

function peerAt(place: Place): Peer | null {
  const { pid, started, fd, link } = place
  const life = lifeOf(pid)
  if (life?.started !== started) return null
  const exe = linkOf(`/proc/${pid}/exe`)
  const now = performance.now()
  if (place.above?.parent !== life.parent || now - place.above.at > ABOVE_MS) {
    place.above = { parent: life.parent, pids: ancestorsOf(life), at: now }
  }
  const ancestors = place.above.pids
  // Asked last: who still has this socket is who had it, so all that was read before is of that process.
  if (exe === null || linkOf(`/proc/${pid}/fd/${fd}`) !== link) return null
  return { pid, exe, program: programOf(exe), ancestors, started }
}

/** The peer's own socket: its local end is our remote one. */
async function socketOf(socket: Socket) {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (!remoteAddress || !remotePort || !localAddress || !localPort) return null
  const local = { address: plain(remoteAddress), port: remotePort }
  const remote = { address: plain(localAddress), port: localPort }
  for (let reads = 0; reads < TABLE_READS; reads += 1) {
    for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
      const found = socketIn(await readFile(table, 'latin1').catch(() => ''), local, remote)
      if (found) return found
    }
  }
  return null
}

const plain = (address: string) => address.replace(/^::ffff:/, '')

/** Those that called last, then their neighbours, then the youngest. Pids grow until they start anew. */
function nearestFirst(all: readonly number[], recent: readonly number[]): number[] {
  const rank = (pid: number) => Math.min(NEAR, ...recent.map(one => Math.abs(one - pid)))
  const ranked = all.map(pid => ({ pid, rank: rank(pid) }))
  return ranked.sort((a, b) => a.rank - b.rank || b.pid - a.pid).map(({ pid }) => pid)
}
