// Which drafts a surface has, which of them its card shows, and where "next that needs you" goes. Pure but for the hook.
import { create } from 'zustand'
import type { DraftView, SurfaceSummary } from '../../preload/contract.ts'

/** The draft that a person wants to see, asked from elsewhere, by its id; null = none. */
export const useAskedDraft = create<{ readonly id: string | null }>(() => ({ id: null }))

/** The part of `id@rev` that stays the same when an agent replaces its draft. */
export function draftId(ref: string): string {
  return ref.slice(0, ref.indexOf('@'))
}

/** A surface's drafts, newest first. */
export function draftsOf(drafts: readonly DraftView[], surface: string): DraftView[] {
  return drafts.filter(draft => draft.surface === surface).sort((a, b) => b.at - a.at)
}

/** The surface whose draft comes after the one in front: the focused one if it has any, else the oldest waiting. */
export function nextDraft(drafts: readonly DraftView[], focused: string | null): string | null {
  if (focused && drafts.some(draft => draft.surface === focused)) return focused
  const waiting = drafts.filter(draft => draft.surface !== null).sort((a, b) => a.at - b.at)
  return waiting[0]?.surface ?? null
}

/** Drafts whose surface was not opened again since the restart they were left before, newest first. */
export function leftDrafts(drafts: readonly DraftView[]): DraftView[] {
  return drafts.filter(draft => draft.surface === null).sort((a, b) => b.at - a.at)
}

/** `Left before restart, for build in web`; null where it was not. */
export function leftWords({ left }: Pick<DraftView, 'left'>): string | null {
  return left && `Left before restart, for ${left.name} in ${left.workspace}`
}

/** `Cursor`, `Cursor, changed by you`: everyone who wrote in it. */
export function authorWords({ agentName, edited }: Pick<DraftView, 'agentName' | 'edited'>): string {
  return edited ? `${agentName}, changed by you` : agentName
}

/** How much of a text a list shows. */
const PREVIEW = 120

/** The beginning of its first line. */
export function firstLine(text: string): string {
  return text.slice(0, PREVIEW).split('\n')[0] ?? ''
}

/**
 * The draft a card shows: the one it showed before while it lasts, so that nothing new slides under a hand that is about
 * to click; else the newest.
 */
export function shownDraft(drafts: readonly DraftView[], before: string | null): DraftView | null {
  return drafts.find(draft => draftId(draft.ref) === before) ?? drafts[0] ?? null
}

/** The one after, or before, the draft of `ref` in a surface's list, around the ends. */
export function besideDraft(drafts: readonly DraftView[], ref: string, by: 1 | -1): DraftView | null {
  const at = drafts.findIndex(draft => draft.ref === ref)
  return at === -1 ? null : (drafts[(at + by + drafts.length) % drafts.length] ?? null)
}

/** Who would read it: the shell, or what it has started. `program`: what runs the surface. */
export function landsIn({ preset, state }: Pick<SurfaceSummary, 'preset' | 'state'>, program: string): string {
  return preset === 'shell' && state.is === 'working' ? `a program in ${program}` : program
}
