// What runs on one tmux server, to be adopted: its tree with a field over it, or why there is none.
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { TmuxPlace } from '../../../preload/contract.ts'
import { goTo } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { adopt } from '../../keys/tmux.ts'
import { useSlice } from '../../state/app-state.ts'
import { shownSurface, useLayout } from '../../state/layout.ts'
import { hideTmux, ownPanes, useTmux } from '../../state/tmux.ts'
import { allPanes, type PaneRow, rowsOf, type TmuxRow } from '../../state/tmux-tree.ts'
import { adoptWords, placeWords, startsThere } from '../../state/tmux-words.ts'
import { count, workspaceName } from '../../state/words.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Filter } from './filter.tsx'
import { StartThere } from './start-there.tsx'
import { PaneTree } from './tree.tsx'
import { TroubleSays } from './trouble.tsx'

export function Panes({ place, close }: { place: TmuxPlace; close: ReactNode }) {
  const { list, trouble, listing, query, shut, chosen, adopting, said } = useTmux()
  const surfaces = useSlice('surfaces')
  const near = useLayout(shownSurface)
  const body = useRef<HTMLDivElement>(null)
  // What had the keyboard may be drawn no more.
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) return
    const first = trouble ? '.tx-trouble .btn' : 'input'
    focusManager.element(body.current?.querySelector<HTMLElement>(first) ?? null)
  }, [trouble])
  const all = list ? allPanes(list.sessions) : []
  const own = ownPanes(surfaces, place, all)
  const rows = list ? rowsOf(list.sessions, query, shut) : []
  const workspace = surfaces.find(({ id }) => id === near)?.workspace ?? place.host ?? 'tmux'
  // Some may have ended since they were chosen.
  const picked = all.filter(({ id }) => chosen.has(id) && !own.has(id)).map(({ id }) => id)

  const take = (row: TmuxRow | undefined) => {
    if (picked.length > 0) return void adopt(picked)
    if (row?.kind === 'pane') one(row)
  }
  const one = ({ pane }: PaneRow) => {
    const surface = own.get(pane.id)
    if (surface === undefined) {
      if (!pane.dead) void adopt([pane.id])
      return
    }
    hideTmux()
    goTo(surface)
  }
  const panes = rows.filter(row => row.kind === 'pane')
  const toTree = () =>
    focusManager.element(body.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]') ?? null)
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the tree below it */}
      <div
        className="tx-body"
        ref={body}
        onKeyDown={event => {
          if (!(event.target instanceof HTMLInputElement) || event.key !== 'ArrowDown' || event.defaultPrevented) return
          event.preventDefault()
          event.stopPropagation()
          toTree()
        }}
      >
        {place.host !== null && startsThere(trouble?.code ?? null) && <StartThere host={place.host} />}
        {trouble === null && (
          <Filter
            label="Filter sessions, commands, folders"
            onEnter={() => (picked.length > 0 || panes.length === 1 ? take(panes[0]) : toTree())}
          />
        )}
        <div className="tx-list" aria-busy={listing || adopting}>
          {list === null && listing && (
            <p className="tx-say t2">
              {place.host === null ? 'Asking tmux what runs…' : `Connecting to ${place.host} with ssh…`}
            </p>
          )}
          {trouble && !listing && <TroubleSays place={place} {...trouble} />}
          {list && list.sessions.length === 0 && <p className="tx-say t2">No sessions run on {placeWords(place)}.</p>}
          {list && list.sessions.length > 0 && rows.length === 0 && (
            <p className="tx-say t2">
              No match.{' '}
              <button type="button" className="btn sm" onClick={() => useTmux.setState({ query: '' })}>
                Show all
              </button>
            </p>
          )}
          {rows.length > 0 && (
            <PaneTree rows={rows} own={own} place={place} onTake={take} onOne={one} choosing={picked.length > 0} />
          )}
        </div>
        <span className="hidden" role="status">
          {adopting
            ? 'Adopting…'
            : listing && list === null
              ? `Asking ${placeWords(place)}`
              : list && !trouble
                ? `${count(panes.length, 'pane')}${picked.length > 0 ? `, ${picked.length} chosen` : ''}`
                : ''}
        </span>
        {said !== null && (
          <div className="la-fault s12" role="alert" aria-live="polite">
            <span className="sel">{said}</span>
          </div>
        )}
      </div>
      <div className="la-foot s12 t2">
        {all.length > 0 && (
          <>
            <button
              type="button"
              className="btn sm pri"
              aria-disabled={picked.length === 0 || adopting}
              onClick={() => void adopt(picked)}
            >
              {adopting ? 'Adopting…' : picked.length === 0 ? 'Adopt' : adoptWords(picked.length)}
              <Kbd keys="enter" />
            </button>
            <span className="tr">Into workspace {workspaceName(workspace)}</span>
            <span className="tx-hint">
              <Kbd keys="space" />
              Choose several
            </span>
          </>
        )}
        <span className="sp" />
        {close}
      </div>
    </>
  )
}
