// Takes a terminal's screen cell by cell, with all that the bytes to come depend on, for a window's emulator to be put into the
// same state. It reads xterm's insides and changes nothing. The other half is renderer/terminal/cells.ts.
import type { Terminal } from '@xterm/headless'
import type { BufferState, CellRows, ScreenCells, Style } from '../../preload/contract.ts'
import { SurfaceFault } from './faults.ts'
import { type WrapRow, wrapRows } from './wrap-rows.ts'

/** A cell nothing was written to. */
const BLANK = 1 << 22
const IS_JOINED = 0x200000
const HAS_MORE = 0x10000000

interface More {
  readonly ext: number
  readonly urlId: number
  readonly _ext: number
}
interface Attributes {
  readonly fg: number
  readonly bg: number
  readonly extended: More
}
interface Line {
  readonly _data: Uint32Array
  readonly _combined: Readonly<Record<number, string>>
  readonly _extendedAttrs: Readonly<Record<number, More | undefined>>
  readonly length: number
  readonly isWrapped: boolean
}
interface Lines {
  readonly length: number
  get(index: number): Line | undefined
}
interface Buffer {
  readonly lines: Lines
  readonly ybase: number
  readonly x: number
  readonly y: number
  readonly scrollTop: number
  readonly scrollBottom: number
  readonly savedX: number
  readonly savedY: number
  readonly savedCurAttrData: Attributes
  readonly savedCharset: object | undefined
  readonly tabs: object
}
interface Core {
  readonly buffers: { readonly normal: Buffer; readonly alt: Buffer; readonly active: Buffer }
  readonly _inputHandler: {
    readonly _curAttrData: Attributes
    readonly _parser: { readonly precedingJoinState: number }
  }
  readonly _charsetService: {
    readonly glevel: number
    readonly charset: object | undefined
    readonly _charsets: readonly (object | undefined)[]
  }
  readonly _oscLinkService: { getLinkData(id: number): { id?: string; uri: string } | undefined }
  readonly coreService: {
    readonly modes: { readonly insertMode: boolean }
    readonly decPrivateModes: { readonly synchronizedOutput: boolean }
    readonly isCursorHidden: boolean
  }
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string }
}

/**
 * `scrollback`: so many rows above the normal screen and no more; all of them unless said. 'none': the screen that is shown and no
 * other. `older`: rows that have left at the top, in front of the others. Between two parsed chunks only. Throws SurfaceFault `terminal_changed` when xterm is not the version this was built for.
 */
export function takeCells(
  terminal: Terminal,
  scrollback: number | 'none',
  colours: string,
  older: readonly WrapRow[] = [],
): ScreenCells {
  const core = expected((terminal as unknown as { _core?: Core })._core)
  const { normal, alt, active } = core.buffers
  const isAlt = active === alt
  const links = linkTable(core)
  const above = scrollback === 'none' ? 0 : Math.min(scrollback, normal.ybase)
  const from = normal.ybase - above
  const room = scrollback === 'none' ? 0 : scrollback - above
  const before = wrapRows(older, terminal.cols).map(lineOf)
  before.splice(0, before.length - room)
  const { coreService, coreMouseService, _charsetService: charsets } = core
  return {
    cols: terminal.cols,
    rows: terminal.rows,
    alt: isAlt,
    normalRows: isAlt && scrollback === 'none' ? null : takeRows([...before, ...linesOf(normal, from)], links),
    altRows: isAlt ? takeRows(linesOf(alt, alt.ybase), links) : null,
    normal: bufferState(normal, from - before.length, links),
    other: bufferState(alt, 0, links),
    // A frame's links are never followed.
    links: scrollback === 'none' ? [] : links.list,
    style: styleOf(core._inputHandler._curAttrData, links),
    charsets: { all: [...charsets._charsets], level: charsets.glevel, now: charsets.charset },
    modes: {
      insert: coreService.modes.insertMode,
      newline: terminal.options.convertEol === true,
      cursorHidden: coreService.isCursorHidden,
    },
    private: { ...coreService.decPrivateModes },
    mouse: { protocol: coreMouseService.activeProtocol, encoding: coreMouseService.activeEncoding },
    joins: core._inputHandler._parser.precedingJoinState,
    colours,
  }
}

/** How many bytes of memory its cells are. */
export function bytesOf(state: ScreenCells): number {
  return (state.normalRows?.cells.byteLength ?? 0) + (state.altRows?.cells.byteLength ?? 0)
}

interface LinkTable {
  readonly list: { readonly id?: string | undefined; readonly uri: string }[]
  /** its place in the list; -1 = no link, -2 = one that leads nowhere any more */
  of(id: number): number
}

function linkTable(core: Core): LinkTable {
  const places = new Map<number, number>()
  const list: LinkTable['list'] = []
  return {
    list,
    of(id) {
      if (id === 0) return -1
      const there = places.get(id)
      if (there !== undefined) return there
      const link = core._oscLinkService.getLinkData(id)
      const place = link ? list.push({ id: link.id, uri: link.uri }) - 1 : -2
      places.set(id, place)
      return place
    },
  }
}

const styleOf = ({ fg, bg, extended }: Attributes, links: LinkTable): Style => [
  fg,
  bg,
  extended._ext,
  links.of(extended.urlId),
]

function bufferState(buffer: Buffer, from: number, links: LinkTable): BufferState {
  const { x, y, scrollTop, scrollBottom, savedX, savedY, savedCurAttrData, savedCharset, tabs } = buffer
  const saved = {
    savedX,
    savedY: Math.max(0, savedY - from),
    savedStyle: styleOf(savedCurAttrData, links),
    savedCharset,
  }
  return { x, y, scrollTop, scrollBottom, ...saved, tabs: { ...tabs } }
}

const linesOf = ({ lines }: Buffer, from: number): Line[] =>
  Array.from({ length: lines.length - from }, (_, nth) => lines.get(from + nth)!)

const lineOf = ({ cells, wrapped, joined }: WrapRow): Line => ({
  ...{ _data: cells, _combined: joined, _extendedAttrs: {}, length: cells.length / 3, isWrapped: wrapped },
})

function takeRows(lines: readonly Line[], links: LinkTable): CellRows {
  const lengths = new Uint32Array(lines.length)
  const wrapped = new Uint8Array(lines.length)
  const joinedAt: number[] = []
  const joined: string[] = []
  const styledAt: number[] = []
  const styles: (readonly [number, number])[] = []
  const known = new Map<More, number>()
  const places = new Map<string, number>()
  let total = 0
  for (const [row, line] of lines.entries()) {
    const length = kept(line)
    lengths[row] = length
    wrapped[row] = line.isWrapped ? 1 : 0
    total += length
  }
  const cells = new Uint32Array(total * 3)
  let at = 0
  for (const [row, { _data, _combined, _extendedAttrs }] of lines.entries()) {
    const length = lengths[row]!
    cells.set(_data.subarray(0, length * 3), at)
    at += length * 3
    // What was overwritten may still be kept there: the cell says whether it counts.
    for (const key in _combined) {
      const col = Number(key)
      if (col >= length || (_data[col * 3]! & IS_JOINED) === 0) continue
      joinedAt.push(row, col)
      joined.push(_combined[col]!)
    }
    for (const key in _extendedAttrs) {
      const col = Number(key)
      const more = _extendedAttrs[col]
      if (!more || col >= length || (_data[col * 3 + 2]! & HAS_MORE) === 0) continue
      let style = known.get(more)
      if (style === undefined) {
        const [ext, link] = [more._ext, links.of(more.urlId)]
        style = places.get(`${ext} ${link}`) ?? styles.push([ext, link]) - 1
        places.set(`${ext} ${link}`, style)
        known.set(more, style)
      }
      styledAt.push(row, col, style)
    }
  }
  return { cells, lengths, wrapped, joinedAt, joined, styledAt, styles }
}

/** The length of a row without the blanks at its end. */
function kept({ _data, length }: Line): number {
  let end = length
  while (end > 0 && _data[end * 3 - 3] === BLANK && _data[end * 3 - 2] === 0 && _data[end * 3 - 1] === 0) end -= 1
  return end
}

function expected(core: Core | undefined): Core {
  const { normal, alt } = core?.buffers ?? {}
  const line = normal?.lines.get(0)
  const handler = core?._inputHandler
  const isAsBuilt =
    line?._data instanceof Uint32Array &&
    line._data.length >= line.length * 3 &&
    [line._combined, line._extendedAttrs, alt?.tabs, core?._charsetService?._charsets].every(
      one => typeof one === 'object',
    ) &&
    [core?.coreService?.modes, core?.coreService?.decPrivateModes].every(one => typeof one === 'object') &&
    [handler?._curAttrData?.extended?._ext, handler?._parser?.precedingJoinState].every(
      one => typeof one === 'number',
    ) &&
    [core?.coreMouseService?.activeProtocol, core?.coreMouseService?.activeEncoding].every(
      one => typeof one === 'string',
    ) &&
    typeof core?._oscLinkService?.getLinkData === 'function'
  if (core && isAsBuilt) return core
  throw new SurfaceFault('terminal_changed', 'the terminal emulator is not the version this was built for')
}
