// The rows that have left an emulator's top, packed, so that much can be read again and little memory is used. All surfaces
// share one limit: when it is reached, the oldest rows of all go first. It does not know what rows mean.
import { createStyles, packRow, type Row, type Styles, unpackRow } from './packed-rows.ts'

/** As many as anybody can ask for, with those that are still in the emulator. */
const MOST_ROWS = 9_400
const PACK_BYTES = 16_384
const PACK_ROWS = 512
/** About 100 surfaces with all their rows full of text. */
const MEMORY_BYTES = 96 * 1_048_576

export interface History {
  /** A row leaves at the top. */
  add(row: Row): void
  /** how many rows were ever added: the number of the next */
  next(): number
  /** the number of the oldest that is still there; as `next` when there is none */
  oldest(): number
  /** `number` is from `oldest` up to below `next`. */
  row(number: number): Row
  clear(): void
  /** memory, without what every object costs */
  bytes(): number
}

/** What all histories together may use. */
export interface HistoryMemory {
  bytes(): number
  /** A pack was filled; what is too old goes. */
  filled(pack: object, bytes: number, drop: () => void): void
  gone(pack: object): void
}

export function createHistoryMemory(most = MEMORY_BYTES): HistoryMemory {
  /** the oldest first */
  const packs = new Map<object, { readonly bytes: number; readonly drop: () => void }>()
  let bytes = 0
  const gone = (pack: object) => {
    bytes -= packs.get(pack)?.bytes ?? 0
    packs.delete(pack)
  }
  return {
    bytes: () => bytes,
    gone,
    filled(pack, more, drop) {
      packs.set(pack, { bytes: more, drop })
      bytes += more
      for (const [oldest, { drop: dropOldest }] of packs) {
        if (bytes <= most) return
        gone(oldest)
        dropOldest()
      }
    },
  }
}

/** Rows one after the other, and what they are drawn with. */
interface Pack {
  readonly first: number
  bytes: Uint8Array
  used: number
  starts: Uint32Array
  rows: number
  readonly styles: Styles
}

export function createHistory(memory: HistoryMemory): History {
  let packs: Pack[] = []
  let next = 0
  let rows = 0

  function open(): Pack {
    const pack: Pack = {
      ...{ first: next, used: 0, rows: 0, styles: createStyles() },
      bytes: new Uint8Array(2 * PACK_BYTES),
      starts: new Uint32Array(PACK_ROWS),
    }
    packs.push(pack)
    return pack
  }

  function close(pack: Pack) {
    pack.bytes = pack.bytes.slice(0, pack.used)
    pack.starts = pack.starts.slice(0, pack.rows)
    memory.filled(pack, bytesOf(pack), dropFirst)
  }

  function dropFirst() {
    const pack = packs.shift()
    if (!pack) return
    rows -= pack.rows
    memory.gone(pack)
  }

  return {
    add(row) {
      let pack = packs.at(-1)
      if (!pack || pack.used >= PACK_BYTES || pack.rows >= PACK_ROWS) {
        if (pack) close(pack)
        while (rows - (packs[0]?.rows ?? rows) >= MOST_ROWS) dropFirst()
        pack = open()
      }
      const bytes = packRow(row, pack.styles)
      if (pack.used + bytes.length > pack.bytes.length) {
        const larger = new Uint8Array(pack.used + bytes.length)
        larger.set(pack.bytes)
        pack.bytes = larger
      }
      pack.bytes.set(bytes, pack.used)
      pack.starts[pack.rows] = pack.used
      pack.used += bytes.length
      pack.rows += 1
      rows += 1
      next += 1
    },
    next: () => next,
    oldest: () => next - rows,
    row(number) {
      let low = 0
      let high = packs.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (packs[middle]!.first <= number) low = middle
        else high = middle - 1
      }
      const pack = packs[low]!
      return unpackRow(pack.bytes, pack.starts[number - pack.first]!, pack.styles)
    },
    clear() {
      for (const pack of packs) memory.gone(pack)
      packs = []
      rows = 0
    },
    bytes: () => packs.reduce((sum, pack) => sum + bytesOf(pack), 0),
  }
}

function bytesOf({ bytes, starts, styles }: Pack): number {
  return bytes.byteLength + starts.byteLength + styles.byteLength
}
