// The headless mirror of one surface, in this process: what the program's bytes look like on a terminal, with modes, cursor and
// scrollback. The only answerer of terminal queries. It writes to nothing itself: replies are handed to `onReply`. When it
// parses is pace.ts'.
import { SerializeAddon } from '@xterm/addon-serialize/lib/addon-serialize.mjs'
import { Unicode11Addon } from '@xterm/addon-unicode11/lib/addon-unicode11.mjs'
import type { ITerminalAddon } from '@xterm/headless'
import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import type { Progress } from '../../preload/contract.ts'
import { createBacklog } from './backlog.ts'
import { boundCounts } from './bounded.ts'
import { takeCells } from './cells.ts'
import { cleanTitle, folderFromOsc7 } from './claims.ts'
import { paletteReplies, themeReplies } from './colours.ts'
import { createHistory, createHistoryMemory, type HistoryMemory } from './history.ts'
import { followKeyModes } from './key-modes.ts'
import { createOlder } from './older.ts'
import { createPace, type Pace } from './pace.ts'
import { followPalette } from './palette.ts'
import { readProgress } from './progress.ts'
import type { Look, Screen, ScreenEvents } from './screen.ts'
import { createTouched } from './touched.ts'
import { createUnfinished } from './unfinished.ts'
import { xtermInside } from './xterm-inside.ts'

/** Rows that stand in the emulator: each takes nearly 2 KB there. Older ones are in its history. */
const SCROLLBACK = 600

/** What all mirrors of one process share. */
export interface Mirrors {
  readonly pace: Pace
  readonly memory: HistoryMemory
}

export function createMirrors(): Mirrors {
  return { pace: createPace(), memory: createHistoryMemory() }
}

/**
 * An empty screen. Throws SurfaceFault `terminal_changed` when xterm is not the version
 * this was built for.
 */
export function createScreen(
  cols: number,
  rows: number,
  hostname: string,
  events: ScreenEvents,
  { pace, memory }: Mirrors = createMirrors(),
): Screen {
  // It would print a page for every byte that makes no sense to it.
  const terminal = new Terminal({ cols, rows, scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off' })
  const serializer = new SerializeAddon()
  terminal.loadAddon(serializer as unknown as ITerminalAddon)
  terminal.loadAddon(new Unicode11Addon() as unknown as ITerminalAddon)
  terminal.unicode.activeVersion = '11'
  boundCounts(terminal)
  const inside = xtermInside(terminal)
  const older = createOlder(terminal, inside, createHistory(memory))
  const keyModes = followKeyModes(terminal)
  const palette = followPalette(terminal)
  const unfinished = createUnfinished()
  const touched = createTouched()
  const { normal } = terminal.buffer
  let epoch = 1
  let altStamp = 0
  let pasteOffs = 0
  let title = ''
  let progress: Progress | null = null
  let folder: string | null = null
  let parsing = false
  /** `look` as of the last byte, until anything happens to the emulator */
  let seen: Look | null = null
  let misread = false

  const renumbered = () => {
    epoch += 1
    touched.clear()
  }
  inside.onReset(() => {
    older.reset()
    renumbered()
    misread = false
  })
  inside.onTouched(row => {
    touched.note(row)
    touched.forget(older.oldest())
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
    if (params[0] !== 3) return false
    if (terminal.buffer.active.type === 'normal') older.clear()
    events.onErased?.()
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

  function lookAt(): Look {
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
      ...(misread && { misread }),
    }
  }

  const backlog = createBacklog(
    {
      parse(bytes) {
        seen = null
        parsing = true
        try {
          inside.parse(bytes)
        } catch (fault) {
          misread = true
          throw fault
        } finally {
          parsing = false
        }
        if (terminal.buffer.active.type === 'alternate') altStamp += 1
        unfinished.note(bytes, inside.atGround())
      },
      parsed: waiting => events.onParsed(waiting),
      full: on => events.onFull?.(on),
    },
    pace,
  )

  return {
    write: backlog.write,
    resize(newCols, newRows) {
      backlog.atPoint(() => {
        seen = null
        const reflows = newCols !== terminal.cols
        if (!inside.resize(newCols, newRows)) older.clear()
        if (reflows) renumbered()
      })
    },
    clearScrollback: () =>
      backlog.atPoint(() => {
        seen = null
        older.clear()
        inside.clearScrollback()
      }),
    settled: backlog.settled,
    atPoint: backlog.atPoint,
    shown: backlog.shown,
    look() {
      if (seen) return seen
      const now = lookAt()
      // In the middle of parsing it is another one in a moment.
      if (!parsing) seen = now
      return now
    },
    keyModes,
    serialize: (scrollback = Number.POSITIVE_INFINITY) => ({
      data: older.serialize(scrollback - normal.baseY) + serializer.serialize({ scrollback }),
      rest: unfinished.rest(),
    }),
    cells(scrollback) {
      const above = scrollback === 'none' ? [] : older.rows(scrollback - normal.baseY)
      return { cells: takeCells(terminal, scrollback, palette(), above), rest: unfinished.rest() }
    },
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
      return terminal.buffer.active.type === 'normal' ? older.mark() : null
    },
    end: () => older.clear(),
    grid: {
      normal,
      get active() {
        return terminal.buffer.active
      },
      first: () => inside.trimmed(),
      whole: older.whole,
      oldest: older.oldest,
      bytes: older.bytes,
      epoch: () => epoch,
      touched,
      altStamp: () => altStamp,
    },
  }
}
