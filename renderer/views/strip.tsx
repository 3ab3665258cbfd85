// The status strip: the server, the agents, what they send; at the right drafts, surfaces and policy.
import { Activity, Hand, OctagonPause, StickyNote, X } from 'lucide-react'
import type { WheelEvent } from 'react'
import { act } from '../keys/actions.ts'
import { openApprovals } from '../keys/approvals.ts'
import { useSlice } from '../state/app-state.ts'
import { builtFor } from '../state/built-for.ts'
import { leftDrafts } from '../state/drafts.ts'
import { showPolicy, showSettings } from '../state/panel.ts'
import { policyWord } from '../state/policy.ts'
import { updateStrip } from '../state/updates.ts'
import { count, lasted } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { AgentTile } from '../ui/marks.tsx'
import { useNow } from '../ui/use-now.ts'
import { LeftDrafts } from './drafts/left-drafts.tsx'

export function Strip() {
  const gate = useSlice('gate')
  const agents = useSlice('agents')
  const all = useSlice('drafts')
  const left = leftDrafts(all)
  const drafts = all.length - left.length
  const surfaces = useSlice('surfaces').length
  const { developmentElectron, version } = useSlice('about')
  return (
    <footer className="strip">
      {gate.paused && <PausedFor since={gate.paused.since} />}
      {gate.closed !== null && (
        <>
          <span className="x stop">
            <X className="i i12" />
            Gate closed
          </span>
          <i className="dv" />
        </>
      )}
      <div className="flow" onWheel={sideways}>
        <Server />
        <i className="dv" />
        <Agents />
        {agents.length > 0 && (
          <>
            <i className="dv" />
            <Waiting />
            <i className="dv" />
            <span className="x num">
              <Activity className="i i12" />
              {gate.sendsPerMinute} {gate.sendsPerMinute === 1 ? 'send' : 'sends'}/min
              <Sparkline recent={gate.recent} />
            </span>
          </>
        )}
        <span className="sp" />
        {left.length > 0 && (
          <>
            <LeftDrafts drafts={left} />
            <i className="dv" />
          </>
        )}
        {drafts > 0 && (
          <>
            <span className="x" style={{ color: 'var(--l-type)' }}>
              <StickyNote className="i i12" />
              {count(drafts, 'draft')}
            </span>
            <i className="dv" />
          </>
        )}
        <Newer />
        {developmentElectron && <span className="x t3 stand-in">{builtFor(version)}</span>}
        {surfaces > 0 && <span className="x t3 count">{count(surfaces, 'surface')}</span>}
      </div>
      <PolicyWord />
    </footer>
  )
}

/** A wheel goes up and down; this part has only a left and a right. */
function sideways(event: WheelEvent<HTMLElement>): void {
  if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
}

function Waiting() {
  const { length } = useSlice('approvals').waiting
  return (
    <button
      type="button"
      className={`x num waiting ${length === 0 ? 'none' : ''}`}
      data-testid="waiting"
      onMouseDown={keepFocus}
      onClick={event => openApprovals({ focus: event.detail === 0 })}
    >
      <Hand className="i i12" />
      {length === 0 ? 'Nothing waiting' : `${length} waiting`}
    </button>
  )
}

/** A version that waits for the person. It leads to where it is said, and does nothing by itself. */
function Newer() {
  const words = updateStrip(useSlice('updates'))
  if (words === null) return null
  return (
    <>
      <button type="button" className="x num to-page" data-testid="newer" onClick={() => showSettings('about')}>
        {words}
      </button>
      <i className="dv" />
    </>
  )
}

function PausedFor({ since }: { since: number }) {
  const now = useNow(1000)
  return (
    <>
      <span className="x stop num">
        <OctagonPause className="i i12" />
        Agents paused {lasted(now - since)}
      </span>
      <i className="dv" />
    </>
  )
}

function Server() {
  const mcp = useSlice('mcp')
  const address = URL.canParse(mcp.url) ? new URL(mcp.url).host : mcp.url
  return (
    <span className={`x ${mcp.listening ? '' : 'stop'}`} title={mcp.fault ?? mcp.url}>
      {mcp.listening ? (
        <svg width="8" height="8" role="img" aria-label="Listening">
          <circle cx="4" cy="4" r="3.5" fill="var(--ok)" />
        </svg>
      ) : (
        <X className="i i12" aria-label="Not listening" />
      )}
      MCP <span className={mcp.listening ? 'm t2' : 'm'}>{address}</span>
    </span>
  )
}

function Agents() {
  const agents = useSlice('agents')
  const called = agents.filter(agent => agent.lastCall !== null)
  if (agents.length === 0) {
    return (
      <button type="button" className="x to-page" title="Connect an agent" onClick={() => act('connect')}>
        No agents connected. <span className="t2">Connect one</span>
      </button>
    )
  }
  if (called.length === 0) return <span className="x">{count(agents.length, 'agent')}, no call yet</span>
  return (
    <span className="x">
      <span className="stack">
        {called.slice(0, 4).map(agent => (
          <span key={agent.id}>
            <AgentTile id={agent.id} name={agent.name} size="x16" />
          </span>
        ))}
      </span>
      {count(called.length, 'agent')} connected
    </span>
  )
}

/** Sends in the last twelve five-second slots. */
function Sparkline({ recent }: { recent: readonly number[] }) {
  const top = Math.max(4, ...recent)
  const points = recent.map((n, index) => `${(index * 44) / Math.max(1, recent.length - 1)},${11 - (n / top) * 9}`)
  return (
    <svg className="spark" width="44" height="12" viewBox="0 0 44 12" aria-hidden="true">
      <polyline fill="none" stroke="var(--tx-3)" strokeWidth="1.3" strokeLinejoin="round" points={points.join(' ')} />
    </svg>
  )
}

/** Leads to the policy page. A click leaves the caret where it is until the page takes the keyboard. */
function PolicyWord() {
  const policy = useSlice('policy')
  const { like } = useSlice('grants')
  const { words, stop } = policyWord(policy, like)
  return (
    <button
      type="button"
      className={`x to-page ${stop ? 'stop' : 't3'}`}
      title={`${policy.file}. Show the policy`}
      onClick={() => showPolicy()}
    >
      {words}
    </button>
  )
}
