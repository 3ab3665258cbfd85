// The edge of the sidebar: dragged, or moved by arrow keys, it makes it wider or narrower; far to the left it leaves icons.
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { resizeSidebar, SIDE_WIDTH, useSidebar } from '../state/sidebar.ts'
import { keepFocus } from '../ui/keep-focus.ts'

const STEP = 8

export function SideEdge({ width }: { width: number }) {
  const dragged = useRef(false)
  const key = (event: KeyboardEvent) => {
    const { mode } = useSidebar.getState()
    const to: Record<string, number> = {
      ArrowLeft: width - STEP,
      ArrowRight: mode === 'icons' ? useSidebar.getState().width : width + STEP,
      Home: SIDE_WIDTH.least,
      End: SIDE_WIDTH.most,
    }
    const next = to[event.key]
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (mode === 'full' || next > width) resizeSidebar(next)
  }
  const move = (event: PointerEvent) => {
    if (dragged.current) resizeSidebar(event.clientX)
  }
  const stop = () => {
    dragged.current = false
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line between two parts that a person moves, not a rule in a text
    <div
      className="side-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the sidebar"
      aria-valuenow={width}
      aria-valuemin={SIDE_WIDTH.icons}
      aria-valuemax={SIDE_WIDTH.most}
      aria-valuetext={`${width} pixels`}
      tabIndex={0}
      title="Drag to resize, double click for the usual width"
      onKeyDown={key}
      onMouseDown={keepFocus}
      onPointerDown={event => {
        if (event.button !== 0) return
        dragged.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={move}
      onPointerUp={stop}
      onPointerCancel={stop}
      onDoubleClick={() => resizeSidebar(SIDE_WIDTH.usual)}
    />
  )
}
