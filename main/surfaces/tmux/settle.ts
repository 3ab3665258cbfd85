// The writes of one pane, one after the other, and the truth about each of them: also where the connection broke before tmux had
// answered. No write is ever sent twice. What stands in a line of tmux's: command.ts.
import type { Clock } from '../clock.ts'
import type { Taken, WrittenBy } from '../terminal.ts'
import { type PaneWrite, readWritten, writeLine } from './command.ts'
import type { Connection } from './connection.ts'

/** The way in, while there is one. */
export interface Way {
  readonly connection: Pick<Connection, 'run'>
  readonly pane: string
  readonly pid: number
  readonly last: string
  readonly fence: string
  readonly epoch: string
}

export interface Writes {
  write(bytes: Uint8Array, by: WrittenBy): Promise<Taken>
  /** Numbers go on after this one: the pane may hold it from an earlier run. */
  after(last: number): void
  /** There is a way in again, and the fence is drawn: `last` is the last write that went in; null = the pane cannot say. */
  settle(last: number | null): void
  /** Something is not settled. */
  open(): boolean
  /** The pane is gone: nothing goes in any more, and what is open stays unknown. */
  end(): void
}

export interface WritesSpec {
  /** null = there is no way in now */
  way(): Way | null
  /** why there is none, as a part of a sentence */
  why(): string
  readonly clock: Clock
}

interface Unit {
  readonly bytes: Uint8Array
  readonly by: WrittenBy
  readonly done: (taken: Taken) => void
}

/** A connection that is not back within this time leaves what was on its way unknown, in ms. */
const SETTLE_MS = 30_000
/** An agent's bytes were checked for their moment. What cannot go within this time of it never goes, in ms. */
const SOON_MS = 1_000

export function createWrites({ way, why, clock }: WritesSpec): Writes {
  const queue: Unit[] = []
  /** sent, and not answered */
  const sent = new Map<number, Unit>()
  /** never to be answered; what takes the time off */
  const doubtful = new Map<number, { readonly unit: Unit; readonly stop: () => void }>()
  let number = 0
  let ended = false

  /**
   * What the pane keeps is one number. So nothing is sent while an agent's write is under way, and no agent's while anything is; a
   * person's keys, whose outcome nobody is told, follow each other at once.
   */
  const mayGo = (unit: Unit) =>
    sent.size === 0 || (unit.by === 'person' && [...sent.values()].every(one => one.by === 'person'))

  function pump() {
    for (let unit = queue[0]; unit && mayGo(unit); unit = queue[0]) {
      queue.shift()
      const over = ended ? null : way()
      if (over) void go(unit, over)
      else unit.done({ bytes: 0, why: ended ? 'the pane is gone' : why() })
    }
  }

  function soonOrNever(unit: Unit) {
    clock.after(SOON_MS, () => {
      const at = queue.indexOf(unit)
      if (at < 0) return
      queue.splice(at, 1)
      unit.done({ bytes: 0, why: 'tmux has not answered what went in before' })
      pump()
    })
  }

  async function go(unit: Unit, { connection, ...over }: Way) {
    const mine = ++number
    sent.set(mine, unit)
    const write: PaneWrite = { ...over, bytes: unit.bytes, by: unit.by, number: mine }
    const ran = await connection.run({ line: writeLine(write) })
    const written = readWritten(write, ran.replies)
    sent.delete(mine)
    if (written.is === 'in') unit.done({ bytes: unit.bytes.byteLength, why: null })
    else if (written.is === 'out') unit.done({ bytes: 0, why: written.why })
    else if (ran.is === 'lost' && !ran.sent) unit.done({ bytes: 0, why: why() })
    else if (ended || ran.is === 'done') unit.done({ bytes: null, why: 'tmux did not say whether it went in' })
    else {
      const stop = clock.after(SETTLE_MS, () => {
        doubtful.delete(mine)
        unit.done({ bytes: null, why: `${why()}, and it was not back in time to say whether it went in` })
      })
      doubtful.set(mine, { unit, stop })
    }
    pump()
  }

  function settle(last: number | null) {
    for (const [mine, { unit, stop }] of doubtful) {
      stop()
      if (last === null)
        unit.done({ bytes: null, why: 'the connection was lost, and nothing there tells whether it went in' })
      else if (mine <= last) unit.done({ bytes: unit.bytes.byteLength, why: null })
      else unit.done({ bytes: 0, why: 'the connection was lost before it went in' })
    }
    doubtful.clear()
  }

  return {
    write(bytes, by) {
      if (bytes.byteLength === 0) return Promise.resolve({ bytes: 0, why: null })
      return new Promise(done => {
        const unit: Unit = { bytes, by, done }
        queue.push(unit)
        pump()
        if (by === 'agent' && queue.includes(unit)) soonOrNever(unit)
      })
    },
    after(last) {
      number = Math.max(number, last)
    },
    settle,
    open: () => doubtful.size > 0,
    end() {
      ended = true
      settle(null)
      pump()
    },
  }
}
