// Why the answer is what it is, in main's own words: the verdict, then every rule that matches and every lock.
import { Ban, Check, Lock, OctagonPause } from 'lucide-react'
import type { CallOutput, Candidate } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { findCell } from '../../state/grants.ts'
import { clockTime, type Grant, grantSentence } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { useWhy } from './use-why.ts'

export function Why({ agent, surface }: { agent: string; surface: string }) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const { paused } = useSlice('gate')
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const tone = grant.level === 'none' && grant.ask ? grant.ask : grant.level
  const list = useWhy(agent, surface, grant.level)
  return (
    <div>
      <div className="insp-head">
        <span className="h2">Why this answer</span>
        <span className="sp" />
        {paused ? (
          <span className="tag stop">
            <Ban className="i i12" />
            Denied while paused
          </span>
        ) : (
          <span className={`tag ${tone}`}>
            <Ladder level={grant.level} ask={grant.ask} />
            {grantSentence(grant)}
          </span>
        )}
      </div>
      {paused && (
        <div className="why win stop">
          <OctagonPause className="i i14" />
          <span className="two">
            <span>All agents are paused</span>
            <span className="s11 t2">
              {paused.by === 'person' ? 'You' : paused.by}, {clockTime(paused.since, false)}. Reading goes on; nothing
              is sent until you resume.
            </span>
          </span>
        </div>
      )}
      <div className={`why ${paused ? '' : 'win'} ${tone}`}>
        <Check className="i i14" />
        <span className="two">
          <span>{cell?.why ?? 'No rule matches, so the agent has nothing here.'}</span>
          <span className="s11 t2">
            {cell?.rule ? `Rule ${cell.rule}. ${cell.here ? 'Set here.' : 'Inherited.'}` : 'No rule.'}
          </span>
        </span>
      </div>
      {list ? <WhyList {...list} /> : <OneLock lock={cell?.lock ?? null} />}
      <div className="s11 t3">
        The most exact surface decides, then the agent, by name before any. Locks cap every rule.
      </div>
    </div>
  )
}

function WhyList({ rules, locks }: CallOutput<'policy.why'>) {
  if (rules.length + locks.length === 0) return <span className="sp" />
  return (
    <ul
      className="whys"
      aria-label="Rules and locks that match"
      data-testid="why-list"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys
      tabIndex={0}
    >
      {rules.map(rule => (
        <Rule key={rule.rule} rule={rule} />
      ))}
      {locks.map(lock => (
        <li key={`lock ${lock.id}`}>
          <Lock className="i i14" />
          <span className="by">
            Lock {lock.id} leaves at most {lock.level === 'none' ? 'nothing' : lock.level}
            {lock.reason === null ? '.' : `: ${lock.reason}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Rule({ rule }: { rule: Candidate }) {
  return (
    <li className={rule.used ? 'used' : ''}>
      <Ladder level={rule.level} ask={rule.ask} words />
      <span className="by">{rule.why}</span>
      {rule.used && <Check className="i i14" role="img" aria-label="In force" />}
    </li>
  )
}

/** The default row and column are no pair that a rule is looked up for: what is known of them is in the cell. */
function OneLock({ lock }: { lock: string | null }) {
  if (lock === null) return <span className="sp" />
  return (
    <>
      <div className="why">
        <Lock className="i i14" />
        <span className="two">
          <span>A lock caps this</span>
          <span className="s11 t3">Lock {lock}. A lock never raises.</span>
        </span>
      </div>
      <span className="sp" />
    </>
  )
}
