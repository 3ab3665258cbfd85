// The tree of sessions, windows and panes. One stop for Tab: arrows walk, Space chooses, Enter adopts; letters jump to a name.
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import type { TmuxPlace } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { jumped } from '../../state/sidebar-walk.ts'
import { useTmux } from '../../state/tmux.ts'
import { chosenIn, type PaneRow, stepped, type TmuxRow, toggled } from '../../state/tmux-tree.ts'
import { placeWords } from '../../state/tmux-words.ts'
import { TreeRow } from './tree-row.tsx'

interface Props {
  readonly rows: readonly TmuxRow[]
  /** panes that are surfaces already, by their ids */
  readonly own: ReadonlyMap<string, string>
  readonly place: TmuxPlace
  /** some are chosen: a click chooses too */
  readonly choosing: boolean
  /** Adopts what is chosen, else what this row is. */
  onTake(row: TmuxRow): void
  /** Adopts this one, or goes to it. */
  onOne(row: PaneRow): void
}

export function PaneTree({ rows, own, place, choosing, onTake, onOne }: Props) {
  const chosen = useTmux(tmux => tmux.chosen)
  const [here, setHere] = useState<string | null>(null)
  const tree = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const stop = rows.some(row => row.key === here) ? here : (rows[0]?.key ?? null)

  const go = (key: string) =>
    focusManager.element(tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null)
  const fold = (key: string, shut: boolean) =>
    useTmux.setState(tmux => {
      const next = new Set(tmux.shut)
      shut ? next.add(key) : next.delete(key)
      return { shut: next }
    })
  const choose = (row: TmuxRow) => useTmux.setState({ chosen: toggled(row, chosen, own), said: null })
  const rowAt = (target: EventTarget) => {
    const key = (target as Element).closest<HTMLElement>('[data-key]')?.dataset['key']
    return rows.find(row => row.key === key) ?? null
  }
  const letter = (from: string, text: string) => {
    const now = performance.now()
    const sought = now - typed.current.at < 700 ? typed.current.text + text : text
    typed.current = { text: sought, at: now }
    const to = jumped(rows, from, sought)
    if (to !== null) go(to)
    return to !== null
  }
  const handled = (event: KeyboardEvent<HTMLElement>, row: TmuxRow): boolean => {
    const { key } = event
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && key.length > 1)) return false
    if (key === ' ') {
      if (!event.repeat && chosenIn(row, chosen, own) !== null) choose(row)
      return true
    }
    if (key === 'Enter') {
      if (event.repeat) return true
      if (row.kind === 'pane' || choosing) onTake(row)
      else fold(row.key, row.open === true)
      return true
    }
    if (key === 'ArrowUp' && row === rows[0]) {
      focusManager.element(tree.current?.closest('.tx-body')?.querySelector('input') ?? null)
      return true
    }
    const step = stepped(rows, row.key, key)
    if (step && 'to' in step) go(step.to)
    else if (step) fold(step.fold, step.shut)
    return step !== null || (key.length === 1 && letter(row.key, key))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rowAt(event.target)
    if (!row || !handled(event, row)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const row = rowAt(event.target)
    if (!row) return
    const boxed = (event.target as Element).closest('[data-check]') !== null
    const isOwn = row.kind === 'pane' && own.has(row.pane.id)
    if ((boxed || (choosing && row.kind === 'pane' && !isOwn)) && chosenIn(row, chosen, own) !== null) choose(row)
    else if (row.kind === 'pane') onOne(row)
    else fold(row.key, row.open === true)
  }
  return (
    <div
      ref={tree}
      className="tx-tree"
      role="tree"
      aria-label={`Sessions, windows and panes on ${placeWords(place)}`}
      aria-multiselectable="true"
      {...{ onKeyDown, onClick }}
      onFocus={event => {
        const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key']
        if (key !== undefined) setHere(key)
      }}
    >
      {rows.map(row => (
        <TreeRow
          key={row.key}
          row={row}
          surface={row.kind === 'pane' ? (own.get(row.pane.id) ?? null) : null}
          chosen={chosenIn(row, chosen, own)}
          stop={row.key === stop}
          far={place.host !== null}
        />
      ))}
    </div>
  )
}
