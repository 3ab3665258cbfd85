// What a person's paste may carry into a program. Pure.

/**
 * Line ends made one kind, the paste brackets and every control character but tab and line feed taken out: pasted text
 * can neither end its own bracket nor press keys.
 */
export function cleanPaste(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?:\x1b\[|\x9b)20[01]~/g, '')
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}

/** What cleanPaste takes out, by code point, each once and in the order found: to be said, never silent. */
export function takenOut(text: string): string[] {
  const found = text.replace(/\r\n?/g, '\n').match(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g) ?? []
  return [...new Set(found)].map(one => `U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
}

/** More than one line, with the program not told that it is a paste: every line end would act as Enter. */
export function pasteNeedsAsking(cleaned: string, bracketed: boolean): boolean {
  return !bracketed && cleaned.includes('\n')
}

/** The bytes for the program: Enter is what a line end is on a keyboard. `cleaned` comes from cleanPaste. */
export function pasteBytes(cleaned: string, bracketed: boolean): string {
  const typed = cleaned.replaceAll('\n', '\r')
  return bracketed ? `\x1b[200~${typed}\x1b[201~` : typed
}
