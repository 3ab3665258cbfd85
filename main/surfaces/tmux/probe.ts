// The modes of a pane that tmux has no format for, read from what tmux sends to a terminal that shows the pane: a client of our
// own, for a moment, in a window of our own session, so that the connection there is carries it, over ssh too. Nobody else's
// window, pane or size changes. What a program asks for later is seen in its output and is not looked for here.
import type { Clock } from '../clock.ts'
import { paneId, windowId } from './command.ts'
import { type Connection, newToken } from './connection.ts'
import type { ProbedModes } from './draw.ts'
import type { Reply } from './lines.ts'
import { createPasteWatch, type PasteWatch } from './paste-watch.ts'
import { type ProbeStep, probeClientLine } from './probe-client.ts'

export interface ProberSpec {
  readonly connection: Connection
  /** the name of our own session: letters, digits and `-`. It shows no status line from here on. */
  readonly session: string
  /** its window that is the current one otherwise, so that no program takes itself for looked at */
  readonly home: string
  readonly clock: Clock
}

/**
 * Looks at one pane, whose window is in our session. `known` hears the result before the promise resolves, at its point of the
 * stream: what `onOutput` told before is older, what it tells later is newer. Null = it could not be found out, and nothing may be
 * taken for on: the pane is gone, tmux shows something of its own in it, or it is hidden behind a zoomed one. Those that wait are
 * looked at by one client, two round trips each.
 */
export interface Prober {
  (pane: string, window: string, known: (modes: ProbedModes | null) => void): Promise<void>
  /**
   * Looks at nothing more, and gives up what it looks at now. Resolves when our session shows its home again, by an answered
   * command: tmux 3.3a crashes where a session ends in one breath with a change of its current window.
   */
  stop(): Promise<void>
}

/** How long the look at one pane may take, in ms. */
const STEP_MS = 3_000
/** One client's panes, and the seconds after which it ends by itself. */
const MOST = 40
const ENDS_S = 150
/** Characters of a word it shows: a message has to fit into a narrow window. */
const WORD = 10

interface Waiting {
  readonly pane: string
  readonly window: string
  settle(modes: ProbedModes | null): void
  /** our session shows its home again */
  done(): void
}

interface Fit extends Waiting {
  readonly cols: number
  readonly rows: number
  readonly socket: string
  /** what the program itself says from now on */
  readonly told: PasteWatch
}

/** Looks at panes for as long as the connection is there. */
export function createProber(spec: ProberSpec): Prober {
  const waiting: Waiting[] = []
  const visits: Visits = { stopped: false, over() {} }
  let running: Promise<void> | null = null

  async function runAll() {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST)
      const fits = visits.stopped ? [] : await Promise.all(batch.map(one => measured(spec.connection, one)))
      for (const group of bySize(fits.filter(one => one !== null))) {
        if (!visits.stopped) await visit(spec, group, visits)
      }
      for (const one of batch) {
        one.settle(null)
        one.done()
      }
    }
    running = null
  }

  const prober = (pane: string, window: string, known: (modes: ProbedModes | null) => void) =>
    new Promise<void>(resolve => {
      let settled = false
      const settle = (modes: ProbedModes | null) => {
        if (settled) return
        settled = true
        known(modes)
      }
      waiting.push({ pane: paneId(pane), window: windowId(window), settle, done: resolve })
      running ??= runAll()
    })
  return Object.assign(prober, {
    async stop() {
      visits.stopped = true
      visits.over()
      await running
    },
  })
}

interface Visits {
  stopped: boolean
  /** gives up the visit that goes on */
  over(): void
}

/** Null = it is settled: it cannot be looked at. */
async function measured(connection: Connection, one: Waiting): Promise<Fit | null> {
  const facts = '#{window_width} #{window_height} #{pane_in_mode} #{pane_dead} #{socket_path}'
  const { replies } = await connection.run({ line: `display-message -p -t ${one.pane} '${facts}'` })
  const [cols, rows, inMode, dead, ...socket] = replies[0]?.ok ? (replies[0].rows[0]?.toString().split(' ') ?? []) : []
  if (Number(cols) >= WORD + 2 && inMode === '0' && dead === '0') {
    return { ...one, cols: Number(cols), rows: Number(rows), socket: socket.join(' '), told: createPasteWatch() }
  }
  one.settle(null)
  return null
}

function bySize(fits: readonly Fit[]): Fit[][] {
  const groups = new Map<string, Fit[]>()
  for (const one of fits) {
    const size = `${one.cols}x${one.rows}`
    groups.set(size, [...(groups.get(size) ?? []), one])
  }
  return [...groups.values()]
}

/** One client for panes whose windows have one size. Resolves when all are settled and the client is gone. */
async function visit(spec: ProberSpec, group: readonly Fit[], visits: Visits): Promise<void> {
  const { connection, session, home } = spec
  const name = newToken()
  const word = () => newToken().slice(0, WORD)
  const steps = group.map(({ pane, window }, at): ProbeStep => {
    const words = { shown: word(), again: word(), hidden: word() }
    return { pane, window, words, waits: [`${name}-${at}-a`, `${name}-${at}-b`] }
  })
  const { cols, rows, socket } = group[0]!
  let client: { readonly pane: string; readonly window: string } | null = null
  let opening = Promise.resolve()
  // Without it our client's size would count where everybody else who is attached asked that his should not.
  await connection.run({ line: "refresh-client -f '!ignore-size'" })
  await new Promise<void>(resolve => {
    const walk = createWalk(spec, group, steps, () => {
      stop()
      gone()
      resolve()
    })
    const stop = connection.onOutput((from, bytes) => {
      for (const one of group) if (one.pane === from) one.told.take(bytes.toString('latin1'))
      if (from === client?.pane) walk.saw(bytes.toString('latin1'))
    })
    const gone = connection.onNotice(notice => {
      if (notice.is === 'window' && notice.what === 'closed' && notice.window === client?.window) walk.over()
    })
    void connection.ended.then(walk.over)
    visits.over = walk.over
    if (visits.stopped) return walk.over()
    const line = probeClientLine({ session, home, name, cols, rows, socket, steps, ends: ENDS_S })
    const onReply = ({ ok, rows }: Reply) => {
      const [pane, window] = ok ? (rows[0]?.toString().split(' ') ?? []) : []
      if (pane && window) client = { pane, window }
    }
    opening = connection.run({ line, onReply }).then(({ replies }) => {
      if (!client || replies.some(one => !one.ok)) walk.over()
    })
  })
  // One that was given up is known only now.
  await opening
  const started = client as { readonly pane: string } | null
  if (started) await connection.run({ line: `kill-pane -t ${paneId(started.pane)}` })
  await connection.run({ line: `select-window -t '=${session}:${windowId(home)}'` })
  await connection.run({ line: 'refresh-client -f ignore-size' })
}

/** Goes from pane to pane by what the client shows. What stands before a word's second showing was decided after its first. */
function createWalk(spec: ProberSpec, group: readonly Fit[], steps: readonly ProbeStep[], done: () => void) {
  const shown = createPasteWatch()
  let text = ''
  let at = 0
  let again = false
  let ended = false
  let late = spec.clock.after(STEP_MS, () => next(null))

  const signal = (...channels: readonly string[]) =>
    void spec.connection.run({ line: channels.map(one => `wait-for -S ${one}`).join(' ; ') })

  function next(modes: ProbedModes | null) {
    late()
    const { waits } = steps[at]!
    const channels = again ? [waits[1]] : waits
    const { settle } = group[at]!
    at += 1
    again = false
    if (at < steps.length) late = spec.clock.after(STEP_MS, () => next(null))
    // Whoever hears it may stop us.
    settle(modes)
    if (ended) return
    signal(...channels)
    if (at >= steps.length) end()
  }

  function end() {
    ended = true
    late()
    done()
  }

  return {
    /** What the client's terminal was sent. */
    saw(bytes: string) {
      text += bytes
      for (let step = steps[at]; step; step = steps[at]) {
        const { words } = step
        const word = again ? words.again : text.includes(words.hidden) ? words.hidden : words.shown
        const found = text.indexOf(word)
        if (found < 0) return
        const end = found + word.length
        shown.take(text.slice(0, end))
        text = text.slice(end)
        // What the program itself said meanwhile is newer than what was drawn.
        if (again) next({ bracketedPaste: group[at]!.told.last() ?? shown.last() ?? false })
        else if (word === words.hidden) next(null)
        else {
          again = true
          signal(step.waits[0])
        }
      }
    },
    /** There is no client any more. */
    over() {
      if (ended) return
      const left = group.slice(at)
      at = steps.length
      end()
      for (const one of left) one.settle(null)
    },
  }
}
