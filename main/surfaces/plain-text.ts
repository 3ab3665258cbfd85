// The last look at an agent's text before it becomes bytes. (pure) The gate's filter has refused all this before with a
// proper answer; what still fails here is a fault of ours, so it throws.
import { SurfaceFault } from './faults.ts'

/** C0 but Tab and LF, DEL, C1, and halves of surrogate pairs */
const ACTING = /[\x00-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/u
/** A terminal that reads by the line keeps 4095 bytes and drops the rest without a word. */
const MOST_UNWRAPPED_BYTES = 2048

/** Throws SurfaceFault `unfit_text` when the text holds a byte that acts on a terminal. */
export function assertPlain(text: string): void {
  const found = ACTING.exec(text)
  if (!found) return
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  throw new SurfaceFault('unfit_text', `U+${code} at index ${found.index} must not reach a terminal`)
}

/** Why the text cannot go in without paste brackets, or null. */
export function whyNotUnwrapped(text: string): string | null {
  if (text.includes('\n')) return 'the program takes no pastes now, and each line would run on its own'
  if (text.includes('\t')) return 'the program takes no pastes now, and a Tab would act'
  if (Buffer.byteLength(text) > MOST_UNWRAPPED_BYTES) return 'the program takes no pastes now, and the text is too long'
  return null
}

/** The bytes of a paste: between brackets, with CR for a new line as terminals send it. */
export function pasteBytes(text: string): Buffer {
  return Buffer.from(`\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`)
}
