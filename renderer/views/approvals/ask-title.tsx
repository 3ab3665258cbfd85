// `Cursor wants to submit in shell`, the act in the colour of its level.
import type { ApprovalView } from '../../../preload/contract.ts'
import { askWords } from '../../state/approval-words.ts'

/** `plain`: without the colour, for a row. */
export function AskTitle({ view, plain = false }: { view: ApprovalView; plain?: boolean }) {
  const { lead, act, join, tone } = askWords(view)
  const coloured = !plain && tone !== 'none'
  return (
    <span className="tr ask-title">
      <b>{view.agentName}</b> <span className={plain ? 't2' : ''}>{lead} </span>
      {coloured ? (
        <b style={{ color: `var(--l-${tone})` }}>{act}</b>
      ) : (
        <span className={plain ? 't2' : 'b'}>{act}</span>
      )}
      {view.surface && (
        <>
          <span className={plain ? 't2' : ''}>{join === '' ? ' ' : ` ${join} `}</span>
          <b>{view.surface.name}</b>
        </>
      )}
    </span>
  )
}
