// Which name or workspace is being changed in a field, and which change waits for a person's yes.
import { create } from 'zustand'
import { nameSchema } from '../../preload/contract.ts'

export type RenamePart = 'name' | 'workspace'

/** An open field: in the surface's pane or in its row of the sidebar. */
export interface RenameField {
  readonly surface: string
  readonly part: RenamePart
  readonly at: 'pane' | 'row'
}

/** A change that would change what agents may do, and that in main's words. */
export interface RenameAsked {
  readonly surface: string
  readonly part: RenamePart
  readonly to: string
  readonly message: string
}

interface RenameState {
  field: RenameField | null
  asked: RenameAsked | null
}

export const useRename = create<RenameState>(() => ({ field: null, asked: null }))

export function openField(field: RenameField): void {
  useRename.setState({ field, asked: null })
}

/** Closes this field; another that was opened since stays. */
export function closeField(field: RenameField): void {
  if (useRename.getState().field === field) useRename.setState({ field: null })
}

/** Why this cannot be a name, for a person; null = it can. */
export function nameFault(text: string): string | null {
  if (text.trim() === '') return 'Type at least one character.'
  if (text.trim().length > 64) return 'At most 64 characters.'
  return nameSchema.safeParse(text).success ? null : 'Control and invisible characters cannot be part of it.'
}
