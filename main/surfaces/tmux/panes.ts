// The panes of one server that are surfaces here, over connections that come and go: found, taken up, lost, ended, let go of.
// What may be asked of a server: server.ts.
import type { Exit, Link, PanePlace, TmuxPlace } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { SurfaceFault } from '../faults.ts'
import { markOf, type Process, readProcess } from '../process-table.ts'
import { endTree } from '../processes.ts'
import type { Attached, Names } from './attach.ts'
import { paneId } from './command.ts'
import type { Listed } from './listing.ts'
import { hushLine, type OwnSession } from './own-session.ts'
import { createPane, NOT_FOUND_YET, type Pane } from './pane.ts'
import { createProber, type Prober } from './probe.ts'
import { createSizes } from './sizes.ts'
import { type Took, take } from './take.ts'
import { createWatch, type Watch } from './watch.ts'

/** What there is while the server is reached. */
export interface Here {
  readonly attached: Attached
  readonly own: OwnSession
  readonly watch: Watch
  readonly probe: Prober
}

/** A pane as a listing has it. */
export type Found = Pick<Listed, 'pane' | 'pid' | 'window'> & { readonly cwd: string }

export interface Panes {
  here(): Here | null
  count(): number
  /** by tmux's id; undefined = it is no surface here */
  get(pane: string): Pane | undefined
  make(surface: string, where: PanePlace, size: { readonly cols: number; readonly rows: number }): Pane
  /** It is this pane, and is followed from now on. `heard`: our session there has its window from its first byte on. */
  begin(pane: Pane, found: Found, heard?: Here): void
  /** It is looked for by its mark, until it was found or is certain to be gone. */
  seek(pane: Pane): void
  /** Resolves at once where that is done. */
  takeUp(pane: Pane): Promise<Took>
  /** Its program, where this computer knows it. */
  knownAs(pane: Pane, root: Process): void
  finish(pane: Pane, exit: Exit, why: string): void
  /** A connection stands. */
  up(attached: Attached): void
  /** There is none, as `link` says. */
  down(link: Link | null): void
  /** The server is gone, and they with it. */
  gone(why: string): void
  /** They all live on; sizes are given back. */
  giveBack(): Promise<void>
}

export interface PanesSpec {
  readonly place: TmuxPlace
  readonly names: Names
  link(): Link | null
  /** One more, or one less. */
  changed(): void
  /** Nothing but sessions of Gatehouse is left there. */
  alone(): void
  /** A program of another computer is about to be ended, with all that it started: it leads their session. */
  ending(leader: number): void
  readonly clock: Clock
}

/** Until a pane that could not be taken up is looked at again, in ms. */
const AGAIN_MS = 500
export const NO_EXIT: Exit = { code: null, signal: null }

export function createPanes(spec: PanesSpec): Panes {
  const { place, names, clock } = spec
  const title = place.host ?? 'tmux'
  /** by tmux's id */
  const found = new Map<string, Pane>()
  /** of an earlier run, and not found yet */
  const sought = new Set<Pane>()
  const taking = new Map<Pane, Promise<Took>>()
  /** their screens stand */
  const live = new Set<Pane>()
  const roots = new Map<Pane, Process>()
  let here: Here | null = null
  /** which run of the server they are of */
  let run: string | null = null
  let held = 0
  const sizes = createSizes(() => here?.attached.connection ?? null)

  function up(attached: Attached) {
    const { connection, session, home } = attached
    const own: OwnSession = { session, home, linked: new Set(), quiet: new Set() }
    const watch = createWatch({
      ...{ place, attached, own, names, panes: found, clock },
      state: pane => (live.has(pane) ? 'live' : taking.has(pane) ? 'taking' : 'waiting'),
      missed: pane => void takeUp(pane),
      ended: finish,
      died: (pane, exit) => void died(pane, exit),
      looked(listed) {
        for (const pane of sought) bind(pane, listed)
        sizes.look(listed)
      },
      alone: spec.alone,
    })
    const mine: Here = { attached, own, watch, probe: createProber({ ...attached, clock }) }
    here = mine
    taking.clear()
    live.clear()
    connection.onOutput((pane, bytes) => {
      if (here === mine) found.get(pane)?.output(bytes)
    })
    if (held > 0) connection.pause()
    watch.reading(held === 0)
    // Ids of panes begin anew with each server.
    if (run !== null && run !== attached.run) gone('the tmux server has ended')
    run = attached.run
    for (const pane of found.values()) if (pane.writes.open()) void settle(pane, attached)
    watch.soon()
  }

  function down(link: Link | null) {
    here?.watch.stop()
    here = null
    live.clear()
    if (link) for (const pane of [...found.values(), ...sought]) pane.linked(link)
  }

  function gone(why: string) {
    for (const pane of [...found.values(), ...sought]) finish(pane, NO_EXIT, why)
    run = null
  }

  /** The fence is drawn: what has not gone in by now never will. */
  async function settle(pane: Pane, { connection }: Attached) {
    const mine = paneId(pane.where().pane)
    const ran = await connection.run({ line: `display-message -p -t ${mine} '#{pane_id} #{${names.last}}'` })
    if (ran.is === 'lost') return
    const [id, last = ''] = ran.replies[0]?.rows[0]?.toString().split(' ') ?? []
    pane.writes.settle(id === mine && /^\d*$/.test(last) ? Number(last) : null)
  }

  /** What an earlier run has marked. Another program in that pane is another surface. */
  function bind(pane: Pane, listed: readonly Listed[]) {
    sought.delete(pane)
    const marks = (one: Listed) => [`${pane.surface} ${one.pid}`, `${pane.surface} ${one.pid} ours`]
    const all = listed.filter(one => one.mark !== null && marks(one).includes(one.mark))
    const one = all.find(row => !row.ours) ?? all[0]
    if (!one || found.has(one.pane)) return finish(pane, NO_EXIT, 'the pane is gone')
    const ours = one.mark!.endsWith(' ours')
    pane.placed({ pane: one.pane, session: one.sessionName, window: one.windowName, ours })
    begin(pane, one)
    const root = ours && place.host === null && markOf(one.pid) === pane.surface ? readProcess(one.pid) : null
    if (root) roots.set(pane, root)
    void takeUp(pane)
  }

  function begin(pane: Pane, { pane: id, pid, window, cwd }: Found, heard?: Here) {
    pane.pid = pid
    pane.window = window
    pane.placed({}, cwd)
    found.set(id, pane)
    if (heard && heard === here) {
      heard.own.linked.add(window)
      live.add(pane)
      pane.linked({ is: 'live', since: clock.now() })
    }
    spec.changed()
  }

  function takeUp(pane: Pane): Promise<Took> {
    const under = taking.get(pane)
    if (under) return under
    if (!here) return Promise.resolve('lost')
    const { attached, own, probe, watch } = here
    live.delete(pane)
    const taken = take({ attached, own, names, pane, probe }).then(how => {
      if (taking.get(pane) !== taken) return how
      taking.delete(pane)
      if (how === 'gone') clock.after(AGAIN_MS, watch.soon)
      if (how !== 'taken' || !pane.alive()) return how
      live.add(pane)
      pane.linked({ is: 'live', since: clock.now() })
      watch.soon()
      return how
    })
    taking.set(pane, taken)
    return taken
  }

  function make(surface: string, where: PanePlace, size: { readonly cols: number; readonly rows: number }): Pane {
    const link = spec.link()
    const pane: Pane = createPane({
      ...{ surface, place: where, ...size, clock },
      link: link && link.is !== 'live' ? link : { is: 'connecting', since: clock.now() },
      root: () => roots.get(pane) ?? null,
      // tmux says which it is: while it follows the pane, no other process has that number.
      holder: () => (place.host === null && pane.pid > 0 ? readProcess(pane.pid) : null),
      way() {
        if (!here || pane.terminal.link().is !== 'live') return null
        const { connection, epoch } = here.attached
        return { connection, pane: pane.where().pane, pid: pane.pid, last: names.last, fence: names.fence, epoch }
      },
      whyNot: () =>
        pane.terminal.link().is === 'connecting'
          ? `there is no connection to ${title} yet`
          : `the connection to ${title} is lost`,
      hold,
      overrun: () => void here?.attached.connection.close(`${title} prints more than can be taken in.`),
      resize: (cols, rows) => sizes.want(pane.where().pane, cols, rows),
      close: () => end(pane),
      letGo: () => letGo(pane),
    })
    return pane
  }

  /** One that has too much to read holds all of them up: there is one connection. */
  function hold(on: boolean) {
    held += on ? 1 : -1
    if (held !== (on ? 1 : 0) || !here) return
    here.watch.reading(!on)
    if (on) here.attached.connection.pause()
    else here.attached.connection.resume()
  }

  function finish(pane: Pane, exit: Exit, why: string) {
    const id = pane.where().pane
    if (found.get(id) === pane) found.delete(id)
    sought.delete(pane)
    taking.delete(pane)
    live.delete(pane)
    void sizes.giveBack(id)
    pane.end(exit, why)
    spec.changed()
  }

  async function died(pane: Pane, exit: Exit) {
    // tmux throws away what it has not sent of a program that ends; its screen is still there.
    if ((await takeUp(pane)) === 'lost' || !pane.alive()) return
    const { ours } = pane.where()
    finish(pane, exit, 'its program has ended')
    // It stayed only so that it could be seen how it ended.
    if (ours) await kill(pane)
  }

  async function kill(pane: Pane) {
    const id = paneId(pane.where().pane)
    const line = `if -F -t ${id} '#{==:#{pane_pid},${pane.pid}}' { kill-pane -t ${id} }`
    await here?.attached.connection.run({ line })
  }

  async function end(pane: Pane) {
    const root = roots.get(pane)
    if (root) await endTree(root, pane.surface, clock)
    else if (!here) throw new SurfaceFault('still_running', `the connection to ${title} is lost: it runs on there`)
    if (place.host !== null && pane.where().ours) spec.ending(pane.pid)
    await kill(pane)
    await here?.watch.look()
    finish(pane, NO_EXIT, 'its program was ended')
  }

  async function letGo(pane: Pane) {
    const id = pane.where().pane
    await sizes.giveBack(id)
    finish(pane, NO_EXIT, 'it was let go of')
    if (!here || id === NOT_FOUND_YET) return
    const { attached, own, watch } = here
    await attached.connection.run({ line: hushLine(own, id) })
    watch.soon()
  }

  return {
    ...{ make, begin, takeUp, finish, up, down, gone },
    here: () => here,
    count: () => found.size + sought.size,
    get: pane => found.get(pane),
    seek: pane => void sought.add(pane),
    knownAs: (pane, root) => void roots.set(pane, root),
    giveBack: sizes.giveBackAll,
  }
}
