// The application menu on macOS, made from the contract's commands. Elsewhere the window draws its own and every key is the page's.
// What an entry does is the page's: it is asked, and nothing is decided here.
import { Menu, type MenuItemConstructorOptions } from 'electron'
import {
  COMMANDS,
  type CommandId,
  commandKeys,
  MENU_TITLES,
  type MenuItem,
  menuOf,
  type OwnKeys,
} from '../../preload/contract.ts'
import type { Settings } from '../store/settings.ts'

interface Deeds {
  /** a person's own keys */
  readonly keys: OwnKeys
  /** Asks the window to do it; opens one where there is none. */
  ask(command: CommandId): void
}

/** The whole menu on macOS, with the keys as a person has them and as they become. */
export function followMenu(settings: Settings, ask: Deeds['ask']): void {
  if (process.platform !== 'darwin') return
  let { keys } = settings.get()
  draw({ keys, ask })
  settings.onChange(() => {
    const next = settings.get().keys
    if (JSON.stringify(next) !== JSON.stringify(keys)) draw({ keys: next, ask })
    keys = next
  })
}

function draw(deeds: Deeds): void {
  const menus = menuOf('darwin').map(({ menu, items }): MenuItemConstructorOptions => {
    return {
      label: MENU_TITLES[menu],
      ...(menu === 'window' ? { role: 'window' as const } : menu === 'help' ? { role: 'help' as const } : {}),
      submenu: items.map(item => entryOf(item, deeds)),
    }
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus))
}

/** What the system does better: text fields of the page, and what works with no window. */
const ROLES: Partial<Record<CommandId, MenuItemConstructorOptions['role']>> = {
  ...{ copy: 'copy', paste: 'paste', quit: 'quit' },
}

function entryOf(item: MenuItem, { keys, ask }: Deeds): MenuItemConstructorOptions {
  if ('line' in item) return { type: 'separator' }
  if ('system' in item) return { role: item.system }
  const { command } = item
  const accelerator = acceleratorOf(commandKeys(command, 'darwin', keys))
  const shown = { label: COMMANDS[command].title, ...(accelerator === null ? {} : { accelerator }) }
  const role = ROLES[command]
  if (role) return { ...shown, role }
  // By its key it is the page's, which heard the key before the menu did: so nothing happens twice, and a terminal that gets
  // every key gets this one.
  return {
    ...shown,
    click: (_item, window, event) => (event.triggeredByAccelerator && window ? undefined : ask(command)),
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ mod: 'Command', ctrl: 'Control', alt: 'Alt', shift: 'Shift', enter: 'Enter', tab: 'Tab', space: 'Space' },
  ...{ backspace: 'Backspace', left: 'Left', right: 'Right', up: 'Up', down: 'Down', '+': 'Plus' },
}

/** As Electron writes it; null = none. */
function acceleratorOf(written: string): string | null {
  if (written === '') return null
  return written
    .split(' ')
    .map(part => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+')
}
