// A person's side of the approvals: what waits, what was handled, and answering exactly the revision they saw. Whether an
// answer can be taken now is checked here; what it does is ask.ts.
import type { AnswerKind, ApprovalView, HandledView, Result } from '../../preload/contract.ts'
import { isRefusal, type PersonAnswer } from './approvals.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import type { ApprovalAnswer } from './gate-api.ts'
import { type Trouble, toFailure } from './refusals.ts'
import { say } from './sentences.ts'
import { checkText } from './text-filter.ts'

export function approvalViews(core: Core): { waiting: ApprovalView[]; handled: HandledView[] } {
  const waiting = core.approvals.waiting().map(({ id: _, ...view }) => ({
    ...view,
    agentName: core.nameOf(view.agent),
    notices: deceiving(view.text ?? ''),
  }))
  const handled = core.approvals.handled().map(({ agent, ...view }) => ({ ...view, agentName: core.nameOf(agent) }))
  return { waiting, handled }
}

const WIDENING: readonly AnswerKind[] = ['minutes', 'always', 'block', 'start']

/** Throws nothing. Resolves when what was answered is done, or with why it was not. */
export async function answer(core: Core, given: ApprovalAnswer): Promise<Result<{ outcome: string }>> {
  const trouble = core.approvals.trouble(given.ref, given.how) ?? problem(core, given)
  if (trouble) return toFailure(trouble)
  const others = given.how === 'deny_all' ? sameAgent(core, given.ref) : []
  const done = core.approvals.give(answerOf(given))
  const rest = others.map(ref => core.approvals.give(answerOf({ ...given, ref })))
  const [first] = await Promise.all([done, ...rest])
  return first && 'outcome' in first ? { ok: true, value: first } : toFailure(first!.trouble)
}

/** What speaks against it now, beside the question itself. */
function problem(core: Core, { ref, how, text, level }: ApprovalAnswer): Trouble | null {
  if (WIDENING.includes(how) && core.people?.managed) return { code: 'managed', why: say.managedAnswer() }
  if (isRefusal(how)) return null
  const closed = core.closed()
  if (closed) return closed
  if (how === 'start') return level === undefined ? { code: 'bad_arguments', why: say.notAnAnswer(how) } : null
  // Keeping a text beside the terminal sends nothing.
  const agent = core.approvals.find(ref)?.agent
  const isPaused = core.pause.state() !== null || (agent !== undefined && core.pause.agent(agent) !== null)
  if (how !== 'draft' && isPaused) return { code: 'paused', why: say.pausedAnswer() }
  return how === 'edit' || (how === 'draft' && text !== undefined) ? textProblem(text) : null
}

function textProblem(text: string | undefined): Trouble | null {
  const bad = text ? checkText(text, { allowTab: true }) : null
  if (bad) return { code: 'bad_text', why: say.badText(bad.name, bad.codePoint, bad.index) }
  return text ? null : { code: 'bad_arguments', why: say.emptyText() }
}

function answerOf({ ref, how, text, minutes, reason, level, ask }: ApprovalAnswer): PersonAnswer {
  return {
    ref,
    how,
    text: how === 'edit' || how === 'draft' ? (text ?? null) : null,
    minutes: minutes ?? null,
    reason: reason?.trim() || null,
    level: level ?? null,
    ask: ask ?? null,
  }
}

/** Refs of everything else that waits from the agent of this one. */
function sameAgent(core: Core, ref: string): string[] {
  const agent = core.approvals.find(ref)?.agent
  const waiting = core.approvals.waiting().filter(one => one.agent === agent && one.ref !== ref && !one.busy)
  return waiting.map(one => one.ref)
}

export function look(core: Core, ref: string): Result<{ ref: string }> {
  const next = core.approvals.look(ref)
  if (next !== null) return { ok: true, value: { ref: next } }
  return toFailure({ code: 'approval_gone', why: say.approvalGone() })
}
