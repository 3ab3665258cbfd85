// Approvals as main would send them, for tests of what the window makes of them.
import type { ApprovalView } from '../../../preload/contract.ts'

/** Cursor wants to submit `ls` in shell; `over`: what is different. */
export function ask(over: Partial<ApprovalView> = {}): ApprovalView {
  return {
    ref: 'a_aaaa@1',
    kind: 'send',
    agent: 'cursor',
    agentName: 'Cursor',
    surface: { id: 's_1111', name: 'shell', workspace: 'web' },
    intent: 'submit',
    text: 'ls',
    keys: null,
    enter: true,
    notices: [],
    reasons: [],
    rule: 'r1',
    lock: null,
    level: 'type',
    wants: 'submit',
    minutes: null,
    says: null,
    facts: [],
    lands: null,
    changed: [],
    at: 0,
    ends: 120_000,
    since: 0,
    busy: false,
    answers: ['once', 'draft', 'minutes', 'edit', 'deny', 'deny_all'],
    ...over,
  }
}
