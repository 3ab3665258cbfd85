// What is broken or waits, in plain words, under the title bar: the gate is closed, the policy is faulty or was changed, the
// port is taken, an earlier run left programs behind.
import { FileDiff, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { call } from '../api.ts'
import { told } from '../keys/actions.ts'
import { useSlice } from '../state/app-state.ts'
import { showPolicy } from '../state/panel.ts'
import { policyTrouble } from '../state/policy.ts'
import { leftWords } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'

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
            <button type="button" className="btn sm look" onClick={() => showPolicy()}>
              {look}
            </button>
          )}
        </div>
      ))}
      <Earlier />
    </div>
  )
}

/** What an earlier run left behind runs on unseen until somebody ends it. */
function Earlier() {
  const left = useSlice('earlier').flatMap(one => one.left)
  const [ending, setEnding] = useState(false)
  if (left.length === 0) return null
  const one = left.length === 1
  const end = async () => {
    setEnding(true)
    await told(call('earlier.end', {}))
    setEnding(false)
  }
  return (
    <div className="trouble calm" data-testid="earlier">
      <TriangleAlert className="i" />
      <b>Left from an earlier run.</b>
      <span>
        Gatehouse ended without closing its surfaces, and {one ? 'this still runs' : 'these still run'}:{' '}
        {leftWords(left)}.
      </span>
      <button
        type="button"
        className="btn sm look"
        disabled={ending}
        onMouseDown={keepFocus}
        onClick={() => void end()}
      >
        {ending ? 'Ending…' : one ? 'End it' : 'End them'}
      </button>
    </div>
  )
}
