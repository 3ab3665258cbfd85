// The sidebar as a person left it: its form, its width, which workspaces are folded, and in what order things stand. And what is
// only so for now: the filter, and the full form in a narrow window.
import { create } from 'zustand'
import { DEFAULT_LAYOUT, type Layout } from '../../preload/contract.ts'
import { keptOrder } from './sidebar-order.ts'
import type { Filter } from './sidebar-rows.ts'

export type SidebarState = Layout['sidebar']

export const useSidebar = create<SidebarState>(() => DEFAULT_LAYOUT.sidebar)

interface SideView {
  filter: Filter
  /** the full form although the window is narrow, because a person asked for it */
  peek: boolean
  /** what a screen reader is told of a move */
  said: string
}

export const useSideView = create<SideView>(() => ({ filter: 'all', peek: false, said: '' }))

/** px. */
export const SIDE_WIDTH = { least: 200, usual: DEFAULT_LAYOUT.sidebar.width, most: 360, icons: 52 } as const
/** Dragged below this it turns to icons, px. */
const COLLAPSE_BELOW = 130
/** A window as narrow as this shows icons by itself; so does a wide one at 200 %. */
export const NARROW = '(max-width: 1099px)'

/** Most workspaces and ids that are kept, as the contract has it. */
const MOST = { order: 1000, workspaces: 200 }

/** Icons, or back to the full form. In a narrow window that is for now alone: the kept form is for wide ones. */
export function toggleSidebar(): void {
  if (matchMedia(NARROW).matches) useSideView.setState(({ peek }) => ({ peek: !peek }))
  else useSidebar.setState(({ mode }) => ({ mode: mode === 'full' ? 'icons' : 'full' }))
}

/** `width` in px as a person drags it; far too narrow is icons. */
export function resizeSidebar(width: number): void {
  if (width < COLLAPSE_BELOW) useSidebar.setState({ mode: 'icons' })
  else {
    const { least, most } = SIDE_WIDTH
    useSidebar.setState({ mode: 'full', width: Math.round(Math.min(Math.max(width, least), most)) })
  }
}

export function foldWorkspace(workspace: string, shut: boolean): void {
  useSidebar.setState(side => {
    const others = side.shut.filter(other => other !== workspace)
    return { shut: shut ? [...others, workspace].slice(-MOST.workspaces) : others }
  })
}

/** `drawn`: ids or workspaces in their new order. */
export function keepOrder(which: 'order' | 'workspaces', drawn: readonly string[]): void {
  useSidebar.setState(side => ({ [which]: keptOrder(drawn, side[which], MOST[which]) }))
}
