// What the Approvals sheet shows: the desk of approvals.ts over the slice main sends, whether it is open, and what a
// person has begun on a card. Nothing here opens it or moves the focus.
import { create } from 'zustand'
import type { AnswerKind, ApprovalView, AppState, Level } from '../../preload/contract.ts'
import { now, useSlice, useStore } from './app-state.ts'
import { type Standing, whyOff } from './approval-words.ts'
import * as pure from './approvals.ts'
import { foldOf } from './fold.ts'
import { isPage, say, usePanel } from './panel.ts'

/** An answer that lasts waits for a second yes, which has to stand still as a card does. `at`: steady ms. */
export interface Confirming {
  readonly id: string
  readonly kind: 'confirm'
  readonly how: AnswerKind
  readonly ref: string
  readonly at: number
}

/** What a person has begun on the card with this id. It outlives a new revision of the question, but not its end. */
export type Mode =
  | { readonly id: string; readonly kind: 'edit'; readonly text: string }
  | { readonly id: string; readonly kind: 'deny'; readonly reason: string }
  | Confirming

/** What a new agent shall start with. */
export interface Start {
  readonly level: Level
  /** ask when it wants to do more */
  readonly asks: boolean
}
const FIRST_START: Start = { level: 'read', asks: true }

interface DeskState {
  open: boolean
  desk: pure.Desk
  mode: Mode | null
  start: (Start & { readonly id: string }) | null
  /** a long text that was unfolded */
  unfolded: { readonly id: string; readonly text: string } | null
  /** why an answer was not taken, in words */
  fault: { readonly id: string; readonly message: string } | null
}

export const useDesk = create<DeskState>(() => ({
  open: false,
  desk: pure.EMPTY_DESK,
  mode: null,
  start: null,
  unfolded: null,
  fault: null,
}))

const get = useDesk.getState
const set = useDesk.setState

/** Changes the desk by one of the functions of approvals.ts. */
export function change(to: (desk: pure.Desk) => pure.Desk): void {
  const { desk } = get()
  const next = to(desk)
  if (next !== desk) set({ desk: next })
}

useStore.subscribe(({ state }, { state: before }) => {
  if (!state || state.approvals === before?.approvals) return
  const { mode, desk } = get()
  const next = pure.lay(desk, state.approvals.waiting)
  const left = (id: string) => next.waiting.some(view => pure.approvalId(view.ref) === id)
  // A yes that was begun was meant for the revision it was begun on.
  const held = mode?.kind === 'confirm' ? next.waiting.some(view => view.ref === mode.ref) : mode && left(mode.id)
  const isNew = ({ ref }: ApprovalView) =>
    !desk.waiting.some(other => pure.approvalId(other.ref) === pure.approvalId(ref))
  // It comes without the keyboard: nobody asked for it just now.
  const comes = state.settings.values.openApprovals && next.waiting.some(isNew)
  set({ desk: next, mode: held ? mode : null, ...(comes ? { open: true } : {}) })
  const mine = [...desk.sent].some(ref => pure.approvalId(ref) === mode?.id)
  if (mode?.kind === 'edit' && !held && !mine) say('The request you were changing is over. Nothing was sent.')
})

usePanel.subscribe((panel, before) => {
  // A page that a person opens is not to lie under a sheet with nothing on it.
  if (panel.open !== before.open && isPage(panel.open) && get().desk.waiting.length === 0) set({ open: false })
})

/** The two clocks, now. */
export function moment(): pure.Moment {
  return { steady: performance.now(), wall: Date.now() }
}

export function begin(ref: string): pure.Press | null {
  return pure.begin(get().desk, ref, moment())
}

export function resolve(press: pure.Press): ApprovalView | null {
  return pure.resolve(get().desk, press)
}

export function setMode(mode: Mode | null): void {
  set({ mode, fault: null })
}

export function setFault(id: string, message: string | null): void {
  set({ fault: message === null ? null : { id, message } })
}

/** Whether a second yes counts by now. */
export function isReady({ at }: Confirming): boolean {
  return moment().steady - at >= pure.ARM_MS
}

/** Shows all of its text. */
export function unfold(view: ApprovalView): void {
  set({ unfolded: { id: pure.approvalId(view.ref), text: view.text ?? '' } })
}

export function startOf(view: ApprovalView, start: DeskState['start']): Start {
  return start?.id === pure.approvalId(view.ref) ? start : FIRST_START
}

export function setStart(view: ApprovalView, start: Start): void {
  set({ start: { ...start, id: pure.approvalId(view.ref) } })
}

/** Whether all of its text is on the screen. */
export function isWhole(view: ApprovalView, unfolded: DeskState['unfolded']): boolean {
  if (unfolded?.id === pure.approvalId(view.ref) && unfolded.text === view.text) return true
  return view.text === null || foldOf(view.text, view.notices) === null
}

/** Why an answer cannot be given now, in words; null = it can. */
export function offNow(how: AnswerKind, view: ApprovalView): string | null {
  const state = now()
  return state && whyOff(how, view, standingOf(view, state, get().unfolded))
}

type Known = Pick<AppState, 'gate' | 'agents' | 'policy'>

/** What speaks for and against answering now, beside the approval itself. */
export function useStanding(view: ApprovalView): Standing {
  const known = { gate: useSlice('gate'), agents: useSlice('agents'), policy: useSlice('policy') }
  return standingOf(
    view,
    known,
    useDesk(state => state.unfolded),
  )
}

function standingOf(view: ApprovalView, state: Known, unfolded: DeskState['unfolded']): Standing {
  const paused = isPaused(view.agent, state)
  return { paused, managed: state.policy.managed, whole: isWhole(view, unfolded) }
}

function isPaused(agent: string, state: Known): Standing['paused'] {
  if (state.gate.paused !== null) return 'all'
  return state.agents.some(other => other.id === agent && other.paused !== null) ? 'agent' : false
}
