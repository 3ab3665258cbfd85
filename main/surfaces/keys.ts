// What keys can do to a program, as classes. (pure) It knows what programs do on keys at their worst, not what the one in
// front does, and nothing of who may press them: which grant a class needs is the gate's.
import { keyBytes, PLAIN_MODES } from './key-bytes.ts'
import { KEY_NAMES, keyNamed, keyOf } from './key-names.ts'
import type { Key, KeyClass, KeyReading } from './surface.ts'

/** Of those that match, the first is a key's class; what matches none is `function`. */
const CLASSES: readonly (readonly [KeyClass, (key: Key) => boolean])[] = [
  ['submit', submits],
  ['interrupt', key => key.base === 'Escape' || isCtrl(key, 'cdz\\')],
  // C-l alone only draws the screen anew.
  ['flow', key => isCtrl(key, 'sqv') || (isCtrl(key, 'l') && !key.alt)],
  // M-C-e expands what stands on the line, and so runs the commands in it.
  ['complete', key => key.base === 'Tab' || (isCtrl(key, 'e') && key.alt)],
  ['printable', key => isPrintable(key) && !key.ctrl && !key.alt && !key.shift],
  ['navigate', key => !key.alt && /^(Up|Down|Left|Right|Home|End|PageUp|PageDown)$/.test(key.base)],
  ['edit', key => !key.alt && (key.base === 'Backspace' || key.base === 'Delete' || isCtrl(key, 'aekuw'))],
]

/** The class of one key. Shift with a control character changes nothing: most terminals cannot tell. */
export function classOf(key: Key): KeyClass {
  const plain = key.ctrl && key.shift && key.base.length === 1 ? keyOf(key.base, { ...key, shift: false }) : null
  const one = plain ?? key
  return CLASSES.find(([, matches]) => matches(one))?.[0] ?? 'function'
}

/**
 * Every class that keys pressed one right after the other come to. Escape before a key makes Meta of it, and C-x begins
 * a command: what they make of the next key counts too.
 */
export function classesOf(keys: readonly Key[]): KeyClass[] {
  const classes = new Set(keys.map(classOf))
  for (const [index, key] of keys.entries()) {
    const before = keys[index - 1]
    if (before?.base === 'Escape') classes.add(classOf(keyOf(key.base, { ...key, alt: true }) ?? key))
    if (before && isCtrl(before, 'x')) {
      if (isCtrl(key, 'e')) classes.add('submit')
      if (key.base === '*') classes.add('complete')
    }
  }
  return [...classes]
}

/** What the keys put on an input line, as far as it can be known: Enter sends it off, some keys put nothing on it. */
export function effectOf(key: Key): 'enter' | 'nothing' | 'text' {
  if (!key.ctrl && !key.alt && !key.shift && (key.base === 'Enter' || key.base === 'KPEnter')) return 'enter'
  return isCtrl(key, 'cdz\\l') && !key.alt ? 'nothing' : 'text'
}

/** Reads names of keys. A name that is no key is an expected answer. */
export function readKeys(names: readonly string[]): KeyReading {
  const keys: Key[] = []
  for (const [index, name] of names.entries()) {
    const key = keyNamed(name)
    if ('unknown' in key) return { ok: false, index, ...key, names: KEY_NAMES }
    keys.push(key)
  }
  const text = keys.filter(key => classOf(key) === 'printable').map(characterOf)
  return {
    ok: true,
    keys,
    classes: classesOf(keys),
    codes: keys.map(codeOf),
    text: text.length > 0 ? text.join('') : null,
  }
}

function submits({ base, ctrl, alt }: Key): boolean {
  if (base === 'Enter' || base === 'KPEnter') return true
  if (ctrl) return base === 'j' || base === 'o'
  return alt && (base === 'a' || base === 'A' || base === '#')
}

function isCtrl(key: Key, letters: string): boolean {
  return key.ctrl && key.base.length === 1 && letters.includes(key.base)
}

function isPrintable({ base }: Key): boolean {
  return base.length === 1 || base === 'Space' || /^KP\d$/.test(base)
}

function characterOf({ base }: Key): string {
  if (base === 'Space') return ' '
  return base.startsWith('KP') ? base.slice(2) : base
}

/** The one character it is on a plain terminal, which the kernel may act on; null = it is several, or none. */
function codeOf(key: Key): number | null {
  const bytes = keyBytes(key, PLAIN_MODES) ?? ''
  const bare = key.alt && bytes.startsWith('\x1b') ? bytes.slice(1) : bytes
  return bare.length === 1 ? bare.charCodeAt(0) : null
}
