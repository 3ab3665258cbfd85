// What connecting or taking back would do, asked of main when a dialog opens and for another agent.
import { useEffect, useState } from 'react'
import type { ClientId, ClientPreview, ClientUndo, Result } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useArmed } from '../../ui/use-armed.ts'

interface Shown<T> {
  /** null = not there yet, or there is none */
  readonly value: T | null
  /** why there is none, in words */
  readonly fault: string | null
  /** it has stood still long enough for a click to be meant for it */
  readonly armed: boolean
}

export function usePreview(client: ClientId, agent: string): Shown<ClientPreview> {
  const [shown, setShown] = useState<Result<ClientPreview> | null>(null)
  useEffect(() => ask(() => call('client.preview', { client, agent }), setShown), [client, agent])
  return useShown(shown)
}

export function useBack(client: ClientId): Shown<ClientUndo> {
  const [shown, setShown] = useState<Result<ClientUndo> | null>(null)
  useEffect(() => ask(() => call('client.back', { client }), setShown), [client])
  return useShown(shown)
}

/** Once its caller is gone the answer is nobody's. */
function ask<T>(work: () => Promise<T>, hear: (value: T) => void): () => void {
  let left = false
  void work().then(value => {
    if (!left) hear(value)
  })
  return () => {
    left = true
  }
}

function useShown<T extends { readonly revision: string }>(shown: Result<T> | null): Shown<T> {
  const value = shown?.ok ? shown.value : null
  const still = useArmed(value?.revision ?? '')
  return { value, fault: shown && !shown.ok ? shown.message : null, armed: still && value !== null }
}
