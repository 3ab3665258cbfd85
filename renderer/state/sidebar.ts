// The sidebar as a person left it: its form, its width, which workspaces are folded, and in what order things stand.
import { create } from 'zustand'
import { DEFAULT_LAYOUT, type Layout } from '../../preload/contract.ts'

export type SidebarState = Layout['sidebar']

export const useSidebar = create<SidebarState>(() => DEFAULT_LAYOUT.sidebar)

/** Away, or back in the form it had. */
export function toggleSidebar(): void {
  useSidebar.setState(({ mode }) => ({ mode: mode === 'hidden' ? 'full' : 'hidden' }))
}
