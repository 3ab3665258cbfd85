// The head of a card: who wants what where, since when, and how long it still waits.
import type { ApprovalView } from '../../../preload/contract.ts'
import { useSlice, useSurface } from '../../state/app-state.ts'
import { ago, clockTime, lasted, shortFolder, workspaceName } from '../../state/words.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { AskTitle } from './ask-title.tsx'

export function CardHead({ view }: { view: ApprovalView }) {
  const now = useNow(1000)
  const { home } = useSlice('about')
  const surface = useSurface(view.surface?.id ?? '')
  return (
    <header className="aph">
      <AgentTile id={view.agent} name={view.agentName} size="x28" />
      <span className="two">
        <h2>
          <AskTitle view={view} />
        </h2>
        <span className="sub s12 t3">
          {surface && (
            <>
              <span className="m s11 tr" title={surface.cwd}>
                {shortFolder(surface.cwd, home)}
              </span>
              <i className="mid" />
            </>
          )}
          {view.surface && (
            <>
              <span className="tr">{workspaceName(view.surface.workspace)}</span>
              <i className="mid" />
            </>
          )}
          <span className="num">{ago(view.at, now)}</span>
        </span>
      </span>
      <Ring at={view.at} ends={view.ends} now={now} />
    </header>
  )
}

const AROUND = 2 * Math.PI * 13

/** What is left of its time. */
function Ring({ at, ends, now }: { at: number; ends: number; now: number }) {
  const left = Math.min(Math.max(0, ends - now), ends - at)
  const part = ends > at ? left / (ends - at) : 0
  return (
    <span
      className="ring"
      role="img"
      aria-label={`${lasted(left)} left, then it ends unanswered`}
      title={`At ${clockTime(ends, true)} it ends unanswered: nothing is sent, and the agent is told.`}
    >
      <svg width="30" height="30" viewBox="0 0 30 30" fill="none" strokeWidth="2" aria-hidden="true">
        <circle cx="15" cy="15" r="13" stroke="var(--line-2)" />
        <circle
          cx="15"
          cy="15"
          r="13"
          stroke="var(--tx-2)"
          strokeDasharray={`${part * AROUND} ${AROUND}`}
          strokeLinecap="round"
          transform="rotate(-90 15 15)"
        />
      </svg>
      <span className="num">{lasted(left)}</span>
    </span>
  )
}
