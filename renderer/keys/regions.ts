// The parts of the window in their order, and how F6 walks through them. Escape in one of those around the terminals goes back
// to the terminal that had the keyboard.
import { focusManager } from './focus.ts'
import { focusLauncher } from './launch.ts'

const PANES = '[data-region="panes"]'
/** In order. What is covered, folded away or not drawn is passed by. */
const REGIONS = [
  '.title',
  '.side',
  '.tabs',
  PANES,
  '.main .page',
  '[data-consent]',
  '.panel',
  '[data-approvals]',
  '.rail',
  '.strip',
]
/** Where Escape has no meaning of its own. */
const AROUND = '.title, .side, .rail, .strip'
const FOCUSABLE = 'button:not(:disabled), a[href], input:not(:disabled), select, textarea, [tabindex="0"]'

const isThere = (element: HTMLElement) =>
  element.closest('[inert]') === null && element.checkVisibility({ visibilityProperty: true })

function regions(): HTMLElement[] {
  return REGIONS.flatMap(one => [...document.querySelectorAll<HTMLElement>(one)].slice(0, 1)).filter(isThere)
}

/** The first element that takes the keyboard; a tree, a grid or a list has one that is in the tab order. */
function firstIn(region: HTMLElement): HTMLElement | null {
  // It answers keys itself: the sheet and the pages.
  if (region.tabIndex === -1 && region.hasAttribute('tabindex')) return region
  const tree = region.querySelector<HTMLElement>(':is([role="tree"], [role="grid"]) [tabindex="0"]')
  if (tree && isThere(tree)) return tree
  const all = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(element => element.tabIndex >= 0)
  return all.find(element => isThere(element)) ?? null
}

function enter(region: HTMLElement): boolean {
  if (region.matches(PANES)) {
    if (focusManager.lastSurface() === null) focusLauncher()
    else focusManager.back()
    return true
  }
  const target = firstIn(region)
  focusManager.element(target)
  return target !== null
}

/** On a person's key: to the next part of the window, or the one before. */
export function walkRegions(step: 1 | -1): void {
  const all = regions()
  const here = all.findIndex(region => region.contains(document.activeElement))
  const from = here >= 0 ? here : all.findIndex(region => region.matches(PANES))
  for (let n = 1; n <= all.length; n++) {
    const region = all[(from + step * n + n * all.length) % all.length]
    if (region && enter(region)) return
  }
}

/** Starts hearing Escape. */
export function listenForEscape(): void {
  window.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
    if (!(event.target instanceof Element) || event.target.closest(AROUND) === null) return
    event.preventDefault()
    focusManager.back()
  })
}
