// The part of the list that is drawn, as a person scrolls through it.
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import {
  type Extent,
  extentOf,
  inView,
  type Place,
  placed,
  ROW,
  scrolled,
  settled,
} from '../../state/activity-window.ts'

interface Window {
  readonly place: Place
  readonly extent: Extent
  /** rows in view: from, and before */
  readonly from: number
  readonly to: number
  /** px below the top of the scrolled page at which row 0 would be */
  readonly origin: number
  /** Brings a px of the list to the top. */
  scrollTo(at: number): void
}

const START: Place = { top: 0, at: 0 }

/** px of the head that stays above the rows */
const HEAD = 30

/** `rows`: how many there are. `box`: what scrolls; inside it the head, and below it a layer as high as `extent.high`. */
export function useWindow(box: RefObject<HTMLElement | null>, rows: number): Window {
  const [view, setView] = useState(0)
  const [place, setPlace] = useState(START)
  const extent = extentOf(rows, view)
  const latest = useRef({ place, extent })
  latest.current = { place, extent }

  const put = useCallback((next: Place) => {
    latest.current.place = next
    setPlace(next)
  }, [])

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => setView(Math.max(0, element.clientHeight - HEAD)))
    watch.observe(element)
    const move = () => put(scrolled(latest.current.place, element.scrollTop, latest.current.extent))
    const rest = () => {
      const { place: now, extent: all } = latest.current
      if (all.long === all.high) return
      const next = settled(now, all)
      if (Math.abs(next.top - now.top) < 1) return
      put(next)
      element.scrollTop = next.top
    }
    element.addEventListener('scroll', move, { passive: true })
    element.addEventListener('scrollend', rest)
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', move)
      element.removeEventListener('scrollend', rest)
    }
  }, [box, put])

  const scrollTo = useCallback(
    (at: number) => {
      const next = placed(latest.current.place, at, latest.current.extent)
      put(next)
      if (box.current) box.current.scrollTop = next.top
    },
    [box, put],
  )
  const { from, to } = inView(place, extent)
  return { place, extent, from, to, origin: place.top - place.at, scrollTo }
}

/** Rows that are drawn above and below those in view. */
const BEYOND = 8

/** Their places, in order; `always` among them. */
export function drawn({ from, to, extent }: Window, always: number | null): number[] {
  const rows = extent.long / ROW
  const first = Math.max(0, from - BEYOND)
  const last = Math.min(rows, to + BEYOND)
  const all = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n)
  if (always === null || always >= rows || (always >= first && always < last)) return all
  return always < first ? [always, ...all] : [...all, always]
}
