// What a person does to grants from outside of the Grants panel: a pane's menu, the palette, the card of a temporary grant. Main
// decides whether it can be done; what then holds comes back with the slices.
import type { Level } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { useAskedAgent } from '../state/agents.ts'
import { now } from '../state/app-state.ts'
import { ANY } from '../state/grants.ts'
import { say, selectCell, usePanel } from '../state/panel.ts'
import { offerUndo, withdrawUndo } from '../state/undo-toast.ts'
import { type Grant, LEVEL_WORD, RANK } from '../state/words.ts'
import { told } from './actions.ts'
import { focusManager } from './focus.ts'

/** How long "for a while" is, min. */
export const WHILE = 15

const surfaceName = (id: string) => now()?.surfaces.find(one => one.id === id)?.name ?? id
const agentName = (id: string) => now()?.agents.find(one => one.id === id)?.name ?? id

/** The level that any agent has here if nothing more exact says otherwise. Null takes this cell's own rule away. */
export async function setAny(surface: string, to: Grant | null, before: Grant): Promise<void> {
  const given = { agent: ANY, surface, level: to?.level ?? null, ask: to?.ask ?? null }
  // An offer is of the latest change alone: pressed after another one, it would take that back.
  withdrawUndo()
  if (!(await told(call('policy.cell', given)))) return
  const where = surfaceName(surface)
  if (to === null) say(`Any agent in ${where}: as inherited`)
  else if (to.level === 'submit' && RANK[before.level] < RANK.submit) offerUndo(`Any agent may submit in ${where}`)
  else say(`Any agent in ${where}: ${LEVEL_WORD[to.level]}`)
}

/** Caps every agent on this surface; null takes that away. */
export async function lockTo(surface: string, level: Level | null): Promise<void> {
  withdrawUndo()
  if (!(await told(call('policy.lock', { agent: ANY, surface, level, ask: null, reason: '' })))) return
  const where = surfaceName(surface)
  say(level === null ? `Unlocked ${where}` : `Locked ${where} to ${LEVEL_WORD[level]}`)
}

/** A temporary grant for exactly this pair. */
export async function letSubmit(agent: string, surface: string): Promise<void> {
  const given = { agent, surface, level: 'submit', minutes: WHILE } as const
  withdrawUndo()
  if (await told(call('policy.temporary', given)))
    offerUndo(`${agentName(agent)} may submit in ${surfaceName(surface)} for ${WHILE} min`)
}

/** Ends a temporary grant before its time. */
export async function endTemporary(rule: string, words: string): Promise<void> {
  withdrawUndo()
  if (await told(call('policy.end', { rule }))) say(words)
}

export async function pauseAgent(agent: string, on: boolean): Promise<void> {
  if (await told(call('agent.pause', { id: agent, on }))) say(`${on ? 'Paused' : 'Resumed'} ${agentName(agent)}`)
}

/** On a person's gesture: Grants with that cell, and the keyboard in it where `focus` says so. */
export function showGrant(agent: string, surface: string, focus: boolean): void {
  selectCell(agent, surface)
  usePanel.setState({ open: 'grants' })
  if (!focus) return
  const cell = () => document.querySelector<HTMLElement>(`[data-testid="cell-${CSS.escape(`${agent}-${surface}`)}"]`)
  requestAnimationFrame(() => focusManager.element(cell()))
}

/** Connect at this agent's row, where revoking asks for a second yes. */
export function askToRevoke(agent: string): void {
  useAskedAgent.setState({ revoke: agent })
  usePanel.setState({ open: 'connect' })
}
