// The palette: one field that finds surfaces, commands, agents and text on the screens, by keys alone. It stands under the title
// bar and above the strip, so Pause is never covered. The field keeps the keyboard; the list only shows what is chosen.
import { Search, X } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { AppState } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { choose, chooseOn, recentlyChosen } from '../../keys/palette.ts'
import { forgetPalette, leavePalette, usePalette } from '../../keys/palette-open.ts'
import { useAllKeys } from '../../state/all-keys.ts'
import { useStore } from '../../state/app-state.ts'
import { useLaunch } from '../../state/launch.ts'
import { choosable, chosenOf, listOf, modeOf, type PaletteItem, stepped } from '../../state/palette.ts'
import { actionsOf, hitItems, itemsOf } from '../../state/palette-items.ts'
import { count } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { PaletteFoot } from './foot.tsx'
import { PaletteList } from './list.tsx'
import { useHits } from './use-hits.ts'
import { useMoment } from './use-moment.ts'
import { gives, useStill } from './use-still.ts'

export function Palette() {
  return usePalette(({ open }) => open) ? <Box /> : null
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }

function Box() {
  const state = useStore(store => store.state!)
  const [query, setQuery] = useState('')
  /** the surface whose actions are listed */
  const [on, setOn] = useState<string | null>(null)
  const [walked, setWalked] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`
  // Drawn by a person's gesture alone.
  useLayoutEffect(() => focusManager.element(input.current), [])

  const { groups, looking, fault } = useListed(state, query, on)
  const items = choosable(groups)
  const chosen = chosenOf(items, walked)
  const surface = on === null ? null : (state.surfaces.find(({ id }) => id === on) ?? null)
  /** the surface that Tab offers the actions of */
  const running = state.surfaces.find(({ id }) => chosen?.deed.is === 'surface' && id === chosen.deed.surface)
  const actable = running?.id ?? null
  const ask = (next: string) => {
    setQuery(next)
    setWalked(null)
  }
  const enter = (to: string | null) => {
    setOn(to)
    ask('')
  }
  const still = useStill(JSON.stringify([on, query]), JSON.stringify(items.map(({ id }) => id)))
  const act = (item: PaletteItem, beside: boolean) => {
    if (gives(item.deed) && !still()) return
    if (on === null) choose(item, beside)
    else if (item.deed.is === 'command') chooseOn(on, item.deed.command)
  }

  const key = (event: KeyboardEvent) => {
    // An input method's own keys are not ours.
    if (event.nativeEvent.isComposing) return
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    const step = STEPS[event.key]
    if (step !== undefined && plain) setWalked(id => stepped(items, id, step))
    else if (event.key === 'Enter' && !event.altKey && !event.shiftKey) {
      if (chosen && !event.repeat) act(chosen, event.ctrlKey || event.metaKey)
    } else if (event.key === 'Tab') {
      if (plain && on === null && actable !== null) enter(actable)
    } else if (event.key === 'Escape') on === null ? leavePalette() : enter(null)
    else if (event.key === 'Backspace' && plain && on !== null && query === '') enter(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // Null: the window lost the keyboard, not this.
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) forgetPalette()
  }
  const { mode, text } = modeOf(query)
  const empty = looking ? 'Looking…' : (fault ?? emptyWords(on !== null ? 'all' : mode, text))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box is Escape
    <div className="la-scrim pal-scrim" onMouseDown={event => event.target === event.currentTarget && away(event)}>
      <section className="pal" role="dialog" aria-label="Search surfaces, agents, commands" onBlur={left}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the field keeps the caret in it */}
        <div className="pal-top" onMouseDown={event => event.target !== input.current && keepFocus(event)}>
          <Search className="i" />
          {surface && (
            <button type="button" className="pal-on" title="Back to all" onClick={() => enter(null)}>
              <span className="tr">{surface.name}</span>
              <X className="i i12" />
              <span className="hidden">, back to all</span>
            </button>
          )}
          <input
            ref={input}
            role="combobox"
            aria-label={surface ? `What to do with ${surface.name}` : 'Search surfaces, agents, commands'}
            aria-autocomplete="list"
            aria-expanded={items.length > 0}
            aria-controls={listId}
            aria-activedescendant={chosen ? optionId(items.indexOf(chosen)) : undefined}
            placeholder={surface ? 'What to do' : 'Search surfaces, agents, commands'}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            value={query}
            onChange={event => ask(event.target.value)}
            onKeyDown={key}
          />
          {on === null && <span className="pal-hints s12 t2">&gt; commands&ensp;@ agents&ensp;# text on screen</span>}
        </div>
        <PaletteList
          id={listId}
          optionId={optionId}
          groups={groups}
          chosen={chosen}
          empty={empty}
          onPoint={setWalked}
          onChoose={act}
        />
        <span className="hidden" role="status">
          {looking ? '' : items.length === 0 ? empty : `${count(items.length, 'result')}`}
        </span>
        <PaletteFoot chosen={chosen} offers={actable !== null} actions={on !== null} />
      </section>
    </div>
  )
}

/** What is listed for a query: of everything, of what stands on the screens, or of what can be done with the surface `on`. */
function useListed(state: AppState, query: string, on: string | null) {
  const presets = useLaunch(({ list }) => list?.presets)
  const moment = useMoment(state, presets ?? [])
  const allKeys = useAllKeys(({ surfaces }) => on !== null && surfaces.includes(on))
  const { mode, text } = modeOf(query)
  const { hits, looking, fault } = useHits(on === null && mode === 'screen' ? text : '')
  const surface = on === null ? undefined : state.surfaces.find(({ id }) => id === on)
  if (on !== null) {
    const actions = surface ? actionsOf(surface, state, allKeys) : []
    return { groups: listOf(`>${query}`, actions, []), looking: false, fault: null }
  }
  const items = mode === 'screen' ? hitItems(hits, state.surfaces) : itemsOf(state, moment)
  const groups = mode === 'screen' && text === '' ? [] : listOf(query, items, recentlyChosen())
  return { groups, looking: looking && groups.length === 0, fault }
}

function emptyWords(mode: string, text: string): string {
  if (mode === 'screen') return text === '' ? 'Write what stands on a screen.' : 'It stands on no screen.'
  return mode === 'agents' && text === '' ? 'No agents connected.' : 'No match.'
}

function away(event: { preventDefault(): void }): void {
  event.preventDefault()
  leavePalette()
}
