// What a program asks to put on the clipboard (OSC 52). It writes no clipboard: whether a person has the surface under their
// hands is known in the window alone. A question for the clipboard is none of this, and never answered.

const MOST_BYTES = 1_048_576
const MOST_BASE64 = Math.ceil(MOST_BYTES / 3) * 4
/** asks that are passed on, a second */
const PER_SECOND = 8

/**
 * The text in an OSC 52 body (`c;BASE64`), or null: a question, another selection than the clipboard, nothing, more than
 * 1 MiB, or no plain text. Control characters but tab and line ends are none: pasted elsewhere, they would press keys.
 */
export function textToCopy(body: string): string | null {
  const at = body.indexOf(';')
  const to = body.slice(0, Math.max(0, at))
  const given = body.slice(at + 1)
  // Where the selection is left out, as tmux does, terminals take the clipboard.
  if (at < 0 || !/^(?:|[pqs0-7]*c[cpqs0-7]*)$/.test(to)) return null
  if (given.length > MOST_BASE64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(given)) return null
  const bytes = Buffer.from(given, 'base64')
  if (bytes.byteLength > MOST_BYTES) return null
  const text = decoded(bytes)
  return text === null || text === '' || /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(text) ? null : text
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** How many asks of one surface are passed on. True = this one may be, and is counted. `mono`: a clock in ms. */
export function createCopyLimit(mono: () => number): () => boolean {
  let left = PER_SECOND
  let at = mono()
  return () => {
    const now = mono()
    left = Math.min(PER_SECOND, left + ((now - at) / 1000) * PER_SECOND)
    at = now
    if (left < 1) return false
    left -= 1
    return true
  }
}
