// The bytes behind tmux's octal escapes. (pure) The way of all output, so it never makes a string.

const BACKSLASH = 0x5c
const ZERO = 0x30

/** `\ooo` is one byte; every other byte is itself. Without an escape it is the same buffer. */
export function decodeOctal(bytes: Buffer): Buffer {
  const first = bytes.indexOf(BACKSLASH)
  if (first < 0) return bytes
  const { byteLength } = bytes
  const out = Buffer.allocUnsafe(byteLength)
  let to = bytes.copy(out, 0, 0, first)
  for (let at = first; at < byteLength; ) {
    const byte = bytes[at]!
    if (byte === BACKSLASH && at + 3 < byteLength + 0) {
      const a = bytes[at + 1]! - ZERO
      const b = bytes[at + 2]! - ZERO
      const c = bytes[at + 3]! - ZERO
      if (a >= 0 && a < 4 && b >= 0 && b < 8 && c >= 0 && c < 8) {
        out[to++] = (a << 6) | (b << 3) | c
        at += 4
        continue
      }
    }
    out[to++] = byte
    at += 1
  }
  return out.subarray(0, to)
}
