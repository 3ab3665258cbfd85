// The table of the app's keys and how an event matches it. macOS uses Command; elsewhere Ctrl+Shift, since plain Ctrl
// belongs to the programs.

export type Action =
  | 'pause'
  | 'grants'
  | 'connect'
  | 'drafts'
  | 'approvals'
  | 'new'
  | 'launch'
  | 'close'
  | 'split-right'
  | 'split-down'
  | 'focus-left'
  | 'focus-right'
  | 'focus-up'
  | 'focus-down'
  | 'sidebar'
  | 'prompt-previous'
  | 'prompt-next'
  | 'copy'
  | 'paste'
  | `surface-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`

/** What of a KeyboardEvent a match depends on. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** `mac` and `other` as "mod shift ."; `mod` is Command, the rest are what they say. */
const KEYS: Partial<Record<Action, { mac: string; other: string }>> = {
  pause: { mac: 'mod shift .', other: 'ctrl shift .' },
  grants: { mac: 'mod shift g', other: 'ctrl shift g' },
  connect: { mac: 'mod shift k', other: 'ctrl shift k' },
  drafts: { mac: 'mod j', other: 'ctrl shift j' },
  approvals: { mac: 'mod shift a', other: 'ctrl shift a' },
  new: { mac: 'mod t', other: 'ctrl shift t' },
  launch: { mac: 'mod n', other: 'ctrl shift n' },
  close: { mac: 'mod w', other: 'ctrl shift w' },
  'split-right': { mac: 'mod d', other: 'ctrl shift o' },
  'split-down': { mac: 'mod shift d', other: 'ctrl shift d' },
  'focus-left': { mac: 'mod alt left', other: 'ctrl shift left' },
  'focus-right': { mac: 'mod alt right', other: 'ctrl shift right' },
  'focus-up': { mac: 'mod alt up', other: 'ctrl shift up' },
  'focus-down': { mac: 'mod alt down', other: 'ctrl shift down' },
  sidebar: { mac: 'mod b', other: 'ctrl shift b' },
  'prompt-previous': { mac: 'mod up', other: 'ctrl shift PageUp' },
  'prompt-next': { mac: 'mod down', other: 'ctrl shift PageDown' },
  copy: { mac: 'mod c', other: 'ctrl shift c' },
  paste: { mac: 'mod v', other: 'ctrl shift v' },
}
const MODIFIERS = new Set(['mod', 'ctrl', 'shift', 'alt'])

/** The key's name whatever shift or layout made of it: letters and digits by what they are, else by where they are. */
function baseKey({ key, code }: KeyPress): string {
  if (code === 'Period' || key === '.') return '.'
  if (key.startsWith('Arrow')) return key.slice(5).toLowerCase()
  if (/^Digit[1-9]$/.test(code)) return code.slice(5)
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase()
  return key
}

/** What a key press asks of the app, or null: then it is the program's. */
export function actionOf(press: KeyPress, platform: string): Action | null {
  const mac = platform === 'darwin'
  if (press.key === 'Pause' && !press.altKey && !press.metaKey) return 'pause'
  const base = baseKey(press)
  const held = { mod: press.metaKey, ctrl: press.ctrlKey, shift: press.shiftKey, alt: press.altKey }
  const only = (...names: (keyof typeof held)[]) =>
    (Object.keys(held) as (keyof typeof held)[]).every(name => held[name] === names.includes(name))
  if (/^[1-9]$/.test(base) && only(mac ? 'mod' : 'alt')) return `surface-${base}` as Action
  for (const [action, keys] of Object.entries(KEYS)) {
    const parts = keys[mac ? 'mac' : 'other'].split(' ')
    const names = parts.filter(part => MODIFIERS.has(part)) as (keyof typeof held)[]
    if (parts.at(-1) === base && only(...names)) return action as Action
  }
  return null
}

/**
 * What the auto-repeat of a held key does. `act`: it walks on. `pass`: it goes on to where it was typed. `swallow`: nothing,
 * and the program does not get it either; so a held Pause never resumes.
 */
export function heldFate(action: Action): 'act' | 'pass' | 'swallow' {
  if (action === 'prompt-previous' || action === 'prompt-next') return 'act'
  return action === 'copy' || action === 'paste' ? 'pass' : 'swallow'
}

/** The parts of an action's shortcut, to be drawn: `['ctrl', 'shift', '.']`. */
export function shortcutParts(action: Action, platform: string): string[] {
  return KEYS[action]?.[platform === 'darwin' ? 'mac' : 'other'].split(' ') ?? []
}
