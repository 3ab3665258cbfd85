// What a person's Shift+Enter is for a program. (pure) A line end that does not send the line off where the program is known to
// take one, by the key modes it has set or by what its input box takes; else Enter, as it is on every terminal.
import { type KeyModes, keyBytes } from './key-bytes.ts'
import { keyOf } from './key-names.ts'

/** `taken`: the bytes that the program's input box is known to take for a new line; null = it is not known. */
export function newlineBytes(modes: KeyModes, taken: string | null): string {
  const key = keyOf('Enter', { ctrl: false, alt: false, shift: true })
  return (key && keyBytes(key, modes)) ?? taken ?? '\r'
}
