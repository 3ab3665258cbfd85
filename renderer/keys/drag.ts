// A person drags a surface, by its pane's header or by its row, or a tab. What is under the pointer says what letting go would do;
// a drag that is given up changes nothing and leaves the keyboard where it was.
import { now, shownIds } from '../state/app-state.ts'
import { forgetDrag, SURFACE_TYPE, TAB_TYPE, useDrag } from '../state/drag.ts'
import * as layout from '../state/layout.ts'
import type { DropTarget } from '../state/layout-drop.ts'
import { say } from '../state/panel.ts'
import { focusManager } from './focus.ts'
import { canvasSize, NO_ROOM } from './room.ts'

interface Dragged {
  readonly dataTransfer: DataTransfer
}

function start({ dataTransfer }: Dragged, kind: 'surface' | 'tab', id: string): void {
  dataTransfer.setData(kind === 'surface' ? SURFACE_TYPE : TAB_TYPE, id)
  dataTransfer.effectAllowed = 'move'
  // Chromium ends a drag whose element changes while it starts.
  setTimeout(() => useDrag.setState({ what: { kind, id }, over: null }))
}

export const dragSurface = (event: Dragged, id: string): void => start(event, 'surface', id)
export const dragTab = (event: Dragged, id: string): void => start(event, 'tab', id)

/** What kind of ours is dragged; null = something else. */
export function dragged({ dataTransfer }: Dragged): 'surface' | 'tab' | null {
  if (dataTransfer.types.includes(SURFACE_TYPE)) return 'surface'
  return dataTransfer.types.includes(TAB_TYPE) ? 'tab' : null
}

/** The pointer is there; null = over nothing. What is dragged can be read only when it is let go, so it may not be known. */
export function hover(target: DropTarget | null): void {
  const { what, over } = useDrag.getState()
  if (!target) {
    if (over) useDrag.setState({ over: null })
    return
  }
  const fate = what?.kind === 'tab' ? 'moves' : layout.dropFate(what?.id ?? '', target, canvasSize())
  const next = fate && { target, fate }
  if (JSON.stringify(next) !== JSON.stringify(over)) useDrag.setState({ over: next })
}

/** It was let go there. */
export function letGo({ dataTransfer }: Dragged, target: DropTarget): void {
  const tab = dataTransfer.getData(TAB_TYPE)
  const surface = dataTransfer.getData(SURFACE_TYPE)
  forgetDrag()
  if (tab && target.kind === 'strip') layout.moveTab(tab, target.at)
  const state = now()
  if (surface && state && shownIds(state).includes(surface)) {
    if (layout.dropFate(surface, target, canvasSize()) === 'no-room') say(NO_ROOM)
    else layout.drop(surface, target, canvasSize())
  }
  focusManager.surface(layout.focusedSurface())
}

/** The drag is over, wherever it ended. */
export function endDrag(): void {
  // Let go where that did something, this was done already.
  if (useDrag.getState().what === null) return
  forgetDrag()
  focusManager.back()
}
