// What a person drags in the window, and what letting it go where it is would do.
import { create } from 'zustand'
import type { DropTarget } from './layout-drop.ts'

/** The type of dragged data that holds a surface's id. */
export const SURFACE_TYPE = 'application/x-gatehouse-surface'
/** The same for a tab's id. */
export const TAB_TYPE = 'application/x-gatehouse-tab'

interface DragState {
  /** null = nothing is dragged, or nothing that said so */
  readonly what: { readonly kind: 'surface' | 'tab'; readonly id: string } | null
  readonly over: { readonly target: DropTarget; readonly fate: 'moves' | 'no-room' } | null
}

export const useDrag = create<DragState>(() => ({ what: null, over: null }))

/** It was let go or given up. */
export function forgetDrag(): void {
  useDrag.setState({ what: null, over: null })
}
