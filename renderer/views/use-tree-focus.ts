// Which item of the sidebar's tree is in the tab order and has the keyboard. A mouse takes the keyboard from nothing here: what
// a click does with it is said where the click is heard.
import { type FocusEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { focusManager } from '../keys/focus.ts'
import type { TreeItem } from '../state/sidebar-rows.ts'
import { jumped } from '../state/sidebar-walk.ts'

/** ms after which a typed letter begins a new name. */
const PAUSE_MS = 700

const elementOf = (key: string) => document.querySelector<HTMLElement>(`[role="tree"] [data-key="${CSS.escape(key)}"]`)

export function useTreeFocus(items: readonly TreeItem[], selected: string | null) {
  const [here, setHere] = useState<string | null>(null)
  const inside = useRef(false)
  const pressed = useRef(false)
  const place = useRef(0)
  const typed = useRef({ text: '', at: 0 })
  const at = items.findIndex(item => item.key === here)
  // Its row went: the one that is in its place now.
  const instead = here === null ? (selected ?? items[0]?.key) : items[Math.min(place.current, items.length - 1)]?.key
  const stop = (at >= 0 ? here : instead) ?? null
  useLayoutEffect(() => {
    if (at >= 0) place.current = at
    if (inside.current && stop !== null && document.activeElement === document.body)
      focusManager.element(elementOf(stop))
  }, [at, stop])
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!(event.target as Element).closest('[role="tree"]')) inside.current = false
    }
    window.addEventListener('pointerdown', elsewhere, { capture: true })
    return () => window.removeEventListener('pointerdown', elsewhere, { capture: true })
  }, [])

  const go = (key: string) => focusManager.element(elementOf(key))
  return {
    /** the key of the item in the tab order */
    stop,
    go,
    /** A letter of a name. True: it led somewhere. */
    type(from: string, letter: string): boolean {
      const time = performance.now()
      const text = time - typed.current.at < PAUSE_MS ? typed.current.text + letter : letter
      typed.current = { text, at: time }
      const to = jumped(items, from, text)
      if (to !== null) go(to)
      return to !== null
    },
    on: {
      onMouseDown(event: MouseEvent<HTMLElement>) {
        if (event.target instanceof HTMLInputElement) return
        // The main button has to keep its default: without it nothing can be dragged.
        if (event.button !== 0) return event.preventDefault()
        pressed.current = true
        setTimeout(() => {
          pressed.current = false
        })
      },
      onFocus(event: FocusEvent<HTMLElement>) {
        const before = event.relatedTarget
        const byMouse = pressed.current && !(event.target instanceof HTMLInputElement)
        if (byMouse && before instanceof HTMLElement && !event.currentTarget.contains(before)) return lend(before)
        inside.current = true
        const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key']
        if (key !== undefined) setHere(key)
      },
      onBlur(event: FocusEvent<HTMLElement>) {
        if (event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget)) return
        inside.current = false
        setHere(null)
      },
    },
  }
}

/** Gives the keyboard back once the mouse is let go or drags: at once it would keep Chromium from dragging. */
function lend(before: HTMLElement): void {
  const over = new AbortController()
  const back = () => {
    if (over.signal.aborted) return
    over.abort()
    focusManager.element(before)
  }
  window.addEventListener('mouseup', back, { capture: true, signal: over.signal })
  window.addEventListener('dragstart', () => setTimeout(back), { capture: true, signal: over.signal })
}
