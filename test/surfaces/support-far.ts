// A pane of tmux a long way off, without tmux: a program that edits a line, a link that takes its time and breaks where a test
// says so, and a clock that only the test moves. What the link promises is what main/surfaces/terminal.ts says of `write`.

import type { Clock } from '../../main/surfaces/clock.ts'
import type { PersonSurface, SurfaceFacts } from '../../main/surfaces/surface.ts'
import type { Taken, Terminal } from '../../main/surfaces/terminal.ts'
import { createTerminalSurface, type TerminalSurfaceSpec } from '../../main/surfaces/terminal-surface.ts'
import type { Link, PanePlace } from '../../preload/contract.ts'

/** After this long without a link nobody can say any more what became of a write, in ms. */
const FORGOTTEN_MS = 30_000

interface TestClock extends Clock {
  /** Runs everything that is due within so many ms, and lets the screen catch up in between. */
  advance(ms: number): Promise<void>
  /** Moves on until the promise is settled; fails after `most` ms. */
  until<T>(promise: Promise<T>, most?: number): Promise<T>
}

function testClock(): TestClock {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const after = (ms: number, run: () => void) => {
    const timer = { at: now + Math.max(0, ms), run }
    timers.push(timer)
    return () => {
      timers = timers.filter(one => one !== timer)
    }
  }
  /** The parser works in turns of its own. */
  async function breathe() {
    for (let turn = 0; turn < 2; turn += 1) {
      await new Promise(resolve => setTimeout(resolve, 0))
      await new Promise(setImmediate)
    }
  }
  function fire(to: number): boolean {
    const next = timers.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at)[0]
    if (!next) return false
    now = Math.max(now, next.at)
    timers = timers.filter(one => one !== next)
    next.run()
    return true
  }
  return {
    now: () => 1_000_000 + now,
    mono: () => now,
    after,
    wait: ms => new Promise(resolve => after(ms, resolve)),
    async advance(ms) {
      const to = now + ms
      do await breathe()
      while (fire(to))
      now = to
    },
    async until(promise, most = 120_000) {
      const to = now + most
      const done = { is: false }
      const over = () => {
        done.is = true
      }
      promise.then(over, over)
      for (;;) {
        await breathe()
        if (done.is) break
        if (!fire(to)) throw new Error(`not settled within ${most} ms`)
      }
      return promise
    },
  }
}

interface Writing {
  readonly bytes: string
  /** it came to the server and went in */
  arrived: boolean
  done: (taken: Taken) => void
}

export interface Far {
  readonly surface: PersonSurface
  readonly clock: TestClock
  /** every byte the program has read */
  input(): string
  /** the lines it ran */
  readonly ran: string[]
  /** what was handed to the link, whether it came through or not */
  readonly handed: string[]
  /** The link breaks now. What is on its way may still get through (`arrives`); no answer and no output does. */
  cut(arrives?: boolean): void
  /** It is there again: what became of each write is known, and the screen is drawn anew. */
  mend(): void
  /** Called with each write right after it was handed over. */
  onWrite: ((bytes: string) => void) | null
  /** Called when bytes have come to the program. */
  onInput: ((bytes: string) => void) | null
  /** What the server says of the next write instead of taking it. */
  refuse: string | null
  /** The program prints. */
  print(text: string): void
}

interface FarSpec {
  /** each way, in ms */
  readonly delay?: number
  /** the program takes pastes */
  readonly paste?: boolean
  /** ms until it has read a line and shows a prompt again */
  readonly takes?: number
  /** it does nothing at all at Enter */
  readonly deaf?: boolean
  readonly facts?: Partial<SurfaceFacts>
  readonly hook?: TerminalSurfaceSpec['hook']
}

const PLACE: PanePlace = {
  place: { host: 'build', socket: null },
  session: 'main',
  window: '@1',
  pane: '%3',
  ours: false,
  agent: null,
}

/** A surface on such a pane, at its prompt. */
export async function farSurface(spec: FarSpec = {}): Promise<Far> {
  const { delay = 80, paste = true, takes = 5, deaf = false, facts, hook } = spec
  const clock = testClock()
  const prompt = paste ? '\x1b[?2004h$ ' : '$ '
  const pending = new Set<Writing>()
  const hear = { data: (_: Uint8Array) => {}, drawn: (_: Uint8Array, _cols: number, _rows: number) => {} }
  const links: (() => void)[] = []
  let link: Link = { is: 'live', since: 0 }
  /** one more with each break: what set out before it comes to nothing */
  let way = 0
  let typed = ''
  let read = ''
  const told = (text: string) => {
    const before = way
    clock.after(delay, () => {
      if (way === before) hear.data(Buffer.from(text))
    })
  }
  const turn = (to: Link) => {
    link = to
    for (const listener of links) listener()
  }

  const far = {
    clock,
    ran: [] as string[],
    handed: [] as string[],
    onWrite: null as Far['onWrite'],
    onInput: null as Far['onInput'],
    refuse: null as string | null,
    input: () => read,
    print: told,
    cut(arrives = true) {
      way += 1
      const lost = clock.now()
      turn({ is: 'lost', since: lost, why: 'no answer', retryAt: lost + 500 })
      for (const one of pending) {
        if (arrives && !one.arrived) take(one)
        clock.after(FORGOTTEN_MS, () => {
          if (link.is === 'lost' && link.since === lost) settle(one, { bytes: null, why: 'the connection was lost' })
        })
      }
    },
    mend() {
      way += 1
      turn({ is: 'live', since: clock.now() })
      for (const one of [...pending]) {
        settle(one, one.arrived ? { bytes: one.bytes.length, why: null } : { bytes: 0, why: 'the connection was lost' })
      }
      hear.drawn(Buffer.from(`${prompt}${typed}`), 80, 24)
    },
  }

  function settle(one: Writing, taken: Taken) {
    if (pending.delete(one)) one.done(taken)
  }

  /** The program reads it: it shows what is typed, and runs a line. */
  function take(one: Writing) {
    one.arrived = true
    read += one.bytes
    far.onInput?.(one.bytes)
    if (deaf && one.bytes === '\r') return
    const text = one.bytes.replace(/\x1b\[20[01]~/g, '')
    const lines = text.split('\r')
    const last = lines.pop()!
    for (const line of lines) {
      far.ran.push(typed + line)
      typed = ''
      told(`${line}${paste ? '\x1b[?2004l' : ''}\r\n`)
      clock.after(takes, () => told(`done\r\n${prompt}`))
    }
    typed += last
    if (last !== '') told(last)
  }

  const terminal: Terminal = {
    alive: () => link.is !== 'ended',
    write(data) {
      const bytes = Buffer.from(data).toString('latin1')
      if (link.is !== 'live') return Promise.resolve({ bytes: 0, why: 'the connection to build is lost' })
      far.handed.push(bytes)
      const { refuse } = far
      far.refuse = null
      const before = way
      return new Promise(done => {
        const one: Writing = { bytes, arrived: false, done }
        pending.add(one)
        clock.after(delay, () => {
          if (way !== before || one.arrived) return
          const taken: Taken = refuse === null ? { bytes: bytes.length, why: null } : { bytes: 0, why: refuse }
          // The answer sets out before anything that the program makes of it.
          clock.after(delay, () => {
            if (way === before) settle(one, taken)
          })
          if (refuse === null) take(one)
        })
        far.onWrite?.(bytes)
      })
    },
    tty: () => null,
    group: () => null,
    prepared: Promise.resolve(),
    root: null,
    answers: false,
    shared: true,
    pause() {},
    resume() {},
    resize() {},
    onData(listener) {
      hear.data = listener
    },
    onRedrawn: listener => {
      const before = hear.drawn
      hear.drawn = (...drawn) => {
        before(...drawn)
        listener(...drawn)
      }
    },
    onSize() {},
    exited: new Promise(() => {}),
    link: () => link,
    onLink: listener => void links.push(listener),
    where: () => PLACE,
    async end() {},
    async letGo() {},
  }
  const surface = createTerminalSurface({
    facts: {
      ...{ id: 's_far', name: 'far', formerNames: [], alias: null, workspace: 'web', preset: 'tmux' },
      ...{ backend: 'tmux', host: 'build', openedBy: 'person', ...facts },
    },
    ...{ terminal, shell: '/usr/bin/tmux', interactiveShell: false, hook, cwd: '/', cols: 80, rows: 24, clock },
    changed() {},
  })
  hear.drawn(Buffer.from(prompt), 80, 24)
  await clock.advance(1)
  return Object.assign(far, { surface })
}

/** Sends as the gate would after its check. */
export async function sendFar({ surface, clock }: Far, text: string, enter: boolean, by = 'cursor') {
  const { line } = await clock.until(surface.readiness())
  return surface.deliver({ by, text, enter, lineVersion: line.version })
}

export async function lineOf({ surface, clock }: Far) {
  return (await clock.until(surface.readiness())).line
}
