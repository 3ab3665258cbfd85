// Accept and Put back, bound to what is shown: off until it has stood still, and off while the file is already another.
import { Check, TriangleAlert, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { PolicyStatus } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { useArmed } from '../../ui/use-armed.ts'
import type { Held } from './use-held.ts'

export function Decide({ policy, held, onDone }: { policy: PolicyStatus; held: Held; onDone(): void }) {
  const armed = useArmed(JSON.stringify([held.hash, held.changes]))
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  if (policy.managed) {
    return (
      <footer className="decide">
        <span className="s12 t2">This policy is managed: the change is taken up at the next start.</span>
      </footer>
    )
  }
  const can = armed && !busy && policy.held?.hash === held.hash
  const attempt = async (what: 'policy.accept' | 'policy.putBack') => {
    if (!can) return
    setBusy(true)
    setRefused(null)
    const answer = await call(what, { hash: held.hash })
    setBusy(false)
    if (!answer.ok) return setRefused(answer.message)
    // The button that was pressed is gone with what it was for.
    onDone()
  }
  return (
    <footer className="decide" data-armed={can}>
      <span className="s12 t3 sp">
        {policy.ruling === 'nothing'
          ? 'Accept takes up exactly what is shown.'
          : 'Accept takes up exactly what is shown. Put back writes the accepted policy over the file; what was found is kept beside it.'}
      </span>
      {policy.ruling !== 'nothing' && (
        <button type="button" className="btn lg" aria-disabled={!can} onClick={() => void attempt('policy.putBack')}>
          <Undo2 className="i i14" />
          Put back
        </button>
      )}
      <button
        type="button"
        className="btn pri lg"
        aria-disabled={!can || !held.acceptable}
        onClick={() => held.acceptable && void attempt('policy.accept')}
      >
        <Check className="i i14" />
        Accept
      </button>
      {refused !== null && (
        <div className="warn" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          {refused}
        </div>
      )}
    </footer>
  )
}
