// What the window says of an agent's use, and what is shown once of a token. Pure.
import type { AgentSummary, CallOutput } from '../../preload/contract.ts'
import { ago } from './words.ts'

/** A token while it is shown: of a new agent, or instead of the one it had. */
export type ShownToken = CallOutput<'agent.add'> & { readonly name: string; readonly renewed: boolean }

/** `Used submit_text 3 s ago`; main knows of this run alone. `now`: ms since the epoch. */
export function lastUse({ lastCall }: Pick<AgentSummary, 'lastCall'>, now: number): string {
  return lastCall ? `Used ${lastCall.what} ${ago(lastCall.at, now)}` : 'Not used since this start'
}
