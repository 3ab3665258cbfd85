// One entry in full, as it is now: it is looked at again when something is recorded.
import { useEffect, useRef, useState } from 'react'
import type { ActivityDetail, Result } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useSlice } from '../../state/app-state.ts'

interface Shown {
  readonly seq: number
  readonly result: Result<ActivityDetail>
}

/** Null until main has answered for this entry. Secrets are masked. */
export function useDetail(seq: number): Result<ActivityDetail> | null {
  const { head } = useSlice('activity')
  const [shown, setShown] = useState<Shown | null>(null)
  const want = useRef({ seq, head })
  const busy = useRef(false)
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])
  useEffect(() => {
    want.current = { seq, head }
    // One at a time: of what came meanwhile only the last counts.
    if (busy.current) return
    busy.current = true
    const ask = async () => {
      for (;;) {
        const asked = want.current
        const result = await call('activity.get', { seq: asked.seq, reveal: false })
        if (gone.current) break
        if (want.current.seq === asked.seq) setShown({ seq: asked.seq, result })
        if (want.current === asked) break
      }
      busy.current = false
    }
    void ask()
  }, [seq, head])
  return shown?.seq === seq ? shown.result : null
}
