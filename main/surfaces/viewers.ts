// The windows attached to one surface: each gets the screen at one exact point of the stream, then every later byte, in
// order, in few messages, no faster than it reads. One that can draw screens gets those instead, where more is printed than it can
// read, and everything afterwards. One that stops reading is left behind and later gets the screen anew.
import type { Exit, PromptPlace, SendPlace } from '../../preload/contract.ts'
import { bytesOf } from './cells.ts'
import type { Clock } from './clock.ts'
import type { Flow } from './flow.ts'
import { KEPT_ROWS, type Screen } from './screen.ts'
import { createSkip, type Skip } from './skip.ts'
import type { Attachment, Viewer } from './surface.ts'

const HIGH_BYTES = 100_000
const LOW_BYTES = 5_000
const BATCH_BYTES = 65_536
const BATCH_MS = 4
/** A viewer that acknowledges nothing for this long no longer holds the program up, in ms. */
const PATIENCE_MS = 5_000
/** Rows of scrollback that a viewer has room for, unless it says how many. */
const ROOM_ROWS = 5_000
/** A full reset, for a viewer that gets the screen a second time. */
const RESET = '\x1bc'

export interface Viewers {
  attach(viewer: Viewer): Attachment
  /** The same bytes, in the same turn, as the mirror was given. */
  push(bytes: Uint8Array): void
  /** The same size, in the same turn. */
  size(cols: number, rows: number): void
  /** In the same turn as the mirror's scrollback goes. */
  clear(): void
  /** For those that see what is printed now: never for one that gets its first screen later, or is left behind. */
  copy(text: string): void
  end(exit: Exit): void
}

interface Size {
  readonly cols: number
  readonly rows: number
}

interface Seat {
  readonly id: string
  readonly viewer: Viewer
  /**
   * `joining`: waits for its screen, `held`: for an answer; bytes are kept. `skipping`: gets screens, no bytes. `behind`: gets
   * nothing until it has caught up.
   */
  is: 'joining' | 'live' | 'held' | 'skipping' | 'behind' | 'left'
  /** its person looks at what was printed before: it is given every byte */
  reading: boolean
  skip: Skip | null
  /** rows of scrollback it has room for */
  room: number
  /** it has had a screen before */
  again: boolean
  unread: number
  /** what it has not been given, in the order of the stream */
  batch: (Uint8Array | Size | 'clear')[]
  batchBytes: number
  sentAt: number
  flushing: (() => void) | null
  patience: (() => void) | null
  /** what it has asked for and not been told */
  readonly asked: Set<'prompts' | 'sends'>
}

/** What a surface knows that its windows ask for. */
export interface Known {
  /** where the prompts are on the mirror now, and what agents sent */
  prompts?(): readonly PromptPlace[]
  sends?(): readonly SendPlace[]
  /** a person types elsewhere, and drawing is to be spared */
  isSecond?(): boolean
}

export function createViewers(screen: Screen, flow: Pick<Flow, 'hold'>, clock: Clock, known: Known = {}): Viewers {
  const seats = new Set<Seat>()
  let count = 0
  let ended: Exit | null = null

  function join(seat: Seat) {
    seat.is = 'joining'
    seat.batch = []
    seat.batchBytes = 0
    screen.atPoint(() => {
      if (seat.is !== 'joining') return
      seat.is = 'live'
      seat.unread = 0
      const rest = giveScreen(seat)
      if (rest.byteLength > 0) send(seat, rest)
      tellPlaces(seat)
      flush(seat)
      if (ended) tellEnd(seat, ended)
    })
  }

  /** Returns what is to come before the next byte. */
  function giveScreen(seat: Seat): Uint8Array {
    const { viewer, again } = seat
    seat.again = true
    if (viewer.whole) {
      const { cells, rest } = screen.cells(seat.room)
      viewer.whole(cells)
      return rest
    }
    const { data, rest } = screen.serialize()
    viewer.screen?.((again ? RESET : '') + data, screen.cols, screen.rows)
    return rest
  }

  /** Two questions of one moment have one point. */
  function askPlaces(seat: Seat, what: 'prompts' | 'sends') {
    // Prompts came with the end. Nothing will move any more.
    if (ended && what === 'prompts') return
    seat.asked.add(what)
    // Where it has another screen than the mirror, it is told with that.
    if (seat.is === 'skipping') return seat.skip?.hurry()
    if (seat.is !== 'live') return
    if (ended) return tellPlaces(seat)
    flush(seat)
    if (seat.is !== 'live') return askPlaces(seat, what)
    seat.is = 'held'
    screen.atPoint(() => answer(seat))
  }

  function answer(seat: Seat) {
    if (seat.is !== 'held') return
    seat.is = 'live'
    tellPlaces(seat)
    flush(seat)
    if (ended) tellEnd(seat, ended)
  }

  function tellPlaces(seat: Seat) {
    const { asked, viewer } = seat
    if (asked.has('prompts')) viewer.prompts?.(known.prompts?.() ?? [])
    if (asked.has('sends')) viewer.sends?.(known.sends?.() ?? [])
    asked.clear()
  }

  function tellEnd(seat: Seat, exit: Exit) {
    // The window may redraw it at sizes the mirror never has.
    seat.viewer.prompts?.(known.prompts?.() ?? [])
    seat.viewer.exit(exit)
  }

  function push(seat: Seat, bytes: Uint8Array) {
    if (seat.is === 'behind' || seat.is === 'left') return
    if (seat.is === 'skipping') return seat.skip?.passed(bytes.byteLength)
    seat.batch.push(bytes)
    seat.batchBytes += bytes.byteLength
    if (seat.is !== 'live') return
    const due = seat.sentAt + BATCH_MS - clock.mono()
    if (due <= 0 || seat.batchBytes >= BATCH_BYTES) flush(seat)
    else seat.flushing ??= clock.after(due, () => flush(seat))
  }

  function flush(seat: Seat) {
    seat.flushing?.()
    seat.flushing = null
    if (seat.is !== 'live') return
    const items = seat.batch
    seat.batch = []
    seat.batchBytes = 0
    let together: Uint8Array[] = []
    const sendTogether = () => {
      if (together.length > 0) send(seat, together.length === 1 ? together[0]! : Buffer.concat(together))
      together = []
    }
    for (const item of items) {
      if (item instanceof Uint8Array) together.push(item)
      else {
        sendTogether()
        if (item === 'clear') seat.viewer.clear?.()
        else seat.viewer.size(item.cols, item.rows)
      }
    }
    sendTogether()
    slowDown(seat)
  }

  function send(seat: Seat, bytes: Uint8Array) {
    seat.sentAt = clock.mono()
    seat.unread += bytes.byteLength
    seat.viewer.bytes(bytes)
  }

  function slowDown(seat: Seat) {
    if (seat.unread <= HIGH_BYTES) return
    // One that keeps more than the mirror would lose what only it has.
    if (seat.viewer.frame && !seat.reading && seat.room <= KEPT_ROWS) return skip(seat)
    if (seat.patience) return
    flow.hold(seat.id, true)
    lookLater(seat)
  }

  /** From here on the program goes as fast as the mirror. */
  function skip(seat: Seat) {
    unhold(seat)
    seat.is = 'skipping'
    const events = {
      frame(isDue: boolean) {
        const { cells } = screen.cells('none')
        // The program is in the midst of drawing, and says so.
        if (cells.private.synchronizedOutput && !isDue) return false
        const bytes = Math.max(1, bytesOf(cells))
        seat.unread += bytes
        seat.viewer.frame?.(cells, bytes)
        return true
      },
      over() {
        seat.skip = null
        join(seat)
      },
    }
    seat.skip = createSkip(events, clock, known.isSecond)
  }

  function lookLater(seat: Seat) {
    seat.patience?.()
    seat.patience = clock.after(PATIENCE_MS, () => {
      seat.is = 'behind'
      unhold(seat)
    })
  }

  function unhold(seat: Seat) {
    seat.patience?.()
    seat.patience = null
    flow.hold(seat.id, false)
  }

  function ack(seat: Seat, bytes: number) {
    seat.unread = Math.max(0, seat.unread - bytes)
    if (seat.is === 'skipping') {
      if (seat.unread === 0) seat.skip?.drawn()
    } else if (seat.is === 'behind') {
      if (seat.unread <= LOW_BYTES) join(seat)
    } else if (seat.unread <= LOW_BYTES) unhold(seat)
    else if (seat.patience) lookLater(seat)
  }

  function leave(seat: Seat) {
    seat.is = 'left'
    seat.flushing?.()
    seat.skip?.stop()
    unhold(seat)
    seats.delete(seat)
    if (seats.size === 0) screen.shown(false)
  }

  function reading(seat: Seat, on: boolean) {
    seat.reading = on
    if (on) seat.skip?.hurry()
  }

  /** One that is behind gets it with its screen. */
  function mark(item: Size | 'clear') {
    for (const seat of [...seats]) {
      if (seat.is === 'behind' || seat.is === 'left') continue
      if (seat.is === 'skipping') {
        // Each screen has its size; the scrollback comes with the last, and until then what is there of it goes at once.
        if (item === 'clear') seat.viewer.clear?.()
        seat.skip?.passed(0)
        continue
      }
      seat.batch.push(item)
      flush(seat)
    }
  }

  return {
    attach(viewer) {
      count += 1
      const seat: Seat = {
        id: `viewer ${count}`,
        viewer,
        is: 'joining',
        reading: false,
        skip: null,
        room: ROOM_ROWS,
        again: false,
        unread: 0,
        batch: [],
        batchBytes: 0,
        sentAt: 0,
        flushing: null,
        patience: null,
        asked: new Set(),
      }
      seats.add(seat)
      if (seats.size === 1) screen.shown(true)
      join(seat)
      return {
        ack: bytes => ack(seat, bytes),
        prompts: () => askPlaces(seat, 'prompts'),
        sends: () => askPlaces(seat, 'sends'),
        reading: on => reading(seat, on),
        room(rows) {
          seat.room = rows
        },
        detach: () => leave(seat),
      }
    },
    push(bytes) {
      // A copy: one that joins while these bytes are handed out has them on its screen.
      for (const seat of [...seats]) push(seat, bytes)
    },
    size: (cols, rows) => mark({ cols, rows }),
    clear: () => mark('clear'),
    copy(text) {
      for (const { is, again, viewer } of seats) if (is !== 'behind' && again) viewer.copy?.(text)
    },
    end(exit) {
      ended = exit
      for (const seat of seats) {
        flush(seat)
        // One that is joining hears of it after its screen, one that is behind when it has caught up.
        if (seat.is === 'live') tellEnd(seat, exit)
        else seat.skip?.hurry()
      }
    },
  }
}
