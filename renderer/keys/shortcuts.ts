// Which key press is which command: the contract's keys with what a person changed. Pure.
import { type CommandId, commandKeys, keysOf, MODIFIERS, type OwnKeys } from '../../preload/contract.ts'

/** What of a KeyboardEvent a match depends on. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  /** an input method is at work */
  readonly isComposing?: boolean
  getModifierState?(name: 'AltGraph'): boolean
}

const NONE: OwnKeys = {}
/** Keys by where they are, for what they say depends on Shift and on the layout. */
const PLACES: Readonly<Record<string, string>> = {
  Period: '.',
  Comma: ',',
  Equal: '=',
  Minus: '-',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Digit0: '0',
}
const NAMED: Readonly<Record<string, string>> = { Enter: 'enter', Tab: 'tab', Backspace: 'backspace', ' ': 'space' }

/** The key's name whatever Shift or the layout made of it: letters and digits by what they are, else by where they are. */
function baseKey({ key, code }: KeyPress): string {
  if (key === '.') return '.'
  if (key.startsWith('Arrow')) return key.slice(5).toLowerCase()
  if (/^Digit[1-9]$/.test(code)) return code.slice(5)
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase()
  return PLACES[code] ?? NAMED[key] ?? key
}

/** A press as shortcuts are written, modifiers first and in one order: `ctrl shift .` */
export function writtenOf(press: KeyPress): string {
  const held = { mod: press.metaKey, ctrl: press.ctrlKey, alt: press.altKey, shift: press.shiftKey }
  return [...MODIFIERS.filter(name => held[name]), baseKey(press)].join(' ')
}

let latest: { keys: ReadonlyMap<CommandId, string>; table: ReadonlyMap<string, CommandId> } | null = null

/** By what is written. */
function tableOf(platform: string, own: OwnKeys): ReadonlyMap<string, CommandId> {
  const keys = keysOf(platform, own)
  if (latest?.keys === keys) return latest.table
  const table = new Map(
    [...keys].filter(([, written]) => written !== '').map(([command, written]) => [written, command]),
  )
  latest = { keys, table }
  return table
}

/** The key that pauses whatever else is set. */
export function isPauseKey({ key, altKey, metaKey }: KeyPress): boolean {
  return key === 'Pause' && !altKey && !metaKey
}

/** It writes a character, now or with the next key: an input method's, a dead key, AltGr, which some keyboards send as Ctrl+Alt. */
function writes(press: KeyPress, platform: string): boolean {
  if (press.isComposing || press.key === 'Dead' || press.key === 'Process') return true
  return platform !== 'darwin' && (press.getModifierState?.('AltGraph') ?? false)
}

/** What a key press asks of the app, or null: then it is the program's. */
export function actionOf(press: KeyPress, platform: string, own: OwnKeys = NONE): CommandId | null {
  if (isPauseKey(press)) return 'pause'
  // What a person types all day: no command has such a key.
  if (!press.ctrlKey && !press.altKey && !press.metaKey && press.key.length === 1) return null
  return writes(press, platform) ? null : (tableOf(platform, own).get(writtenOf(press)) ?? null)
}

/**
 * What the auto-repeat of a held key does. `act`: it walks on. `pass`: it goes on to where it was typed. `swallow`: nothing,
 * and the program does not get it either; so a held Pause never resumes.
 */
export function heldFate(command: CommandId): 'act' | 'pass' | 'swallow' {
  if (/^(?:prompt-|text-(?:larger|smaller)|tab-(?:next|previous))/.test(command)) return 'act'
  return command === 'copy' || command === 'paste' ? 'pass' : 'swallow'
}

/** The parts of a command's shortcut, to be drawn: `['ctrl', 'shift', '.']`; empty = it has none. */
export function shortcutParts(command: CommandId, platform: string, own: OwnKeys = NONE): string[] {
  return commandKeys(command, platform, own).split(' ').filter(Boolean)
}
