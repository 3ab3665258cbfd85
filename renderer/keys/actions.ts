// What the app does on a person's key or click. Every action ends with focus where the person expects it.
import type { CommandId, Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { inOrder, now } from '../state/app-state.ts'
import * as layout from '../state/layout.ts'
import type { Toward } from '../state/layout-tree.ts'
import { nextNeed } from '../state/needs.ts'
import { closePanel, isPage, say, showPolicy, showSettings, togglePanel, uncover, usePanel } from '../state/panel.ts'
import { toggleSidebar } from '../state/sidebar.ts'
import { resizeText } from '../state/text-size.ts'
import { isAdopted } from '../state/tmux-words.ts'
import type { XtermHost } from '../terminal/host.ts'
import { hostOf, hostShown } from '../terminal/hosts.ts'
import { enterApprovals, openApprovals } from './approvals.ts'
import { closeDormant, isDormant, takeAway } from './dormant.ts'
import { findIn } from './find.ts'
import { focusManager } from './focus.ts'
import { focusHandle } from './handles.ts'
import { openShell, toggleLauncher } from './launch.ts'
import { toNewest } from './newest.ts'
import { togglePalette } from './palette-open.ts'
import { walkRegions } from './regions.ts'
import { changeName, switchAllKeys } from './surface.ts'
import { paneToTab, stepTab, toggleZoom } from './tabs.ts'
import { letGo, openTmux, reconnect } from './tmux.ts'
import { checkForUpdates } from './updates.ts'

/** Says a failure in plain words; gives the value through. */
export async function told<T>(result: Promise<Result<T>>): Promise<T | null> {
  const answer = await result
  if (answer.ok) return answer.value
  say(answer.message)
  return null
}

/** A click on a surface: shows it and gives it the keyboard. */
export function goTo(surface: string): void {
  uncover()
  layout.show(surface)
  focusManager.surface(surface)
}

/**
 * Closes a surface and ends its program; one that may be at work is asked about first, in its pane. A pane that was adopted is let
 * go of instead: it lives on.
 */
export async function closeSurface(id: string, sure = false): Promise<void> {
  if (isDormant(id)) return closeDormant(id)
  const surface = now()?.surfaces.find(one => one.id === id)
  if (surface && surface.exit === null && isAdopted(surface)) return letGo(id)
  const had = layout.focusedSurface() === id
  const closed = await call('surface.close', { id, sure })
  if (!closed.ok && closed.code === 'at_work') {
    layout.show(id)
    return layout.askToClose(id)
  }
  layout.askToClose(null)
  if (!closed.ok) return say(closed.message)
  takeAway(id, had)
}

/** Closes the open panel and gives the keyboard back to the terminal that had it. */
export function leavePanel(): void {
  closePanel()
  focusManager.back()
}

/** Pauses or resumes. Never called for an auto-repeated key. */
export function togglePause(): void {
  const paused = now()?.gate.paused
  void told(paused ? call('gate.resume', {}) : call('gate.pause', {}))
}

function toNext(): void {
  const state = now()
  const focused = layout.focusedSurface()
  const inCard = (document.activeElement?.closest(`[data-draft-of="${focused}"]`) ?? null) !== null
  const need = state && nextNeed(state.drafts, state.approvals.waiting, focused, inCard)
  if (!need) return
  const { surface } = need
  if (surface !== null) layout.show(surface)
  if (need.kind === 'approval') {
    openApprovals({ focus: true, id: need.id })
    return
  }
  const card = () => document.querySelector<HTMLElement>(`[data-draft-of="${surface}"]`)
  const there = card()
  // At once where it can be: the next key may follow closely. Else it is drawn with its pane, in the next frame.
  if (there) focusManager.element(there)
  else requestAnimationFrame(() => focusManager.element(card()))
}

function toward(side: Toward): void {
  const beside = layout.neighbourSurface(side)
  if (beside === null) return
  layout.show(beside)
  focusManager.surface(beside)
}

function toggle(panel: 'grants' | 'activity' | 'connect' | 'settings'): void {
  const hadPage = isPage(usePanel.getState().open)
  togglePanel(panel)
  const { open } = usePanel.getState()
  // Grants takes no keyboard: what had it is gone with the page.
  if (open === 'none' || (hadPage && !isPage(open))) focusManager.back()
}

/** The terminal the keyboard is in. */
const hostHere = () => hostOf(document.activeElement)

/** For the terminal the keyboard is in, or the one of the focused pane where it was chosen elsewhere. */
function onHost(run: (host: XtermHost) => void): boolean {
  const focused = layout.focusedSurface()
  const isField = document.activeElement?.matches('input, textarea, select') ?? false
  const host = hostHere() ?? (focused === null || isField ? null : hostShown(focused))
  if (host) run(host)
  return host !== null
}

/** What each command does. False: it had nothing to do here, and its key goes on to where it was typed. */
type Deed = Exclude<CommandId, `surface-${number}`>
const DEEDS: Readonly<Record<Deed, () => unknown>> = {
  pause: togglePause,
  grants: () => toggle('grants'),
  activity: () => toggle('activity'),
  connect: () => toggle('connect'),
  settings: () => toggle('settings'),
  drafts: toNext,
  newest: () => toNewest(goTo),
  approvals: enterApprovals,
  new: () => void openShell(),
  launch: toggleLauncher,
  adopt: () => void openTmux(null),
  close() {
    const focused = layout.focusedSurface()
    if (focused) void closeSurface(focused)
  },
  'split-right': () => void openShell('row'),
  'split-down': () => void openShell('column'),
  'focus-left': () => toward('left'),
  'focus-right': () => toward('right'),
  'focus-up': () => toward('up'),
  'focus-down': () => toward('down'),
  palette: togglePalette,
  rename: () => changeName(layout.focusedSurface(), 'name'),
  move: () => changeName(layout.focusedSurface(), 'workspace'),
  'all-keys': () => switchAllKeys(layout.focusedSurface()),
  reconnect: () => reconnect(layout.focusedSurface()),
  'let-go'() {
    const focused = layout.focusedSurface()
    if (focused) void letGo(focused)
  },
  policy: showPolicy,
  keys: () => showSettings('keyboard'),
  updates: checkForUpdates,
  about: () => showSettings('about'),
  quit: () => void call('window.do', { what: 'quit' }),
  minimize: () => void call('window.do', { what: 'minimize' }),
  maximize: () => void call('window.do', { what: 'maximize' }),
  'close-window': () => void call('window.do', { what: 'close' }),
  sidebar: toggleSidebar,
  'tab-next': () => stepTab(1),
  'tab-previous': () => stepTab(-1),
  'pane-to-tab': paneToTab,
  zoom: toggleZoom,
  'resize-panes': () => focusHandle(layout.focusedSurface()) || say('There is nothing beside this pane.'),
  'region-next': () => walkRegions(1),
  'region-previous': () => walkRegions(-1),
  'prompt-previous': () => hostHere()?.toPrompt('previous') ?? false,
  'prompt-next': () => hostHere()?.toPrompt('next') ?? false,
  find: () => findIn(layout.focusedSurface()),
  'select-all': () => onHost(host => host.selectAll()),
  clear: () => onHost(host => host.clear()),
  'text-larger': () => void resizeText(1),
  'text-smaller': () => void resizeText(-1),
  'text-reset': () => void resizeText(null),
  copy: () => hostHere()?.copy() ?? false,
  paste() {
    const host = hostHere()
    if (host) void host.paste()
    return host !== null
  },
}

/** Does one command. False: it had nothing to do here, the key goes on to where it was typed. */
export function act(command: CommandId): boolean {
  const place = /^surface-([1-9])$/.exec(command)
  if (place) {
    const surface = inOrder(now()?.surfaces ?? [])[Number(place[1]) - 1]
    if (surface) goTo(surface.id)
    return true
  }
  return DEEDS[command as Deed]() !== false
}
