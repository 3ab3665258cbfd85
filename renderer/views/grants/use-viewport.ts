// How large an element that scrolls is inside, and how far it is scrolled, as far as that matters for what is drawn.
import { type RefObject, useLayoutEffect, useState } from 'react'

/** CSS px. */
interface Viewport {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Scrolled in steps: what is drawn beyond the view is more than one. */
const STEP = 32

export function useViewport(element: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ left: 0, top: 0, width: 0, height: 0 })
  useLayoutEffect(() => {
    const seen = element.current
    if (!seen) return
    const step = (px: number) => Math.floor(px / STEP) * STEP
    const look = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(seen)
      const width = seen.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      const next = { left: step(seen.scrollLeft), top: step(seen.scrollTop), width, height: seen.clientHeight }
      setViewport(before => (same(before, next) ? before : next))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(seen)
    seen.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      seen.removeEventListener('scroll', look)
    }
  }, [element])
  return viewport
}

const same = (a: Viewport, b: Viewport) =>
  a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height
