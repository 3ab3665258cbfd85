// May Enter follow a text as soon as the text is shown, without a wait for quiet? (pure) Only in two places, where that wait
// protects from nothing; every other program may take an Enter that comes soon for a part of the text.
import { notAtOurPrompt } from './insertable.ts'
import type { PromptFacts } from './prompt.ts'
import type { Look } from './screen.ts'
import type { Dialog } from './surface.ts'

/**
 * `line`: the kernel puts lines together, so that the program sees nothing of the text before Enter, and gets both as one.
 * `prompt`: the line editor of a shell that we started with our marks, at its prompt: it has read a paste to its end before it
 * shows any of it.
 */
export type AtOnce = 'line' | 'prompt'

export interface AtOnceFacts extends PromptFacts {
  readonly look: Pick<Look, 'alt' | 'bracketedPaste'>
  /** what the preset's hooks say of a dialog; null = nothing */
  readonly told: Dialog | null
  /** a terminal of our own on this computer */
  readonly own: boolean
  /** the group that has taken a whole line before, after the wait; null = none has */
  readonly taker: number | null
}

/** Null = it is waited for. Whatever is not known does not hold. */
export function atOnceOf(s: AtOnceFacts): AtOnce | null {
  if (!s.own || s.told !== null || s.look.alt) return null
  if (isWholeLines(s)) return 'line'
  const { bracketedPaste, alt } = s.look
  return notAtOurPrompt({ ...s, bracketedPaste, alt }) === null ? 'prompt' : null
}

/** A program that only starts may have whole lines for a moment; one that has taken a line so means it. */
function isWholeLines({ tty, look, foreground, taker }: AtOnceFacts): boolean {
  if (!tty?.canonical || !tty.echo || !tty.returnIsNewline || tty.rewrites || look.bracketedPaste) return false
  return taker !== null && foreground.group === taker
}

/** More may be shown by halves. In UTF-16 code units. */
const LONGEST = 1024

/** Is the text shown up to its end, left of the cursor, which stood at `before`? Not said of what fills more than two rows. */
export function isShown(text: string, before: Look, now: Look): boolean {
  if (text.length > LONGEST || (now.left === before.left && now.above === before.above)) return false
  const last = packed(text.slice(text.lastIndexOf('\n') + 1))
  const left = packed(now.left)
  if (last === '' || left.endsWith(last)) return last !== ''
  return now.row > before.row && left !== '' && (packed(now.above) + left).endsWith(last)
}

/** Without blanks: where a row ends, they are not known. */
function packed(text: string): string {
  return text.replace(/\s+/g, '')
}
