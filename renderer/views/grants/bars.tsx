// The bar on top of Grants: running or paused, with the button; and why nothing can be changed, when that is so.
import { Lock, OctagonAlert, OctagonPause, Play } from 'lucide-react'
import { togglePause } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
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
  const { fault } = useSlice('policy')
  const closed = why ?? (fault ? 'The policy could not be read.' : null)
  return (
    <div className="bar">
      <svg width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="4" fill={closed === null ? 'var(--ok)' : 'var(--stop)'} />
      </svg>
      <span className="two">
        <span className="b">{closed === null ? 'Agents are running' : 'The gate is closed'}</span>
        <span className="s12 t3">{closed ?? `${count(sendsPerMinute, 'send')} in the last minute`}</span>
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
  const { managed, fault, file } = useSlice('policy')
  if (fault) {
    return (
      <div className="bar paused" role="status">
        <OctagonAlert className="i i20" />
        <span className="two sel">
          <span className="b">Policy could not be read, so nothing can be changed here</span>
          <span className="s12 t2">
            Line {fault.line}: {fault.message} ({file})
          </span>
        </span>
      </div>
    )
  }
  if (!managed) return null
  return (
    <div className="bar" role="status">
      <Lock className="i" />
      <span className="two sel">
        <span className="b">This policy is managed</span>
        <span className="s12 t3">It was read from {file} at the start. It is shown here and cannot be changed.</span>
      </span>
    </div>
  )
}
