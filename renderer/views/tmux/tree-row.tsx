// One row of the tree: a session, a window, or a pane with what runs in it. It only draws; what programs named is shown as it is.
import { Check, ChevronDown, ChevronRight, Minus } from 'lucide-react'
import { memo } from 'react'
import { useSlice } from '../../state/app-state.ts'
import { seenText } from '../../state/seen-text.ts'
import type { PaneRow, TmuxRow } from '../../state/tmux-tree.ts'
import { count, shortFolder } from '../../state/words.ts'
import { SurfaceTile } from '../../ui/marks.tsx'

interface Props {
  readonly row: TmuxRow
  /** the surface that this pane is; null = none */
  readonly surface: string | null
  /** null = it cannot be chosen */
  readonly chosen: boolean | 'mixed' | null
  readonly stop: boolean
  /** on another computer: its folders are not this one's */
  readonly far: boolean
}

export const TreeRow = memo(function TreeRow({ row, surface, chosen, stop, far }: Props) {
  const { home } = useSlice('about')
  const words = useWords(row, surface, far ? '' : home)
  return (
    <div
      role="treeitem"
      className={`tx-row tx-${row.kind} ${surface === null ? '' : 'own'}`}
      data-key={row.key}
      aria-level={row.level}
      aria-posinset={row.at + 1}
      aria-setsize={row.all}
      aria-expanded={row.open ?? undefined}
      aria-checked={chosen ?? undefined}
      tabIndex={stop ? 0 : -1}
      title={words.hint}
    >
      <span className="hidden">{words.label}</span>
      <span className="tx-drawn" aria-hidden="true">
        <span className={`tx-check ${chosen === null ? 'none' : ''}`} data-check={chosen === null ? undefined : ''}>
          {chosen !== null && (
            <i className={chosen === false ? '' : 'on'}>
              {chosen === true && <Check className="i i12" />}
              {chosen === 'mixed' && <Minus className="i i12" />}
            </i>
          )}
        </span>
        {row.kind === 'pane' ? (
          <PaneDrawn row={row} surface={surface} words={words} />
        ) : (
          <>
            {row.open ? <ChevronDown className="i i14" /> : <ChevronRight className="i i14" />}
            <span className="tx-name tr">{words.name}</span>
            <span className="t3 s12">{words.more}</span>
          </>
        )}
      </span>
    </div>
  )
})

function PaneDrawn({ row, surface, words }: { row: PaneRow; surface: string | null; words: Words }) {
  const { pane } = row
  return (
    <>
      <SurfaceTile preset={pane.agent ?? 'shell'} backend="pty" />
      <span className="tx-two">
        <span className="tr">
          {words.at !== '' && <span className="tx-at">{words.at}</span>}
          <span className="tx-name">{words.name}</span>
          {words.title !== '' && <span className="t3"> {words.title}</span>}
        </span>
        <span className="m tr">{words.more}</span>
      </span>
      {words.agent !== null && <span className="tag">{words.agent}</span>}
      {surface !== null && <span className="tag tx-own">{words.own}</span>}
      {pane.dead && <span className="tag">Ended</span>}
      <span className="tx-size">
        {pane.cols} × {pane.rows}
      </span>
    </>
  )
}

interface Words {
  readonly name: string
  readonly more: string
  /** of a pane that stands for its window */
  readonly at: string
  readonly title: string
  readonly agent: string | null
  readonly own: string
  /** all of it, to be read out */
  readonly label: string
  readonly hint: string
}

function useWords(row: TmuxRow, surface: string | null, home: string): Words {
  const programs = useSlice('about').programs
  const surfaces = useSlice('surfaces')
  const none = { at: '', title: '', agent: null, own: '', hint: '' }
  if (row.kind === 'session') {
    const { name, attached } = row.session
    const shown = attached === 0 ? '' : `, shown in ${count(attached, 'terminal')}`
    const more = `${count(row.panes.length, 'pane')}${shown}`
    return { ...none, name: seenText(name), more, label: `Session ${seenText(name)}, ${more}` }
  }
  if (row.kind === 'window') {
    const name = `${row.window.index}: ${seenText(row.window.name)}`
    const more = count(row.panes.length, 'pane')
    return { ...none, name, more, label: `Window ${name}, ${more}` }
  }
  const { pane, window } = row
  const name = seenText(pane.command) || 'nothing'
  const at = window ? `${window.index}: ${seenText(window.name)}` : `.${pane.index}`
  const more = seenText(shortFolder(pane.cwd, home))
  const agent = pane.agent === null ? null : (programs[pane.agent]?.title ?? pane.agent)
  const own = surface === null ? '' : `In Gatehouse as ${surfaces.find(({ id }) => id === surface)?.name ?? surface}`
  const title = pane.title === pane.command ? '' : seenText(pane.title)
  const label = [
    `${window ? `Window ${at}` : `Pane ${pane.index}`}: ${name}`,
    more,
    `${pane.cols} by ${pane.rows}`,
    agent === null ? '' : `${agent} runs in it`,
    pane.dead ? 'its program has ended' : '',
    own,
  ]
  const hint = own !== '' ? 'Go to it' : pane.dead ? 'Its program has ended' : `Adopt ${pane.id}`
  return { name, more, at, title, agent, own, label: label.filter(Boolean).join(', '), hint }
}
