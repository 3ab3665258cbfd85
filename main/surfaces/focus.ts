// Where a person types comes first: after a key on one surface every other one is read slowly for a moment, so that what the key
// brings about finds its way free. It only says how fast to read; nothing is lost, and a program that is not read waits.
import type { Clock } from './clock.ts'
import type { Flow } from './flow.ts'
import type { Terminal } from './terminal.ts'

/** How long after a key, in ms. */
const FOR_MS = 250
/** So much of another surface is read in so many ms. */
const SLICE_BYTES = 16_384
const SLICE_MS = 33

export interface Focus {
  /** Takes a surface in. `hold` makes it wait, or go on. */
  join(hold: (on: boolean) => void): FocusSeat
}

export interface FocusSeat {
  /** A person pressed a key here: this one goes first now. */
  key(): void
  /** So many bytes were read. */
  read(bytes: number): void
  /** Another one goes first now. */
  isSecond(): boolean
  /** It has ended: it is never made to wait again. */
  leave(): void
}

interface Seat {
  readonly hold: (on: boolean) => void
  /** when its slice began, and what was read in it; more than a slice counts for the next one as well */
  since: number
  bytes: number
  /** set while it waits */
  waiting: (() => void) | null
  left: boolean
}

export function createFocus(clock: Pick<Clock, 'mono' | 'after'>): Focus {
  let first: Seat | null = null
  let until = Number.NEGATIVE_INFINITY

  function goOn(seat: Seat) {
    if (!seat.waiting) return
    seat.waiting()
    seat.waiting = null
    seat.hold(false)
  }

  const isSecond = (seat: Seat, now: number) => seat !== first && !seat.left && now < until

  /** Slices that are over are paid for. */
  function pay(seat: Seat, now: number) {
    const slices = Math.floor((now - seat.since) / SLICE_MS)
    if (slices <= 0) return
    seat.bytes = Math.max(0, seat.bytes - slices * SLICE_BYTES)
    seat.since = seat.bytes > 0 ? seat.since + slices * SLICE_MS : now
  }

  function look(seat: Seat) {
    const now = clock.mono()
    pay(seat, now)
    if (!isSecond(seat, now) || seat.bytes < SLICE_BYTES) return goOn(seat)
    seat.waiting?.()
    if (!seat.waiting) seat.hold(true)
    seat.waiting = clock.after(Math.max(1, Math.min(seat.since + SLICE_MS, until) - now), () => look(seat))
  }

  return {
    join(hold) {
      const seat: Seat = { hold, since: Number.NEGATIVE_INFINITY, bytes: 0, waiting: null, left: false }
      return {
        key() {
          first = seat
          until = clock.mono() + FOR_MS
          goOn(seat)
        },
        read(bytes) {
          const now = clock.mono()
          if (!isSecond(seat, now)) return
          pay(seat, now)
          seat.bytes += bytes
          if (seat.bytes >= SLICE_BYTES && !seat.waiting) look(seat)
        },
        isSecond: () => isSecond(seat, clock.mono()),
        leave() {
          seat.left = true
          goOn(seat)
        },
      }
    },
  }
}

/** A terminal's place in it. One that others are read through is never made to wait. */
export function focusOf(focus: Focus | undefined, terminal: Terminal, flow: Flow): Pick<FocusSeat, 'key' | 'isSecond'> {
  if (!focus) return { key() {}, isSecond: () => false }
  const seat = focus.join(on => !terminal.shared && flow.hold('focus', on))
  terminal.onData(bytes => seat.read(bytes.byteLength))
  void terminal.exited.then(seat.leave)
  return seat
}
