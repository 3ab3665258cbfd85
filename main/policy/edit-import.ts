// A PolicyLayer document put into the policy's text: its rules, under ids that are free, behind those there are. How a
// document is read is policylayer/import.ts.
import { policyOr } from './edit-answers.ts'
import { addLine, freshId } from './edit-parts.ts'
import type { AgentSelector, Fault, SurfaceSelector } from './model.ts'
import { readPolicy } from './parse.ts'
import { importPolicyLayer } from './policylayer/import.ts'

export interface Merged {
  /** null = nothing of it could be taken */
  readonly text: string | null
  readonly faults: readonly Fault[]
  /** rules more than before */
  readonly added: number
}

/** `text` is a policy, which keeps its comments and order. Faults are those of the document, in the order of their places. */
export function importInto(
  text: string,
  document: string,
  whom: { readonly agents: AgentSelector; readonly surfaces: SurfaceSelector },
): Merged {
  const parsed = readPolicy(text)
  const imported = importPolicyLayer(document, whom)
  if (!imported.ok) return { text: null, faults: imported.faults, added: 0 }
  if (!parsed.ok) return { text: null, faults: parsed.faults, added: 0 }
  const taken = [...parsed.policy.rules]
  let next = text
  for (const rule of imported.policy.rules) {
    const named = { ...rule, id: freshId(taken, 'import-') }
    taken.push(named)
    next = addLine(next, 'rules', named)
  }
  const merged = policyOr(text, next)
  if (merged !== text) return { text: merged, faults: [], added: imported.policy.rules.length }
  const message = 'the policy has no room for its rules'
  return { text: null, faults: [{ line: 1, column: 1, path: '', message }], added: 0 }
}
