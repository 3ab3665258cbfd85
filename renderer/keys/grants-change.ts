// What a person changes in Grants, one function a change. What then holds comes back as slices; a refusal is said in words.
import type { CallInput, Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { ANY } from '../state/grants.ts'
import { nameOfAgent, nameOfSurface, raisedWords } from '../state/grants-words.ts'
import { say } from '../state/panel.ts'
import { offerUndo, withdrawUndo } from '../state/undo-toast.ts'
import type { Grant } from '../state/words.ts'
import { told } from './actions.ts'

interface Place {
  readonly agent: string
  readonly surface: string
}

/** An offer stands for the latest change alone: the next one takes it away. `raised`: what to offer to take back. */
async function change<T>(made: () => Promise<Result<T>>, raised: string | null = null): Promise<boolean> {
  withdrawUndo()
  const done = (await told(made())) !== null
  if (done && raised !== null) offerUndo(raised)
  return done
}

const names = ({ agent, surface }: Place) =>
  [nameOfAgent(agent, now()?.agents ?? []), nameOfSurface(surface, now()?.surfaces ?? [])] as const

/** `null` takes the cell's own rule away. `before`: what is in force there. */
export function changeCell(at: Place, before: Grant, to: Grant | null): void {
  const raises = to?.level === 'submit' && before.level !== 'submit'
  const cell = { ...at, level: to?.level ?? null, ask: to?.ask ?? null }
  void change(() => call('policy.cell', cell), raises ? raisedWords(...names(at)) : null)
}

export function changeParts(at: Place, parts: Omit<CallInput<'policy.parts'>, 'agent' | 'surface'>): Promise<boolean> {
  return change(() => call('policy.parts', { ...at, ...parts }))
}

/** Submit for a while; `minutes: null` = until the surface closes. */
export function allowForAWhile(at: Place, minutes: number | null): void {
  const given = { ...at, level: 'submit' as const, minutes }
  void change(() => call('policy.temporary', given), raisedWords(...names(at), minutes))
}

export function endTemporary(rule: string): void {
  void change(() => call('policy.end', { rule }))
}

export function setLock(at: Place, { level, ask }: Grant, reason: string): Promise<boolean> {
  return change(() => call('policy.lock', { ...at, level, ask, reason: reason.trim() }))
}

/** Whoever it held may do more at once, so taking it back is offered. */
export function removeLock(id: string): Promise<boolean> {
  return change(() => call('policy.remove', { kind: 'lock', id }), `Lock ${id} is gone`)
}

/** The rule of a workspace for any agent; null takes it away. */
export function setWorkspace(workspace: string, before: Grant | null, to: Grant | null): void {
  const raises = to?.level === 'submit' && before?.level !== 'submit'
  const given = { agent: ANY, workspace, level: to?.level ?? null, ask: to?.ask ?? null } as const
  void change(() => call('policy.workspace', given), raises ? raisedWords('Any agent', `workspace ${workspace}`) : null)
}

export function setOpen(agent: string, grant: 'ask' | 'allow' | null, max: number | null): Promise<boolean> {
  return change(() => call('policy.open', { agent, grant, max }))
}

/** Takes the latest change back that the person has seen, and says which it was. */
export async function undo(): Promise<void> {
  withdrawUndo()
  const { undo: last = null, undoOf = null } = now()?.grants ?? {}
  if (last === null) return say('There is nothing to undo.')
  const undone = await told(call('policy.undo', { of: undoOf }))
  if (undone) say(`Undone: ${undone.what}`)
}
