// What the app does on a person's key or click. Every action ends with focus where the person expects it.
import type { Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { inOrder, now } from '../state/app-state.ts'
import * as layout from '../state/layout.ts'
import type { Toward } from '../state/layout-tree.ts'
import { nextNeed } from '../state/needs.ts'
import { closePanel, say, togglePanel, uncover, usePanel } from '../state/panel.ts'
import { hostOf } from '../terminal/hosts.ts'
import { enterApprovals, openApprovals } from './approvals.ts'
import { focusManager } from './focus.ts'
import { focusLauncher, openShell, toggleLauncher } from './launch.ts'
import type { Action } from './shortcuts.ts'

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

/** Closes a surface and ends its program; one that may be at work is asked about first, in its pane. */
export async function closeSurface(id: string, sure = false): Promise<void> {
  const had = layout.focusedSurface() === id
  const closed = await call('surface.close', { id, sure })
  if (!closed.ok && closed.code === 'at_work') {
    layout.show(id)
    return layout.askToClose(id)
  }
  layout.askToClose(null)
  if (!closed.ok) return say(closed.message)
  // It is gone; main's own word of it may still be on the way.
  const left = (now()?.surfaces ?? []).map(surface => surface.id).filter(other => other !== id)
  layout.follow(left, false)
  if (!had) return
  const next = layout.focusedSurface()
  if (next === null) focusLauncher()
  else focusManager.surface(next)
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

const DIRECTIONS: Partial<Record<Action, Toward>> = {
  'focus-left': 'left',
  'focus-right': 'right',
  'focus-up': 'up',
  'focus-down': 'down',
}

/** Does one action. False: it had nothing to do here, the key goes on to where it was typed. */
export function act(action: Action): boolean {
  const focused = layout.focusedSurface()
  const toward = DIRECTIONS[action]
  if (toward) {
    focusManager.surface(layout.neighbourSurface(toward))
    return true
  }
  if (action.startsWith('surface-')) {
    const surface = inOrder(now()?.surfaces ?? [])[Number(action.slice(8)) - 1]
    if (surface) goTo(surface.id)
    return true
  }
  switch (action) {
    case 'pause':
      togglePause()
      return true
    case 'grants':
    case 'connect':
      togglePanel(action)
      if (usePanel.getState().open === 'none') focusManager.back()
      return true
    case 'drafts':
      toNext()
      return true
    case 'approvals':
      enterApprovals()
      return true
    case 'new':
      void openShell()
      return true
    case 'launch':
      toggleLauncher()
      return true
    case 'close':
      if (focused) void closeSurface(focused)
      return true
    case 'split-right':
    case 'split-down':
      void openShell(action === 'split-right' ? 'row' : 'column')
      return true
    case 'sidebar':
      usePanel.setState(panel => ({ sidebar: !panel.sidebar }))
      return true
    case 'prompt-previous':
    case 'prompt-next':
      return hostOf(document.activeElement)?.toPrompt(action === 'prompt-next' ? 'next' : 'previous') ?? false
    case 'copy':
      return hostOf(document.activeElement)?.copy() ?? false
    case 'paste': {
      const host = hostOf(document.activeElement)
      if (host) void host.paste()
      return host !== null
    }
    default:
      return false
  }
}
