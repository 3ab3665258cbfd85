// When each mirror parses what came for it: little at once, for who waits or looks next, a flood that nobody looks at in the
// time that is left for it. Nothing is dropped and no turn is long, so that keys, reads and other programs stay quick
// whatever one program prints. It parses nothing itself and holds no bytes.
import { type Clock, systemClock } from './clock.ts'

/** All parsing in one turn of the loop, but for one piece of each kind that came too late, in ms. */
const SLICE_MS = 4
/** What floods that nobody looks at may take of a turn, and of each period, all of them together, in ms. */
const FLOOD_SLICE_MS = 1.5
const FLOOD_MS = 10
const PERIOD_MS = 33
/** Up to so much at once is little, and so is what goes on at this rate. */
const LITTLE_BYTES = 16_384
const LITTLE_BYTES_PER_MS = 4096 / PERIOD_MS

/** What one mirror has to parse. */
export interface Parsing {
  /** Somebody waits until it has caught up. */
  wanted(): boolean
  /** Parses one piece. False = nothing is left. It may be asked again in the same turn. */
  step(): boolean
  /** No step of this turn follows. */
  rest(): void
}

export interface Lane {
  /** So many bytes came, or none and somebody waits. Parses nothing before the caller has returned. */
  came(bytes: number): void
  /** A person sees it in a window, or not any more. */
  shown(on: boolean): void
}

export interface Pace {
  /** One for each mirror. It is forgotten while nothing waits. */
  lane(parsing: Parsing): Lane
}

export interface Turns extends Pick<Clock, 'mono' | 'after'> {
  /** Runs after what came in this turn of the loop, before the next. */
  soon(run: () => void): void
}

/** In the order in which they are served. */
const KINDS = ['little', 'wanted', 'shown', 'flood'] as const
type Kind = (typeof KINDS)[number]

interface Held {
  readonly parsing: Parsing
  shown: boolean
  /** how much came of late, in bytes, as of `at` */
  level: number
  at: number
}

const systemTurns: Turns = { ...systemClock, soon: run => void setImmediate(run) }

export function createPace(turns: Turns = systemTurns): Pace {
  /** what has work, who was served last at the end */
  const busy = new Set<Held>()
  let periodEnd = Number.NEGATIVE_INFINITY
  /** what is left for floods in this period, in ms */
  let left = 0
  let planned: 'soon' | 'later' | null = null
  let cancel: () => void = () => {}
  let running = false
  /** what parsed in this turn */
  const stepped = new Set<Held>()

  function levelOf(held: Held, now: number): number {
    return Math.max(0, held.level - (now - held.at) * LITTLE_BYTES_PER_MS)
  }

  function kindOf(held: Held, now: number): Kind {
    if (levelOf(held, now) <= LITTLE_BYTES) return 'little'
    if (held.parsing.wanted()) return 'wanted'
    return held.shown ? 'shown' : 'flood'
  }

  /** One piece of each in turn, until the time is over. The first has its piece in any case: nobody waits for ever. */
  function serve(kind: Kind, until: number) {
    for (let isFirst = true; ; ) {
      const now = turns.mono()
      let served = false
      for (const held of [...busy]) {
        if (kindOf(held, now) !== kind) continue
        if (!isFirst && turns.mono() >= until) return
        isFirst = false
        served = true
        step(held)
      }
      if (!served) return
    }
  }

  function step(held: Held) {
    busy.delete(held)
    stepped.add(held)
    // One whose parser failed has lost that piece; it goes on with the next.
    let more = true
    try {
      more = held.parsing.step()
    } finally {
      if (more) busy.add(held)
    }
  }

  function turn() {
    planned = null
    running = true
    const start = turns.mono()
    if (start >= periodEnd) {
      periodEnd = start + PERIOD_MS
      left = Math.min(FLOOD_MS, left + FLOOD_MS)
    }
    const until = start + SLICE_MS
    try {
      for (const kind of KINDS) {
        if (kind !== 'flood') serve(kind, until)
        else if (left > 0) {
          const from = turns.mono()
          serve(kind, Math.min(until, from + Math.min(left, FLOOD_SLICE_MS)))
          left -= turns.mono() - from
        }
      }
    } finally {
      const rest = [...stepped]
      stepped.clear()
      running = false
      plan()
      for (const { parsing } of rest) hearing(parsing)
    }
  }

  /** Whoever fails to hear it keeps nobody else from that. */
  function hearing(parsing: Parsing) {
    try {
      parsing.rest()
    } catch (error) {
      turns.soon(() => {
        throw error
      })
    }
  }

  function plan() {
    if (busy.size === 0 || running || planned === 'soon') return
    const now = turns.mono()
    const isFlood = (held: Held) => kindOf(held, now) === 'flood'
    if (left > 0 || now >= periodEnd || ![...busy].every(isFlood)) {
      if (planned === 'later') cancel()
      planned = 'soon'
      turns.soon(turn)
    } else if (planned === null) {
      planned = 'later'
      cancel = turns.after(periodEnd - now, turn)
    }
  }

  return {
    lane(parsing) {
      const held: Held = { parsing, shown: false, level: 0, at: 0 }
      return {
        came(bytes) {
          const now = turns.mono()
          // A flood that has ended is soon forgotten.
          held.level = Math.min(levelOf(held, now) + bytes, 2 * LITTLE_BYTES)
          held.at = now
          busy.add(held)
          plan()
        },
        shown(on) {
          held.shown = on
          plan()
        },
      }
    },
  }
}
