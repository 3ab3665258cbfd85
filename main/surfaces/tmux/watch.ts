// What happens on one server while it is reached: everything tmux tells becomes a look at all of it, and every pane that is a surface
// is followed through moves, sizes, names and its end. A look that is not answered ends the connection.
import { constants } from 'node:os'
import type { Exit, TmuxPlace } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { agentNamed, agentsBelow } from './agents.ts'
import type { Attached, Names } from './attach.ts'
import { paneId } from './command.ts'
import { readLayout } from './layout.ts'
import type { Notice } from './lines.ts'
import { type Listed, listLine, readListing } from './listing.ts'
import { type OwnSession, tidyLines } from './own-session.ts'
import type { Pane } from './pane.ts'

export interface Watch {
  /** What there is now. Null = the connection is lost. */
  look(): Promise<readonly Listed[] | null>
  /** Something may be another. */
  soon(): void
  /** The connection is read, or not now: then nothing can be answered. */
  reading(on: boolean): void
  /** The preset of the agent that seems to run there. */
  agents(listed: readonly Listed[]): (one: Listed) => string | null
  stop(): void
}

export interface WatchSpec {
  readonly place: TmuxPlace
  readonly attached: Attached
  readonly own: OwnSession
  readonly names: Names
  /** by tmux's id */
  readonly panes: ReadonlyMap<string, Pane>
  /** `live`: it is taken up, and its screen stands. `taking`: that is under way. */
  state(pane: Pane): 'live' | 'taking' | 'waiting'
  /** Its output was missed, or it is in another window. */
  missed(pane: Pane): void
  ended(pane: Pane, exit: Exit, why: string): void
  /** Its program has ended, and tmux keeps the pane. */
  died(pane: Pane, exit: Exit): void
  looked(listed: readonly Listed[]): void
  /** Nothing is left there but sessions of Gatehouse. */
  alone(): void
  readonly clock: Clock
}

const SOON_MS = 15
/** Between two looks that nothing urgent asks for, in ms: a window comes and goes with each look for modes. */
const APART_MS = 200
/** While something is a surface here, in ms. */
const EVERY_MS = 3_000
/** An unanswered look: the way is broken, whatever the system says of it. */
const ANSWER_MS = 12_000
/** How long it is asked how a program ended, in ms and times. */
const STATUS = { every: 40, times: 75, wake: 5 }
const NO_EXIT: Exit = { code: null, signal: null }

export function createWatch(spec: WatchSpec): Watch {
  const { attached, own, names, panes, place, clock } = spec
  const { connection } = attached
  let due: (() => void) | null = null
  let looking = false
  let again = false
  let stopped = false
  let reading = true
  let lookedAt = Number.NEGATIVE_INFINITY
  let named: { readonly at: number; readonly agent: (one: Listed) => string | null } | null = null
  let patience: (() => void) | null = null
  const dying = new Set<Pane>()

  const every = () => {
    due ??= clock.after(EVERY_MS, run)
  }
  function soon() {
    if (stopped) return
    due?.()
    due = clock.after(Math.max(SOON_MS, APART_MS - (clock.mono() - lookedAt)), run)
  }
  function run() {
    due = null
    if (stopped) return
    if (looking) {
      again = true
      return
    }
    looking = true
    lookedAt = clock.mono()
    void look().then(() => {
      looking = false
      if (stopped) return
      if (again) soon()
      else if (panes.size > 0) every()
      again = false
    })
  }

  function waitForAnswer() {
    patience ??= clock.after(ANSWER_MS, () => {
      patience = null
      if (reading) void connection.close(`${place.host ?? 'tmux'} does not answer any more.`)
      else waitForAnswer()
    })
  }

  async function look(): Promise<readonly Listed[] | null> {
    // What is taken up meanwhile is not in the answer.
    const known = [...panes.values()]
    const live = new Set(known.filter(pane => spec.state(pane) === 'live'))
    let listed: readonly Listed[] | null = null
    waitForAnswer()
    await connection.run({
      line: listLine(names.mark),
      onReply(reply) {
        patience?.()
        patience = null
        if (!reply.ok) return
        listed = readListing(reply)
        apply(listed, known, live)
      },
    })
    return listed
  }

  function apply(listed: readonly Listed[], known: readonly Pane[], live: ReadonlySet<Pane>) {
    const heard = new Set(listed.filter(one => one.sessionName === own.session).map(one => one.window))
    // Somebody took the window out of our session: move-window may take it from any that has it.
    for (const { window } of live) if (!heard.has(window)) own.linked.delete(window)
    const places = new Map<string, Listed>()
    for (const one of listed) {
      const before = places.get(one.pane)
      if (!before || (before.ours && !one.ours)) places.set(one.pane, one)
    }
    if (!named || clock.mono() - named.at >= EVERY_MS) {
      const agent = agents(known.flatMap(pane => places.get(pane.where().pane) ?? []))
      named = { at: clock.mono() - SOON_MS, agent }
    }
    for (const pane of known) {
      if (pane.alive() && panes.get(pane.where().pane) === pane) follow(pane, places.get(pane.where().pane))
    }
    for (const line of tidyLines(own, listed, id => panes.has(id))) void connection.run({ line })
    spec.looked(listed)
    if (listed.every(one => one.ours)) spec.alone()
  }

  function follow(pane: Pane, now: Listed | undefined) {
    if (!now) return spec.ended(pane, NO_EXIT, 'the pane is gone')
    // Who was allowed to write to the one was not allowed to write to the other.
    if (now.pid !== pane.pid) return spec.ended(pane, NO_EXIT, 'another program runs in the pane now')
    const names = now.ours ? {} : { session: now.sessionName, window: now.windowName }
    pane.placed({ ...names, agent: named?.agent(now) ?? null }, now.cwd)
    const state = spec.state(pane)
    if (state === 'taking') return
    if (state === 'waiting' || now.window !== pane.window || !own.linked.has(now.window)) {
      pane.window = now.window
      return spec.missed(pane)
    }
    if (now.dead) return void die(pane)
    pane.sized(now.cols, now.rows)
  }

  async function die(pane: Pane) {
    if (dying.has(pane)) return
    dying.add(pane)
    const id = paneId(pane.where().pane)
    const line = `display-message -p -t ${id} '#{pane_dead_status} #{pane_dead_signal}'`
    let [status, signal] = ['', '']
    // Its terminal may be closed before tmux has heard how it ended.
    for (let left = STATUS.times; left > 0 && status === '' && signal === ''; left -= 1) {
      if (left < STATUS.times) await clock.wait(STATUS.every)
      // 3.3a now and then misses that a program ended, until another one does.
      if (left < STATUS.times && left % STATUS.wake === 0) void connection.run({ line: "run-shell -b ':'" })
      const ran = await connection.run({ line })
      if (ran.is === 'lost') return void dying.delete(pane)
      ;[status = '', signal = ''] = ran.replies[0]?.rows[0]?.toString().split(' ') ?? []
    }
    spec.died(pane, exitOf(status, signal))
  }

  function agents(listed: readonly Listed[]) {
    if (place.host !== null) return (one: Listed) => agentNamed(one.command)
    const found = agentsBelow([...new Set(listed.map(one => one.pid))])
    return (one: Listed) => found.get(one.pid) ?? null
  }

  function hear(notice: Notice) {
    if (notice.is === 'layout') resized(notice.layout, notice.visible)
    if (notice.is === 'paused') {
      const pane = panes.get(notice.pane)
      // Else it is our own doing.
      if (pane && spec.state(pane) === 'live') spec.missed(pane)
      return
    }
    if (notice.is === 'continued' || notice.is === 'pane-mode' || notice.is === 'subscription') return
    soon()
  }

  /** A pane behind a zoomed one keeps the size that it has in the whole layout. */
  function resized(layout: string, visible: string) {
    const seen = new Set(readLayout(visible)?.panes.map(one => one.pane))
    for (const text of [layout, visible]) {
      for (const { pane: id, cols, rows } of readLayout(text)?.panes ?? []) {
        const pane = panes.get(id)
        if (!pane || (text === layout && seen.has(id))) continue
        pane.sized(cols, rows)
      }
    }
  }

  connection.onNotice(notice => {
    if (!stopped) hear(notice)
  })
  return {
    look,
    soon,
    reading(on) {
      reading = on
    },
    agents,
    stop() {
      stopped = true
      due?.()
      patience?.()
    },
  }
}

/** As tmux says it: the number of a signal, or the exit code. */
function exitOf(status: string, signal: string): Exit {
  const number = Number(signal)
  if (number > 0) {
    const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0]
    return { code: null, signal: name ?? `signal ${number}` }
  }
  return { code: /^\d+$/.test(status) ? Number(status) : null, signal: null }
}
