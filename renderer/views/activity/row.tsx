// One row: time, what came of it, who and where, the text and the rule, whether Enter went in, how long it took.
/* biome-ignore-all lint/a11y/useSemanticElements: a virtual list is no table */
/* biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row it is on */
/* biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys */
import { ArrowRight } from 'lucide-react'
import { memo } from 'react'
import type { ActivityRow } from '../../../preload/contract.ts'
import { isExact, leftWords, rowSentence, rowText, tookWords } from '../../state/activity-words.ts'
import { byTheClock, clockTime } from '../../state/words.ts'
import { useNow } from '../../ui/use-now.ts'
import { Exact } from '../policy/difference.tsx'
import { DecisionWords } from './decision.tsx'
import { ActorTile } from './who.tsx'

interface Props {
  id: string
  row: ActivityRow | null
  index: number
  /** px below the top of the list's layer */
  top: number
  active: boolean
  opened: boolean
  /** it was not today: the day is said, too */
  past: string | null
  onPick(index: number, seq: number): void
}

export const Row = memo(function Row({ id, row, index, top, active, opened, past, onPick }: Props) {
  const look = `act-row ${opened ? 'on' : ''} ${active ? 'at' : ''}`
  const style = { transform: `translateY(${top}px)` }
  if (!row) {
    return (
      <div id={id} className={`${look} none`} style={style} role="row" aria-rowindex={index + 2} aria-busy="true">
        <span role="gridcell">
          <span className="hidden">Not read yet</span>
        </span>
      </div>
    )
  }
  return (
    <div
      id={id}
      className={look}
      style={style}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={opened}
      aria-label={rowSentence(row, Date.now())}
      data-testid="activity-row"
      data-seq={row.seq}
      data-decision={row.decision}
      onClick={() => onPick(index, row.seq)}
    >
      <Cells row={row} past={past} />
    </div>
  )
})

function Cells({ row, past }: { row: ActivityRow; past: string | null }) {
  const text = rowText(row)
  const exact = isExact(row)
  return (
    <>
      <span role="gridcell" className="m num t3 act-time">
        {clockTime(row.at, true)}
        {past !== null && <span className="act-day">{past}</span>}
      </span>
      <span role="gridcell" className="act-dc">
        <DecisionWords decision={row.decision} />
      </span>
      <span role="gridcell" className="act-who">
        <ActorTile id={row.actor} name={row.actorName} />
        <span className="act-two">
          <span className="tr">{row.actorName}</span>
          {row.surface && (
            <span className="row t3 s12 to">
              <ArrowRight className="i i12" />
              <span className="tr">{row.surface.name}</span>
            </span>
          )}
        </span>
      </span>
      <span role="gridcell" className={`act-two act-text ${exact ? '' : 'wide'}`}>
        {text !== null && (
          <span className={`tr ${exact ? 'm' : ''} ${row.kind === 'read' ? 't2' : ''}`}>
            <Exact text={text} />
          </span>
        )}
        <span className="tr t3 s12">
          {byTheClock(row.note)}
          {row.count > 1 && ` ${row.count} times`}
        </span>
      </span>
      {exact && (
        <span role="gridcell" className="act-enter">
          <Enter enter={row.enter} />
        </span>
      )}
      <span role="gridcell" className="num t3 s12 act-took">
        {row.ends !== null ? <Left ends={row.ends} /> : row.tookMs !== null && tookWords(row.tookMs)}
      </span>
    </>
  )
}

function Enter({ enter }: Pick<ActivityRow, 'enter'>) {
  if (enter === null) return null
  if (enter === 'enter') return <span className="inv ent">Enter</span>
  return (
    <span className={`inv ${enter === 'not_sent' ? 'act-not' : 'lf'}`}>
      {enter === 'not_sent' ? 'not sent' : 'no Enter'}
    </span>
  )
}

function Left({ ends }: { ends: number }) {
  const now = useNow(1000)
  return <span className="act-left">{leftWords(ends, now)}</span>
}
