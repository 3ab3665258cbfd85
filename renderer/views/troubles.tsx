// What is broken or waits, in plain words, under the title bar: the gate is closed, the policy is faulty or was changed, the
// port is taken.
import { FileDiff, OctagonAlert } from 'lucide-react'
import { useSlice } from '../state/app-state.ts'
import { showPolicy } from '../state/panel.ts'
import { policyTrouble } from '../state/policy.ts'

interface Trouble {
  readonly key: string
  readonly head: string
  readonly text: string
  readonly stop?: boolean
  readonly look?: string | null
}

export function Troubles() {
  const gate = useSlice('gate')
  const policy = useSlice('policy')
  const mcp = useSlice('mcp')
  const troubles: Trouble[] = []
  const wrong = policyTrouble(policy)
  if (wrong) troubles.push({ key: 'policy', ...wrong })
  // Where the policy closed it, that is said above.
  if (gate.closed !== null && !wrong?.stop)
    troubles.push({ key: 'gate', head: 'The gate is closed.', text: gate.closed })
  if (mcp.fault !== null) troubles.push({ key: 'mcp', head: 'Agents cannot connect.', text: mcp.fault })
  return (
    <div className="troubles" role="status">
      {troubles.map(({ key, head, text, stop = true, look = null }) => (
        <div className={`trouble ${stop ? '' : 'calm'}`} key={key}>
          {stop ? <OctagonAlert className="i" /> : <FileDiff className="i" />}
          <b>{head}</b>
          <span>{text}</span>
          {look !== null && (
            <button type="button" className="btn sm look" onClick={showPolicy}>
              {look}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
