// Why it is asked, in main's words; what the agent says, in quotes; what is known of it; where it lands; which rule.
import { ArrowUpRight, BadgeCheck, Hand } from 'lucide-react'
import type { ApprovalView, AskReason } from '../../../preload/contract.ts'
import { leaveApprovals } from '../../keys/approvals.ts'
import { useSlice } from '../../state/app-state.ts'
import { grantShown, isNewcomer } from '../../state/approval-words.ts'
import { findCell } from '../../state/grants.ts'
import { selectCell, usePanel } from '../../state/panel.ts'
import { byTheClock, grantSentence } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Ladder } from '../../ui/ladder.tsx'

export function Reasons({ reasons }: { reasons: readonly AskReason[] }) {
  if (reasons.length === 0) return null
  return (
    <ul className="apr s12 t2" aria-label="Why it is asked">
      {reasons.map(reason => (
        <li key={reason.code + reason.why} data-reason={reason.code}>
          <Hand className="i i12" />
          <span className="sel">{byTheClock(reason.why)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The agent's own words. */
export function Says({ view }: { view: ApprovalView }) {
  if (view.says === null || view.says === '' || isNewcomer(view)) return null
  return (
    <p className="says s12 t2">
      <span className="t3">{view.agentName} says</span> <q className="sel">{view.says}</q>
    </p>
  )
}

export function Facts({ view }: { view: ApprovalView }) {
  const claim = isNewcomer(view) && view.says ? [{ name: 'Says it is', value: `“${view.says}”`, verified: false }] : []
  const facts = [...claim, ...view.facts]
  if (facts.length === 0) return null
  return (
    <dl className="facts s12">
      {facts.map(fact => (
        <div key={fact.name}>
          <dt className="t3">{fact.name}</dt>
          <dd className="sel">
            <span className={fact.name === 'Program' ? 'm s11' : ''}>{fact.value}</span>{' '}
            {fact.verified ? (
              <BadgeCheck className="i i12" role="img" aria-label="verified" color="var(--ok)" />
            ) : (
              <span className="t3">(not verified)</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Grounds({ view }: { view: ApprovalView }) {
  const { lands, surface } = view
  if (lands === null && surface === null && view.rule === null) return null
  return (
    <dl className="apg">
      {lands && (
        <div>
          <dt className="t3">Lands at</dt>
          <dd className="m s12 t2 sel">
            {lands.line} <span className="t3">({lands.where})</span>
          </dd>
        </div>
      )}
      {surface && <Rule view={view} surface={surface} />}
      {!surface && view.rule !== null && (
        <div>
          <dt className="t3">Rule</dt>
          <dd>{view.rule}</dd>
        </div>
      )}
    </dl>
  )
}

function Rule({ view, surface }: { view: ApprovalView; surface: NonNullable<ApprovalView['surface']> }) {
  const grant = grantShown(view, findCell(useSlice('cells'), view.agent, surface.id))
  const by = [
    view.rule === null ? 'No rule' : `Rule ${view.rule}`,
    ...(view.lock === null ? [] : [`lock ${view.lock}`]),
  ]
  const open = () => {
    leaveApprovals()
    selectCell(view.agent, surface.id)
    usePanel.setState({ open: 'grants' })
  }
  return (
    <div>
      <dt className="t3">Rule</dt>
      <dd>
        <button type="button" className="rule" title={by.join(', ')} onMouseDown={keepFocus} onClick={open}>
          <Ladder {...grant} />
          <span className="tr">
            {view.agentName} in {surface.name}: {grantSentence(grant)}
          </span>
          <ArrowUpRight className="i i14" color="var(--tx-3)" />
        </button>
      </dd>
    </div>
  )
}
