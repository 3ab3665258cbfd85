// The rules and locks behind a cell, asked of main and asked again when what they depend on has changed.
import { useEffect, useState } from 'react'
import type { CallOutput, Intent, Level } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useSlice, useSurface } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'

type WhyAnswer = CallOutput<'policy.why'>

/** Null for the default row and column, and before the first answer. The last list stays until the next is there. */
export function useWhy(agent: string, surface: string, level: Level): WhyAnswer | null {
  const intent: Intent = level === 'none' ? 'read' : level
  const cells = useSlice('cells')
  const policy = useSlice('policy')
  const { name, workspace } = useSurface(surface) ?? {}
  const [answer, setAnswer] = useState<WhyAnswer | null>(null)
  const pair = agent !== ANY && surface !== ANY
  // biome-ignore lint/correctness/useExhaustiveDependencies: what main answers depends on the last four
  useEffect(() => {
    if (!pair) return setAnswer(null)
    let wanted = true
    void call('policy.why', { agent, surface, intent }).then(why => {
      if (wanted) setAnswer(why.ok ? why.value : null)
    })
    return () => {
      wanted = false
    }
  }, [pair, agent, surface, intent, cells, policy, name, workspace])
  return pair ? answer : null
}
