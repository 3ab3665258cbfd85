// Sends one change of a cell to main. What then holds comes back as the cells slice.
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import type { Grant } from '../../state/words.ts'

/** `null` takes the cell's own rule away. A refusal is said in words. */
export function changeCell(agent: string, surface: string, to: Grant | null): void {
  void told(call('policy.cell', { agent, surface, level: to?.level ?? null, ask: to?.ask ?? null }))
}
