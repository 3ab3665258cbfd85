// The menu over a terminal: which, where, and what was under the pointer.
import { create } from 'zustand'

export type OverLink =
  | { readonly kind: 'web'; readonly href: string; readonly host: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number | null; readonly column: number | null }

export interface OpenMenu {
  readonly surface: string
  /** px in the window */
  readonly x: number
  readonly y: number
  readonly link: OverLink | null
  readonly selected: boolean
}

export const useTerminalMenu = create<{ open: OpenMenu | null }>(() => ({ open: null }))

/** On a person's right click. */
export function openTerminalMenu(open: OpenMenu): void {
  useTerminalMenu.setState({ open })
}

export function closeTerminalMenu(): void {
  useTerminalMenu.setState({ open: null })
}
