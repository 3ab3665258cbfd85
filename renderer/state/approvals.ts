// Which approval is in front, since when its card is on the screen, and which press may answer it. Pure: the clocks are
// given. A press counts only for the very revision that was drawn when it began, and only after that had stood still.
import type { ApprovalView } from '../../preload/contract.ts'

/** How long a card must have stood still, ms. */
export const ARM_MS = 600

/** `steady` never jumps, ms from any start; `wall` is ms since the epoch, as the times in an approval are. */
export interface Moment {
  readonly steady: number
  readonly wall: number
}

export interface Desk {
  readonly waiting: readonly ApprovalView[]
  /** the id in front; null = nothing waits */
  readonly front: string | null
  /** the revision whose card is on the screen, and the steady time it came there; null = none is */
  readonly drawn: { readonly ref: string; readonly at: number } | null
  /** revisions that were answered and not refused since: they take no second answer */
  readonly sent: ReadonlySet<string>
}

/** A click or a key that began on the card of `ref` while that was armed. */
export interface Press {
  readonly ref: string
}

export const EMPTY_DESK: Desk = { waiting: [], front: null, drawn: null, sent: new Set() }

/** The part of `id@rev` that stays the same when the question changes. */
export function approvalId(ref: string): string {
  return ref.slice(0, ref.indexOf('@'))
}

/** The approval in front. */
export function frontView(desk: Desk): ApprovalView | null {
  return byId(desk.waiting, desk.front)
}

/** What waits, in main's order, has changed. What is in front stays there while it lasts; then the next one comes. */
export function lay(desk: Desk, waiting: readonly ApprovalView[]): Desk {
  return settled(desk, waiting, nextFront(desk, waiting))
}

/** A person wants to see this one. */
export function choose(desk: Desk, id: string): Desk {
  return byId(desk.waiting, id) ? settled(desk, desk.waiting, id) : desk
}

/** A person wants to see the next one, or the one before; around the ends. */
export function step(desk: Desk, by: 1 | -1): Desk {
  const ids = idsOf(desk.waiting)
  if (desk.front === null || ids.length === 0) return desk
  return choose(desk, ids[(ids.indexOf(desk.front) + by + ids.length) % ids.length]!)
}

/** The card of `ref` was painted. Only the first time counts, and only for what is in front now. */
export function painted(desk: Desk, ref: string, steady: number): Desk {
  if (frontView(desk)?.ref !== ref || desk.drawn?.ref === ref) return desk
  return { ...desk, drawn: { ref, at: steady } }
}

/** Nothing of it is on the screen any more. */
export function unseen(desk: Desk): Desk {
  return desk.drawn === null ? desk : { ...desk, drawn: null }
}

/** Whether an answer to the card of `ref` counts. */
export function isArmed(desk: Desk, ref: string, now: Moment): boolean {
  const view = frontView(desk)
  if (view?.ref !== ref || view.busy || desk.sent.has(ref) || desk.drawn?.ref !== ref) return false
  // A revision of a time to come: the clock was set back. How long it has been on the screen is known all the same.
  const old = now.wall - view.since >= ARM_MS || now.wall < view.since
  return old && now.steady - desk.drawn.at >= ARM_MS
}

/** A pointer went down or a key was pressed on the card of `ref`; null = it does not count. */
export function begin(desk: Desk, ref: string, now: Moment): Press | null {
  return isArmed(desk, ref, now) ? { ref } : null
}

/** What a press answers when it ends: what it began on, if that is still the same question in front. */
export function resolve(desk: Desk, press: Press): ApprovalView | null {
  const view = frontView(desk)
  return view?.ref === press.ref && !view.busy && !desk.sent.has(press.ref) ? view : null
}

/** An answer to `ref` is on its way. */
export function sending(desk: Desk, ref: string): Desk {
  return { ...desk, sent: new Set([...desk.sent, ref]) }
}

/** Main did not take the answer to `ref`: it may be answered again. */
export function refused(desk: Desk, ref: string): Desk {
  return { ...desk, sent: new Set([...desk.sent].filter(other => other !== ref)) }
}

function settled(desk: Desk, waiting: readonly ApprovalView[], front: string | null): Desk {
  const ref = byId(waiting, front)?.ref
  const sent = new Set(waiting.map(view => view.ref).filter(other => desk.sent.has(other)))
  return { waiting, front, sent, drawn: desk.drawn?.ref === ref ? desk.drawn : null }
}

function nextFront(desk: Desk, waiting: readonly ApprovalView[]): string | null {
  if (desk.front === null) return idsOf(waiting)[0] ?? null
  const before = idsOf(desk.waiting)
  const left = new Set(idsOf(waiting))
  const following = before.slice(before.indexOf(desk.front)).find(id => left.has(id))
  return following ?? idsOf(waiting)[0] ?? null
}

const idsOf = (waiting: readonly ApprovalView[]) => waiting.map(view => approvalId(view.ref))

function byId(waiting: readonly ApprovalView[], id: string | null): ApprovalView | null {
  return waiting.find(view => approvalId(view.ref) === id) ?? null
}
