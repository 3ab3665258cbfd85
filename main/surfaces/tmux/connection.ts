// One process that speaks tmux's control mode (`tmux -C`, alone or through ssh): commands in, replies in their order, what panes
// print and what tmux tells. It does not start anew by itself, and knows nothing of panes, sessions or surfaces.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { SurfaceFault } from '../faults.ts'
import { createLines, type Notice, type Reply } from './lines.ts'

export interface ConnectionSpec {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Command {
  /** One line for tmux. It may hold several commands, and each of them replies. */
  readonly line: string
  /** A word of `newToken` that stands in the line; absent = it needs none. */
  readonly token?: string
  /**
   * Which of its replies, counted from 0, hold what a program wrote. Right after each of them the line prints exactly `token`,
   * for nothing else can tell where such a reply ends.
   */
  readonly hostile?: readonly number[]
  /** At the reply's point of the stream: all output that was told before is older than it, all that comes later is newer. */
  readonly onReply?: (reply: Reply, index: number) => void
}

/** `lost`: the connection ended before the last reply. `sent` false = it is certain that tmux never saw the line. */
export type Ran =
  | { readonly is: 'done'; readonly replies: readonly Reply[] }
  | { readonly is: 'lost'; readonly replies: readonly Reply[]; readonly sent: boolean; readonly why: string }

export interface Ended {
  /** one line, as tmux or ssh says it, or what became of the process */
  readonly why: string
  /** the end of what it printed to its standard error */
  readonly stderr: string
  /** What tmux said with `%exit`; '' = it gave no reason. Null = it said nothing: the connection broke. */
  readonly exit: string | null
  /** tmux's own sentence where it did not even attach */
  readonly refused: string | null
  readonly code: number | null
  readonly signal: string | null
  /** `ENOENT` where there is no such program; null = it ran */
  readonly error: string | null
  /** why we ended it, in a sentence; null = we did not, or gave no reason */
  readonly because: string | null
}

export interface Connection {
  /** Resolves when tmux has taken us in. It may never, and then `ended` does. */
  readonly ready: Promise<void>
  readonly ended: Promise<Ended>
  isOpen(): boolean
  /**
   * Sends it now and resolves once every reply is there. Never rejects. A failure is a reply that is not `ok`; the commands after
   * it in the line are not run, and give no reply. Throws SurfaceFault `bad_command` for what is not one line.
   */
  run(command: Command): Promise<Ran>
  /** What panes print. `bytes` may share memory with other reads, and are never written to. The function stops it. */
  onOutput(listener: (pane: string, bytes: Buffer) => void): () => void
  onNotice(listener: (notice: Notice) => void): () => void
  /** Stops reading: at most one read (64 KiB) still comes. tmux then keeps what panes print, and pauses them in the end. */
  pause(): void
  resume(): void
  /** The end of what it printed to its standard error so far. */
  stderr(): string
  /** Leaves tmux. Resolves when the process is gone. `because`: a sentence for whoever hears of the end. */
  close(because?: string): Promise<void>
}

interface Waiting {
  readonly command: Command
  readonly end: string
  readonly replies: Reply[]
  failed: boolean
  readonly done: (ran: Ran) => void
}

const STDERR_BYTES = 4_096
/** How long a process may take to leave before it is told to, and then made to, in ms. */
const LEAVE_MS = 500
const MADE_MS = 2_000
/** How long after its end the last of what it printed is waited for: a master of ssh may keep its pipes open. */
const LAST_MS = 1_000

/** A word that nobody can have known before. */
export function newToken(): string {
  return randomBytes(16).toString('hex')
}

export function connect(spec: ConnectionSpec, clock: Clock): Connection {
  const child = spawn(spec.file, [...spec.args], { env: { ...spec.env }, stdio: ['pipe', 'pipe', 'pipe'] })
  const queue: Waiting[] = []
  const hearOutput = new Set<(pane: string, bytes: Buffer) => void>()
  const hearNotice = new Set<(notice: Notice) => void>()
  let tellReady = () => {}
  let tellEnded: (how: Ended) => void = () => {}
  const ready = new Promise<void>(resolve => {
    tellReady = resolve
  })
  const ended = new Promise<Ended>(resolve => {
    tellEnded = resolve
  })
  let open = true
  let stderr = ''
  let because: string | null = null
  let exit: string | null = null
  let refused: string | null = null
  let error: string | null = null
  let attached = false
  let broken = false

  const push = createLines({
    output(pane, bytes) {
      for (const listener of hearOutput) listener(pane, bytes)
    },
    begins(ours) {
      const now = queue[0]
      if (!ours || !now || now.failed || !now.command.token) return null
      if (!now.command.hostile?.includes(now.replies.length)) return null
      return { until: now.command.token, unless: now.end }
    },
    reply(ours, reply) {
      if (!ours) return began(reply)
      const now = queue[0]
      if (!now) return
      if (reply.rows.length === 1 && reply.rows[0]!.toString('latin1') === now.end) {
        queue.shift()
        now.done({ is: 'done', replies: now.replies })
        return
      }
      if (!reply.ok) now.failed = true
      now.replies.push(reply)
      now.command.onReply?.(reply, now.replies.length - 1)
    },
    notice(notice) {
      if (notice.is === 'exit') exit = notice.reason ?? ''
      for (const listener of hearNotice) listener(notice)
    },
    broken() {
      broken = true
      child.kill('SIGKILL')
    },
  })

  /** The first reply that nobody asked for is that of the command it was started with. */
  function began(reply: Reply) {
    if (attached) return
    attached = reply.ok
    if (reply.ok) tellReady()
    else refused = reply.rows.join(' ').slice(0, 500)
  }

  function finish(code: number | null, signal: string | null) {
    if (!open) return
    open = false
    const said = stderr.trim().split('\n').at(-1) || (exit === '' && 'tmux ended the connection')
    const how = error ?? (signal ? `it was ended by ${signal}` : `it ended with code ${code}`)
    const why = broken ? 'it said more than a line can hold' : refused || exit || said || how
    tellEnded({ why, stderr, exit, refused, code, signal, error, because })
    for (const one of queue.splice(0)) one.done({ is: 'lost', replies: one.replies, sent: true, why })
  }

  child.stdout.on('data', (chunk: Buffer) => {
    if (open) push(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_BYTES)
  })
  // Its end is told by the process.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})
  child.on('error', fault => {
    error = (fault as NodeJS.ErrnoException).code ?? fault.message
    if (child.pid === undefined) finish(null, null)
  })
  child.on('exit', (code, signal) => {
    // What it printed last is read to its end, paused or not.
    child.stdout.resume()
    const late = clock.after(LAST_MS, () => finish(code, signal))
    const read = () => {
      late()
      finish(code, signal)
    }
    if (child.stdout.closed) read()
    else child.stdout.once('close', read)
  })

  return {
    ready,
    ended,
    isOpen: () => open,
    run(command) {
      // An empty line would be our leave.
      if (command.line.trim() === '' || /[\n\0]/.test(command.line)) {
        throw new SurfaceFault('bad_command', 'a command is one line')
      }
      if (!open || !child.stdin.writable) {
        return Promise.resolve({ is: 'lost', replies: [], sent: false, why: 'the connection is lost' })
      }
      return new Promise(done => {
        const end = `${newToken()}.`
        queue.push({ command, end, replies: [], failed: false, done })
        child.stdin.write(`${command.line}\ndisplay-message -p ${end}\n`)
      })
    },
    onOutput: listener => added(hearOutput, listener),
    onNotice: listener => added(hearNotice, listener),
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    stderr: () => stderr,
    async close(reason) {
      if (open) because ??= reason ?? null
      if (open) leave(child, clock)
      await ended
    },
  }
}

function added<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function leave(child: ChildProcess, clock: Clock): void {
  child.stdout?.resume()
  child.stdin?.end('\n')
  const told = clock.after(LEAVE_MS, () => child.kill('SIGTERM'))
  const made = clock.after(MADE_MS, () => child.kill('SIGKILL'))
  child.once('exit', () => {
    told()
    made()
  })
}
