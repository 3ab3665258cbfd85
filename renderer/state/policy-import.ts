// A document of another gateway on its way into the policy: what was pasted or chosen, for whom, and what main made of it.
// It stays here while the page is away.
import { create } from 'zustand'
import type { CallInput, CallOutput } from '../../preload/contract.ts'
import { call } from '../api.ts'

export type Imported = CallOutput<'policy.import'>

interface PolicyImport {
  document: string
  agents: CallInput<'policy.import'>['agents']
  /** a workspace's name; null = any surface */
  workspace: string | null
  /** what became of this very document and choice; null = not tried */
  outcome: Imported | null
  trouble: string | null
  busy: boolean
}

export const usePolicyImport = create<PolicyImport>(() => ({
  document: '',
  agents: '*',
  workspace: null,
  outcome: null,
  trouble: null,
  busy: false,
}))

const { getState: get, setState: set } = usePolicyImport
let turn = 0

export function change(part: Partial<Pick<PolicyImport, 'document' | 'agents' | 'workspace'>>): void {
  turn += 1
  set({ ...part, outcome: null, trouble: null, busy: false })
}

/** Asks what the document would be here. Nothing is written. */
export async function tryImport(): Promise<Imported | null> {
  const { document, agents, workspace } = get()
  turn += 1
  const mine = turn
  set({ busy: true, outcome: null, trouble: null })
  const answer = await call('policy.import', { document, agents, surfaces: workspace === null ? '*' : { workspace } })
  if (mine !== turn) return null
  set(answer.ok ? { busy: false, outcome: answer.value } : { busy: false, trouble: answer.message })
  return answer.ok ? answer.value : null
}
