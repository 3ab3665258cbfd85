// What of the last run waits to be started: how far a start has come. What there is of it is main's slice `dormant`.
import { create } from 'zustand'
import type { Dormant } from '../../preload/contract.ts'

interface RestoreState {
  /** ids that are on their way */
  readonly starting: readonly string[]
  /** why one did not start, by id; `copy` is what a person may want to run */
  readonly faults: Readonly<Record<string, { readonly message: string; readonly copy: string | null } | undefined>>
}

export const useRestore = create<RestoreState>(() => ({ starting: [], faults: {} }))

export function startingIds(): readonly string[] {
  return useRestore.getState().starting
}

/** `Claude Code was here.` */
export function wasHere({ title, preset }: Pick<Dormant, 'title' | 'preset'>, shell: string): string {
  return `${preset === 'shell' ? shell : title} was here.`
}
