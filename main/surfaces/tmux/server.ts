// One tmux server and what may be asked of it. Whether it is reached: reach.ts; its panes that are surfaces here: panes.ts.
import { type Failure, type Result, surfaceIdSchema, type TmuxPlace } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { markOf, type Process, readProcess } from '../process-table.ts'
import { openAsking } from '../ssh/asking.ts'
import { quietCommand } from '../ssh/command.ts'
import { remains } from '../ssh/place.ts'
import { type Attached, attach, namesOf } from './attach.ts'
import { quoted } from './command.ts'
import type { Reply } from './lines.ts'
import { type Listed, sessionsOf } from './listing.ts'
import type { PaneStart, Reached, TmuxServer, TmuxTerminal } from './model.ts'
import { NOT_FOUND_YET, type Pane } from './pane.ts'
import { createPanes, type Here, NO_EXIT } from './panes.ts'
import { createReach } from './reach.ts'
import { sessionName, startLine } from './start.ts'

export interface ServerSpec {
  readonly place: TmuxPlace
  readonly instance: string
  readonly env: Readonly<Record<string, string>>
  /** this computer's port that is to be reached from there; null = none */
  forward(): number | null
  changed(): void
  readonly clock: Clock
}

/** How long nothing needs a connection before it is ended, in ms. */
const LINGER_MS = 20_000
/** How long a connection may take to be put in order before it is ended, in ms. */
const LEAVING_MS = 2_000
/** Until a program that was started has its own environment, in ms and times. */
const BEGUN = { every: 10, times: 200 }
/** Until its own is known. */
const SIZE = { cols: 80, rows: 24 }

export function createServer(spec: ServerSpec): TmuxServer {
  const { place, instance, env, clock } = spec
  const names = namesOf(instance, place)
  const listeners = new Set<() => void>()
  const telling = new Set<Promise<unknown>>()
  let busy = 0
  let linger: (() => void) | null = null
  let together: Promise<readonly Listed[] | null> | null = null

  const panes = createPanes({
    ...{ place, names, clock },
    link: () => reach.link(),
    changed() {
      restless()
      tell()
    },
    alone() {
      if (panes.count() + busy === 0) void reach.leave()
    },
    ending: leader => tellThere(remains(leader)),
  })
  const reach = createReach({
    attach: start => attach({ place, names, env, start, forward: spec.forward(), clock }),
    host: place.host,
    needed: () => panes.count() > 0,
    up(attached) {
      panes.up(attached)
      restless()
    },
    gone: panes.gone,
    // Nothing may come over that connection any more; and a server that ends with our leave ends what it has only just started.
    async leaving() {
      await Promise.race([Promise.all([panes.here()?.probe.stop(), told()]), clock.wait(LEAVING_MS)])
    },
    changed() {
      const link = reach.link()
      if (link?.is !== 'live') panes.down(link)
      tell()
    },
    clock,
  })

  function tell() {
    for (const listener of [...listeners]) listener()
    spec.changed()
  }

  function tellThere(lines: string) {
    const ran = panes.here()?.attached.connection.run({ line: toldLine(lines) })
    if (!ran) return
    telling.add(ran)
    void ran.then(() => telling.delete(ran))
  }

  /** All that is told runs by itself, also what those tell who hear in this turn that a pane is gone. */
  async function told() {
    await new Promise(resolve => setImmediate(resolve))
    while (telling.size > 0) await Promise.all(telling)
  }

  /** Nothing may need it any more. */
  function restless() {
    linger?.()
    linger = panes.count() + busy > 0 ? null : clock.after(LINGER_MS, () => void reach.leave())
  }

  /** Several that ask at once have one answer. */
  function look(): Promise<readonly Listed[] | null> {
    together ??= Promise.resolve().then(() => {
      together = null
      return panes.here()?.watch.look() ?? null
    })
    return together
  }

  async function asking<T>(start: boolean, then: (now: Here) => Promise<Result<T>>): Promise<Result<T>> {
    busy += 1
    restless()
    try {
      const got = await reach.ensure(start)
      if (!got.ok) return got
      const now = panes.here()
      return now ? await then(now) : lost()
    } finally {
      busy -= 1
      restless()
    }
  }
  const lost = (): Failure => failure('not_reached', `The connection to ${place.host ?? 'tmux'} was lost.`)

  async function takenUp(pane: Pane): Promise<Result<TmuxTerminal>> {
    const how = await panes.takeUp(pane)
    if (how === 'taken' && pane.alive()) return { ok: true, value: pane.terminal }
    panes.finish(pane, NO_EXIT, 'it could not be taken up')
    return how === 'lost' ? lost() : failure('no_such_pane', `There is no pane ${pane.where().pane} any more.`)
  }

  async function adopt(id: string, surface: string): Promise<Result<TmuxTerminal>> {
    const listed = await look()
    if (!listed) return lost()
    const holder = panes.get(id)
    if (holder) {
      const { surface: whose } = holder
      const adopted = { ...failure('adopted', `${id} is a surface already: ${whose}.`), surface: whose }
      return adopted
    }
    const found = listed.find(one => one.pane === id && !one.ours)
    if (!found || found.dead) return failure('no_such_pane', `There is no pane ${id}, or its program has ended.`)
    const { sessionName: session, windowName: window } = found
    const pane = panes.make(surface, { place, session, window, pane: id, ours: false, agent: null }, found)
    panes.begin(pane, found)
    return takenUp(pane)
  }

  async function start(now: Here, wanted: PaneStart): Promise<Result<TmuxTerminal>> {
    let line: string
    try {
      line = startLine(wanted, names, now.own.session)
    } catch (fault) {
      return failure('launch_failed', `tmux cannot be told to start it: ${(fault as Error).message}.`)
    }
    let pane: Pane | null = null
    const onReply = ({ ok, rows }: Reply, index: number) => {
      const [id = '', pid = '', window = ''] = ok && index === 0 ? (rows[0]?.toString().split(' ') ?? []) : []
      if (!/^%\d+$/.test(id)) return
      const where = { place, session: sessionName(wanted), window: '', pane: id, ours: true, agent: null }
      pane = panes.make(wanted.surface, where, wanted)
      panes.begin(pane, { pane: id, pid: Number(pid), window, cwd: wanted.cwd }, now)
    }
    const ran = await now.attached.connection.run({ line, onReply })
    const started = pane as Pane | null
    if (!started) {
      const said = ran.replies[0]?.rows[0]?.toString() ?? ''
      return said === '' ? lost() : failure('launch_failed', `tmux says: ${said.slice(0, 200)}`)
    }
    const root = await begunRoot(started.pid, wanted.surface)
    if (root) panes.knownAs(started, root)
    return { ok: true, value: started.terminal }
  }

  async function reached(now: Here): Promise<Result<Reached>> {
    const wanted = spec.forward()
    const isOlder = (one: Attached) => wanted !== null && one.forward !== wanted
    if (!isOlder(now.attached) || panes.count() > 0 || busy > 1)
      return { ok: true, value: portOf(now.attached, wanted) }
    // It was made before that was allowed, and nobody else needs it.
    await reach.leave()
    const again = await reach.ensure(true)
    return again.ok ? { ok: true, value: portOf(again.value, wanted) } : again
  }

  function portOf({ forward, warning }: Attached, wanted: number | null): Reached {
    if (wanted === null) return { port: null, why: null }
    if (forward === wanted) return warning === null ? { port: forward, why: null } : { port: null, why: warning }
    const why = `The connection to ${place.host} was made before that was allowed: let go of what you have there, or wait until it is made anew.`
    return { port: null, why }
  }

  /** The program itself, once it is what runs there. */
  async function begunRoot(pid: number, surface: string): Promise<Process | null> {
    if (place.host !== null) return null
    for (let left = BEGUN.times; left > 0; left -= 1) {
      const there = readProcess(pid)
      if (!there || there.dead) return null
      if (markOf(pid) === surface) return there
      await clock.wait(BEGUN.every)
    }
    return null
  }

  return {
    place,
    link: reach.link,
    warning: () => panes.here()?.attached.warning ?? null,
    onLink(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    list: () =>
      asking(false, async ({ attached, watch }) => {
        const listed = await look()
        if (!listed) return lost()
        const sessions = sessionsOf(listed, watch.agents(listed), id => panes.get(id)?.surface ?? markedAs(listed, id))
        return { ok: true, value: { version: attached.version.text, sessions } }
      }),
    adopt: (id, surface) => asking(false, () => adopt(id, surface)),
    async find(surface) {
      const where = { place, session: '', window: '', pane: NOT_FOUND_YET, ours: false, agent: null }
      const pane = panes.make(surface, where, SIZE)
      panes.seek(pane)
      const looked = asking(false, async () => {
        await look()
        return { ok: true, value: null }
      })
      // A host may take long, and a start waits for none.
      if (place.host === null) await looked
      return pane.alive() ? { ok: true, value: pane.terminal } : failure('no_such_pane', 'Its pane is gone.')
    },
    reach: () => asking(true, reached),
    asking: () => (place.host === null ? null : openAsking({ host: place.host, env, clock })),
    tell: tellThere,
    start: wanted => asking(true, now => start(now, wanted)),
    retry: reach.retry,
    async close() {
      await panes.giveBack()
      await reach.close()
      panes.gone('it was let go of')
      linger?.()
    },
  }
}

/** tmux reads formats in it. It answers once those lines run by themselves, which is at once. */
function toldLine(lines: string): string {
  return `run-shell ${quoted(quietCommand(lines).replaceAll('#', '##'))}`
}

function failure(code: string, message: string): Failure {
  return { ok: false, code, message }
}

/** The surface that it was or is here, perhaps by another way to the same server; null = none, or another program runs there now. */
function markedAs(listed: readonly Listed[], pane: string): string | null {
  const one = listed.find(row => row.pane === pane)
  const [surface, pid] = one?.mark?.split(' ') ?? []
  return pid === String(one?.pid) && surfaceIdSchema.safeParse(surface).success ? surface! : null
}
