// The offer to take a change of the policy back, for five seconds. Made where somebody was given more, whoever asked for that:
// Grants, a pane's menu, the palette.
import { create } from 'zustand'

/** How long it stands, ms. */
const STANDS_MS = 5000

interface UndoToast {
  /** what was done, in words: `Cursor may submit in shell`; null = nothing is offered */
  readonly words: string | null
}

export const useUndoToast = create<UndoToast>(() => ({ words: null }))

let timer: number | undefined

/** Takes the place of an offer before it. */
export function offerUndo(words: string): void {
  window.clearTimeout(timer)
  useUndoToast.setState({ words })
  timer = window.setTimeout(withdrawUndo, STANDS_MS)
}

export function withdrawUndo(): void {
  window.clearTimeout(timer)
  useUndoToast.setState({ words: null })
}
