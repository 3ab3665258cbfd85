// What one terminal looks like: modes, cursor, rows and scrollback, as everybody else here knows it. Only the contract:
// mirror.ts is a screen in this process. One elsewhere would answer `look`, `grid`, `keyModes`, `mark` and `serialize` later
// than it is asked, and delivery and its checks, which look and write with nothing in between, would have to become otherwise.
import type { IBuffer } from '@xterm/headless'
import type { Progress, ScreenCells } from '../../preload/contract.ts'
import type { Colours } from './colours.ts'
import type { KeyModes } from './key-bytes.ts'
import type { Touched } from './touched.ts'

/** Rows above the screen that one keeps: as many as anybody can ask for. */
export const KEPT_ROWS = 10_000

/** What of the screen a decision may rest on. `row` is absolute: it never falls when lines scroll away. */
export interface Look {
  readonly row: number
  readonly alt: boolean
  readonly bracketedPaste: boolean
  /** how often bracketed paste was switched off so far */
  readonly pasteOffs: number
  /** what stands left of the cursor, and on the row above it, without blanks around */
  readonly left: string
  readonly above: string
  /** a part of what the program printed could not be parsed, so none of this is certain */
  readonly misread?: true
}

export interface ScreenEvents {
  /** An answer for the program, as bytes to type. */
  onReply(reply: string): void
  /** Some of it was parsed, once for each turn in which that happens. `backlog` is what still waits, in bytes. */
  onParsed(backlog: number): void
  /** More waits than it should: whoever prints is to wait (true), or may go on (false). */
  onFull?(on: boolean): void
  /** The program switched bracketed paste on (again). */
  onPasteOn(): void
  /** What a question about colours is answered with; the dark theme where it is left out. */
  colours?(): Colours
  /** Title or folder changed. */
  onClaim(): void
  /** The body of an OSC 133, at its point of the stream. Anything may have printed it. */
  onShellMark?(body: string): void
  /** The body of an OSC 52. Anything may have printed it. */
  onCopy?(body: string): void
  /** The program threw the scrollback away (ED 3). */
  onErased?(): void
  /** A BEL of its own, not one that ends a sequence. */
  onBell?(): void
}

export interface Screen {
  /** Whole characters. They are parsed in time, never before this has returned: what nobody looks at may wait. */
  write(bytes: Uint8Array): void
  /** Takes effect at this point of the stream. */
  resize(cols: number, rows: number): void
  /** Throws away what has scrolled out of the normal screen. Takes effect at this point of the stream. */
  clearScrollback(): void
  /** The parser has caught up with every byte written so far. */
  settled(): Promise<void>
  /** Runs when everything so far is parsed, and nothing after it; never before this has returned. */
  atPoint(run: () => void): void
  /** A person sees it in a window, or not any more: what many print at once is parsed there first. */
  shown(on: boolean): void
  look(): Look
  /** what the program asked to get for keys */
  keyModes(): KeyModes
  /**
   * Inside `atPoint` only: the whole screen as bytes for another terminal, then what an unfinished sequence began with.
   * `scrollback`: so many rows above the screen and no more; all of them unless said.
   */
  serialize(scrollback?: number): { readonly data: string; readonly rest: Uint8Array }
  /**
   * The same cell by cell, as of the last parsed chunk; 'none' = the screen that is shown and no more. Outside of `atPoint` what
   * was written may still wait: then it is good to look at and no more.
   */
  cells(scrollback: number | 'none'): { readonly cells: ScreenCells; readonly rest: Uint8Array }
  readonly cols: number
  readonly rows: number
  readonly title: string
  /** what the program said last of its progress (OSC 9;4), another value each time it says so; null = none is going on */
  readonly progress: Progress | null
  /** the folder the program claims; null = it never said */
  readonly folder: string | null
  /** Marks the cursor's row. Null on the alternate screen. The row is -1 once it was cleared, or is too old. */
  mark(): { row(): number; drop(): void } | null
  /** Nobody reads it any more: what it keeps of the past goes. */
  end(): void
  readonly grid: Grid
}

export type Rows = Pick<IBuffer, 'length' | 'getLine'>

/** The rows, for reading. */
export interface Grid {
  readonly normal: IBuffer
  readonly active: IBuffer
  /** absolute number of the normal buffer's first row */
  first(): number
  /** the normal buffer with what has left it at its top: its first row is `oldest` */
  readonly whole: Rows
  /** absolute number of the oldest row that still exists */
  oldest(): number
  /** memory of the rows, those of the normal buffer too, without what every object costs */
  bytes(): number
  /** another epoch = rows were renumbered (a reset or a new width) */
  epoch(): number
  readonly touched: Touched
  /** grows with everything parsed on the alternate screen */
  altStamp(): number
}
