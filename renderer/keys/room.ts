// How large the canvas is now, and what is said where a pane has no room on it.
import { type Size, SMALLEST } from '../state/layout-drop.ts'

export const NO_ROOM = `There is no room for another pane there: it would be smaller than ${SMALLEST.width} × ${SMALLEST.height}.`

/** px. Without a canvas there is room for anything. */
export function canvasSize(): Size {
  const canvas = document.querySelector('[data-canvas]')
  if (!canvas) return { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY }
  return { width: canvas.clientWidth, height: canvas.clientHeight }
}
