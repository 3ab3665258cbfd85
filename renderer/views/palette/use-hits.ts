// Lines on the screens that hold what a person looks for: asked when they pause in their typing, and only the latest answer counts.
import { useEffect, useState } from 'react'
import type { TextHit } from '../../../preload/contract.ts'
import { call } from '../../api.ts'

const PAUSE_MS = 120

export interface Hits {
  readonly hits: readonly TextHit[]
  /** no answer yet to what is looked for now */
  readonly looking: boolean
  /** why there are none, in words */
  readonly fault: string | null
}

/** '' = nothing is looked for. */
export function useHits(text: string): Hits {
  const [found, setFound] = useState<Omit<Hits, 'looking'> & { readonly text: string }>({
    text: '',
    hits: [],
    fault: null,
  })
  useEffect(() => {
    if (text === '') return
    let over = false
    const timer = window.setTimeout(async () => {
      const answer = await call('surface.search', { text })
      if (over) return
      setFound(answer.ok ? { text, hits: answer.value.hits, fault: null } : { text, hits: [], fault: answer.message })
    }, PAUSE_MS)
    return () => {
      over = true
      window.clearTimeout(timer)
    }
  }, [text])
  const asked = text !== ''
  return { hits: asked ? found.hits : [], looking: asked && found.text !== text, fault: asked ? found.fault : null }
}
