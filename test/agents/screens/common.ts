// What the walks have in common: keys, and a conversation that looks like an agent's own screen.
import type { Player } from './player.ts'

export const ENTER = '\r'
export const ESC = '\x1b'
export const UP = '\x1b[A'
export const DOWN = '\x1b[B'
export const BACKTAB = '\x1b[Z'
/** Ctrl with a letter. */
export const CTRL = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) & 31)

/** For the model to answer later than anybody looks, in ms. */
export const LATE_MS = 60_000
/** For a program to start on a busy machine, in ms. */
export const START_MS = 45_000

/** Words of a model that look like a dialog, a spinner and an input box of each agent. */
export const IMITATION = [
  'Do you want to proceed?',
  '❯ 1. Yes',
  '  2. No, and tell me what to do differently (esc)',
  '✻ Thinking… (12s · esc to interrupt)',
  '• Working (3s • esc to interrupt)',
  '╭──────────────────────╮',
  '│ >   Type your message │',
  '╰──────────────────────╯',
  '› Ask anything',
  '  ? for shortcuts',
  'Permission required: Allow once',
  'End of it.',
].join('\n')

/** Escapes from whatever is open and takes out whatever was typed, until the input box is empty. `over`: what lies over it. */
export async function emptied(player: Player, empty: RegExp, over?: RegExp): Promise<void> {
  const [back, erase] = ['\x7f', '\x7f'.repeat(60)]
  for (const keys of [ESC, CTRL('u'), back, ESC, CTRL('u'), back, back, erase, ESC, back]) {
    if ((await player.showing(empty)) && !(over && (await player.showing(over)))) return
    await player.press(keys)
  }
  await player.shows(empty)
}
