// The check of the record's chain, and what it found, in words.
import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { CallOutput, Result } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { many } from '../../state/activity-words.ts'

type Checked = Result<CallOutput<'activity.verify'>>

export interface Check {
  readonly busy: boolean
  readonly result: Checked | null
  start(): void
  drop(): void
}

export function useCheck(): Check {
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Checked | null>(null)
  const start = async () => {
    setBusy(true)
    setResult(null)
    setResult(await call('activity.verify', {}))
    setBusy(false)
  }
  return { busy, result, start: () => void start(), drop: () => setResult(null) }
}

export function CheckLine({ check }: { check: Check }) {
  const { busy, result } = check
  if (!busy && !result) return null
  const bad = result && (!result.ok || result.value.broken !== null)
  return (
    <div className={`act-check ${bad ? 'bad' : ''}`} role="status" data-testid="activity-check">
      {bad ? <TriangleAlert className="i i14" /> : <CircleCheck className="i i14" />}
      <span className="sel sp">{busy || !result ? 'Checking every record of the chain…' : checkWords(result)}</span>
      {result && (
        <button type="button" className="ib x24" title="Close" aria-label="Close the result" onClick={check.drop}>
          <X className="i i12" />
        </button>
      )}
    </div>
  )
}

function checkWords(result: Checked): string {
  if (!result.ok) return result.message
  const { records, broken } = result.value
  if (!broken) {
    return `${many(records)} ${records === 1 ? 'record' : 'records'}, the chain is whole. It shows damage, not forgery.`
  }
  const why = /[.!?]$/.test(broken.why) ? broken.why : `${broken.why}.`
  return `The chain breaks at ${broken.file}:${broken.line}, record ${many(broken.seq)}: ${why}`
}
