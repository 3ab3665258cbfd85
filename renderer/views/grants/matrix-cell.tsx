// One cell: ladder and word; filled where it is set here, bare where it is inherited, dashed where it asks; with a clock where it
// ends by itself, a gauge where it has a limit of its own, a lock where one caps it.
import { Clock, Gauge, Lock } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useReducer, useRef } from 'react'
import { cellDeed, toInspector } from '../../keys/grants.ts'
import { changeCell, undo } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, cycle, findCell, withAsk, withLevel } from '../../state/grants.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { cellName, leftShort } from '../../state/grants-words.ts'
import { say, selectCell, usePanel } from '../../state/panel.ts'
import { cellWord, type Grant, LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

interface Props {
  agent: string
  surface: string
  agentName: string
  surfaceName: string
  selected: boolean
  /** in the tab order */
  stop: boolean
  locked: boolean
  /** a change is for more agents than this one: it is made in the inspector alone, which says for whom */
  shared: boolean
  /** its column, from 1 */
  column: number
}

/** ms since the epoch, renewed every second while `on`. */
function useTicking(on: boolean): number {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!on) return
    const timer = window.setInterval(tick, 1000)
    return () => window.clearInterval(timer)
  }, [on])
  return Date.now()
}

/** Drawn again only when something of it is new: hundreds of them stand side by side. */
export const MatrixCell = memo(function MatrixCell({
  agent,
  surface,
  selected,
  stop,
  locked,
  shared,
  ...props
}: Props) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const mac = useSlice('about').platform === 'darwin'
  const until = cell?.until ?? null
  const now = useTicking(typeof until === 'number')
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const here = cell?.here ?? false
  const chose = useRef(false)
  const change = (to: Grant | null) => {
    if (!locked && !shared) changeCell({ agent, surface }, grant, to)
  }
  const click = (event: MouseEvent) => {
    useGrantsView.setState({ head: null })
    // The cell that is marked before anybody chose one is not chosen: a first click never changes a grant.
    const chosen = usePanel.getState().cell
    if (chosen?.agent !== agent || chosen.surface !== surface) {
      chose.current = true
      return selectCell(agent, surface)
    }
    // The second half of the double click that chose it.
    const isHalf = chose.current && event.detail > 1
    chose.current = false
    if (!isHalf) change(cycle(grant))
  }
  const key = (event: KeyboardEvent) => {
    const deed = cellDeed(event.nativeEvent, mac)
    if (deed === null || deed.is === 'menu') return
    event.preventDefault()
    event.stopPropagation()
    if (deed.is === 'level') change(withLevel(grant, deed.level))
    else if (deed.is === 'ask') change(withAsk(grant, grant.ask === null))
    else if (deed.is === 'inherit') change(null)
    else if (deed.is === 'cycle') change(cycle(grant))
    else if (deed.is === 'undo') void (locked ? null : undo())
    else {
      // What the inspector shows is of the chosen cell.
      selectCell(agent, surface)
      if (!toInspector(deed.is)) say('There is no rate to set here: no send is allowed or asked for.')
    }
  }
  const tone = grant.level === 'none' && grant.ask ? grant.ask : grant.level
  // What ends by itself was given here, too.
  const own = here || until !== null
  const look = `cell ${tone} ${own ? 'ex' : ''} ${own && grant.ask ? 'dash' : ''} ${selected ? 'sel' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a td cannot stand outside a table
    <button
      type="button"
      role="gridcell"
      aria-colindex={props.column}
      aria-selected={selected}
      aria-readonly={locked || shared}
      aria-label={cellName(props.agentName, props.surfaceName, cell, now)}
      data-testid={`cell-${agent}-${surface}`}
      data-stop={stop ? '' : undefined}
      tabIndex={stop ? 0 : -1}
      className={look}
      onClick={click}
      onKeyDown={key}
    >
      <span className="top">
        <Ladder level={grant.level} ask={grant.ask} />
        {until !== null && (
          // Drawn, not written: the cell's name says it in words.
          <span className="cn num" data-left={leftShort(until, now)}>
            <Clock className="i" />
          </span>
        )}
        {cell?.limit && here && <Gauge className="i cn-i" />}
        {cell?.lock && surface !== ANY && <Lock className="i cn-i" />}
      </span>
      {grant.level !== 'none' && grant.ask ? (
        <span>
          {LEVEL_WORD[grant.level]} <span className="soft">+ ask</span>
        </span>
      ) : (
        <span>{cellWord(grant)}</span>
      )}
    </button>
  )
})
