// The windows attached to one surface: each gets the screen at one exact point of the stream, then every later byte, in
// order, in few messages, no faster than it reads. One that stops reading is left behind and later gets the screen anew.
import type { Exit, PromptPlace, SendPlace } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import type { Flow } from './flow.ts'
import type { Screen } from './screen.ts'
import type { Attachment, Viewer } from './surface.ts'

const HIGH_BYTES = 100_000
const LOW_BYTES = 5_000
const BATCH_BYTES = 65_536
const BATCH_MS = 4
/** A viewer that acknowledges nothing for this long no longer holds the program up, in ms. */
const PATIENCE_MS = 5_000
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
  /** For those that have every byte so far on the way: never for one that gets a screen later. */
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
  /** `joining`: waits for its screen, `held`: for an answer; bytes are kept. `behind`: gets nothing until it has caught up. */
  is: 'joining' | 'live' | 'held' | 'behind' | 'left'
  unread: number
  /** what it has not been given, in the order of the stream */
  batch: (Uint8Array | Size | 'clear')[]
  batchBytes: number
  sentAt: number
  flushing: (() => void) | null
  patience: (() => void) | null
  /** what it has asked for, while it is held */
  readonly asked: Set<'prompts' | 'sends'>
}

/** `prompts` and `sends`: where they are on the mirror now. */
export function createViewers(
  screen: Screen,
  flow: Pick<Flow, 'hold'>,
  clock: Clock,
  prompts: () => readonly PromptPlace[] = () => [],
  sends: () => readonly SendPlace[] = () => [],
): Viewers {
  const seats = new Set<Seat>()
  let count = 0
  let ended: Exit | null = null

  function join(seat: Seat, prefix: string) {
    seat.is = 'joining'
    seat.batch = []
    seat.batchBytes = 0
    screen.atPoint(() => {
      if (seat.is !== 'joining') return
      const { data, rest } = screen.serialize()
      seat.is = 'live'
      seat.unread = 0
      seat.viewer.screen(prefix + data, screen.cols, screen.rows)
      if (rest.byteLength > 0) send(seat, rest)
      flush(seat)
      if (ended) tellEnd(seat, ended)
    })
  }

  /** Two questions of one moment have one point. */
  function askPlaces(seat: Seat, what: 'prompts' | 'sends') {
    if (ended) {
      // Prompts came with the end. Nothing will move any more.
      if (what === 'sends' && seat.is === 'live') seat.viewer.sends?.(sends())
      return
    }
    if (seat.is === 'live') {
      flush(seat)
      seat.is = 'held'
      seat.asked.clear()
      screen.atPoint(() => answer(seat))
    }
    if (seat.is === 'held') seat.asked.add(what)
  }

  function answer(seat: Seat) {
    if (seat.is !== 'held') return
    seat.is = 'live'
    if (seat.asked.has('prompts')) seat.viewer.prompts?.(prompts())
    if (seat.asked.has('sends')) seat.viewer.sends?.(sends())
    flush(seat)
    if (ended) tellEnd(seat, ended)
  }

  function tellEnd(seat: Seat, exit: Exit) {
    // The window may redraw it at sizes the mirror never has.
    seat.viewer.prompts?.(prompts())
    seat.viewer.exit(exit)
  }

  function push(seat: Seat, bytes: Uint8Array) {
    if (seat.is === 'behind' || seat.is === 'left') return
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
    if (seat.batch.length === 0 || seat.is !== 'live') return
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
  }

  function send(seat: Seat, bytes: Uint8Array) {
    seat.sentAt = clock.mono()
    seat.unread += bytes.byteLength
    seat.viewer.bytes(bytes)
    if (seat.unread > HIGH_BYTES && !seat.patience) {
      flow.hold(seat.id, true)
      lookLater(seat)
    }
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
    if (seat.is === 'behind') {
      if (seat.unread <= LOW_BYTES) join(seat, RESET)
    } else if (seat.unread <= LOW_BYTES) unhold(seat)
    else if (seat.patience) lookLater(seat)
  }

  function leave(seat: Seat) {
    seat.is = 'left'
    seat.flushing?.()
    unhold(seat)
    seats.delete(seat)
  }

  /** One that is behind gets it with its screen. */
  function mark(item: Size | 'clear') {
    for (const seat of [...seats]) {
      if (seat.is === 'behind' || seat.is === 'left') continue
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
        unread: 0,
        batch: [],
        batchBytes: 0,
        sentAt: 0,
        flushing: null,
        patience: null,
        asked: new Set(),
      }
      seats.add(seat)
      join(seat, '')
      return {
        ack: bytes => ack(seat, bytes),
        prompts: () => askPlaces(seat, 'prompts'),
        sends: () => askPlaces(seat, 'sends'),
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
      for (const { is, viewer } of seats) if (is === 'live' || is === 'held') viewer.copy?.(text)
    },
    end(exit) {
      ended = exit
      for (const seat of seats) {
        flush(seat)
        // One that is joining hears of it after its screen, one that is behind when it has caught up.
        if (seat.is === 'live') tellEnd(seat, exit)
      }
    },
  }
}
