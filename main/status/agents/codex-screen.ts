// What Codex's screen says, from its title, its last rows and the box that its cursor is in. (pure) What stands above is text of a
// model, which may imitate all of it: of that only the last paragraph is looked at, and only to doubt.
import type { ScreenSays, Shot } from './model.ts'

/** In front of what is typed; `!` where it runs a shell command. */
const PROMPT = /^(?:›|!)(?: |$)/
/** What an empty box shows: one of these at random before 0.157. */
const EMPTY = new Set([
  '',
  'Ask Codex to do anything',
  'Explain this codebase',
  'Summarize recent commits',
  'Implement {feature}',
  'Find and fix a bug in @filename',
  'Write tests for @filename',
  'Improve documentation in @filename',
  'Run /review on my current changes',
  'Use /skills to list available skills',
])
/** A row that tells which key answers: every menu, question and view has one at its bottom. */
const KEYS = /(?:^|[\s·|;/])(?:press )?(?:esc|enter|↵|q|space)(?:\/\S+)? (?!again\b)[a-z]/i
/** One of several answers to choose from, the chosen one. */
const CHOICE = /^ {0,2}[›❯>] \d+\. /
const SPINNER = /^[\u2801-\u28ff] /
const ACTION = /^\[ [!.] \] Action Required/
const WORKING = /^\S .{1,80}\((?:\d+h )?(?:\d+m )?\d+s • .{1,12} to interrupt\)/
/** What was typed while it works, and waits. */
const WAITING = /^• (?:Messages to be submitted|Queued )/
const FAULT = /^■ (?!Conversation interrupted|Model interrupted|Unrecognized|Unknown|Usage)/

/** Of one thing it says itself above its box. */
const MOST_ROWS = 8

interface Box {
  /** the rows it begins at and has its cursor in */
  readonly top: number
  readonly typed: string
  /** what stands below it, without the blank row between */
  readonly below: readonly string[]
}

export function readCodexScreen(shot: Shot): ScreenSays {
  if (ACTION.test(shot.title)) return { is: 'dialog', why: 'its title says that it needs an answer' }
  const lines = shot.lines.map(line => line.trimEnd())
  const box = boxOf(lines, shot.cursor)
  if (!box) {
    if (asks(lines)) return { is: 'dialog', why: 'it shows a menu or a question' }
    if (SPINNER.test(shot.title)) return { is: 'working', why: 'its title shows that it works' }
    return { is: 'unknown', why: 'its input box is not there' }
  }
  if (shot.title === '' && box.below.join('\n').trim() === '? for shortcuts')
    return { is: 'unknown', why: 'it is still starting' }
  if (listOpen(lines, box)) return { is: 'dialog', why: 'a list to choose from is open at its input box' }
  if (SPINNER.test(shot.title)) return { is: 'working', why: 'its title shows that it works' }
  const last = lastParagraph(lines, box.top)
  if (WORKING.test(last) || WAITING.test(last)) {
    // With its title as it comes, an idle one shows no spinner there.
    if (shot.title === '') return { is: 'working', why: 'it says above its input box that it works' }
    return { is: 'unknown', why: 'it seems to work, and its title does not say so' }
  }
  if (FAULT.test(last)) return { is: 'failed', why: 'it shows an error above its input box' }
  if (/Vim: (?!Insert)/.test(box.below.join('\n')))
    return { is: 'unknown', why: 'its input box takes keys as commands (Vim)' }
  if (shot.cursor.x === 2 && lines[box.top]!.startsWith('›') && EMPTY.has(box.typed))
    return { is: 'composer', why: 'its input box is there and empty' }
  return { is: 'composer', why: 'something stands in its input box', typed: true }
}

/** The input box with the cursor in it. Null = it is not there, or something else has the keys. */
function boxOf(lines: readonly string[], cursor: Shot['cursor']): Box | null {
  if (cursor.x < 2) return null
  let top = cursor.y
  while (top >= 0 && !PROMPT.test(lines[top] ?? '')) {
    // Further rows of what is typed begin below its first character.
    if (!/^(?: {2}|$)/.test(lines[top] ?? '')) return null
    top -= 1
  }
  const end = lines.findLastIndex(line => line !== '')
  if (top < 0 || lines.slice(top, end + 1).some(line => CHOICE.test(line))) return null
  // Below what is typed stand a blank row and one or two of its status.
  let from = end
  while (from > cursor.y && lines[from] !== '' && end - from < 3) from -= 1
  const below = lines.slice(from + 1, end + 1)
  if (from <= cursor.y && end > cursor.y) return null
  if (below.length === 0 || below.length > 2 || below.some(row => !row.startsWith('  ') || KEYS.test(row))) return null
  const typed = lines.slice(top, from).join('\n').slice(2).trimEnd()
  return { top, typed, below }
}

/** A list of commands, files or skills that fits what is being typed, above the box (0.157 on) or in place of its status. */
function listOpen(lines: readonly string[], { top, typed, below }: Box): boolean {
  if (!/^\/|(?:^|\s)[@$]/.test(typed)) return false
  if (below.some(row => row.startsWith('  /'))) return true
  return (lines[top - 1] ?? '') !== '' || (lines[top - 2] ?? '') !== ''
}

/** The first row of what stands right above the box; empty where that is more than it says itself. */
function lastParagraph(lines: readonly string[], top: number): string {
  let row = top - 1
  while (row >= 0 && lines[row] === '') row -= 1
  const last = row
  while (row > 0 && lines[row - 1] !== '') row -= 1
  return last - row < MOST_ROWS ? (lines[row] ?? '') : ''
}

/** The last rows say which key answers, or one of several answers is chosen. */
function asks(lines: readonly string[]): boolean {
  const shown = lines.filter(line => line !== '')
  return shown.slice(-3).some(row => KEYS.test(row)) || shown.slice(-16).some(row => CHOICE.test(row))
}
