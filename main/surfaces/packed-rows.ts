// Rows of a terminal as bytes, about a twentieth of what the emulator needs for them: what is drawn and how, without loss but
// for links and the kind of an underline. (pure) Which rows, and for how long, is history.ts'.

/** A cell is three words: what is drawn, foreground, background. As xterm keeps them; a row from it is one as it stands. */
const WORDS = 3
const CODE = 0x1fffff
const IS_JOINED = 0x200000
const WIDTH_SHIFT = 22
const UNDERLINED = 0x10000000
const HAS_MORE = 0x10000000
const UNDERLINE_KIND = 0x1c000000
const NOTHING = 1 << WIDTH_SHIFT
const PLAIN = (1 << WIDTH_SHIFT) | 0x20
const PLAIN_END = (1 << WIDTH_SHIFT) | 0x7f

/** Below 0x20: what a cell is that is no plain character of one byte. */
const [BLANK, SECOND_HALF, SHORT, SHORT_WIDE, ANY, JOINED, RARE_STYLE] = [0, 1, 2, 3, 4, 5, 6]
const STYLE = 0x7f
/** What finds no place among them stands where it is used. */
const STYLES = 64
const MOST_CELL_BYTES = 16

export interface Row {
  readonly cells: Uint32Array
  /** how wide the terminal was */
  readonly cols: number
  /** it goes on from the row before */
  readonly wrapped: boolean
  /** of cells that hold more than one character, by column */
  readonly joined: Readonly<Record<number, string>>
  /** of cells drawn in some other way, by column */
  readonly more?: Readonly<Record<number, { readonly ext: number } | undefined>>
}

/** Pairs of foreground and background, each where its bits say. */
export type Styles = Uint32Array

export function createStyles(): Styles {
  return new Uint32Array(2 * STYLES)
}

let scratch = new Uint8Array(8192)

/** The bytes of a row, valid until the next call. */
export function packRow({ cells, cols, wrapped, joined, more }: Row, styles: Styles): Uint8Array {
  let length = Math.min(cols, cells.length / WORDS)
  while (length > 0 && isEmpty(cells, length - 1)) length -= 1
  if (scratch.length < 16 + length * MOST_CELL_BYTES) scratch = new Uint8Array(2 * (16 + length * MOST_CELL_BYTES))
  let out = scratch
  let used = number(out, number(out, 0, cols * 2 + (wrapped ? 1 : 0)), length)
  let fg = 0
  let bg = 0
  for (let at = 0; at < length * WORDS; at += WORDS) {
    const content = cells[at]!
    let nextFg = cells[at + 1]!
    let nextBg = cells[at + 2]!
    if ((nextBg & HAS_MORE) !== 0) {
      if (((more?.[at / WORDS]?.ext ?? 0) & UNDERLINE_KIND) !== 0) nextFg = (nextFg | UNDERLINED) >>> 0
      nextBg = (nextBg & ~HAS_MORE) >>> 0
    }
    if (nextFg !== fg || nextBg !== bg) {
      fg = nextFg
      bg = nextBg
      const style = styleOf(styles, fg, bg)
      out[used++] = style < 0 ? RARE_STYLE : STYLE
      if (style >= 0) out[used++] = style
      else used = word(out, word(out, used, fg), bg)
    }
    if (content >= PLAIN && content < PLAIN_END) {
      out[used++] = content & 127
      continue
    }
    const code = content & CODE
    const width = content >>> WIDTH_SHIFT
    if ((content & IS_JOINED) !== 0) {
      const text = joined[at / WORDS] ?? ''
      const rest = 16 + text.length * 2 + (length - at / WORDS) * MOST_CELL_BYTES
      if (out.length < used + rest) {
        scratch = new Uint8Array(2 * (used + rest))
        scratch.set(out)
        out = scratch
      }
      out[used++] = JOINED
      out[used++] = width
      used = number(out, used, text.length)
      for (let unit = 0; unit < text.length; unit += 1) {
        out[used++] = text.charCodeAt(unit) & 255
        out[used++] = text.charCodeAt(unit) >>> 8
      }
    } else if (code === 0 && width < 2) out[used++] = width === 1 ? BLANK : SECOND_HALF
    else if (code <= 0xffff && (width === 1 || width === 2)) {
      out[used++] = width === 1 ? SHORT : SHORT_WIDE
      out[used++] = code & 255
      out[used++] = code >>> 8
    } else {
      out[used++] = ANY
      used = word(out, used, content)
    }
  }
  return out.subarray(0, used)
}

/** The row that begins at `start`. */
export function unpackRow(bytes: Uint8Array, start: number, styles: Styles): Row {
  let at = start
  const next = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  const long = () => {
    at += 4
    return (bytes[at - 4]! | (bytes[at - 3]! << 8) | (bytes[at - 2]! << 16) | (bytes[at - 1]! << 24)) >>> 0
  }
  const head = next()
  const length = next()
  const cells = new Uint32Array(length * WORDS)
  const joined: Record<number, string> = {}
  let fg = 0
  let bg = 0
  for (let x = 0; x < length; x += 1) {
    let byte = bytes[at++]!
    if (byte === STYLE) {
      const style = bytes[at++]! * 2
      fg = styles[style]!
      bg = styles[style + 1]!
      byte = bytes[at++]!
    } else if (byte === RARE_STYLE) {
      fg = long()
      bg = long()
      byte = bytes[at++]!
    }
    let content = (1 << WIDTH_SHIFT) | byte
    if (byte === BLANK) content = NOTHING
    else if (byte === SECOND_HALF) content = 0
    else if (byte === SHORT || byte === SHORT_WIDE) {
      content = ((byte === SHORT ? 1 : 2) << WIDTH_SHIFT) | bytes[at]! | (bytes[at + 1]! << 8)
      at += 2
    } else if (byte === ANY) content = long()
    else if (byte === JOINED) {
      content = IS_JOINED | (bytes[at++]! << WIDTH_SHIFT)
      let text = ''
      for (let units = next(); units > 0; units -= 1) {
        text += String.fromCharCode(bytes[at]! | (bytes[at + 1]! << 8))
        at += 2
      }
      joined[x] = text
    }
    cells[x * WORDS] = content
    cells[x * WORDS + 1] = fg
    cells[x * WORDS + 2] = bg
  }
  return { cells, cols: head >>> 1, wrapped: (head & 1) === 1, joined }
}

function number(out: Uint8Array, from: number, value: number): number {
  let at = from
  let rest = value
  for (; rest > 127; rest >>>= 7) out[at++] = (rest & 127) | 128
  out[at++] = rest
  return at
}

function word(out: Uint8Array, at: number, value: number): number {
  out[at] = value & 255
  out[at + 1] = (value >>> 8) & 255
  out[at + 2] = (value >>> 16) & 255
  out[at + 3] = value >>> 24
  return at + 4
}

/** Its place; -1 = another has that. */
function styleOf(styles: Styles, fg: number, bg: number): number {
  if (fg === 0 && bg === 0) return 0
  const mixed = fg ^ (fg >>> 7) ^ (fg >>> 17) ^ (bg >>> 3) ^ (bg >>> 23) ^ (bg << 1)
  const place = 1 + ((mixed >>> 0) % (STYLES - 1))
  if (styles[place * 2] === 0 && styles[place * 2 + 1] === 0) {
    styles[place * 2] = fg
    styles[place * 2 + 1] = bg
    return place
  }
  return styles[place * 2] === fg && styles[place * 2 + 1] === bg ? place : -1
}

function isEmpty(cells: Uint32Array, x: number): boolean {
  return cells[x * WORDS] === NOTHING && cells[x * WORDS + 1] === 0 && cells[x * WORDS + 2] === 0
}
