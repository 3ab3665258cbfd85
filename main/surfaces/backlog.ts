// What waits to be parsed by one mirror, in the order of the stream: bytes, and what is to be done between two of them. It
// does not decide when.
import type { Pace } from './pace.ts'

/** What is parsed in one go, in bytes: about 0.3 ms. */
const PIECE_BYTES = 8192
/** More than this waits: the program is not read until less than that is left. */
const FULL_BYTES = { shown: 262_144, hidden: 65_536 } as const
const LOW_BYTES = { shown: 65_536, hidden: 16_384 } as const

export interface Backlog {
  write(bytes: Uint8Array): void
  /** Runs when everything so far is parsed, and nothing after it; never before this has returned. */
  atPoint(run: () => void): void
  /** Resolves when everything so far is parsed. */
  settled(): Promise<void>
  shown(on: boolean): void
}

export interface BacklogSpec {
  /** Parses a piece, whole characters, at once. */
  parse(bytes: Uint8Array): void
  /** Some was parsed; so many bytes wait. Once before anything that is done between two bytes, and once at a turn's end. */
  parsed(waiting: number): void
  /** Too much waits (true), or it has caught up (false). */
  full(on: boolean): void
}

export function createBacklog(spec: BacklogSpec, pace: Pace): Backlog {
  let items: (Uint8Array | (() => void))[] = []
  /** how many of them are done */
  let done = 0
  /** bytes of the first that is not */
  let offset = 0
  let waiting = 0
  /** how many of them are no bytes */
  let runs = 0
  let parsing = false
  /** some was parsed and not told of */
  let untold = false
  let isShown = false
  let isFull = false

  function fill() {
    const seen = isShown ? 'shown' : 'hidden'
    const now = waiting > (isFull ? LOW_BYTES : FULL_BYTES)[seen]
    if (now === isFull) return
    isFull = now
    spec.full(now)
  }

  function tell() {
    if (!untold) return
    untold = false
    fill()
    spec.parsed(waiting)
  }

  function shift() {
    done += 1
    offset = 0
    if (done === items.length) {
      items = []
      done = 0
    } else if (done >= 64) {
      items = items.slice(done)
      done = 0
    }
  }

  function step(): boolean {
    const item = items[done]
    if (typeof item === 'function') {
      tell()
      shift()
      runs -= 1
      item()
    } else if (item) {
      const end = pieceEnd(item, offset)
      const piece = offset === 0 && end === item.byteLength ? item : item.subarray(offset, end)
      offset = end
      if (end === item.byteLength) shift()
      waiting -= piece.byteLength
      untold = true
      parsing = true
      try {
        spec.parse(piece)
      } finally {
        parsing = false
      }
    }
    return items.length > 0
  }

  const lane = pace.lane({ wanted: () => runs > 0, step, rest: tell })

  function atPoint(run: () => void) {
    items.push(run)
    runs += 1
    lane.came(0)
  }

  return {
    write(bytes) {
      if (bytes.byteLength === 0) return
      items.push(bytes)
      waiting += bytes.byteLength
      fill()
      lane.came(bytes.byteLength)
    },
    atPoint,
    settled: () => (items.length === 0 && !parsing && !untold ? Promise.resolve() : new Promise(atPoint)),
    shown(on) {
      isShown = on
      fill()
      lane.shown(on)
    },
  }
}

/** Where the piece that begins at `from` ends: never inside a character. */
function pieceEnd(bytes: Uint8Array, from: number): number {
  const most = from + PIECE_BYTES
  if (most >= bytes.byteLength) return bytes.byteLength
  let end = most
  while (end > most - 4 && (bytes[end]! & 0xc0) === 0x80) end -= 1
  return (bytes[end]! & 0xc0) === 0x80 ? most : end
}
