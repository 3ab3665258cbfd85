// What somebody else left in the policy file: what it would change for agents, and the text beside what was accepted.
import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PolicyFault, PolicyStatus } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { sentence } from '../../state/policy.ts'
import { lineAt } from '../../state/policy-text.ts'
import { Changes } from './changes.tsx'
import { Difference, Exact } from './difference.tsx'
import type { Held } from './use-held.ts'

export function HeldChange({ policy, held }: { policy: PolicyStatus; held: Held }) {
  const { fault, ruling } = policy
  return (
    <>
      <h2 className="h2">What agents may do differently</h2>
      {fault && (
        <div className="warn fault-line" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          <span className="sel">
            Line {fault.line}, column {fault.column}: {sentence(fault.message)}
            {!held.acceptable && ' It cannot be accepted until this is right.'}
          </span>
        </div>
      )}
      {!held.acceptable && held.found !== null && <FaultLines key={held.hash} text={held.found} />}
      {held.acceptable && <Changes changes={held.changes} notes={held.notes} />}
      <h2 className="h2">{ruling === 'nothing' ? 'What the file says' : 'The text'}</h2>
      {held.found === null ? (
        <p className="t2">The file cannot be read as text.</p>
      ) : (
        <Difference key={held.hash} before={held.accepted} after={held.found} />
      )}
    </>
  )
}

/** Every fault with the line it is in: the difference may have folded that away. */
function FaultLines({ text }: { text: string }) {
  const [faults, setFaults] = useState<readonly PolicyFault[]>([])
  useEffect(() => {
    let wanted = true
    void call('policy.check', { text }).then(answer => {
      if (wanted && answer.ok) setFaults(answer.value.faults)
    })
    return () => {
      wanted = false
    }
  }, [text])
  if (faults.length === 0) return null
  return (
    <ul className="fault-lines" aria-label="Lines with a fault">
      {faults.map(({ line, column, message }, index) => (
        <li key={`${line} ${column} ${message}`}>
          {index > 0 && (
            <span className="s12 sel">
              Line {line}, column {column}: {sentence(message)}
            </span>
          )}
          <span className="fault-text m sel">
            <span className="no num">{line}</span>
            <span className="tr">
              <Exact text={lineAt(text, line)} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
