// One cell: ladder and word; filled where it is set here, bare where it is inherited, dashed where it asks.
import { Lock } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { LEVELS } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, cycle, findCell, withAsk, withLevel } from '../../state/grants.ts'
import { selectCell, usePanel } from '../../state/panel.ts'
import { cellWord, type Grant, grantSentence, LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { changeCell } from './change.ts'

interface Props {
  agent: string
  surface: string
  agentName: string
  selected: boolean
  locked: boolean
  /** a change is for more agents than this one: it is made in the inspector alone, which says for whom */
  shared: boolean
}

export function MatrixCell({ agent, surface, agentName, selected, locked, shared }: Props) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const surfaceName = useSlice('surfaces').find(other => other.id === surface)?.name ?? 'any surface'
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const here = cell?.here ?? false
  const change = (to: Grant | null) => {
    if (!locked && !shared) changeCell(agent, surface, to)
  }
  const click = () => {
    // The cell that is marked before anybody chose one is not chosen: a first click never changes a grant.
    const chosen = usePanel.getState().cell
    if (chosen?.agent === agent && chosen.surface === surface) change(cycle(grant))
    else selectCell(agent, surface)
  }
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
    const level = /^[0-3]$/.test(event.key) ? LEVELS[Number(event.key)] : undefined
    if (event.key === ' ') change(cycle(grant))
    else if (level) change(withLevel(grant, level))
    else if (event.key.toLowerCase() === 'a') change(withAsk(grant, grant.ask === null))
    else if (event.key === 'Backspace') change(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  // With the word that is seen.
  const says = grant.level === 'none' && grant.ask === null ? 'None, no access' : grantSentence(grant)
  const tone = grant.level === 'none' && grant.ask ? grant.ask : grant.level
  const look = `cell ${tone} ${here ? 'ex' : ''} ${here && grant.ask ? 'dash' : ''} ${selected ? 'sel' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a td cannot stand outside a table
    <button
      type="button"
      role="gridcell"
      aria-selected={selected}
      aria-readonly={locked || shared}
      aria-label={`${agentName} in ${surfaceName}: ${says}. ${here ? 'Set here.' : 'Inherited.'}${cell?.lock ? ' Locked.' : ''}`}
      data-testid={`cell-${agent}-${surface}`}
      tabIndex={selected ? 0 : -1}
      className={look}
      onClick={click}
      onKeyDown={key}
    >
      <span className="top">
        <Ladder level={grant.level} ask={grant.ask} />
        {cell?.lock && surface !== ANY && <Lock className="i i12" />}
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
}
