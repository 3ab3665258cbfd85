// Which key press is which command: the contract's keys with what a person changed. Pure.
import { COMMAND_IDS, COMMANDS, type CommandId } from '../../preload/contract.ts'

/** What of a KeyboardEvent a match depends on. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** A person's own keys, by command; '' = none. */
export type OwnKeys = Readonly<Partial<Record<CommandId, string>>>

const NONE: OwnKeys = {}
const MODIFIERS = ['mod', 'ctrl', 'alt', 'shift'] as const
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

/** The same in the order that `writtenOf` gives; '' stays. */
function ordered(written: string): string {
  const parts = written.split(' ')
  const modifiers = MODIFIERS.filter(name => parts.includes(name))
  return [...modifiers, ...parts.filter(part => !(MODIFIERS as readonly string[]).includes(part))].join(' ')
}

/** The shortcut of a command as it is written; '' = it has none. */
export function shortcutOf(command: CommandId, platform: string, own: OwnKeys = NONE): string {
  return own[command] ?? COMMANDS[command][platform === 'darwin' ? 'mac' : 'other']
}

let latest: { platform: string; own: OwnKeys; table: ReadonlyMap<string, CommandId> } | null = null

/** By what is written; the first command of the contract wins where two have the same. */
function tableOf(platform: string, own: OwnKeys): ReadonlyMap<string, CommandId> {
  if (latest?.platform === platform && latest.own === own) return latest.table
  const table = new Map<string, CommandId>()
  for (const command of COMMAND_IDS) {
    const written = ordered(shortcutOf(command, platform, own))
    if (written !== '' && !table.has(written)) table.set(written, command)
  }
  latest = { platform, own, table }
  return table
}

/** What a key press asks of the app, or null: then it is the program's. The Pause key pauses whatever else is set. */
export function actionOf(press: KeyPress, platform: string, own: OwnKeys = NONE): CommandId | null {
  if (press.key === 'Pause' && !press.altKey && !press.metaKey) return 'pause'
  return tableOf(platform, own).get(writtenOf(press)) ?? null
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
  return shortcutOf(command, platform, own).split(' ').filter(Boolean)
}
