// Where "next that needs you" goes: drafts first, then what waits for an answer, the longest waiting first. Pure.
import type { ApprovalView, DraftView } from '../../preload/contract.ts'
import { approvalId } from './approvals.ts'
import { nextDraft } from './drafts.ts'

export type Need =
  | { readonly kind: 'draft'; readonly surface: string }
  | { readonly kind: 'approval'; readonly id: string; readonly surface: string | null }

/** `inCard`: the keyboard is in the draft card of the focused surface already, so that is not the next one. */
export function nextNeed(
  drafts: readonly DraftView[],
  waiting: readonly ApprovalView[],
  focused: string | null,
  inCard: boolean,
): Need | null {
  const others = inCard ? drafts.filter(draft => draft.surface !== focused) : drafts
  const surface = nextDraft(others, focused)
  if (surface !== null) return { kind: 'draft', surface }
  const [oldest] = [...waiting].sort((a, b) => a.at - b.at)
  return oldest ? { kind: 'approval', id: approvalId(oldest.ref), surface: oldest.surface?.id ?? null } : null
}
