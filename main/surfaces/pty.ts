// One pseudo-terminal. The only importer of node-pty and the only place where bytes are written to one.
// It knows nothing of who writes or why; who may is decided long before.
import { readSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import type { ReadStream } from 'node:tty'
import { type IPty, spawn } from 'node-pty'
import type { Exit } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import { readProcess } from './process-table.ts'
import { endTree } from './processes.ts'
import type { Taken, Terminal } from './terminal.ts'
import { prepareTty, ttyGroup, ttyState } from './tty.ts'

export interface PtySpec {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly cols: number
  readonly rows: number
}

/** How long to leave a full terminal alone before offering it the rest again, in ms. */
const RETRY_MS = [2, 5, 10, 20, 50] as const

/** How much is read at most when a terminal is closed. */
const LAST_WORDS_BYTES = 1_048_576

interface Unit {
  readonly bytes: Uint8Array
  offset: number
  readonly done: (taken: Taken) => void
}

/** node-pty's Unix terminal has these two; its types do not say so. */
interface UnixInside {
  readonly fd?: number
  readonly _socket?: ReadStream
}

/**
 * Starts the program. What the kernel takes of a write goes in before `write` returns; the rest follows in order. Throws what
 * node-pty throws when there is no terminal to be had.
 */
export function openPty(spec: PtySpec, clock: Clock): Terminal {
  const term = spawn(spec.file, [...spec.args], {
    name: spec.env['TERM'] ?? 'xterm-256color',
    cols: spec.cols,
    rows: spec.rows,
    cwd: spec.cwd,
    env: { ...spec.env },
    encoding: null,
  })
  const inside = term as unknown as UnixInside
  const queue: Unit[] = []
  const hear: ((bytes: Uint8Array) => void)[] = []
  const tell = (bytes: Uint8Array) => {
    for (const listener of hear) listener(bytes)
  }
  let ended = false
  let retry: (() => void) | null = null
  let retries = 0

  // A closed descriptor's number may already belong to another file: `destroyed` is set before it is closed.
  const open = () => !ended && inside._socket?.destroyed !== true

  function dropQueue() {
    retry?.()
    retry = null
    for (const unit of queue.splice(0)) unit.done({ bytes: unit.offset, why: null })
  }

  function pump() {
    retry = null
    while (queue.length > 0) {
      if (!open()) return dropQueue()
      const unit = queue[0]!
      const outcome = writeSome(term, inside.fd, unit)
      if (outcome === 'gone') return dropQueue()
      if (outcome === 'full') {
        retry = clock.after(RETRY_MS[Math.min(retries, RETRY_MS.length - 1)]!, pump)
        retries += 1
        return
      }
      retries = 0
      if (unit.offset >= unit.bytes.byteLength) {
        queue.shift()
        unit.done({ bytes: unit.offset, why: null })
      }
    }
  }

  // With `encoding: null` node-pty hands out Buffers, whatever its types say.
  term.onData(data => tell(data as unknown as Buffer))
  if (inside._socket && inside.fd !== undefined) keepLastWords(inside._socket, inside.fd, tell)

  const exited = new Promise<Exit>(resolve => {
    term.onExit(({ exitCode, signal }) => {
      ended = true
      dropQueue()
      resolve(signal ? { code: null, signal: signalName(signal) } : { code: exitCode, signal: null })
    })
  })

  const root = readProcess(term.pid)
  return {
    root,
    answers: true,
    shared: false,
    link: () => null,
    onLink() {},
    where: () => null,
    onRedrawn() {},
    onSize() {},
    async end(surface) {
      if (root) await endTree(root, surface, clock)
    },
    async letGo() {},
    alive: open,
    write(bytes) {
      if (!open()) return Promise.resolve({ bytes: 0, why: null })
      return new Promise(done => {
        queue.push({ bytes, offset: 0, done })
        if (queue.length === 1) pump()
      })
    },
    tty: () => (open() && inside.fd !== undefined ? ttyState(inside.fd) : null),
    group: () => (open() && inside.fd !== undefined ? ttyGroup(inside.fd) : null),
    prepared: prepareTty(),
    pause: () => term.pause(),
    resume: () => term.resume(),
    resize(cols, rows) {
      if (!open()) return
      try {
        term.resize(cols, rows)
      } catch {
        // The program ended between the check and the call; its exit tells everyone.
      }
    },
    onData: listener => void hear.push(listener),
    exited,
  }
}

/**
 * Reads a terminal to its end before it is closed. Without this a program's last output is lost: a stream that ends while
 * it is paused drops what it has read, and libuv takes a hang-up for the end though the kernel still holds bytes.
 */
function keepLastWords(socket: ReadStream, fd: number, tell: (bytes: Uint8Array) => void): void {
  const destroy = socket.destroy.bind(socket)
  socket.destroy = error => {
    if (!socket.destroyed) {
      // Reading hands it out as data, paused or not.
      while (socket.read() !== null);
      drain(fd, tell)
    }
    return destroy(error)
  }
}

function drain(fd: number, tell: (bytes: Uint8Array) => void): void {
  // A job in the background may print for ever, so there is a limit.
  for (let total = 0; total < LAST_WORDS_BYTES; ) {
    const bytes = Buffer.alloc(65_536)
    try {
      const count = readSync(fd, bytes)
      if (count === 0) return
      total += count
      tell(bytes.subarray(0, count))
    } catch {
      // EIO: the end. EAGAIN: nothing more now.
      return
    }
  }
}

/** Offers the kernel the rest of one unit. The descriptor does not block. */
function writeSome(term: IPty, fd: number | undefined, unit: Unit): 'some' | 'full' | 'gone' {
  if (fd === undefined) {
    // Windows (untried): no descriptor; node-pty queues in order itself.
    term.write(Buffer.from(unit.bytes))
    unit.offset = unit.bytes.byteLength
    return 'some'
  }
  try {
    const written = writeSync(fd, unit.bytes, unit.offset)
    unit.offset += written
    return written === 0 && unit.offset < unit.bytes.byteLength ? 'full' : 'some'
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EAGAIN' ? 'full' : 'gone'
  }
}

function signalName(signal: number): string {
  const found = Object.entries(constants.signals).find(([, number]) => number === signal)
  return found ? found[0] : `signal ${signal}`
}
