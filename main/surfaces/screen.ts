// The headless mirror of one surface: what the program's bytes look like on a terminal, with modes, cursor and scrollback.
// The only answerer of terminal queries. It writes to nothing itself: replies are handed to `onReply`.
import { SerializeAddon } from '@xterm/addon-serialize/lib/addon-serialize.mjs'
import { Unicode11Addon } from '@xterm/addon-unicode11/lib/addon-unicode11.mjs'
import type { IBuffer, ITerminalAddon } from '@xterm/headless'
import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import type { Progress } from '../../preload/contract.ts'
import { boundCounts } from './bounded.ts'
import { cleanTitle, folderFromOsc7 } from './claims.ts'
import { type Colours, paletteReplies, themeReplies } from './colours.ts'
import type { KeyModes } from './key-bytes.ts'
import { followKeyModes } from './key-modes.ts'
import { readProgress } from './progress.ts'
import { createTouched, type Touched } from './touched.ts'
import { createUnfinished } from './unfinished.ts'
import { xtermInside } from './xterm-inside.ts'

const SCROLLBACK = 2000

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
}

export interface ScreenEvents {
  /** An answer for the program, as bytes to type. */
  onReply(reply: string): void
  /** A chunk was parsed. `backlog` is what still waits, in bytes. */
  onParsed(backlog: number): void
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
  write(bytes: Uint8Array): void
  /** Takes effect at this point of the stream. */
  resize(cols: number, rows: number): void
  /** Throws away what has scrolled out of the normal screen. Takes effect at this point of the stream. */
  clearScrollback(): void
  /** The parser has caught up with every byte written so far. */
  settled(): Promise<void>
  /** Runs when everything so far is parsed, and nothing after it. */
  atPoint(run: () => void): void
  look(): Look
  /** what the program asked to get for keys */
  keyModes(): KeyModes
  /** Inside `atPoint` only: the whole screen as bytes for another terminal, then what an unfinished sequence began with. */
  serialize(): { readonly data: string; readonly rest: Uint8Array }
  readonly cols: number
  readonly rows: number
  readonly title: string
  /** what the program said last of its progress (OSC 9;4), another value each time it says so; null = none is going on */
  readonly progress: Progress | null
  /** the folder the program claims; null = it never said */
  readonly folder: string | null
  /** Marks the cursor's row. Null on the alternate screen. The row is -1 once it scrolled away or was cleared. */
  mark(): { row(): number; drop(): void } | null
  readonly grid: Grid
}

/** The rows, for reading. */
export interface Grid {
  readonly normal: IBuffer
  readonly active: IBuffer
  /** absolute number of the oldest row that still exists */
  first(): number
  /** another epoch = rows were renumbered (a reset or a new width) */
  epoch(): number
  readonly touched: Touched
  /** grows with every parsed chunk on the alternate screen */
  altStamp(): number
}

/** An empty screen. Throws SurfaceFault `terminal_changed` when xterm is not the version this was built for. */
export function createScreen(cols: number, rows: number, hostname: string, events: ScreenEvents): Screen {
  // It would print a page for every byte that makes no sense to it.
  const terminal = new Terminal({ cols, rows, scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off' })
  const serializer = new SerializeAddon()
  terminal.loadAddon(serializer as unknown as ITerminalAddon)
  terminal.loadAddon(new Unicode11Addon() as unknown as ITerminalAddon)
  terminal.unicode.activeVersion = '11'
  boundCounts(terminal)
  const inside = xtermInside(terminal)
  const keyModes = followKeyModes(terminal)
  const unfinished = createUnfinished()
  const touched = createTouched()
  const { normal } = terminal.buffer
  let backlog = 0
  let epoch = 1
  let altStamp = 0
  let pasteOffs = 0
  let title = ''
  let progress: Progress | null = null
  let folder: string | null = null

  const renumbered = () => {
    epoch += 1
    touched.clear()
  }
  inside.onReset(renumbered)
  inside.onTouched(row => {
    touched.note(row)
    touched.forget(inside.trimmed())
  })

  terminal.onData(reply => events.onReply(reply))
  const answer = (replies: string[]) => {
    for (const reply of replies) events.onReply(reply)
    return replies.length > 0
  }
  terminal.parser.registerOscHandler(4, body => answer(paletteReplies(body, events.colours?.())))
  for (const number of [10, 11, 12] as const) {
    terminal.parser.registerOscHandler(number, body => answer(themeReplies(number, body, events.colours?.())))
  }
  terminal.parser.registerOscHandler(7, body => {
    folder = folderFromOsc7(body, hostname) ?? folder
    events.onClaim()
    return true
  })
  terminal.parser.registerOscHandler(133, body => {
    events.onShellMark?.(body)
    return true
  })
  terminal.parser.registerOscHandler(9, body => {
    const told = readProgress(body, progress)
    if (told !== undefined) progress = told
    return told !== undefined
  })
  terminal.parser.registerOscHandler(52, body => {
    events.onCopy?.(body)
    return true
  })
  terminal.onBell(() => events.onBell?.())
  terminal.parser.registerCsiHandler({ final: 'J' }, params => {
    if (params[0] === 3) events.onErased?.()
    return false
  })
  terminal.onTitleChange(raw => {
    title = cleanTitle(raw)
    events.onClaim()
  })
  const hasPaste = (params: (number | number[])[]) => params.includes(2004)
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, params => {
    if (hasPaste(params)) events.onPasteOn()
    return false
  })
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, params => {
    if (hasPaste(params)) pasteOffs += 1
    return false
  })

  return {
    write(bytes) {
      backlog += bytes.byteLength
      terminal.write(bytes, () => {
        backlog -= bytes.byteLength
        if (terminal.buffer.active.type === 'alternate') altStamp += 1
        unfinished.note(bytes, inside.atGround())
        events.onParsed(backlog)
      })
    },
    resize(newCols, newRows) {
      terminal.write('', () => {
        const reflows = newCols !== terminal.cols
        terminal.resize(newCols, newRows)
        if (reflows) renumbered()
      })
    },
    clearScrollback: () => terminal.write('', inside.clearScrollback),
    settled: () => new Promise(resolve => terminal.write('', resolve)),
    atPoint: run => terminal.write('', run),
    look() {
      const { active } = terminal.buffer
      const at = active.baseY + active.cursorY
      return {
        row: inside.trimmed() + normal.baseY + normal.cursorY,
        alt: active.type === 'alternate',
        bracketedPaste: terminal.modes.bracketedPasteMode,
        pasteOffs,
        left: active.getLine(at)?.translateToString(true, 0, active.cursorX).trim() ?? '',
        above:
          active
            .getLine(at - 1)
            ?.translateToString(true)
            .trim() ?? '',
      }
    },
    keyModes,
    serialize: () => ({ data: serializer.serialize(), rest: unfinished.rest() }),
    get cols() {
      return terminal.cols
    },
    get rows() {
      return terminal.rows
    },
    get title() {
      return title
    },
    get progress() {
      return progress
    },
    get folder() {
      return folder
    },
    mark() {
      const marker = terminal.buffer.active.type === 'normal' ? terminal.registerMarker(0) : undefined
      if (!marker) return null
      return { row: () => (marker.line < 0 ? -1 : inside.trimmed() + marker.line), drop: () => marker.dispose() }
    },
    grid: {
      normal,
      get active() {
        return terminal.buffer.active
      },
      first: () => inside.trimmed(),
      epoch: () => epoch,
      touched,
      altStamp: () => altStamp,
    },
  }
}
