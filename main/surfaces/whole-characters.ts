// Chunks cut where characters end. (pure) xterm loses a character that comes in two chunks when one of its middle bytes is
// 0x80, as in most quotes and dashes, and the mirror's chunks are not the window's. It does not judge what is no UTF-8.

/** A function for one stream: takes each chunk and returns what may be parsed now, maybe nothing. */
export function createWholeCharacters(): (chunk: Uint8Array) => Uint8Array {
  let held: Uint8Array = new Uint8Array(0)
  return chunk => {
    const bytes = held.byteLength > 0 ? Buffer.concat([held, chunk]) : chunk
    const end = bytes.byteLength - openBytes(bytes)
    held = bytes.slice(end)
    return bytes.subarray(0, end)
  }
}

/** How many bytes at the end begin a character that is not complete: 0 to 3. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back]!
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf8 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
