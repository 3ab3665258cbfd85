// Which key each command has, from the contract's own and what a person set; what can be a key at all. A part of the contract, for
// the menu of main and the window have to agree. Pure.
import { COMMAND_IDS, COMMANDS, type CommandId } from './commands.ts'

/** A person's own keys, by command; '' = none. */
export type OwnKeys = Readonly<Partial<Record<CommandId, string>>>

/** In the order they are written. `mod` is Command on macOS and Super elsewhere. */
export const MODIFIERS = ['mod', 'ctrl', 'alt', 'shift'] as const
type Modifier = (typeof MODIFIERS)[number]

const NAMED = /^(?:enter|tab|backspace|space|left|right|up|down|Escape|Delete|Insert|Home|End|PageUp|PageDown)$/
const FUNCTION = /^F(?:[1-9]|1\d|2[0-4])$/
/** One character that a key writes; letters small. */
const CHARACTER = /^[^\s\p{C}\p{Lu}]$/u
/** With Shift alone: what a program gets as the same key without it, or not at all. */
const WITH_SHIFT = /^(?:Delete|Insert|Home|End|PageUp|PageDown)$/
/** With Ctrl these are control characters, as letters are. */
const CONTROL = /^[a-z[\]\\]$/

export interface Combination {
  readonly held: readonly Modifier[]
  readonly key: string
}

/** Modifiers and one key, whatever the order; null = that is none. */
export function combinationOf(written: string): Combination | null {
  const parts = written.split(' ')
  const held = MODIFIERS.filter(name => parts.includes(name))
  const [key, ...more] = parts.filter(part => !(MODIFIERS as readonly string[]).includes(part))
  if (key === undefined || more.length > 0 || held.length + 1 !== parts.length) return null
  return CHARACTER.test(key) || NAMED.test(key) || FUNCTION.test(key) ? { held, key } : null
}

/** The same, modifiers first and in one order; what is no key stays as it is. */
export function ordered(written: string): string {
  const read = combinationOf(written)
  return read ? [...read.held, read.key].join(' ') : written
}

/** Why a command cannot have this key, in a sentence; null = it can. */
export function keyFault(command: CommandId, written: string, platform: string): string | null {
  if (written === '') {
    return command === 'pause' ? 'Pause needs a key: not every keyboard has one that says Pause.' : null
  }
  if (written.split(' ').includes('Pause')) return 'The Pause key always pauses.'
  const read = combinationOf(written)
  if (!read) return `${JSON.stringify(written)} is no key. It is written like "ctrl shift p".`
  const { held, key } = read
  const only = (...names: Modifier[]) => held.length === names.length && names.every(name => held.includes(name))
  const mac = platform === 'darwin'
  if (!mac && held.includes('mod')) return 'Keys with the Super or Windows key belong to the desktop.'
  if (only(mac ? 'mod' : 'ctrl') && key === 'enter') return 'This runs or sends what stands in a field of Gatehouse.'
  if (only('ctrl') && CONTROL.test(key)) return 'Ctrl with a letter belongs to the programs in the terminals.'
  const plain = only() || only('shift')
  if (!plain || FUNCTION.test(key) || (only('shift') && WITH_SHIFT.test(key))) return null
  return 'The programs in the terminals need this key. Add Ctrl and Shift, or Alt.'
}

interface Keys {
  readonly platform: string
  readonly own: OwnKeys
  readonly of: ReadonlyMap<CommandId, string>
}
let latest: Keys | null = null

/**
 * The key of every command, '' where it has none. No two have the same: Pause keeps its own, then what a person set comes before
 * what the contract says, then the contract's order counts. What cannot be a key does not count.
 */
export function keysOf(platform: string, own: OwnKeys): ReadonlyMap<CommandId, string> {
  if (latest?.platform === platform && latest.own === own) return latest.of
  const field = platform === 'darwin' ? 'mac' : 'other'
  const set = (id: CommandId) => {
    const written = own[id]
    return written !== undefined && keyFault(id, written, platform) === null ? written : null
  }
  const taken = new Set<string>()
  const of = new Map<CommandId, string>()
  const give = (id: CommandId, written: string) => {
    const key = ordered(written)
    of.set(id, taken.has(key) ? '' : key)
    if (key !== '') taken.add(key)
  }
  give('pause', set('pause') ?? COMMANDS.pause[field])
  const others = COMMAND_IDS.filter(id => id !== 'pause')
  for (const id of others) {
    const written = set(id)
    if (written !== null) give(id, written)
  }
  for (const id of others) if (!of.has(id)) give(id, COMMANDS[id][field])
  latest = { platform, own, of }
  return of
}

/** The key of one command; '' = it has none. */
export function commandKeys(command: CommandId, platform: string, own: OwnKeys): string {
  return keysOf(platform, own).get(command) ?? ''
}
