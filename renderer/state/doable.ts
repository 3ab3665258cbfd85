// Which commands can act now, and why the others cannot: for the menu and the palette, so that no entry does nothing. Pure.
import type { CommandId } from '../../preload/contract.ts'

export interface Facts {
  /** a pane has the person's attention */
  readonly pane: boolean
  /** it shows a surface, not one of the last run that was not started again */
  readonly surface: boolean
  /** its program has ended */
  readonly ended: boolean
  /** how many there are at all */
  readonly surfaces: number
  /** of the tab in front */
  readonly panes: number
  readonly tabs: number
  /** drafts and approvals that wait */
  readonly waiting: number
  /** it is a pane of tmux */
  readonly tmux: boolean
  /** and the connection to it is lost */
  readonly lost: boolean
  /** text is selected in the terminal that has, or had, the keyboard */
  readonly selected: boolean
}

const NO_SURFACE = 'No surface is open.'
const ONE_PANE = 'There is only one pane.'
const ON_A_PANE = new Set<CommandId>(['split-right', 'split-down', 'close', 'zoom', 'pane-to-tab'])
const ON_A_SURFACE = new Set<CommandId>([
  ...(['copy', 'paste', 'select-all', 'find', 'clear'] as const),
  ...(['prompt-previous', 'prompt-next', 'rename', 'move', 'all-keys'] as const),
  ...(['reconnect', 'let-go'] as const),
])
const AMONG_PANES = new Set<CommandId>([
  ...(['zoom', 'resize-panes', 'pane-to-tab', 'focus-left', 'focus-right', 'focus-up', 'focus-down'] as const),
])

/** In a sentence for a person; null = it can act. */
export function whyNot(command: CommandId, facts: Facts): string | null {
  if (!facts.pane && (ON_A_PANE.has(command) || ON_A_SURFACE.has(command))) return NO_SURFACE
  if (!facts.surface && ON_A_SURFACE.has(command)) return 'It was not started again yet.'
  if (AMONG_PANES.has(command) && facts.panes < 2) return ONE_PANE
  if (command.startsWith('tab-') && facts.tabs < 2) return 'There is only one tab.'
  if (command === 'paste' && facts.ended) return 'Its program has ended.'
  if ((command === 'let-go' || command === 'reconnect') && !facts.tmux) return 'It is no pane of tmux.'
  if (command === 'reconnect' && !facts.lost) return 'The connection is not lost.'
  if (command === 'copy' && !facts.selected) return 'Nothing is selected.'
  if (command === 'drafts' && facts.waiting === 0) return 'Nothing needs you.'
  const place = /^surface-([1-9])$/.exec(command)
  if (place && Number(place[1]) > facts.surfaces) return 'There are not so many surfaces.'
  return null
}
