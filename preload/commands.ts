// Everything a person can do by a key, the menu or the palette: what it is called, where it stands, its own keys. A part of the
// contract: main draws its menu from it, the window its palette, keys and settings.
import { z } from 'zod'

/** In the order of the menu bar. */
export const MENUS = ['file', 'edit', 'view', 'go', 'surface', 'agents', 'window', 'help'] as const
export type MenuName = (typeof MENUS)[number]

export interface Command {
  /** as a menu says it; `…` where it asks for more */
  readonly title: string
  readonly menu: MenuName
  /** a line above it in its menu */
  readonly line?: true
  /** `mod shift .`: modifiers, then one key; `mod` is Command. '' = none unless a person sets one */
  readonly mac: string
  /** on Linux and Windows; plain Ctrl belongs to the programs */
  readonly other: string
}

const surfaceKeys = Object.fromEntries(
  ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map(n => [
    `surface-${n}`,
    { title: `Surface ${n}`, menu: 'go', mac: `mod ${n}`, other: `alt ${n}`, ...(n === 1 ? { line: true } : {}) },
  ]),
) as Record<`surface-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`, Command>

export const COMMANDS = {
  new: { title: 'New shell', menu: 'file', mac: 'mod t', other: 'ctrl shift t' },
  launch: { title: 'New surface…', menu: 'file', mac: 'mod n', other: 'ctrl shift n' },
  adopt: { title: 'Adopt a tmux pane…', menu: 'file', mac: '', other: '' },
  'split-right': { title: 'Split right', menu: 'file', line: true, mac: 'mod d', other: 'ctrl shift o' },
  'split-down': { title: 'Split down', menu: 'file', mac: 'mod shift d', other: 'ctrl shift d' },
  close: { title: 'Close surface', menu: 'file', line: true, mac: 'mod w', other: 'ctrl shift w' },
  settings: { title: 'Settings…', menu: 'file', line: true, mac: 'mod ,', other: 'ctrl shift ,' },
  quit: { title: 'Quit Gatehouse', menu: 'file', line: true, mac: 'mod q', other: 'ctrl shift q' },

  copy: { title: 'Copy', menu: 'edit', mac: 'mod c', other: 'ctrl shift c' },
  paste: { title: 'Paste', menu: 'edit', mac: 'mod v', other: 'ctrl shift v' },
  'select-all': { title: 'Select all', menu: 'edit', mac: 'mod a', other: '' },
  find: { title: 'Find…', menu: 'edit', line: true, mac: 'mod f', other: 'ctrl shift f' },
  clear: { title: 'Clear scrollback', menu: 'edit', mac: 'mod k', other: 'ctrl shift x' },

  palette: { title: 'Search surfaces, agents, commands…', menu: 'view', mac: 'mod shift p', other: 'ctrl shift p' },
  sidebar: { title: 'Sidebar', menu: 'view', line: true, mac: 'mod b', other: 'ctrl shift b' },
  grants: { title: 'Grants', menu: 'view', mac: 'mod shift g', other: 'ctrl shift g' },
  activity: { title: 'Activity', menu: 'view', mac: 'mod shift l', other: 'ctrl shift l' },
  connect: { title: 'Connect', menu: 'view', mac: 'mod shift k', other: 'ctrl shift k' },
  zoom: { title: 'Zoom pane', menu: 'view', line: true, mac: 'mod shift enter', other: 'ctrl shift enter' },
  'resize-panes': { title: 'Resize panes', menu: 'view', mac: '', other: '' },
  'text-larger': { title: 'Larger text', menu: 'view', line: true, mac: 'mod =', other: 'ctrl shift =' },
  'text-smaller': { title: 'Smaller text', menu: 'view', mac: 'mod -', other: 'ctrl shift -' },
  'text-reset': { title: 'Text size as set at first', menu: 'view', mac: 'mod 0', other: 'ctrl shift 0' },

  'focus-left': { title: 'Pane on the left', menu: 'go', mac: 'mod alt left', other: 'ctrl shift left' },
  'focus-right': { title: 'Pane on the right', menu: 'go', mac: 'mod alt right', other: 'ctrl shift right' },
  'focus-up': { title: 'Pane above', menu: 'go', mac: 'mod alt up', other: 'ctrl shift up' },
  'focus-down': { title: 'Pane below', menu: 'go', mac: 'mod alt down', other: 'ctrl shift down' },
  'tab-next': { title: 'Next tab', menu: 'go', line: true, mac: 'ctrl tab', other: 'ctrl tab' },
  'tab-previous': { title: 'Previous tab', menu: 'go', mac: 'ctrl shift tab', other: 'ctrl shift tab' },
  'prompt-previous': { title: 'Previous prompt', menu: 'go', line: true, mac: 'mod up', other: 'ctrl shift PageUp' },
  'prompt-next': { title: 'Next prompt', menu: 'go', mac: 'mod down', other: 'ctrl shift PageDown' },
  'region-next': { title: 'Next part of the window', menu: 'go', line: true, mac: 'F6', other: 'F6' },
  'region-previous': { title: 'Previous part of the window', menu: 'go', mac: 'shift F6', other: 'shift F6' },
  ...surfaceKeys,

  rename: { title: 'Rename…', menu: 'surface', mac: '', other: '' },
  move: { title: 'Move to workspace…', menu: 'surface', mac: '', other: '' },
  'pane-to-tab': { title: 'Move pane to a tab of its own', menu: 'surface', line: true, mac: '', other: '' },
  'all-keys': { title: 'Send every key to the program', menu: 'surface', line: true, mac: '', other: '' },
  reconnect: { title: 'Reconnect', menu: 'surface', line: true, mac: '', other: '' },
  'let-go': { title: 'Let go of this pane', menu: 'surface', mac: '', other: '' },

  pause: { title: 'Pause or resume agents', menu: 'agents', mac: 'mod shift .', other: 'ctrl shift .' },
  drafts: { title: 'Next that needs you', menu: 'agents', line: true, mac: 'mod j', other: 'ctrl shift j' },
  newest: { title: 'Newest that finished or asks', menu: 'agents', mac: 'mod shift u', other: 'ctrl shift y' },
  approvals: { title: 'Approvals', menu: 'agents', mac: 'mod shift a', other: 'ctrl shift a' },
  policy: { title: 'The policy file', menu: 'agents', line: true, mac: '', other: '' },

  minimize: { title: 'Minimise', menu: 'window', mac: 'mod m', other: '' },
  maximize: { title: 'Zoom window', menu: 'window', mac: '', other: '' },
  'close-window': { title: 'Close window', menu: 'window', line: true, mac: 'mod shift w', other: '' },

  keys: { title: 'Keyboard shortcuts', menu: 'help', mac: '', other: '' },
  updates: { title: 'Check for updates', menu: 'help', line: true, mac: '', other: '' },
  about: { title: 'About Gatehouse', menu: 'help', mac: '', other: '' },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof COMMANDS
export const COMMAND_IDS = Object.keys(COMMANDS) as [CommandId, ...CommandId[]]
export const commandIdSchema = z.enum(COMMAND_IDS)

/** The bar's names for its menus. `app` is macOS's own first menu. */
export const MENU_TITLES: Readonly<Record<MenuName | 'app', string>> = {
  ...{ app: 'Gatehouse', file: 'File', edit: 'Edit', view: 'View', go: 'Go' },
  ...{ surface: 'Surface', agents: 'Agents', window: 'Window', help: 'Help' },
}

/** What macOS does itself, in a menu it expects it in. */
export type SystemRole = 'services' | 'hide' | 'hideOthers' | 'unhide' | 'undo' | 'redo' | 'cut'

export type MenuItem = { readonly command: CommandId } | { readonly system: SystemRole } | { readonly line: true }
export interface MenuPart {
  readonly menu: MenuName | 'app'
  readonly items: readonly MenuItem[]
}

const LINE: MenuItem = { line: true }
const system = (...roles: readonly SystemRole[]): MenuItem[] => roles.map(role => ({ system: role }))
/** These stand in the menu that macOS names after the app. */
const OF_THE_APP: readonly CommandId[] = ['about', 'settings', 'quit']

/** The menus of a platform, in its order. On macOS some entries are the system's, and some stand in the app's own menu. */
export function menuOf(platform: string): MenuPart[] {
  const mac = platform === 'darwin'
  const parts = MENUS.map((menu): MenuPart => {
    const commands = COMMAND_IDS.filter(id => COMMANDS[id].menu === menu && !(mac && OF_THE_APP.includes(id)))
    const items = commands.flatMap((id, at): MenuItem[] => {
      const { line }: Command = COMMANDS[id]
      return line && at > 0 ? [LINE, { command: id }] : [{ command: id }]
    })
    return {
      menu,
      items: mac && menu === 'edit' ? [...system('undo', 'redo'), LINE, ...system('cut'), ...items] : items,
    }
  })
  if (!mac) return parts
  const [about, settings, quit] = OF_THE_APP.map((command): MenuItem => ({ command }))
  const items = [about!, LINE, settings!, LINE, ...system('services'), LINE]
  return [{ menu: 'app', items: [...items, ...system('hide', 'hideOthers', 'unhide'), LINE, quit!] }, ...parts]
}

/** What main asks of the window because a person chose it outside of the page: in a menu, the tray or a notification. */
export const doSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('command'), command: commandIdSchema }),
  /** goes to the surface and gives it the keyboard */
  z.object({ do: z.literal('surface'), surface: z.string() }),
  /** opens the approvals and gives them the keyboard; `id`: with that one in front, if it still waits */
  z.object({ do: z.literal('approvals'), id: z.string().optional() }),
  /** a screen reader was started on this computer, or ended */
  z.object({ do: z.literal('screen-reader'), on: z.boolean() }),
])
export type DoEvent = z.infer<typeof doSchema>
