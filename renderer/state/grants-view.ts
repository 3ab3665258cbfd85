// Grants as a person left it in this run: what is filtered, folded and open, and which head has the keyboard.
import { create } from 'zustand'
import type { Head } from './grants-grid.ts'

interface GrantsView {
  readonly filter: string
  /** workspaces that are drawn as one column */
  readonly folded: readonly string[]
  /** the head in the tab order; null = the selected cell is */
  readonly head: Head | null
  /** the parts of the inspector that are seldom needed */
  readonly more: boolean
  /** what a lock is being written for */
  readonly locking: { readonly agent: string; readonly surface: string } | null
  /** the agent whose name is being changed */
  readonly renaming: string | null
}

export const useGrantsView = create<GrantsView>(() => ({
  ...{ filter: '', folded: [], head: null, more: false, locking: null, renaming: null },
}))

export function foldColumns(workspace: string, folded: boolean): void {
  useGrantsView.setState(view => {
    const others = view.folded.filter(one => one !== workspace)
    return { folded: folded ? [...others, workspace] : others }
  })
}
