// A person's mouse on a terminal, where it is the app's: the right button, copying what was selected, larger text by the wheel.
import type { Terminal } from '@xterm/xterm'
import type { SettingsValues } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { setting } from '../state/settings.ts'
import { type OverLink, openTerminalMenu } from '../state/terminal-menu.ts'
import { resizeText } from '../state/text-size.ts'

/** What the wheel says for one step of the text's size, in px. */
const WHEEL_STEP = 50

export interface RightClick {
  readonly setting: SettingsValues['rightClick']
  readonly platform: string
  readonly shift: boolean
  /** the program asked for the mouse */
  readonly reports: boolean
  readonly selected: boolean
}

/** What a right click does. Shift always brings the menu. */
export function rightClickDoes({
  setting,
  platform,
  shift,
  reports,
  selected,
}: RightClick): 'menu' | 'copy' | 'paste' | 'program' {
  if (shift) return 'menu'
  if (reports) return 'program'
  const pastes = setting === 'paste' || (setting === 'platform' && platform === 'win32')
  if (!pastes) return 'menu'
  return selected ? 'copy' : 'paste'
}

export interface MouseSpec {
  readonly surface: string
  readonly element: HTMLElement
  readonly terminal: Terminal
  copy(): boolean
  paste(): void
  /** the link under the pointer */
  over(): OverLink | null
}

export function hearMouse({ surface, element, terminal, copy, paste, over }: MouseSpec): void {
  const capture = { capture: true }
  element.addEventListener(
    'contextmenu',
    event => {
      event.preventDefault()
      // xterm would select what is under it.
      event.stopPropagation()
      const does = rightClickDoes({
        setting: setting('rightClick'),
        platform: now()?.about.platform ?? '',
        shift: event.shiftKey,
        reports: event.button === 2 && terminal.modes.mouseTrackingMode !== 'none',
        selected: terminal.hasSelection(),
      })
      if (does === 'paste') paste()
      else if (does === 'copy') {
        copy()
        terminal.clearSelection()
      } else if (does === 'menu') {
        const { clientX: x, clientY: y } = event
        openTerminalMenu({ surface, x, y, link: over(), selected: terminal.hasSelection() })
      }
    },
    capture,
  )
  element.addEventListener(
    'mousedown',
    event => {
      if (event.button !== 0) return
      const up = () => {
        // A click that selects nothing has taken away what was selected before.
        const text = terminal.getSelection()
        if (setting('copyOnSelect') && text !== '') void call('clipboard.write', { text })
      }
      window.addEventListener('mouseup', () => window.setTimeout(up), { once: true })
    },
    capture,
  )
  let turned = 0
  element.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey) return
      event.preventDefault()
      event.stopPropagation()
      turned -= event.deltaY
      const steps = Math.trunc(turned / WHEEL_STEP)
      if (steps === 0) return
      turned = 0
      void resizeText(Math.sign(steps))
    },
    { capture: true, passive: false },
  )
}
