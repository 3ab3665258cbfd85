// Which rows of a list that may be longer than any page can be high are drawn, and where. A browser draws nothing below some
// 33 million px: past that, the scroll bar stands for a longer list. Pure. All lengths are CSS px.

export const ROW = 47
/** The highest that a page is made. */
const HIGHEST = 15_000_000
/** At both ends a px of the scroll bar is a px of the list, so that they are reached exactly. */
const EDGE = 2_000_000

export interface Extent {
  /** of all rows */
  readonly long: number
  /** of the page that is scrolled */
  readonly high: number
  /** of what is seen of it */
  readonly view: number
}

/** `top`: where the page is scrolled to; `at`: the px of the list that is seen there. */
export interface Place {
  readonly top: number
  readonly at: number
}

export function extentOf(rows: number, view: number): Extent {
  const long = rows * ROW
  return { long, high: Math.min(long, HIGHEST), view }
}

const most = (length: number, { view }: Extent) => Math.max(0, length - view)
const clamp = (n: number, from: number, to: number) => Math.min(Math.max(n, from), to)

/** Which px of the list belongs to a place of the scroll bar. */
export function listAt(top: number, extent: Extent): number {
  return piecewise(clamp(top, 0, most(extent.high, extent)), most(extent.high, extent), most(extent.long, extent))
}

/** The place of the scroll bar that belongs to a px of the list. */
export function pageAt(at: number, extent: Extent): number {
  return piecewise(clamp(at, 0, most(extent.long, extent)), most(extent.long, extent), most(extent.high, extent))
}

function piecewise(n: number, from: number, to: number): number {
  if (from === to) return n
  if (n <= EDGE) return n
  if (n >= from - EDGE) return to - (from - n)
  return EDGE + ((n - EDGE) * (to - 2 * EDGE)) / (from - 2 * EDGE)
}

/** The page was scrolled: by a little, then the list moves by as much; or its bar was dragged, then by its share. */
export function scrolled(before: Place, top: number, extent: Extent): Place {
  const by = top - before.top
  const isSmall = Math.abs(by) <= 3 * extent.view
  const at = isSmall ? clamp(before.at + by, 0, most(extent.long, extent)) : listAt(top, extent)
  return { top, at }
}

/** So that a px of the list is at the top. Near by, what is drawn stays where it is. */
export function placed(before: Place, at: number, extent: Extent): Place {
  const to = clamp(at, 0, most(extent.long, extent))
  const near = before.top + (to - before.at)
  const isNear = Math.abs(to - before.at) <= 3 * extent.view && near >= 0 && near <= most(extent.high, extent)
  return { top: isNear ? near : pageAt(to, extent), at: to }
}

/** At rest the bar is put where it belongs: scrolling by little has moved it less, or more, than its share. */
export function settled(place: Place, extent: Extent): Place {
  const at = clamp(place.at, 0, most(extent.long, extent))
  return { top: pageAt(at, extent), at }
}

/** Where the list has to be so that a row is in view; as it is when it is already. */
export function reaching(row: number, { at }: Place, { view }: Extent): number {
  if (row * ROW < at) return row * ROW
  return (row + 1) * ROW > at + view ? (row + 1) * ROW - view : at
}

/** Rows in view: from, and before. */
export function inView({ at }: Place, { view, long }: Extent): { from: number; to: number } {
  const from = Math.floor(at / ROW)
  return { from, to: Math.min(Math.ceil((at + view) / ROW), long / ROW) }
}
