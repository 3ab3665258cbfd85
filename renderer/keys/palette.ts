// What choosing in the palette does. The keyboard is back where it was before anything is done, as with a command's own key.
import type { CommandId } from '../../preload/contract.ts'
import { useLaunch } from '../state/launch.ts'
import * as layout from '../state/layout.ts'
import type { PaletteItem } from '../state/palette.ts'
import { say, uncover } from '../state/panel.ts'
import { act, closeSurface, goTo } from './actions.ts'
import { focusManager } from './focus.ts'
import { askToRevoke, letSubmit, lockTo, pauseAgent, showGrant } from './grant-deeds.ts'
import { openNow } from './launch.ts'
import { leavePalette } from './palette-open.ts'
import { changeName, switchAllKeys } from './surface.ts'
import { letGo, openTmux, reconnect } from './tmux.ts'

/** Remembered in this window alone, the latest first. */
let recent: readonly string[] = []
const MOST_RECENT = 20

/** Ids of what was chosen lately. */
export const recentlyChosen = (): readonly string[] => recent

/** Does it, in a split where that means something and `beside` asks for it. */
export function choose(item: PaletteItem, beside: boolean): void {
  if (item.off !== null) return
  recent = [item.id, ...recent.filter(id => id !== item.id)].slice(0, MOST_RECENT)
  leavePalette()
  const { deed } = item
  if (deed.is === 'surface') show(deed.surface, beside)
  else if (deed.is === 'preset') openPreset(deed.preset, beside)
  else if (deed.is === 'place') void openTmux(deed.place)
  else if (deed.is === 'grant') showGrant(deed.agent, deed.surface, true)
  else if (deed.is === 'lock') void lockTo(deed.surface, deed.on ? 'read' : null)
  else if (deed.is === 'let') void letSubmit(deed.agent, deed.surface)
  else if (deed.is === 'pause') void pauseAgent(deed.agent, deed.on)
  else if (deed.is === 'revoke') askToRevoke(deed.agent)
  else if (!act(deed.command)) say('That does nothing here.')
}

/** Does one of the actions that Tab offers for a surface. */
export function chooseOn(surface: string, command: CommandId): void {
  leavePalette()
  if (command === 'rename') changeName(surface, 'name')
  else if (command === 'move') changeName(surface, 'workspace')
  else if (command === 'all-keys') switchAllKeys(surface)
  else if (command === 'close') void closeSurface(surface)
  else if (command === 'let-go') void letGo(surface)
  else if (command === 'reconnect') reconnect(surface)
  else {
    goTo(surface)
    act(command)
  }
}

function show(surface: string, beside: boolean): void {
  const at = layout.focusedSurface()
  if (!beside || at === null || at === surface) {
    goTo(surface)
    return
  }
  uncover()
  layout.showBeside(surface, at, 'row')
  focusManager.surface(surface)
}

function openPreset(id: string, beside: boolean): void {
  const preset = useLaunch.getState().list?.presets.find(one => one.id === id)
  if (preset) void openNow(preset, beside ? 'row' : undefined)
}
