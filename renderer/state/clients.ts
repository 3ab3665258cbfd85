// The MCP clients of this computer as main found them last, and what a person does to them from this window. Looked at
// again on a person's return to the window: their configs are other programs' files.
import { create } from 'zustand'
import type { CallInput, ClientId, ClientView } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { type Deed, NO_DEED } from './client-card.ts'

interface ClientsState {
  /** null = not looked yet */
  list: readonly ClientView[] | null
  /** why there is no list, in words */
  fault: string | null
  deeds: Readonly<Partial<Record<ClientId, Deed>>>
}

export const useClients = create<ClientsState>(() => ({ list: null, fault: null, deeds: {} }))

const { getState: get, setState: set } = useClients

export function useDeed(id: ClientId): Deed {
  return useClients(state => state.deeds[id] ?? NO_DEED)
}

function note(id: ClientId, deed: Partial<Deed>): void {
  const { deeds } = get()
  set({ deeds: { ...deeds, [id]: { ...(deeds[id] ?? NO_DEED), ...deed } } })
}

let asked = 0

/** Asks main what stands in every config now; the answer to an older question is dropped. */
export async function lookAtClients(): Promise<void> {
  asked += 1
  const mine = asked
  const answer = await call('client.list', {})
  if (mine !== asked) return
  set(answer.ok ? { list: answer.value.clients, fault: null } : { fault: answer.message })
}

/** A fault that was read is over. */
export function forgetFault(id: ClientId): void {
  note(id, { fault: null })
}

/** Connects as it was shown. False: it did not work, and its card says why. */
export async function connectClient(given: CallInput<'client.apply'>): Promise<boolean> {
  const since = Date.now()
  const done = await during(given.client, 'connect', () => call('client.apply', given))
  if (done) note(given.client, { since })
  return done
}

/** Takes our entry out as it was shown, then revokes `agent` where one is named. */
export async function takeBack({
  revoke,
  ...given
}: CallInput<'client.undo'> & { revoke: string | null }): Promise<boolean> {
  return during(given.client, 'back', async () => {
    const undone = await call('client.undo', given)
    if (!undone.ok) return undone
    note(given.client, { since: null })
    return revoke === null ? undone : call('agent.revoke', { id: revoke })
  })
}

async function during(
  id: ClientId,
  of: 'connect' | 'back',
  work: () => Promise<{ ok: true } | { ok: false; message: string }>,
): Promise<boolean> {
  note(id, { busy: of, fault: null })
  const done = await work()
  await lookAtClients()
  note(id, { busy: null, fault: done.ok ? null : { of, why: done.message } })
  return done.ok
}
