// A terminal's screen cell by cell, as the emulator holds it: how main hands it to the window without a byte to be parsed. Both sides
// run the same emulator, so what is copied is what the window would hold if it had got every byte.

/** Colours and styles of a cell to come: foreground, background, what goes beyond them, and its link's place in `links` (-1 = none, -2 = gone). */
export type Style = readonly [fg: number, bg: number, more: number, link: number]

export interface CellRows {
  /** three words a cell; blank ones at a row's end are left out */
  readonly cells: Uint32Array
  /** how many cells of each row are there */
  readonly lengths: Uint32Array
  /** 1 = the row goes on from the one above */
  readonly wrapped: Uint8Array
  /** where characters of several code points stand (row, column, …), and what they are */
  readonly joinedAt: readonly number[]
  readonly joined: readonly string[]
  /** which cells have underline styles or links (row, column, place in `styles`, …) */
  readonly styledAt: readonly number[]
  readonly styles: readonly (readonly [more: number, link: number])[]
}

/** What one of the two screens holds besides its rows. Rows of the screen count from 0 at its top. */
export interface BufferState {
  readonly x: number
  readonly y: number
  readonly scrollTop: number
  readonly scrollBottom: number
  readonly savedX: number
  /** from the top of the scrollback, or of `rows` where less of it came along */
  readonly savedY: number
  readonly savedStyle: Style
  readonly savedCharset: object | undefined
  readonly tabs: object
}

export interface ScreenCells {
  readonly cols: number
  readonly rows: number
  /** the screen it is on */
  readonly alt: boolean
  /** scrollback and screen of the normal screen; null = not in a frame of the other one */
  readonly normalRows: CellRows | null
  readonly altRows: CellRows | null
  readonly normal: BufferState
  readonly other: BufferState
  readonly links: readonly { readonly id?: string | undefined; readonly uri: string }[]
  readonly style: Style
  readonly charsets: {
    readonly all: readonly (object | undefined)[]
    readonly level: number
    readonly now: object | undefined
  }
  readonly modes: { readonly insert: boolean; readonly newline: boolean; readonly cursorHidden: boolean }
  readonly private: { readonly synchronizedOutput: boolean }
  readonly mouse: { readonly protocol: string; readonly encoding: string }
  /** what a mark over the last character has to know */
  readonly joins: number
  /** sequences that set the colours a program set; '' = none ever did */
  readonly colours: string
}
