// Two waits of a delivery: until the program has shown what was typed, and until the line was seen to leave after Enter.
// Both hear the parser and a clock; neither writes.
import type { Clock } from './clock.ts'
import type { LookNow, Target } from './deliver.ts'
import { lettersOf } from './own-text.ts'
import type { Look } from './screen.ts'

/** Gemini CLI takes an Enter within 40 ms of having taken a paste for a new line of it. */
const ECHO_QUIET_MS = 100
const ECHO_MOST_MS = 500
/** a long text is given up to this long, from 64 KiB on */
const ECHO_LONGEST_MS = 5000
const LONG_BYTES = 65_536
const SUBMIT_MOST_MS = 2000
const GROUP_EVERY_MS = 50
/** fewer, at the cursor, may be anything's */
const LEAST_LETTERS = 3

/**
 * `echoed`: what stands before the cursor changed, and then nothing was printed for 100 ms. `silent`: 500 ms passed
 * without that, or for `bytes` of a long text as much more as it may take to be read and shown. `stopped`: a person's key or
 * the program's end came first. `written` says that all bytes are in; `box` is how it was before, so that what a program
 * prints by the way is no echo. `isThere`: the text is shown where nothing has to be quiet after it; null = it has to.
 */
export function awaitEcho(
  target: Target,
  clock: Clock,
  written: () => boolean,
  box: Look | null = null,
  bytes = 0,
  isThere: (() => boolean) | null = null,
): Promise<'echoed' | 'silent' | 'stopped'> {
  return new Promise(resolve => {
    const longest = clock.mono() + echoMost(bytes)
    let quiet: (() => void) | null = null
    let most: () => void = () => {}
    const done = (how: 'echoed' | 'silent' | 'stopped') => {
      quiet?.()
      most()
      unhear()
      resolve(how)
    }
    const again = (ms: number) => {
      most = clock.after(ms, () => {
        const left = longest - clock.mono()
        // More time is only for a text that is still going in, or being shown.
        if (left > 0 && (quiet || !written())) again(Math.min(left, ECHO_MOST_MS))
        else done('silent')
      })
    }
    again(ECHO_MOST_MS)
    const differs = ({ left, above }: Look) => {
      const now = target.look()
      return left !== now.left || above !== now.above
    }
    const hush = () => {
      quiet?.()
      quiet = clock.after(ECHO_QUIET_MS, () => (written() ? done('echoed') : hush()))
    }
    const unhear = target.onEvent(event => {
      if (event !== 'parsed') return done('stopped')
      if (isThere && written() && isThere()) return done('echoed')
      if (quiet || !box || differs(box)) hush()
    })
    // Where the answer to a write came a long way, some of it may be on the screen already.
    if (box && differs(box)) hush()
  })
}

/** How long the wait for the echo of so many bytes is at most, in ms. */
export function echoMost(bytes: number): number {
  return ECHO_MOST_MS + Math.round((ECHO_LONGEST_MS - ECHO_MOST_MS) * Math.min(1, bytes / LONG_BYTES))
}

/**
 * Resolves with what showed that the line left, or null after 2 s. `box`: how it was before the text went in; `text`: what
 * went in, which a busy program may show only after Enter.
 */
export function awaitSubmit(
  target: Target,
  clock: Clock,
  at: LookNow & { readonly group: number | null },
  box: Look | null = null,
  text = '',
): Promise<string | null> {
  let inBox = box !== null && at.left !== box.left
  const letters = box && !inBox ? lettersOf(text) : ''
  return new Promise(resolve => {
    let tick: () => void = () => {}
    const done = (evidence: string | null) => {
      tick()
      most()
      unhear()
      resolve(evidence)
    }
    const check = () => {
      // Nothing can be told from a screen that was drawn anew.
      if (target.look().redraws !== at.redraws) {
        done(null)
        return true
      }
      const evidence = lineLeft(at, target, inBox ? box : null)
      if (evidence) done(evidence)
      else inBox ||= endsLike(letters, lettersOf(target.look().left))
      return evidence !== null
    }
    const again = () => {
      tick = clock.after(GROUP_EVERY_MS, () => check() || again())
    }
    const most = clock.after(SUBMIT_MOST_MS, () => done(null))
    const unhear = target.onEvent(event => {
      if (event === 'exit') done('the program ended')
      else if (event === 'parsed') check()
    })
    again()
  })
}

/** The text is shown up to its end: other rows on which the cursor stands for a moment are none of it. */
function endsLike(letters: string, shown: string): boolean {
  return shown !== '' && shown.length >= Math.min(LEAST_LETTERS, letters.length) && letters.endsWith(shown)
}

/** What has changed since `at` that only happens when a program takes its line. `box`: it held the text. */
function lineLeft(at: LookNow & { readonly group: number | null }, target: Target, box: Look | null): string | null {
  const now = target.look()
  if (now.commands !== at.commands) return 'the shell started the command'
  if (now.prompts !== at.prompts) return 'the shell is at a new prompt'
  if (now.pasteOffs !== at.pasteOffs) return 'the program took the line and left its prompt'
  if (now.alt !== at.alt) return 'the program changed to another screen'
  // A shell that says what it does may only have made room for another line of the same command.
  // A program that keeps bracketed paste on draws an input box: there Enter may as well have made a new line.
  if (now.row > at.row && !at.marked && !at.bracketedPaste) return 'the cursor moved below the line'
  const emptied = box && now.left === box.left && now.above === box.above
  if (at.bracketedPaste && emptied) return 'the text left the input box'
  const group = target.group()
  if (group !== null && at.group !== null && group !== at.group) return 'another program came to the foreground'
  return null
}
