// What Claude Code's screen shows. (pure) 2.1.197 draws on the normal screen, with its lists of completions under the input box;
// 2.1.268 and 2.1.329 on the alternate one, with the lists above the box. Only what is around the cursor, below the box, on the
// last line and in the title counts: the conversation above may show anything.
import type { ScreenSays, Shot } from './model.ts'

/** It puts one of these before its title: a turning sign while it works, a star that stands still otherwise. */
const WORKS = /^[\u2800-\u28ff◐◑◒◓] /u
const WAITS = /^✳ /u
/** "✻ Baking… (3s · ↓ 6 tokens)", the line that lives as long as the turn; its end is told without the dots. */
const SPINNER = /^[·*✢✳✶✻✽] \S[^…]{0,60}…/u
/** The last line of whatever has the keys in place of the input box. */
const KEYS = /\b(Esc|Enter)( or [a-z]+)? to [a-z]|↑\/↓ to |←\/→ to /iu
/** "/model   Switch model", "+ a.txt": a line of a list of commands or files. */
const LISTED = /^ {0,4}(?:❯ )?(?:\/\S+ {2,}\S|[+*] \S)/u
/** The chosen line of a list: it holds the cursor, but for lists that hide it. */
const POINTER = /^ {0,6}❯ \S/u

export function readClaudeScreen({ lines, cursor, title }: Shot): ScreenSays {
  const box = boxAround(lines, cursor)
  if (!box) return withoutBox(lines, cursor.y)
  if (WORKS.test(title)) return { is: 'working', why: 'its title shows that it works' }
  if (!WAITS.test(title))
    return { is: 'unknown', why: 'its title is not one that Claude Code sets while it has the keys' }
  if (spins(lines, box))
    return { is: 'unknown', why: 'its title says that it waits, and a line above its box that it works' }
  return inBox(lines, box, cursor)
}

function inBox(lines: readonly string[], box: InputBox, cursor: Shot['cursor']): ScreenSays {
  const below = lines.slice(box.bottom + 1).filter(line => line !== '')
  if (below.some(line => /esc to interrupt/.test(line)))
    return { is: 'unknown', why: 'its title says that it waits, and the line below its box that it works' }
  if (below.some(line => /^ {2}! for (shell|bash) mode {2,}\S/.test(line)))
    return { is: 'unknown', why: 'its help is open' }
  if (below.some(line => /\benter to (open|view)/i.test(line)))
    return { is: 'unknown', why: 'a list below its box has the keys' }
  const oneRow = box.bottom === box.top + 2
  if (oneRow && (box.text === '' || placeholder(box, cursor)))
    return { is: 'composer', why: 'its input box is there and empty', typed: false }
  // Both open a list that Enter and Tab choose from.
  if (/^\/|(^|\s)@/u.test(box.text)) {
    return [lines[box.top - 1], lines[box.bottom + 1]].some(line => LISTED.test(line ?? ''))
      ? { is: 'dialog', why: 'a list of commands or files is open' }
      : { is: 'unknown', why: 'a list of commands or files may be open' }
  }
  // A list with numbers looks like this, and a box with such a text does too.
  if (/^\d+\. /.test(box.text)) return { is: 'unknown', why: 'a list of answers, or a text that looks like one' }
  return { is: 'composer', why: 'its input box is there and holds a text', typed: true }
}

function withoutBox(lines: readonly string[], y: number): ScreenSays {
  const last = lines.findLast(line => line !== '') ?? ''
  if (/^ {2}Showing detailed transcript/.test(last)) return { is: 'unknown', why: 'its transcript is open' }
  if (KEYS.test(last)) return { is: 'dialog', why: 'a list, a menu or a question is open' }
  if (POINTER.test(lines[y] ?? '')) return { is: 'dialog', why: 'the cursor stands in a list' }
  if (SHELL.test(lines[y] ?? '')) return { is: 'unknown', why: 'its box takes a shell command now' }
  return { is: 'unknown', why: 'its input box is not there, or the cursor is not in it' }
}

/** Between the line of a turn and the box there is a tip or a list of what is to do. */
function spins(lines: readonly string[], { top }: InputBox): boolean {
  return lines.slice(Math.max(0, top - 8), top).some(line => SPINNER.test(line))
}

/** A dim proposal in an empty box: the cursor stands before it. */
function placeholder({ text }: InputBox, cursor: Shot['cursor']): boolean {
  return cursor.x === 2 && /^Try "[^"]{1,80}"$/.test(text)
}

interface InputBox {
  /** rows of the lines across */
  readonly top: number
  readonly bottom: number
  /** what stands in it, line by line, without blanks at its ends */
  readonly text: string
}

/** "────…", or with a word in it: "─── History 20/20 ───". */
const ACROSS = /^─{3}(─+| [^─]{1,60} ─+)$/u
/** The first row of what is typed. The blank may be one that does not break, which may be shown by its name. */
const FIRST = /^❯(?:[ \u00a0]|<U\+00A0>|$)/u
/** The same where a shell command is typed. */
const SHELL = /^!(?:[ \u00a0]|<U\+00A0>|$)/u

/**
 * Null where the cursor is in no such box. What is asked is never taken for it: a list's chosen line, "❯ 1. Yes", has no line
 * across right above it, and what a model writes into a question stands in a row of its own before the list.
 */
function boxAround(lines: readonly string[], cursor: Shot['cursor']): InputBox | null {
  let first = cursor.y
  while (first > 0 && !FIRST.test(lines[first] ?? '')) {
    if (!goesOn(lines[first])) return null
    first -= 1
  }
  const top = first - 1
  if (cursor.x < 2 || !FIRST.test(lines[first] ?? '') || !across(lines[top])) return null
  let bottom = first + 1
  while (bottom < lines.length && !across(lines[bottom])) {
    if (!goesOn(lines[bottom])) return null
    bottom += 1
  }
  if (bottom >= lines.length || cursor.y >= bottom) return null
  const typed = lines.slice(first, bottom).map(line => line.replace(FIRST, '').trim())
  return { top, bottom, text: typed.join('\n').trim() }
}

const across = (line = ''): boolean => line.length >= 20 && ACROSS.test(line)
const goesOn = (line = ''): boolean => line === '' || line.startsWith('  ')
