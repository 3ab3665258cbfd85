// The bytes of a key in the modes a program has set. (pure) Legacy bytes as xterm sends them; the kitty protocol and
// modifyOtherKeys where a program switched them on. One key is one string: it is written as one.
import type { Key } from './surface.ts'

/** What a program asked its terminal to send for keys. */
export interface KeyModes {
  /** DECCKM: arrows, Home and End begin with SS3 */
  readonly applicationCursor: boolean
  /** DECKPAM: the keypad's keys are not digits */
  readonly applicationKeypad: boolean
  /** flags of the kitty keyboard protocol; 0 = off */
  readonly kitty: number
  /** xterm's modifyOtherKeys: 0, 1 or 2 */
  readonly modifyOther: number
}

export const PLAIN_MODES: KeyModes = { applicationCursor: false, applicationKeypad: false, kitty: 0, modifyOther: 0 }

const DISAMBIGUATE = 1
const ALL_KEYS = 8
const WITH_TEXT = 16

const ESC = '\x1b'
const CSI = '\x1b['
const SS3 = '\x1bO'

const CURSOR: Readonly<Record<string, string>> = { Up: 'A', Down: 'B', Right: 'C', Left: 'D', Home: 'H', End: 'F' }
const FIRST_FOUR: Readonly<Record<string, string>> = { F1: 'P', F2: 'Q', F3: 'R', F4: 'S' }
const TILDE: Readonly<Record<string, number>> = {
  ...{ Insert: 2, Delete: 3, PageUp: 5, PageDown: 6 },
  ...{ F5: 15, F6: 17, F7: 18, F8: 19, F9: 20, F10: 21, F11: 23, F12: 24 },
}
const CODES: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27, Space: 32, Backspace: 127 }

/** Null = this key has no bytes of its own in these modes: what a terminal would send is another key. */
export function keyBytes(key: Key, modes: KeyModes): string | null {
  if (modes.kitty & (DISAMBIGUATE | ALL_KEYS)) return kitty(key, modes.kitty)
  return legacy(key, modes) ?? (modes.modifyOther > 0 ? otherKey(key) : null)
}

function legacy(key: Key, modes: KeyModes): string | null {
  const { base, ctrl, alt, shift } = key
  const mods = modifiersOf(key)
  const cursor = CURSOR[base]
  if (cursor) return withModifiers(cursor, mods) ?? `${modes.applicationCursor ? SS3 : CSI}${cursor}`
  const first = FIRST_FOUR[base]
  if (first) return withModifiers(first, mods) ?? `${SS3}${first}`
  const tilde = TILDE[base]
  if (tilde) return `${CSI}${tilde}${mods > 1 ? `;${mods}` : ''}~`
  const bare = bareLegacy(base, ctrl, shift, modes.applicationKeypad)
  return bare !== null && alt ? ESC + bare : bare
}

/** Those that Meta makes longer by an ESC before them. */
function bareLegacy(base: string, ctrl: boolean, shift: boolean, applicationKeypad: boolean): string | null {
  if (base === 'Tab') return ctrl ? null : shift ? `${CSI}Z` : '\t'
  if (base === 'Backspace') return shift ? null : ctrl ? '\b' : '\x7f'
  if (shift) return null
  if (base === 'Space') return ctrl ? '\0' : ' '
  if (base.length === 1) return ctrl ? control(base) : base
  if (ctrl) return null
  if (base === 'Enter') return '\r'
  if (base === 'Escape') return ESC
  if (base === 'KPEnter') return applicationKeypad ? `${SS3}M` : '\r'
  const digit = keypadDigit(base)
  if (digit === null) return null
  return applicationKeypad ? SS3 + String.fromCharCode(0x70 + digit) : String(digit)
}

function control(char: string): string | null {
  return /[a-z\\\]^_]/.test(char) ? String.fromCharCode(char.toUpperCase().charCodeAt(0) & 0x1f) : null
}

function withModifiers(final: string, mods: number): string | null {
  return mods > 1 ? `${CSI}1;${mods}${final}` : null
}

/** xterm's form for keys that have no bytes otherwise. */
function otherKey(key: Key): string | null {
  const code = codeOf(key.base)
  return code === null ? null : `${CSI}27;${modifiersOf(key)};${code}~`
}

function kitty(key: Key, flags: number): string | null {
  const { base } = key
  const mods = modifiersOf(key)
  const every = (flags & ALL_KEYS) !== 0
  const final = CURSOR[base] ?? (base === 'F3' ? undefined : FIRST_FOUR[base])
  if (final) return withModifiers(final, mods) ?? `${CSI}${final}`
  // F3's letter would be an answer to "where is the cursor".
  const tilde = base === 'F3' ? 13 : TILDE[base]
  if (tilde) return `${CSI}${tilde}${mods > 1 ? `;${mods}` : ''}~`
  const digit = keypadDigit(base)
  if (base === 'KPEnter') return `${CSI}57414${mods > 1 ? `;${mods}` : ''}u`
  if (digit !== null) return !every && mods === 1 ? String(digit) : csiU(57399 + digit, mods, flags, String(digit))
  if (!every && mods === 1 && base !== 'Escape') return bareLegacy(base, false, false, false)
  // A capital letter is its key with Shift.
  const capital = /^[A-Z]$/.test(base)
  const code = codeOf(base.toLowerCase().length === 1 ? base.toLowerCase() : base)
  if (code === null) return null
  const text = base.length === 1 ? base : base === 'Space' ? ' ' : null
  return csiU(code, capital ? mods + 1 : mods, flags, key.ctrl || key.alt ? null : text)
}

function csiU(code: number, mods: number, flags: number, text: string | null): string {
  if (flags & ALL_KEYS && flags & WITH_TEXT && text !== null) {
    return `${CSI}${code};${mods > 1 ? mods : ''};${text.charCodeAt(0)}u`
  }
  return `${CSI}${code}${mods > 1 ? `;${mods}` : ''}u`
}

function codeOf(base: string): number | null {
  return base.length === 1 ? base.charCodeAt(0) : (CODES[base] ?? null)
}

function keypadDigit(base: string): number | null {
  return /^KP\d$/.test(base) ? Number(base.slice(2)) : null
}

function modifiersOf({ ctrl, alt, shift }: Key): number {
  return 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0)
}
