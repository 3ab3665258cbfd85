// What keys are called: one canonical grammar, `[C-][M-][S-]<key>`, and the names tmux, cmux and people use for the same
// keys. (pure) Two names of one key become the same `Key` here, before anything is decided about it.
import type { Key } from './surface.ts'

type Modifiers = Pick<Key, 'ctrl' | 'alt' | 'shift'>

const numbered = (name: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${name}${first + index}`)

/** Keys that are not one printable character, by their canonical names. */
export const NAMED: readonly string[] = [
  ...['Enter', 'Tab', 'Space', 'Backspace', 'Delete', 'Insert', 'Escape', 'Up', 'Down', 'Left', 'Right'],
  ...['Home', 'End', 'PageUp', 'PageDown', ...numbered('F', 1, 12), ...numbered('KP', 0, 9), 'KPEnter'],
]

/** Other names, in lower case and without `-`, `_` and spaces. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  Enter: 'return ret cr carriagereturn',
  'C-j': 'linefeed lf newline nl',
  Tab: 'ht',
  'S-Tab': 'btab backtab',
  Space: 'spc spacebar',
  'C-Space': 'nul null',
  Backspace: 'bspace bs bksp backsp',
  Delete: 'del dc',
  Insert: 'ins ic',
  Escape: 'esc',
  Up: 'uparrow arrowup cursorup',
  Down: 'downarrow arrowdown cursordown',
  Left: 'leftarrow arrowleft cursorleft',
  Right: 'rightarrow arrowright cursorright',
  PageUp: 'pgup ppage prior',
  PageDown: 'pgdn pgdown npage next',
  KPEnter: 'keypadenter numpadenter',
}
const BY_NAME = new Map<string, string>([
  ...NAMED.map(name => [name.toLowerCase(), name] as const),
  ...Object.entries(OTHER_NAMES).flatMap(([name, others]) => others.split(' ').map(other => [other, name] as const)),
  ...Array.from({ length: 10 }, (_, digit) => [`numpad${digit}`, `KP${digit}`] as const),
])

/** Every name that is no single character, for "did you mean". */
export const KEY_NAMES: readonly string[] = [...NAMED, ...BY_NAME.keys()]

const MODIFIER = /^(ctrl|control|c|alt|meta|option|opt|m|shift|s)[-+]/i
const MODIFIES: Readonly<Record<string, keyof Modifiers>> = { c: 'ctrl', a: 'alt', m: 'alt', o: 'alt', s: 'shift' }
/** No name is longer, with all its modifiers. */
const MOST_CHARACTERS = 40

/** What Ctrl makes of a character is another key's code: it is that key. */
const CONTROL: Readonly<Record<string, string>> = {
  m: 'Enter',
  i: 'Tab',
  '[': 'Escape',
  3: 'Escape',
  h: 'Backspace',
  '?': 'Backspace',
  8: 'Backspace',
}
/** Or Ctrl with another character. */
const SAME_CONTROL: Readonly<Record<string, string>> = {
  '@': 'Space',
  2: 'Space',
  4: '\\',
  5: ']',
  6: '^',
  7: '_',
  '/': '_',
}

/** A name that is no key: what stood before it, and the part nobody knows. */
export interface NoKey {
  readonly prefix: string
  readonly unknown: string
}

/** The key of this name. */
export function keyNamed(name: string): Key | NoKey {
  const modifiers = { ctrl: false, alt: false, shift: false }
  let rest = name.slice(0, MOST_CHARACTERS + 1)
  if (rest.length > MOST_CHARACTERS) return { prefix: '', unknown: name }
  if (/^\^[\x21-\x7e]$/.test(rest)) {
    modifiers.ctrl = true
    rest = rest.slice(1)
  }
  for (let found = MODIFIER.exec(rest); found && found[0].length < rest.length; found = MODIFIER.exec(rest)) {
    const which = MODIFIES[found[0][0]!.toLowerCase()]!
    // Twice the same is no key of any keyboard.
    if (modifiers[which]) return { prefix: '', unknown: name }
    modifiers[which] = true
    rest = rest.slice(found[0].length)
  }
  const key = /^[\x20-\x7e]$/.test(rest) ? keyOf(rest, modifiers) : namedKey(rest, modifiers)
  return key ?? { prefix: prefixOf(modifiers), unknown: rest }
}

function namedKey(name: string, modifiers: Modifiers): Key | null {
  const known = BY_NAME.get(name.toLowerCase().replaceAll(/[-_ ]/g, ''))
  if (known === undefined) return null
  if (known === 'S-Tab') return keyOf('Tab', { ...modifiers, shift: true })
  if (known === 'C-j') return keyOf('j', { ...modifiers, ctrl: true })
  if (known === 'C-Space') return keyOf('Space', { ...modifiers, ctrl: true })
  return keyOf(known, modifiers)
}

/**
 * The one key these are. `base` is a canonical name or one printable character. Null: Shift with a character that is no
 * letter, which is another character on every keyboard.
 */
export function keyOf(base: string, modifiers: Modifiers): Key | null {
  const { ctrl, alt, shift } = modifiers
  if (base === ' ') return keyOf('Space', modifiers)
  if (base === 'Space') return made('Space', { ctrl, alt, shift: ctrl && shift })
  if (base.length > 1) return made(base, modifiers)
  const isLetter = /[a-z]/i.test(base)
  if (shift && !isLetter) return null
  if (!ctrl) return made(shift ? base.toUpperCase() : base, { ctrl, alt, shift: false })
  const low = base.toLowerCase()
  // With Shift it is a key of its own, for the programs that can tell.
  if (shift) return made(low, modifiers)
  const named = CONTROL[low]
  if (named !== undefined) return made(named, { ctrl: false, alt, shift: false })
  return made(SAME_CONTROL[low] ?? low, modifiers)
}

function made(base: string, { ctrl, alt, shift }: Modifiers): Key {
  return { name: `${prefixOf({ ctrl, alt, shift })}${base}`, base, ctrl, alt, shift }
}

function prefixOf({ ctrl, alt, shift }: Modifiers): string {
  return `${ctrl ? 'C-' : ''}${alt ? 'M-' : ''}${shift ? 'S-' : ''}`
}
