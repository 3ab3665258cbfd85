// What a person's keys and clicks do on the Activity page: moving through the rows, and going from an entry to its terminal, its
// draft, its grant and back.
import type { KeyboardEvent } from 'react'
import { moveTo, openEntry, useActivity } from '../state/activity.ts'
import { chosenOf, FIRST, filterOf } from '../state/activity-filter.ts'
import { now } from '../state/app-state.ts'
import { draftId, useAskedDraft } from '../state/drafts.ts'
import { ANY } from '../state/grants.ts'
import * as layout from '../state/layout.ts'
import { selectCell, showActivity, uncover, usePanel } from '../state/panel.ts'
import { hostFor } from '../terminal/hosts.ts'
import { goTo, leavePanel } from './actions.ts'
import { focusManager } from './focus.ts'

const page = () => document.querySelector<HTMLElement>('.page.activity')
const grid = () => document.querySelector<HTMLElement>('[data-activity-list]')
const detail = () => document.querySelector<HTMLElement>('[data-activity-detail]')

/** To the list; to the page where there is none. */
export function focusList(): void {
  focusManager.element(grid() ?? page())
}

/** Whether it was one of the page's keys. `sheet`: the entry in full lies over the list. */
export function activityKey(event: KeyboardEvent, sheet: boolean): boolean {
  if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
  const { target } = event
  if (!(target instanceof HTMLElement) || target.closest('.menu')) return false
  if (event.key === 'Escape') return leave(target, sheet)
  if (target.matches('input, textarea, select')) return false
  if (event.key === '/') {
    const search = document.querySelector<HTMLInputElement>('[data-activity-search]')
    focusManager.element(search)
    search?.select()
    return search !== null
  }
  const inList = target === page() || target === grid()
  return inList && listKey(event.key)
}

function leave(target: HTMLElement, sheet: boolean): boolean {
  const { opened } = useActivity.getState()
  const isInside = target.closest('[data-activity-detail]') !== null
  if (sheet && opened !== null) openEntry(null)
  if (isInside || (sheet && opened !== null)) focusList()
  else leavePanel()
  return true
}

function listKey(key: string): boolean {
  const { active, pages } = useActivity.getState()
  const total = pages.list?.total ?? 0
  const page = Math.max(1, pages.look.to - pages.look.from - 2)
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowDown: active.index + 1, ArrowUp: active.index - 1, PageDown: active.index + page },
    ...{ PageUp: active.index - page, Home: 0, End: total - 1 },
  }
  const to = moves[key]
  if (to !== undefined) {
    focusList()
    moveTo(to)
    return true
  }
  if (key !== 'Enter' && key !== 'ArrowRight') return false
  if (active.seq === null) return true
  openEntry(active.seq)
  if (key === 'ArrowRight') requestAnimationFrame(() => focusManager.element(detail()))
  return true
}

/** Closes what is shown in full; the keyboard goes to the list. */
export function closeEntry(): void {
  openEntry(null)
  focusList()
}

/** To the row of the terminal where it was typed. */
export function goToPlace(surface: string, seq: number): void {
  goTo(surface)
  hostFor(surface).toSend(seq)
}

/** To the card of a draft that waits, with exactly that one in it. `ref`: `id@rev`. */
export function goToDraft(surface: string, ref: string): void {
  useAskedDraft.setState({ id: draftId(ref) })
  uncover()
  layout.show(surface)
  const card = () => document.querySelector<HTMLElement>(`[data-draft-of="${surface}"]`)
  // Drawn with its pane, in the next frame; nothing under the page takes the focus before it is gone.
  requestAnimationFrame(() => {
    if (card()) focusManager.element(card())
    else focusManager.surface(surface)
  })
}

/** To the cell of Grants that decided; of a surface that is gone, what holds on any. */
export function goToGrant(agent: string, surface: string): void {
  const isOpen = now()?.surfaces.some(one => one.id === surface) ?? false
  selectCell(agent, isOpen ? surface : ANY)
  usePanel.setState({ open: 'grants' })
}

/** To the entry of what was typed in a terminal. */
export function showEntry(surface: string, seq: number): void {
  const { chosen } = useActivity.getState()
  const shown = chosenOf(filterOf(chosen, Date.now()))
  // As it was left, if nothing is left out; else all of this surface.
  const isAll = shown.time === 'all' && JSON.stringify({ ...shown, time: FIRST.time }) === JSON.stringify(FIRST)
  showActivity(isAll ? {} : { surfaces: [surface] }, seq)
}
