// What waits for a person in the policy file, asked of main and asked again when the file, or what it would count for, has
// changed.
import { useEffect, useState } from 'react'
import type { CallOutput, Result } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useSlice } from '../../state/app-state.ts'

export type Held = CallOutput<'policy.held'>

/** Null: nothing is held, or the first answer is on its way. Else the last answer, which may be of an older file. */
export function useHeld(): Result<Held> | null {
  const hash = useSlice('policy').held?.hash ?? null
  const places = useSlice('surfaces')
    .map(({ id, name, workspace }) => JSON.stringify([id, name, workspace]))
    .join()
  const [answer, setAnswer] = useState<Result<Held> | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which agents get what depends on the surfaces there are
  useEffect(() => {
    if (hash === null) return setAnswer(null)
    let wanted = true
    void call('policy.held', {}).then(held => {
      if (wanted) setAnswer(held)
    })
    return () => {
      wanted = false
    }
  }, [hash, places])
  return hash === null ? null : answer
}
