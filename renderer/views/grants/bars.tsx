// The bar on top of Grants: running or paused, with the button; and why nothing can be changed, when that is so.
import { Lock, OctagonAlert, OctagonPause, Play } from 'lucide-react'
import { togglePause } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
import { showPolicy } from '../../state/panel.ts'
import { policyTrouble, whyLocked } from '../../state/policy.ts'
import { clockTime, count } from '../../state/words.ts'
import { ActionKeys } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'

export function StatusBar() {
  const { paused } = useSlice('gate')
  return (
    <>
      {paused ? <Paused since={paused.since} by={paused.by} refused={paused.refused} /> : <Running />}
      <PolicyBar />
    </>
  )
}

function Running() {
  const { sendsPerMinute, closed: why } = useSlice('gate')
  const waiting = useSlice('approvals').waiting.length
  const policy = useSlice('policy')
  const wrong = policyTrouble(policy)
  const closed = why ?? (wrong?.stop ? wrong.head : null)
  const stopped = why === null && policy.ruling === 'accepted' ? 'Agents are paused' : 'The gate is closed'
  return (
    <div className="bar">
      <svg width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="4" fill={closed === null ? 'var(--ok)' : 'var(--stop)'} />
      </svg>
      <span className="two">
        <span className="b">{closed === null ? 'Agents are running' : stopped}</span>
        <span className="s12 t3">
          {closed ??
            `${count(sendsPerMinute, 'send')} in the last minute${waiting > 0 ? `, ${waiting} waiting for you` : ''}`}
        </span>
      </span>
      <span className="sp" />
      <button type="button" className="btn stopsolid lg" onMouseDown={keepFocus} onClick={togglePause}>
        <OctagonPause className="i" />
        Pause all agents
        <ActionKeys action="pause" />
      </button>
    </div>
  )
}

function Paused({ since, by, refused }: { since: number; by: string; refused: number }) {
  return (
    <div className="bar paused">
      <OctagonPause className="i i20" />
      <span className="two">
        <span className="b">
          All agents paused by {by === 'person' ? 'you' : by} at {clockTime(since, false)}
        </span>
        <span className="s12 t2">{count(refused, 'send')} refused since. You can change grants before you resume.</span>
      </span>
      <span className="sp" />
      <button type="button" className="btn lg pri" onMouseDown={keepFocus} onClick={togglePause}>
        <Play className="i i14" />
        Resume agents
      </button>
    </div>
  )
}

function PolicyBar() {
  const why = whyLocked(useSlice('policy'))
  if (!why) return null
  return (
    <div className={`bar ${why.stop ? 'paused' : ''}`} role="status">
      {why.stop ? <OctagonAlert className="i i20" /> : <Lock className="i" />}
      <span className="two sel">
        <span className="b">{why.head}</span>
        <span className={`s12 ${why.stop ? 't2' : 't3'}`}>{why.text}</span>
      </span>
      <span className="sp" />
      {why.look !== null && (
        <button type="button" className="btn" onClick={() => showPolicy()}>
          {why.look}
        </button>
      )}
    </div>
  )
}
