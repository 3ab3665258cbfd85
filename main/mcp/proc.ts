// What Linux says of processes and of loopback connections, in the few pieces that naming a caller needs. It reads /proc
// and keeps nothing. Small reads are synchronous: each takes microseconds, and a hundred times that through the thread pool.
import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs'
import { endianness } from 'node:os'

export interface Life {
  readonly parent: number
  /** clock ticks since the system's start: tells a process from a later one with the same pid */
  readonly started: string
}

/** Null when it is gone. */
export function lifeOf(pid: number): Life | null {
  try {
    const stat = readAtOnce(`/proc/${pid}/stat`)
    // The name, field 2, may hold spaces and brackets. From the last bracket on: [0] the state, [1] the parent.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), started: fields[19]! }
  } catch {
    return null
  }
}

/** More than any stat is. One for all: nothing here awaits. */
const page = Buffer.alloc(4096)

/** A file that the system makes up whole when it is read: its length is not asked for, nor whether more follows. */
function readAtOnce(path: string): string {
  const file = openSync(path, 'r')
  try {
    return page.toString('latin1', 0, readSync(file, page, 0, page.length, 0))
  } finally {
    closeSync(file)
  }
}

const MOST_ANCESTORS = 128

/** The pids above a process, its parent first, up to 1. It ends early where one went away meanwhile. */
export function ancestorsOf(life: Life, of: (pid: number) => Life | null = lifeOf): number[] {
  const found: number[] = []
  for (let child = life; child.parent > 0 && found.length < MOST_ANCESTORS; ) {
    const parent = of(child.parent)
    // A parent that is younger than its child is none: the parent ended, and its pid is another's now.
    if (!parent || Number(parent.started) > Number(child.started)) break
    found.push(child.parent)
    child = parent
  }
  return found
}

/** What a link of /proc points to; null = it is gone, or not ours to read. */
export function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** All processes. */
export function pids(): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
}

/** Is it that user's? The system lists those that may not be looked into as root's. */
export function belongsTo(pid: number, uid: number): boolean {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === uid
}

/** The open files of a process, by number. Empty when it is gone or may not be looked into. */
export function filesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`)
  } catch {
    return []
  }
}

interface End {
  readonly address: string
  readonly port: number
}

/** An IPv4 address in a table of IPv6 ones, up to its last four bytes. */
const MAPPED = `0000000000000000${endianness() === 'LE' ? 'FFFF0000' : '0000FFFF'}`

/** The socket whose own end is `local`, in the text of /proc/net/tcp or tcp6. Null = no such row, or nobody's socket. */
export function socketIn(table: string, local: End, remote: End): { inode: string; uid: number } | null {
  for (const prefix of ['', MAPPED]) {
    const ends = ` ${prefix}${hex(local)} ${prefix}${hex(remote)} `
    const at = table.indexOf(ends)
    if (at < 0) continue
    // After the two ends: state, queues, timer, retransmits, uid, timeout, inode.
    const fields = table.slice(at + ends.length, at + ends.length + 120).split(/ +/)
    const [uid, inode] = [Number(fields[4]), fields[6]]
    if (inode && inode !== '0') return { inode, uid }
  }
  return null
}

/** The form of the tables: the address as one number of this machine's byte order, then the port. */
function hex({ address, port }: End): string {
  const bytes = address.split('.').map(part => Number(part).toString(16).padStart(2, '0'))
  const word = (endianness() === 'LE' ? bytes.reverse() : bytes).join('')
  return `${word}:${port.toString(16).padStart(4, '0')}`.toUpperCase()
}
