// What agents want the person to see, in their own words: one at a time, in the corner. It takes no focus and has no
// actions of theirs.
import { MessageSquare, X } from 'lucide-react'
import { dismissNotice, followNotice } from '../keys/notices.ts'
import { useSlice, useSurface } from '../state/app-state.ts'
import { sayingsOf } from '../state/notices.ts'
import { age } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { AgentTile } from '../ui/marks.tsx'
import { useNow } from '../ui/use-now.ts'

export function Notices() {
  const sayings = sayingsOf(useSlice('notices'))
  const [first] = sayings
  const surface = useSurface(first?.surface ?? '')
  const now = useNow(10_000)
  if (!first) return null
  const words = (
    <>
      <span className="row">
        <AgentTile id={first.agent} name={first.agentName} />
        <b className="tr">{first.agentName} says:</b>
        <span className="sp" />
        <span className="t3 s11 num">{age(first.at, now)}</span>
      </span>
      <q className="b">{first.title}</q>
      {first.body !== '' && <q className="body t2">{first.body}</q>}
      {(surface || sayings.length > 1) && (
        <span className="row s12 t3">
          {surface && (
            <>
              <MessageSquare className="i i12" />
              <span className="tr">Go to {surface.name}</span>
            </>
          )}
          <span className="sp" />
          {sayings.length > 1 && <span className="num">{sayings.length - 1} more</span>}
        </span>
      )}
    </>
  )
  return (
    <div className="saying" role="status" data-testid="notice">
      {surface ? (
        <button type="button" className="what" onMouseDown={keepFocus} onClick={() => followNotice(first)}>
          {words}
        </button>
      ) : (
        <div className="what">{words}</div>
      )}
      <button
        type="button"
        className="ib x24"
        title="Dismiss"
        aria-label={`Dismiss what ${first.agentName} says`}
        onMouseDown={keepFocus}
        onClick={() => dismissNotice(first.id)}
      >
        <X className="i i14" />
      </button>
    </div>
  )
}
