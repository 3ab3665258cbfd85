// Puts a terminal into the state that main has taken of its mirror: rows, cursor, modes, cell by cell, with nothing to be parsed. It
// takes a look into xterm, the same version of which runs on both sides.
import type { Terminal } from '@xterm/xterm'
import type { BufferState, CellRows, ScreenCells, Style } from '../../preload/contract.ts'
import { resize } from './inside.ts'

interface More {
  _ext: number
  urlId: number
  clone(): More
}
interface Attributes {
  fg: number
  bg: number
  extended: More
  clone(): Attributes
}
interface Line {
  _data: Uint32Array
  _combined: Record<number, string>
  _extendedAttrs: Record<number, More>
  readonly length: number
  isWrapped: boolean
  clone(): Line
}
interface Lines {
  length: number
  readonly maxLength: number
  get(index: number): Line
  set(index: number, line: Line): void
}
interface Buffer {
  readonly lines: Lines
  ybase: number
  ydisp: number
  x: number
  y: number
  scrollTop: number
  scrollBottom: number
  savedX: number
  savedY: number
  savedCurAttrData: Attributes
  savedCharset: object | undefined
  tabs: object
  getBlankLine(style: Attributes): Line
}
interface Core {
  readonly buffers: {
    readonly normal: Buffer
    readonly alt: Buffer
    readonly active: Buffer
    activateAltBuffer(): void
    activateNormalBuffer(): void
  }
  readonly _inputHandler: {
    readonly _curAttrData: Attributes
    readonly _parser: { reset(): void; precedingJoinState: number }
  }
  readonly _bufferService: { isUserScrolling: boolean; readonly _onScroll: { fire(row: number): void } }
  readonly _charsetService: {
    charset: object | undefined
    setgCharset(level: number, charset: object | undefined): void
    setgLevel(level: number): void
  }
  readonly _oscLinkService: { registerLink(link: object): number; addLineToLink(id: number, row: number): void }
  readonly coreService: {
    readonly modes: { insertMode: boolean }
    readonly decPrivateModes: { synchronizedOutput: boolean }
    isCursorHidden: boolean
    isCursorInitialized: boolean
  }
  readonly coreMouseService: { activeProtocol: string; activeEncoding: string }
}
const coreOf = (terminal: Terminal) => (terminal as unknown as { readonly _core: Core })._core

/** No link has this number. */
const GONE = 0x7fffffff
/** A cell nothing was written to. */
const BLANK = 1 << 22

/** Is it built as what stands here needs it? Else it would stop in the midst of a screen, and show nothing more. */
export function takesCells(terminal: Terminal): boolean {
  try {
    return isAsBuilt(coreOf(terminal))
  } catch {
    return false
  }
}

function isAsBuilt(core: Core | undefined): boolean {
  const { normal, alt } = core?.buffers ?? {}
  const { _curAttrData: style, _parser: parser } = core?._inputHandler ?? {}
  const line = normal?.lines?.get?.(0)
  const { _charsetService: charsets, _oscLinkService: links, coreService, coreMouseService } = core ?? {}
  const functions = [
    ...[core?.buffers?.activateAltBuffer, core?.buffers?.activateNormalBuffer, normal?.getBlankLine],
    ...[normal?.lines?.set, line?.clone, style?.clone, style?.extended?.clone, parser?.reset],
    ...[core?._bufferService?._onScroll?.fire, charsets?.setgCharset, charsets?.setgLevel],
    ...[links?.registerLink, links?.addLineToLink],
  ]
  const numbers = [
    ...[normal?.ybase, normal?.ydisp, normal?.x, normal?.y, normal?.scrollTop, normal?.scrollBottom],
    ...[normal?.savedX, normal?.savedY, normal?.lines?.length, normal?.lines?.maxLength, line?.length],
    ...[style?.fg, style?.bg, style?.extended?._ext, style?.extended?.urlId, parser?.precedingJoinState],
  ]
  const objects = [alt?.tabs, normal?.savedCurAttrData, line?._combined, line?._extendedAttrs]
  return (
    functions.every(one => typeof one === 'function') &&
    numbers.every(one => typeof one === 'number') &&
    [...objects, coreService?.modes, coreService?.decPrivateModes].every(one => typeof one === 'object') &&
    [coreMouseService?.activeProtocol, coreMouseService?.activeEncoding].every(one => typeof one === 'string') &&
    [coreService?.isCursorHidden, core?._bufferService?.isUserScrolling].every(one => typeof one === 'boolean') &&
    line?._data instanceof Uint32Array
  )
}

/**
 * Makes it what main's mirror is, scrollback and all, at its size. Between two writes only, as all of these. A person who has
 * scrolled up stays as far from the bottom.
 */
export function putWhole(terminal: Terminal, state: ScreenCells): void {
  const core = coreOf(terminal)
  const { normal } = core.buffers
  const scrolledUp = core.buffers.active === normal ? normal.ybase - normal.ydisp : 0
  core._inputHandler._parser.reset()
  terminal.reset()
  resize(terminal, state.cols, state.rows)
  const more = linkMaker(core, state)
  if (state.normalRows) {
    const leftOut = putScrollback(core, state.normalRows, state, more)
    const savedY = Math.max(0, state.normal.savedY - leftOut)
    putRest(core, core.buffers.normal, { ...state.normal, savedY }, more)
  }
  putRest(core, core.buffers.alt, state.other, more)
  if (state.altRows) {
    core.buffers.activateAltBuffer()
    putScreen(core.buffers.alt, state.altRows, 0, state, more)
    putRest(core, core.buffers.alt, state.other, more)
  } else if (scrolledUp > 0) {
    const { normal: now } = core.buffers
    now.ydisp = Math.max(0, now.ybase - scrolledUp)
    core._bufferService.isUserScrolling = true
  }
  putModes(terminal, core, state, more)
  show(terminal, core)
  core.coreService.decPrivateModes.synchronizedOutput = state.private.synchronizedOutput
}

/** Draws what is on main's screen now. The scrollback is left as it is, and so is the state of the parser. */
export function putFrame(terminal: Terminal, state: ScreenCells): void {
  const core = coreOf(terminal)
  const { buffers } = core
  if (state.alt) buffers.activateAltBuffer()
  else buffers.activateNormalBuffer()
  const rows = state.alt ? state.altRows : state.normalRows
  // A frame is there for a thirtieth of a second: nobody follows its links.
  const more = noLinks(core)
  if (rows) putScreen(buffers.active, rows, buffers.active.ybase, state, more)
  const { x, y } = state.alt ? state.other : state.normal
  buffers.active.x = x
  buffers.active.y = y
  putModes(terminal, core, state, more)
  show(terminal, core)
}

type MoreOf = (row: number, more: number, link: number) => More

function noLinks(core: Core): MoreOf {
  const paper = core._inputHandler._curAttrData.extended
  return (_, more, link) => {
    const one = paper.clone()
    one._ext = more
    one.urlId = link === -2 ? GONE : 0
    return one
  }
}

/** Registers each link where it is first used. `row`: of the active buffer, or -1 for one that stands on no row. */
function linkMaker(core: Core, { links }: ScreenCells): MoreOf {
  const make = noLinks(core)
  const ids = new Map<number, number>()
  return (row, more, link) => {
    const one = make(row, more, link)
    const target = links[link]
    if (!target) return one
    const { active } = core.buffers
    const { y } = active
    let id = ids.get(link)
    if (id === undefined) {
      // xterm notes it on the cursor's row, which is the right one for a link that goes on.
      if (row >= 0) active.y = row - active.ybase
      id = core._oscLinkService.registerLink(target.id === undefined ? { uri: target.uri } : target)
      active.y = y
      ids.set(link, id)
    } else if (row >= 0) core._oscLinkService.addLineToLink(id, row)
    one.urlId = id
    return one
  }
}

/** All rows of the normal screen; those above the room there is are left out. Returns how many that are. */
function putScrollback(core: Core, rows: CellRows, state: ScreenCells, more: MoreOf): number {
  const { normal } = core.buffers
  const { lines } = normal
  const paper = core._inputHandler._curAttrData
  const count = rows.lengths.length
  const first = Math.max(0, count - lines.maxLength)
  const already = lines.length
  const blank = normal.getBlankLine(paper)
  lines.length = count - first
  for (let row = already; row < lines.length; row += 1) lines.set(row, blank.clone())
  normal.ybase = lines.length - state.rows
  normal.ydisp = normal.ybase
  fill(lines, rows, first, 0, state.cols, more)
  return first
}

function putScreen(buffer: Buffer, rows: CellRows, at: number, state: ScreenCells, more: MoreOf): void {
  const first = rows.lengths.length - state.rows
  fill(buffer.lines, rows, Math.max(0, first), at, state.cols, more)
}

/** `first`: the row of `rows` that comes to stand on row `at` of the lines. */
function fill(lines: Lines, rows: CellRows, first: number, at: number, cols: number, more: MoreOf): void {
  const { cells, lengths, wrapped, joinedAt, joined, styledAt, styles } = rows
  let from = 0
  for (let row = 0; row < first; row += 1) from += lengths[row]! * 3
  const made: Line[] = []
  for (let row = first; row < lengths.length; row += 1) {
    const line = lines.get(at + row - first)
    const end = from + lengths[row]! * 3
    const data = line._data
    data.set(cells.subarray(from, end))
    for (let word = end - from; word < cols * 3; word += 3) {
      data[word] = BLANK
      data[word + 1] = 0
      data[word + 2] = 0
    }
    line._combined = {}
    line._extendedAttrs = {}
    line.isWrapped = wrapped[row] === 1
    made.push(line)
    from = end
  }
  for (const [i, text] of joined.entries()) {
    const line = made[joinedAt[i * 2]! - first]
    if (line) line._combined[joinedAt[i * 2 + 1]!] = text
  }
  // Cells of one style on one row share it, as xterm has it.
  const shared = new Map<number, More>()
  for (let i = 0; i < styledAt.length; i += 3) {
    const [row, col, style] = [styledAt[i]!, styledAt[i + 1]!, styledAt[i + 2]!]
    const line = made[row - first]
    if (!line) continue
    const key = row * styles.length + style
    let one = shared.get(key)
    if (!one) {
      const [ext, link] = styles[style]!
      one = more(at + row - first, ext, link)
      shared.set(key, one)
    }
    line._extendedAttrs[col] = one
  }
}

function putRest(core: Core, buffer: Buffer, state: BufferState, more: MoreOf): void {
  const { x, y, scrollTop, scrollBottom, savedX, savedY, savedCharset, tabs } = state
  Object.assign(buffer, { x, y, scrollTop, scrollBottom, savedX, savedY, savedCharset, tabs })
  buffer.savedCurAttrData = styled(core, state.savedStyle, more)
}

function styled(core: Core, [fg, bg, ext, link]: Style, more: MoreOf): Attributes {
  const style = core._inputHandler._curAttrData.clone()
  return Object.assign(style, { fg, bg, extended: more(-1, ext, link) })
}

function putModes(terminal: Terminal, core: Core, state: ScreenCells, more: MoreOf): void {
  const { coreService, coreMouseService, _charsetService: charsets, _inputHandler: handler } = core
  const [fg, bg, ext, link] = state.style
  Object.assign(handler._curAttrData, { fg, bg, extended: more(-1, ext, link) })
  handler._parser.precedingJoinState = state.joins
  for (const [level, charset] of state.charsets.all.entries()) charsets.setgCharset(level, charset)
  charsets.setgLevel(state.charsets.level)
  // A restored cursor brings its own.
  charsets.charset = state.charsets.now
  coreService.modes.insertMode = state.modes.insert
  coreService.isCursorHidden = state.modes.cursorHidden
  coreService.isCursorInitialized = true
  Object.assign(coreService.decPrivateModes, state.private, { synchronizedOutput: false })
  if (terminal.options.convertEol !== state.modes.newline) terminal.options.convertEol = state.modes.newline
  const { protocol, encoding } = state.mouse
  if (coreMouseService.activeProtocol !== protocol) coreMouseService.activeProtocol = protocol
  if (coreMouseService.activeEncoding !== encoding) coreMouseService.activeEncoding = encoding
}

/** As after any scrolling: the scrollbar and the rows are drawn where they are now. */
function show(terminal: Terminal, core: Core): void {
  core._bufferService._onScroll.fire(core.buffers.active.ydisp)
  terminal.refresh(0, terminal.rows - 1)
}
