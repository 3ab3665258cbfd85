// What a person saw of a surface when they were asked, and what is different now (pure). A spinner that turns or a
// clock that goes on is no difference; another program, another question or another line is.
import type { Readiness } from '../surfaces/surface.ts'
import { say } from './sentences.ts'

/** The parts that a person's answer depends on, as text, by name. */
export interface Stand {
  readonly group: string
  readonly modes: string
  readonly dialog: string
  readonly line: string
  readonly by: string
  /** what runs there, for people */
  readonly where: string
  /** the cursor's line as it is shown */
  readonly shown: string
}

/** Signs that programs turn while they work: braille, quarter circles, stars, blocks. */
const SPINNERS = /[\u2800-\u28ff\u25d0-\u25d7\u2722-\u274b\u2756\u2588-\u258f\u00b7\u2219\u25cf\u25cb]/gu

/** The time in a prompt. */
const CLOCKS = /\b\d{1,2}:\d{2}(:\d{2})?\b/gu

export function standOf(state: Readiness): Stand {
  const { group, alt, bracketedPaste, tty, dialog, cursorLine, line } = state
  return {
    group: String(group),
    modes: [alt, bracketedPaste, tty?.canonical, tty?.echo].join(' '),
    dialog: `${dialog.open} ${dialog.id ?? ''}`,
    line: cursorLine.replace(SPINNERS, ' ').replace(CLOCKS, ' ').replace(/\s+/gu, ' ').trim(),
    by: line.by.join(' '),
    where: dialog.why,
    shown: cursorLine,
  }
}

/** What is different, a sentence each; empty = a person who saw `before` may answer for `now`. */
export function differences(before: Stand, now: Stand): string[] {
  return [
    ...(before.group === now.group ? [] : [say.otherProgram(now.where)]),
    ...(before.modes === now.modes ? [] : [say.otherModes()]),
    ...(before.dialog === now.dialog ? [] : [say.otherDialog(now.where)]),
    ...(before.line === now.line ? [] : [say.otherLine(before.shown, now.shown)]),
    ...(before.by === now.by ? [] : [say.otherHands()]),
  ]
}
