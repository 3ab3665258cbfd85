// The handles between panes, by keys: a command goes to the one beside the pane a person is in, Tab to the next, Escape back.
import { focusManager } from './focus.ts'

const HANDLE = '.canvas .gutter'

const handles = () =>
  [...document.querySelectorAll<HTMLElement>(HANDLE)].filter(handle =>
    handle.checkVisibility({ visibilityProperty: true }),
  )

/** The handle nearest to the pane of `surface`, its own split first. False: the pane has no other beside it that is drawn. */
export function focusHandle(surface: string | null): boolean {
  const there = handles()
  let part = document.querySelector(`[data-slot="${surface}"]`)?.closest('[data-panel]')
  while (part) {
    const beside = [part.nextElementSibling, part.previousElementSibling].find(one =>
      there.includes(one as HTMLElement),
    )
    if (beside) {
      focusManager.element(beside as HTMLElement)
      return true
    }
    part = part.parentElement?.closest('[data-panel]')
  }
  return false
}

/** Keys of a handle that has the focus, but for the arrows, which move it. `even`: makes the parts beside it equal. */
export function handleKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'preventDefault'>, even: () => void): void {
  if (event.key === 'Escape' || event.key === 'Enter') focusManager.back()
  else if (event.key === ' ') even()
  else if (event.key === 'Tab') {
    const all = handles()
    const at = all.indexOf(document.activeElement as HTMLElement)
    focusManager.element(all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length] ?? null)
  } else return
  event.preventDefault()
}
