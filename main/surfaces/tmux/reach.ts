// Whether a server is reached: it connects when somebody asks, and again by itself while anything needs it. What is then said over
// the connection is not its matter.
import type { Failure, Link, Result } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { type Attached, why } from './attach.ts'

export interface Reach {
  now(): Attached | null
  link(): Link | null
  /** Connects where nothing is connected. `start`: where no server runs, one is started. Failures: those of `attach`. */
  ensure(start: boolean): Promise<Result<Attached>>
  /** Tries now, where it waits to try again. */
  retry(): void
  /** Ends the connection; the next `ensure` makes another. */
  leave(): Promise<void>
  /** For good. */
  close(): Promise<void>
}

export interface ReachSpec {
  attach(start: boolean): Promise<Result<Attached>>
  readonly host: string | null
  /** somebody waits for it to come back */
  needed(): boolean
  /** It stands. In the same turn, before anybody else uses it. */
  up(attached: Attached): void
  /** The server itself is gone, with everything that ran in it. */
  gone(why: string): void
  /** It is about to be ended: what would be cut off is put in order first. */
  leaving(): Promise<void>
  changed(): void
  readonly clock: Clock
}

/** How long until the next try, in ms: the first after the connection broke, the last from then on. */
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000] as const
/** Not at the very moment at which the old client goes: tmux (3.3a) may crash if it tells that while a new one introduces itself. */
const AT_ONCE_MS = 100
/** One that stood for so long broke for a reason of its own: the waits begin anew, in ms. */
const STEADY_MS = 10_000

export function createReach(spec: ReachSpec): Reach {
  const { clock, host } = spec
  let attached: Attached | null = null
  let attaching: Promise<Result<Attached>> | null = null
  let link: Link | null = null
  let tries = 0
  let waiting: (() => void) | null = null
  let leaving = false
  let going: Promise<void> | null = null
  let closed = false

  function show(to: Link | null) {
    link = to
    spec.changed()
  }

  function tryNow(start: boolean): Promise<Result<Attached>> {
    waiting?.()
    waiting = null
    show(link?.is === 'lost' ? { ...link, retryAt: null } : { is: 'connecting', since: clock.now() })
    attaching = spec.attach(start).then(got => {
      attaching = null
      if (!got.ok) failed(got)
      else if (closed) void got.value.connection.close()
      else stands(got.value)
      return got
    })
    return attaching
  }

  function stands(got: Attached) {
    attached = got
    const steady = clock.after(STEADY_MS, () => {
      tries = 0
    })
    void got.connection.ended.then(ended => {
      steady()
      if (attached !== got) return
      attached = null
      // The first attempt after tmux itself has shown us out finds out at once what became of the server.
      if (ended.exit === null && tries === 0) tries = 1
      lost(why(ended, host).message)
    })
    spec.up(got)
    show({ is: 'live', since: clock.now() })
  }

  function failed({ code, message }: Failure) {
    if (code === 'no_server' && !/belongs to somebody else/.test(message)) {
      tries = 0
      link = null
      spec.gone(message)
      if (!spec.needed()) show(null)
      return
    }
    lost(message)
  }

  function lost(message: string) {
    if (closed || leaving || !spec.needed()) {
      tries = 0
      return show(null)
    }
    const wait = tries === 0 ? AT_ONCE_MS : BACKOFF_MS[Math.min(tries - 1, BACKOFF_MS.length - 1)]!
    tries += 1
    const since = link?.is === 'lost' ? link.since : clock.now()
    show({ is: 'lost', since, why: message, retryAt: clock.now() + wait })
    waiting = clock.after(wait, again)
  }

  function again() {
    waiting = null
    if (!attached && !attaching && spec.needed() && !closed) void tryNow(false)
  }

  async function ensure(start: boolean): Promise<Result<Attached>> {
    await going
    if (closed) return { ok: false, code: 'closed', message: 'Gatehouse is being closed.' }
    if (attached?.connection.isOpen()) return { ok: true, value: attached }
    const got = await (attaching ?? tryNow(start))
    if (got.ok || !start || got.code !== 'no_server') return got
    return attached ? { ok: true, value: attached } : tryNow(true)
  }

  /** Whoever asks meanwhile gets another connection. */
  function leave(): Promise<void> {
    going ??= (async () => {
      leaving = true
      waiting?.()
      waiting = null
      if (attaching) await attaching
      await spec.leaving()
      await attached?.connection.close()
      leaving = false
      going = null
    })()
    return going
  }

  return {
    now: () => (attached?.connection.isOpen() ? attached : null),
    link: () => link,
    ensure,
    retry() {
      if (!waiting) return
      waiting()
      again()
    },
    leave,
    async close() {
      closed = true
      await leave()
    },
  }
}
