// The bytes of a sequence that the parser is in the middle of: a terminal that joins now must get them first, or it would
// read the sequence's end as text. (pure) It does not parse; it is told when the parser is between sequences.

const ESC = 0x1b
/** A sequence longer than this (an image, a clipboard) is not kept; who joins within it sees its end as text. */
const MOST = 1_000_000

export interface Unfinished {
  /** One parsed chunk; `atGround` = the parser was between sequences at its end. */
  note(bytes: Uint8Array, atGround: boolean): void
  /** What a joining terminal must be fed before the next byte. */
  rest(): Uint8Array
}

export function createUnfinished(): Unfinished {
  let tail: Uint8Array = new Uint8Array(0)
  return {
    note(bytes, atGround) {
      if (atGround) {
        tail = openCharacter(tail.byteLength > 0 && bytes.byteLength < 4 ? joined(tail, bytes) : bytes)
        return
      }
      // Any ESC starts anew whatever came before it, so the last one begins what is unfinished.
      const start = bytes.lastIndexOf(ESC)
      tail = start >= 0 ? bytes.slice(start) : joined(tail, bytes)
      if (tail.byteLength > MOST) tail = new Uint8Array(0)
    },
    rest: () => tail,
  }
}

/** The last bytes when they begin a UTF-8 character that is not complete. */
function openCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back]!
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.slice(bytes.byteLength - back) : new Uint8Array(0)
  }
  return new Uint8Array(0)
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength)
  both.set(first)
  both.set(second, first.byteLength)
  return both
}
