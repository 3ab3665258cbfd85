// The search field and the filters beside it.
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import type { CallOutput } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusList } from '../../keys/activity.ts'
import { choose, clearFilters, useActivity } from '../../state/activity.ts'
import {
  ENTER_WORD,
  ENTERS,
  FIRST,
  isNarrowed,
  menuWord,
  TIME_WORD,
  TIMES,
  toggled,
} from '../../state/activity-filter.ts'
import { DECISION_PARTS, DECISION_WORD } from '../../state/activity-words.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { FilterMenu, type Option } from './filter-menu.tsx'
import { ActorTile, PlaceTile } from './who.tsx'

type Facets = CallOutput<'activity.facets'>

export function Filters() {
  const chosen = useActivity(state => state.chosen)
  const [facets, setFacets] = useState<Facets>({ actors: [], surfaces: [] })
  const ask = async () => {
    const answer = await call('activity.facets', {})
    if (answer.ok) setFacets(answer.value)
  }
  const nameOf = (all: readonly { id: string; name: string }[]) => (id: string) =>
    all.find(one => one.id === id)?.name ?? id
  return (
    <div className="act-filters">
      <SearchField />
      <FilterMenu
        label="Decision"
        name="Decision"
        word={menuWord(chosen.decisions.map(one => DECISION_WORD[one]))}
        many
        parts={DECISION_PARTS.map(part => part.map(value => ({ value, label: DECISION_WORD[value] })))}
        chosen={chosen.decisions}
        onChoose={one => choose({ decisions: toggled(chosen.decisions, one) })}
        onAny={() => choose({ decisions: [] })}
      />
      <FilterMenu
        label="Agent"
        name="Agent"
        word={menuWord(chosen.actors.map(nameOf(facets.actors)))}
        many
        parts={[
          facets.actors.map(({ id, name }) => ({
            ...{ value: id, label: name },
            icon: <ActorTile id={id} name={name} small />,
          })),
        ]}
        chosen={chosen.actors}
        onChoose={id => choose({ actors: toggled(chosen.actors, id) })}
        onAny={() => choose({ actors: [] })}
        onOpen={() => void ask()}
      />
      <FilterMenu
        label="Surface"
        name="Surface"
        word={menuWord(chosen.surfaces.map(nameOf(facets.surfaces)))}
        many
        parts={[surfaceOptions(facets, true), surfaceOptions(facets, false)]}
        chosen={chosen.surfaces}
        onChoose={id => choose({ surfaces: toggled(chosen.surfaces, id) })}
        onAny={() => choose({ surfaces: [] })}
        onOpen={() => void ask()}
      />
      <FilterMenu
        label="Enter"
        name="Enter"
        word={menuWord(chosen.enter ? [ENTER_WORD[chosen.enter]] : [])}
        many={false}
        parts={[ENTERS.map(value => ({ value, label: ENTER_WORD[value] }))]}
        chosen={chosen.enter ? [chosen.enter] : []}
        onChoose={enter => choose({ enter })}
        onAny={() => choose({ enter: null })}
      />
      <FilterMenu
        label={null}
        name="Time"
        word={TIME_WORD[chosen.time]}
        many={false}
        parts={[TIMES.map(value => ({ value, label: TIME_WORD[value] }))]}
        chosen={[chosen.time]}
        onChoose={time => choose({ time })}
      />
      {chosen.time === 'between' && <Between />}
      {isNarrowed(chosen) && (
        <button type="button" className="btn gh act-clear" onClick={clear}>
          Clear filters
        </button>
      )}
    </div>
  )
}

/** The button goes with what it clears, so the keyboard goes on to the list. */
function clear(): void {
  clearFilters()
  focusList()
}

function surfaceOptions({ surfaces }: Facets, open: boolean): Option<string>[] {
  return surfaces
    .filter(surface => surface.open === open)
    .map(({ id, name }) => ({ value: id, label: name, icon: <PlaceTile id={id} />, ...(!open && { note: 'closed' }) }))
}

function SearchField() {
  const search = useActivity(state => state.chosen.search)
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const leaves = event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown'
    if (!leaves) return
    event.preventDefault()
    event.stopPropagation()
    focusList()
  }
  return (
    <label className="fieldb act-search">
      <Search className="i i14" />
      <input
        type="search"
        aria-label="Search text, rules, reasons"
        placeholder="Search text, rules, reasons"
        aria-keyshortcuts="/"
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        value={search}
        data-activity-search=""
        onChange={event => choose({ search: event.target.value })}
        onKeyDown={key}
      />
      {search === '' && <Kbd keys="/" quiet />}
    </label>
  )
}

function Between() {
  const { from, to } = useActivity(state => state.chosen)
  const [fromId, toId] = [useId(), useId()]
  return (
    <fieldset className="act-between" aria-label="From – to">
      <label htmlFor={fromId}>From</label>
      <input
        id={fromId}
        className="fieldb"
        type="datetime-local"
        value={from}
        onChange={event => choose({ from: event.target.value })}
      />
      <label htmlFor={toId}>to</label>
      <input
        id={toId}
        className="fieldb"
        type="datetime-local"
        value={to}
        onChange={event => choose({ to: event.target.value })}
      />
      <button type="button" className="btn gh" onClick={() => choose({ time: FIRST.time, from: '', to: '' })}>
        Back to today
      </button>
    </fieldset>
  )
}
