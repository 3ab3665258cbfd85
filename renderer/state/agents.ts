// What the window says of an agent: its latest use, what of it is known and what it only says, and where it may do the most.
// Pure, but for which row was asked for.
import { create } from 'zustand'
import type { ActivityRow, AgentSummary, CallOutput, Cell, SurfaceSummary } from '../../preload/contract.ts'
import { ANY } from './grants.ts'
import { ago, RANK } from './words.ts'

/** A token while it is shown: of a new agent, or instead of the one it had. */
export type ShownToken = CallOutput<'agent.add'> & { readonly name: string; readonly renewed: boolean }

/** The agent that a person wants to revoke, asked from elsewhere; null = none. */
export const useAskedAgent = create<{ readonly revoke: string | null }>(() => ({ revoke: null }))

/** What of an entry of the record the latest use is told by. */
export type UseRow = Pick<ActivityRow, 'at' | 'intent' | 'surface' | 'decision'>

/** A call and its record are made at nearly the same time, ms. */
const SAME_MS = 3000
const REFUSED: readonly ActivityRow['decision'][] = [
  'denied',
  'you_denied',
  'rate_limited',
  'refused_paused',
  'no_answer',
]

/** What it wanted did not happen, or nobody knows. */
const NOT_DONE: Readonly<Partial<Record<ActivityRow['decision'], string>>> = {
  ...{ draft: ', drafted', waiting: ', waits for you', cancelled: ', cancelled', failed: ', failed' },
  unknown: ', not known what came of it',
}

/**
 * `submit in shell`, 3 s ago; of calls that touch no surface, `list_surfaces`. Null = it never did anything that is kept. `row`:
 * its latest entry in the record, which outlives the run; `now`: ms since the epoch.
 */
export function lastUse(
  { lastCall }: Pick<AgentSummary, 'lastCall'>,
  row: UseRow | null,
  now: number,
): { readonly what: string; readonly when: string } | null {
  const at = row?.intent ? row.at : null
  if (lastCall && (at === null || lastCall.at > at + SAME_MS))
    return { what: lastCall.what, when: ago(lastCall.at, now) }
  if (!row || at === null) return null
  return { what: wordsOfUse(row), when: ago(at, now) }
}

function wordsOfUse({ intent, surface, decision }: UseRow): string {
  const join = intent === 'type' || intent === 'submit' || intent === 'answer' ? ' in ' : ' '
  const end = REFUSED.includes(decision) ? ', refused' : (NOT_DONE[decision] ?? '')
  return `${intent}${surface ? `${join}${surface.name}` : ''}${end}`
}

/** Whether the record may know more by now than `row`, which was looked up at `lookedAt`. */
export function isStale({ lastCall }: Pick<AgentSummary, 'lastCall'>, lookedAt: number): boolean {
  return lastCall !== null && lastCall.at >= lookedAt
}

/** One fact of who is behind a token. `verified`: known by Gatehouse; else it is the agent's own word. */
export interface AgentFact {
  readonly name: string
  readonly value: string
  readonly verified: boolean
}

/** What our own bridge puts behind the client's word. */
const BRIDGE = / gatehouse-bridge\/\S+$/

/** What is known of who uses the token, in this run. */
export function factsOf({ lastSeen, program, says }: Pick<AgentSummary, 'lastSeen' | 'program' | 'says'>): AgentFact[] {
  if (lastSeen === null) return []
  return [
    { name: 'Token', value: '', verified: true },
    ...(program === null ? [] : [{ name: 'Program', value: program, verified: true }]),
    ...(says === null ? [] : [{ name: 'Says it is', value: `“${says.replace(BRIDGE, '')}”`, verified: false }]),
  ]
}

/** `2 processes`; null = none runs, or it is not known. */
export function processesWords({ processes }: Pick<AgentSummary, 'processes'>): string | null {
  if (processes === null || processes === 0) return null
  return processes === 1 ? '1 process' : `${processes} processes`
}

/** The cell in which an agent may do the most, that of any surface first; null = it has none. */
export function widest(cells: readonly Cell[], agent: string): Cell | null {
  let best: Cell | null = null
  for (const cell of cells) {
    if (cell.agent !== agent || agent.endsWith(`@${cell.surface}`)) continue
    if (best === null || weight(cell) > weight(best) || (weight(cell) === weight(best) && cell.surface === ANY))
      best = cell
  }
  return best
}

const weight = ({ level, ask }: Pick<Cell, 'level' | 'ask'>) => RANK[level] * 4 + (ask ? RANK[ask] : 0)

/** `on any surface`, `in shell`, `in shell and 2 more`: where it may do that. */
export function whereWords(
  cells: readonly Cell[],
  cell: Cell,
  surfaces: readonly Pick<SurfaceSummary, 'id' | 'name'>[],
) {
  if (cell.surface === ANY) return 'on any surface'
  const name = surfaces.find(({ id }) => id === cell.surface)?.name ?? cell.surface
  const same = cells.filter(one => one.agent === cell.agent && one.surface !== ANY && weight(one) === weight(cell))
  return same.length > 1 ? `in ${name} and ${same.length - 1} more` : `in ${name}`
}
