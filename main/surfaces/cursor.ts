// The opaque cursor of `since`: where a reader stands in a surface's lines, as a short string. (pure)

export interface Place {
  /** which numbering `row` belongs to */
  readonly epoch: number
  /** absolute row of the first line not known to be complete */
  readonly row: number
  /** what that line read, shortened to a number: the same again is not told twice */
  readonly print: number
  /** the moment, in parsed chunks */
  readonly stamp: number
  /** the moment on the alternate screen, in parsed chunks */
  readonly alt: number
}

export function formatCursor(place: Place): string {
  return [place.epoch, place.row, place.print, place.stamp, place.alt].map(part => part.toString(36)).join('.')
}

/** Null when the text is no cursor. */
export function parseCursor(text: string): Place | null {
  if (!/^[0-9a-z]{1,9}(\.[0-9a-z]{1,9}){4}$/.test(text)) return null
  const [epoch, row, print, stamp, alt] = text.split('.').map(part => Number.parseInt(part, 36))
  return { epoch: epoch!, row: row!, print: print!, stamp: stamp!, alt: alt! }
}

/** A number that tells two lines apart (FNV-1a over UTF-16 units, with the length mixed in). */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5 ^ text.length
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
