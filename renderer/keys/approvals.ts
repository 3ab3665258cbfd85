// What a person does with approvals: opens the sheet, answers, looks again. An answer carries exactly the revision that was
// drawn when its key or button went down.
import type { AnswerKind, ApprovalView, CallInput, Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import type { CardDeed } from '../state/approval-keys.ts'
import { isNewcomer, minutesOf, needsConfirming } from '../state/approval-words.ts'
import { approvalId, choose, type Press, refused, sending, step } from '../state/approvals.ts'
import {
  type Confirming,
  change,
  isReady,
  type Mode,
  moment,
  offNow,
  resolve,
  setFault,
  setMode,
  startOf,
  unfold,
  useDesk,
} from '../state/desk.ts'
import { nextLevel } from '../state/grants.ts'
import { say } from '../state/panel.ts'
import { focusManager } from './focus.ts'

type Extra = Omit<CallInput<'approval.answer'>, 'ref' | 'how'>

const sheet = () => document.querySelector<HTMLElement>('[data-approvals]')
const isInside = () => sheet()?.contains(document.activeElement) ?? false

/** On a person's gesture. `id`: shows that one in front. `focus`: moves the keyboard in. */
export function openApprovals({ focus, id }: { focus: boolean; id?: string }): void {
  useDesk.setState({ open: true })
  if (id !== undefined) change(desk => choose(desk, id))
  if (!focus) return
  const there = sheet()
  // At once where it can be: the next key may follow closely. Else it is drawn in the next frame.
  if (there) {
    focusManager.element(there)
    return
  }
  coming = true
  requestAnimationFrame(() => {
    if (coming) focusManager.element(sheet())
    coming = false
  })
}

/** the keyboard is on its way into the sheet */
let coming = false

/** Closes the sheet; the keyboard goes back to the terminal that had it, if the sheet has it. */
export function leaveApprovals(): void {
  const had = isInside() || coming
  coming = false
  useDesk.setState({ open: false })
  if (had) focusManager.back()
}

/** The shortcut: opens it and moves in, moves in, or closes it when it is in already. */
export function enterApprovals(): void {
  if (useDesk.getState().open && (isInside() || coming)) leaveApprovals()
  else openApprovals({ focus: true })
}

/** A button that shows or hides it. A click leaves the caret where it is; a key on the button moves in. */
export function toggleApprovals(byPointer: boolean): void {
  if (useDesk.getState().open) leaveApprovals()
  else openApprovals({ focus: !byPointer })
}

/** What a key or a button of the card in front does. Null: the press did not begin on an armed card. */
export function perform(deed: CardDeed, press: Press | null): void {
  const view = press && resolve(press)
  if (deed === 'leave') leaveApprovals()
  else if (deed === 'next') change(desk => step(desk, 1))
  else if (deed === 'previous') change(desk => step(desk, -1))
  else if (!view || deed === 'keys') return
  else if (deed === 'all') unfold(view)
  else if (deed === 'look') void lookAgain(view)
  else answer(view, deed)
}

function answer(view: ApprovalView, how: AnswerKind): void {
  if (!view.answers.includes(how) || offNow(how, view) !== null) return
  const id = approvalId(view.ref)
  if (how === 'edit') editApproval(view, view.text ?? '')
  else if (how === 'deny' && !isNewcomer(view)) openField({ id, kind: 'deny', reason: '' })
  else if (needsConfirming(how)) setMode({ id, kind: 'confirm', how, ref: view.ref, at: moment().steady })
  else void give(view, how)
}

/** On a person's gesture: opens the editor of its card with this text. */
export function editApproval(view: ApprovalView, text: string): void {
  openField({ id: approvalId(view.ref), kind: 'edit', text })
}

/** the card whose field a person has just opened: that one takes the focus when it is drawn */
let opened: string | null = null

function openField(mode: Mode): void {
  opened = mode.id
  // A field that comes back to the screen later, because what was in front went away, takes nothing.
  requestAnimationFrame(() => {
    opened = null
  })
  setMode(mode)
}

/** For the field of a card, when it is drawn. */
export function focusIfOpened(id: string, field: HTMLElement | null): void {
  if (opened === id) focusManager.element(field)
}

/** On a person's click: puts it in front. The keyboard stays in the sheet if it is there. */
export function showApproval(id: string): void {
  const had = isInside()
  change(desk => choose(desk, id))
  if (had) focusManager.element(sheet())
}

/** The second yes to what was begun. */
export function confirm(mode: Confirming, press: Press | null): void {
  const view = press && resolve(press)
  if (view && isReady(mode)) void give(view, mode.how)
}

/** Sends an answer. What main does not take is said on the card, which waits on. */
export async function give(view: ApprovalView, how: AnswerKind, extra: Extra = {}): Promise<void> {
  if (offNow(how, view) !== null) return
  const { ref } = view
  await attempt(view, call('approval.answer', { ref, how, ...given(view, how), ...extra }))
}

function given(view: ApprovalView, how: AnswerKind): Extra {
  if (how === 'minutes') return { minutes: minutesOf(view) }
  if (how !== 'start') return {}
  const { level, asks } = startOf(view, useDesk.getState().start)
  return { level, ask: asks ? nextLevel(level) : null }
}

/** Asks main for the same question with what the surface shows now. */
async function lookAgain(view: ApprovalView): Promise<void> {
  await attempt(view, call('approval.look', { ref: view.ref }))
}

async function attempt(view: ApprovalView, deed: Promise<Result<unknown>>): Promise<void> {
  const id = approvalId(view.ref)
  const stayed = focusManager.staying(isInside)
  change(desk => sending(desk, view.ref))
  setFault(id, null)
  const done = await deed
  if (done.ok) {
    if (useDesk.getState().mode?.id === id) setMode(null)
    // A field that is gone had the keyboard: it stays in the sheet, unless the person has moved on.
    if (stayed()) focusManager.element(sheet())
    return
  }
  change(desk => refused(desk, view.ref))
  const { open, desk } = useDesk.getState()
  if (open && desk.waiting.some(other => approvalId(other.ref) === id)) setFault(id, done.message)
  else say(done.message)
}
