// The place of one pane on the canvas. What is dragged over it shows where it would come.
import type { DragEvent } from 'react'
import { dragged, hover, letGo } from '../keys/drag.ts'
import { useDrag } from '../state/drag.ts'
import { type DropTarget, SMALLEST, zoneAt } from '../state/layout-drop.ts'
import type { PaneNode } from '../state/layout-tree.ts'
import { Pane } from './pane.tsx'

/** `empty`: its pane is drawn elsewhere for now. */
export function Slot({ pane, empty = false }: { pane: PaneNode; empty?: boolean }) {
  const { surface } = pane
  const target = (event: DragEvent): DropTarget => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    return { kind: 'pane', surface, at: zoneAt(event.clientX - left, event.clientY - top, { width, height }) }
  }
  const ours = (event: DragEvent) => dragged(event) === 'surface'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard, a pane is moved from its menu and the sidebar
    <div
      className="slot"
      data-slot={surface}
      onDragOver={event => {
        if (!ours(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        hover(target(event))
      }}
      onDragLeave={event => {
        if (ours(event) && !event.currentTarget.contains(event.relatedTarget as Node | null)) hover(null)
      }}
      onDrop={event => {
        if (!ours(event)) return
        event.preventDefault()
        letGo(event, target(event))
      }}
    >
      {!empty && <Pane key={surface} id={surface} paneId={pane.id} />}
      {!empty && <Preview surface={surface} />}
    </div>
  )
}

function Preview({ surface }: { surface: string }) {
  const over = useDrag(drag =>
    drag.over?.target.kind === 'pane' && drag.over.target.surface === surface ? drag.over : null,
  )
  if (over?.target.kind !== 'pane') return null
  if (over.fate === 'no-room') {
    return (
      <div className="drop none">
        <span>
          No room here for a pane of {SMALLEST.width} × {SMALLEST.height}
        </span>
      </div>
    )
  }
  return <div className={`drop ${over.target.at}`} data-testid="drop-preview" />
}
