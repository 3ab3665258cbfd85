// The rules and locks behind a cell, asked of main and asked again when what they depend on has changed.
import { useEffect, useState } from 'react'
import type { CallOutput, Intent, Level } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useSlice, useSurface } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'

export type WhyAnswer = CallOutput<'policy.why'>

interface Asked {
  readonly of: string
  readonly answer: WhyAnswer | null
}

/**
 * Null for the default row and column, and before the first answer for this pair. What was answered last for it stays until the next
 * is there.
 */
export function useWhy(agent: string, surface: string, level: Level): WhyAnswer | null {
  const intent: Intent = level === 'none' ? 'read' : level
  const cells = useSlice('cells')
  const policy = useSlice('policy')
  const { rules } = useSlice('grants')
  const { name, workspace } = useSurface(surface) ?? {}
  const [asked, setAsked] = useState<Asked | null>(null)
  const pair = agent !== ANY && surface !== ANY ? `${agent} ${surface}` : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what main answers depends on the last five
  useEffect(() => {
    if (pair === null) return
    let wanted = true
    void call('policy.why', { agent, surface, intent }).then(why => {
      if (wanted) setAsked({ of: pair, answer: why.ok ? why.value : null })
    })
    return () => {
      wanted = false
    }
  }, [pair, agent, surface, intent, cells, policy, rules, name, workspace])
  return pair !== null && asked?.of === pair ? asked.answer : null
}
