// Giving a command another key: what a press in the field means, what speaks against a key, and what the settings are after. Pure.
import {
  COMMAND_IDS,
  COMMANDS,
  type CommandId,
  combinationOf,
  commandKeys,
  keyFault,
  keysOf,
  type OwnKeys,
  ordered,
} from '../../preload/contract.ts'
import { type KeyPress, writtenOf } from './shortcuts.ts'

export type Recorded =
  /** not yet a key: a modifier, or part of a character */
  | { readonly is: 'wait' }
  /** the field is left without a change */
  | { readonly is: 'leave' }
  /** the press walks on in the page */
  | { readonly is: 'walk' }
  /** '' = no key */
  | { readonly is: 'key'; readonly written: string }

const HELD = /^(?:Control|Shift|Alt|Meta|AltGraph|CapsLock|NumLock|ScrollLock|Fn|FnLock|Hyper|Super|OS)$/
const WAIT: Recorded = { is: 'wait' }

/** What a press in the field that hears the next key means. */
export function recordedOf(press: KeyPress): Recorded {
  const { key, ctrlKey, shiftKey, altKey, metaKey } = press
  if (HELD.test(key) || key === 'Dead' || key === 'Process' || key === 'Unidentified' || press.isComposing) return WAIT
  if (press.getModifierState?.('AltGraph')) return WAIT
  if (!ctrlKey && !altKey && !metaKey) {
    if (key === 'Tab') return { is: 'walk' }
    if (key === 'Escape' && !shiftKey) return { is: 'leave' }
    if (key === 'Backspace' && !shiftKey) return { is: 'key', written: '' }
  }
  return { is: 'key', written: writtenOf(press) }
}

export interface Judgement {
  /** why it cannot be; null = it can */
  readonly fault: string | null
  /** who may take it before Gatehouse does; null = nobody that is known */
  readonly warning: string | null
  /** the command that has it now */
  readonly clash: CommandId | null
}

/** What speaks against giving `command` this key. */
export function judge(command: CommandId, written: string, platform: string, own: OwnKeys): Judgement {
  const fault = keyFault(command, written, platform)
  if (fault !== null || written === '') return { fault, warning: null, clash: null }
  const key = ordered(written)
  const clash = COMMAND_IDS.find(other => other !== command && commandKeys(other, platform, own) === key) ?? null
  if (clash === 'pause') return { fault: 'Pause has this key. Give Pause another one first.', warning: null, clash }
  return { fault: null, warning: warningOf(key, platform), clash }
}

/** A person's keys once `command` has this one; who had it before has none. Ask `judge` first. */
export function withKey(command: CommandId, written: string, platform: string, own: OwnKeys): OwnKeys {
  const { clash } = judge(command, written, platform, own)
  const next: Partial<Record<CommandId, string>> = { ...own }
  const key = ordered(written)
  if (clash !== null) set(next, clash, '', platform)
  set(next, command, key, platform)
  return next
}

/** What is as the contract says does not stand in the settings. */
function set(own: Partial<Record<CommandId, string>>, command: CommandId, key: string, platform: string): void {
  if (key === firstKey(command, platform)) delete own[command]
  else own[command] = key
}

/** The key that a command has unless a person changes it; '' = none. */
export function firstKey(command: CommandId, platform: string): string {
  return ordered(COMMANDS[command][platform === 'darwin' ? 'mac' : 'other'])
}

/** Whether it has another key than at first. */
export function isChanged(command: CommandId, platform: string, own: OwnKeys): boolean {
  return commandKeys(command, platform, own) !== firstKey(command, platform)
}

/** What of the settings does not count, in sentences. */
export function keyFaults(platform: string, own: OwnKeys): { readonly command: CommandId; readonly why: string }[] {
  const keys = keysOf(platform, own)
  return COMMAND_IDS.flatMap(command => {
    const written = own[command]
    if (written === undefined) return []
    const fault = keyFault(command, written, platform)
    if (fault !== null) return [{ command, why: fault }]
    if (written === '' || keys.get(command) !== '') return []
    const other = COMMAND_IDS.find(one => keys.get(one) === ordered(written))
    return [{ command, why: `${other ? COMMANDS[other].title : 'Another'} has this key too.` }]
  })
}

const MAC_TAKES: Readonly<Record<string, string>> = {
  'mod space': 'Spotlight',
  'mod tab': 'the app switcher',
  'mod `': 'the window switcher',
  'mod h': 'Hide',
  'mod alt h': 'Hide others',
  'mod alt d': 'the Dock',
  'mod alt Escape': 'Force Quit',
  'mod ctrl q': 'the lock screen',
  'mod ctrl f': 'full screen',
  'mod shift 3': 'screenshots',
  'mod shift 4': 'screenshots',
  'mod shift 5': 'screenshots',
  'mod shift q': 'logging out',
}
const OTHERS_TAKE: Readonly<Record<string, string>> = {
  'ctrl shift u': 'GTK, to type a character by its number',
  'ctrl space': 'input methods',
  'shift space': 'input methods',
  'ctrl shift space': 'input methods',
  'alt F4': 'the desktop, to close the window',
  'alt tab': 'the window switcher',
  'alt shift tab': 'the window switcher',
  'alt Escape': 'the window switcher',
  'alt space': 'the window menu',
  'alt F1': 'the desktop',
  'alt F2': 'the desktop',
  'ctrl shift Escape': 'the Task Manager of Windows',
  'ctrl alt Delete': 'the system',
  'ctrl alt l': 'the lock screen',
  'ctrl alt t': 'the desktop',
}

/** Who is known to take a key before this window, or to miss it; null = nobody. */
function warningOf(key: string, platform: string): string | null {
  const mac = platform === 'darwin'
  const by = (mac ? MAC_TAKES : OTHERS_TAKE)[key]
  if (by) return `It may not arrive: ${by} may take it.`
  const read = combinationOf(key)
  if (!read) return null
  const held = read.held.join(' ')
  if (held === 'ctrl' && read.key === 'space') return 'It may not arrive: the input menu may take it.'
  if (mac && held === 'ctrl' && /^(?:left|right|up|down)$/.test(read.key)) {
    return 'It may not arrive: Mission Control may take it.'
  }
  if (!mac && held === 'ctrl alt') {
    if (/^F\d+$/.test(read.key)) return 'It may not arrive: Linux switches consoles with it.'
    if (/^(?:left|right|up|down)$/.test(read.key)) return 'It may not arrive: the desktop may take it.'
    return 'With a keyboard that has AltGr, Ctrl and Alt may write a character.'
  }
  if (/^F\d+$/.test(read.key) && (held === '' || held === 'shift')) {
    return 'Programs such as mc and htop use the function keys; they will not get this one.'
  }
  if (held === 'alt' && read.key.length === 1)
    return 'Shells and editors use Alt with a letter; they will not get this one.'
  return null
}

const SAID: Readonly<Record<string, string>> = {
  ...{ ctrl: 'Ctrl', shift: 'Shift', enter: 'Enter', tab: 'Tab', backspace: 'Backspace', space: 'Space' },
  ...{ left: 'Left', right: 'Right', up: 'Up', down: 'Down' },
}

/** A key as it is said and searched for: `Ctrl Shift P`; '' = none. */
export function keyWords(written: string, platform: string): string {
  const mac = platform === 'darwin'
  const words = { ...SAID, mod: mac ? 'Command' : 'Super', alt: mac ? 'Option' : 'Alt' }
  return written
    .split(' ')
    .filter(Boolean)
    .map(part => words[part as keyof typeof words] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ')
}
