// What a person locks in the panel, in the policy's text: one cell, one agent everywhere, one surface for everybody.
// Comments and order are kept; a text that is no policy comes back as it is. Blocking a waiting agent is edit-answers.ts.
import type { Level } from '../../preload/contract.ts'
import { type CellOf, ladder } from './edit.ts'
import { policyOr, reasonLine } from './edit-answers.ts'
import {
  addLine,
  freshId,
  isForAgents,
  isForOpener,
  onlySurface,
  pairSelectors,
  setFields,
  without,
} from './edit-parts.ts'
import type { Policy } from './model.ts'
import { readPolicy } from './parse.ts'

/** Indexes in `policy.locks` of those for exactly this cell and nothing else. */
export function cellLocks(policy: Policy, { agent, surface }: CellOf): number[] {
  return policy.locks.flatMap(({ agents, surfaces }, index) =>
    isForAgents(agents, agent) && onlySurface(surfaces) === surface && !isForOpener(surfaces) ? [index] : [],
  )
}

/**
 * Locks exactly this cell at `level`, asking up to `ask`: changes the locks that are for it alone, whose caps on sub-grants
 * stay, or adds one. `level: null` takes them away. An empty reason leaves the one that is there. Locks that select more
 * stay as they are.
 */
export function setLock(
  text: string,
  lock: CellOf & { readonly level: Level | null; readonly ask: Level | null; readonly reason: string },
): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { agent, surface, level, ask, reason } = lock
  const present = cellLocks(parsed.policy, lock)
  if (level === null) return policyOr(text, without(text, 'locks', present))
  const line = reasonLine(reason)
  const fields = { ...ladder(level, ask), ...(line === undefined ? {} : { reason: line }) }
  if (present.length > 0) {
    return policyOr(
      text,
      present.reduce((now, index) => setFields(now, index, fields, 'locks'), text),
    )
  }
  const id = freshId(parsed.policy.locks, 'l')
  return policyOr(text, addLine(text, 'locks', { id, ...pairSelectors(agent, surface, false), ...fields }))
}
