// The grid of agents by surfaces. Click selects; click again or Space cycles; letters and digits set. Only what is in view is drawn,
// and the one place that has the keyboard.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be laid out in these columns
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has one stop, a cell or a head
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { AgentSummary, SurfaceSummary } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { byWorkspace, useSlice } from '../../state/app-state.ts'
import {
  type At,
  drawn,
  type Grid,
  gridOf,
  HEAD,
  type Head,
  isMany,
  moved,
  placeOf,
  revealed,
  SIZE,
  whatIsAt,
  widthsIn,
} from '../../state/grants-grid.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { selectCell, usePanel } from '../../state/panel.ts'
import { useSidebar } from '../../state/sidebar.ts'
import { SurfaceHeads, WorkspaceHeads } from './column-heads.tsx'
import { Filter } from './filter.tsx'
import { HeadMenu } from './head-menu.tsx'
import { MatrixRow } from './matrix-row.tsx'
import { useViewport } from './use-viewport.ts'

interface Props {
  agents: readonly AgentSummary[]
  surfaces: readonly SurfaceSummary[]
  selected: { agent: string; surface: string }
  locked: boolean
}

interface OpenMenu {
  readonly head: Head
  readonly at: { readonly x: number; readonly y: number }
}

export function Matrix({ agents, surfaces, selected, locked }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const wanted = useRef(false)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const mac = useSlice('about').platform === 'darwin'
  const arrangement = useSidebar()
  const { filter, folded, head } = useGrantsView()
  const many = isMany(agents.length, surfaces.length)
  const groups = useMemo(() => byWorkspace(surfaces, arrangement), [surfaces, arrangement])
  const grid = useMemo(
    () => gridOf({ agents, groups, folded, filter: many ? filter : '' }),
    [agents, groups, folded, filter, many],
  )
  const known = useMemo(() => new Map(surfaces.map(surface => [surface.id, surface])), [surfaces])
  const names = useMemo(() => new Map(surfaces.map(({ id, name }) => [id, name])), [surfaces])
  const byId = useMemo(() => new Map(agents.map(agent => [agent.id, agent])), [agents])
  const at = placeOf(grid, selected, head)
  const { left, top, width, height } = useViewport(scroll)

  const sizes = widthsIn(width, grid.columns.length - 1)
  const x = (column: number) =>
    column === 0
      ? { x: sizes.head, width: SIZE.any }
      : { x: sizes.head + SIZE.any + (column - 1) * sizes.column, width: sizes.column }
  const groupsHigh = grid.groups.length > 0 || many ? SIZE.groups : 0
  const heads = groupsHigh + SIZE.heads + SIZE.row + SIZE.rule
  const inner = sizes.head + SIZE.any + (grid.columns.length - 1) * sizes.column
  const labelled = (row: number) => (grid.firstInside >= 0 && row >= grid.firstInside ? SIZE.label : 0)
  const y = (row: number) => heads + (row - 1) * SIZE.row + labelled(row)
  const high = y(grid.rows.length)

  // The first column is the default one; the others are all as wide. Rows: the default one stands with the heads.
  const across = drawn({
    from: left - SIZE.any,
    length: width - sizes.head,
    each: sizes.column,
    count: grid.columns.length - 1,
    kept: at.column - 1,
  })
  const columns = [0, ...across.map(index => index + 1)].map(index => ({ index, ...x(index) }))
  const down = drawn({
    from: top,
    length: height - heads,
    each: SIZE.row,
    count: grid.rows.length - 1,
    kept: at.row - 1,
  })

  // Chosen from elsewhere, it is shown: not behind the filter, not folded away.
  const chosen = usePanel(panel => panel.cell)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a person filters it away as they like
  useLayoutEffect(() => {
    if (!chosen) return
    const isDrawn = grid.rows.includes(chosen.agent) && grid.columns.some(({ surface }) => surface === chosen.surface)
    const workspace = known.get(chosen.surface)?.workspace
    useGrantsView.setState(view => ({
      head: null,
      ...(isDrawn ? {} : { filter: '', folded: view.folded.filter(one => one !== workspace) }),
    }))
  }, [chosen])
  // What is chosen comes into view, whoever chose it. The browser knows nothing of what lies under the heads.
  const measured = width > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a person scrolls away from it as they like
  useLayoutEffect(() => {
    const view = scroll.current
    if (!view || !measured) return
    const ring = 4
    if (at.column !== HEAD) {
      const place = x(at.column)
      const across = { length: view.clientWidth - ring, covered: sizes.head }
      view.scrollLeft = revealed(view.scrollLeft, across, place.x - ring, place.x + place.width + ring)
    }
    if (at.row > 0) {
      const down = { length: view.clientHeight, covered: heads }
      view.scrollTop = revealed(view.scrollTop, down, y(at.row) - ring, y(at.row) + SIZE.row + ring)
    }
  }, [at.row, at.column, measured])
  // A key has led there: what it led to is drawn by now, wherever it is.
  useLayoutEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    focusManager.element(scroll.current?.querySelector<HTMLElement>('[data-stop]') ?? null)
  })
  const go = (to: At) => {
    wanted.current = true
    const there = whatIsAt(grid, to)
    if ('of' in there) useGrantsView.setState({ head: there })
    else {
      useGrantsView.setState({ head: null })
      selectCell(there.agent, there.surface)
    }
  }
  const open = (element: HTMLElement | null, point?: { x: number; y: number }) => {
    const of = element?.dataset['head'] as Head['of'] | undefined
    if (!element || of === undefined) return false
    const { left: at, bottom } = element.getBoundingClientRect()
    const chosen = { of, id: element.dataset['id'] ?? '' }
    useGrantsView.setState({ head: chosen })
    focusManager.element(element)
    setMenu({ head: chosen, at: point ?? { x: at + 4, y: bottom - 4 } })
    return true
  }
  const key = (event: KeyboardEvent) => {
    if (event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    // A field, or a button of its own in a head.
    if (target.closest('input, .rh button')) return
    const opens = ['Enter', ' ', 'ContextMenu'].includes(event.key) || (event.key === 'F10' && event.shiftKey)
    if (opens && !event.repeat && open(target)) return event.preventDefault()
    const far = mac ? event.metaKey : event.ctrlKey
    if ((event.ctrlKey || event.metaKey) && !(far && ['Home', 'End'].includes(event.key))) return
    const page = Math.max(1, Math.floor((height - heads) / SIZE.row) - 1)
    const to = moved(grid, at, { key: event.key, far, page })
    if (!to && !/^(?:Arrow|Home|End|Page)/.test(event.key)) return
    event.preventDefault()
    if (to) go(to)
  }
  const headOf = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    return target.closest('.rh button, input') ? null : target.closest<HTMLElement>('[data-head]')
  }
  const rightClick = (event: MouseEvent) => {
    if (open(headOf(event), { x: event.clientX, y: event.clientY })) event.preventDefault()
  }

  return (
    <div className="mx-wrap" style={{ minHeight: Math.min(high + 4, 290) }}>
      {many && <Filter noMatch={grid.noMatch} />}
      <div ref={scroll} className="mx-scroll" style={{ scrollPadding: `${heads + 4}px 12px 12px ${sizes.head + 8}px` }}>
        <div
          className="mx"
          role="grid"
          aria-label="Grants"
          aria-rowcount={grid.rows.length + above(grid)}
          aria-colcount={grid.columns.length + 1}
          style={{ width: inner, height: high, '--head': `${sizes.head}px` } as React.CSSProperties}
          onKeyDown={key}
          onClick={event => open(headOf(event))}
          onContextMenu={rightClick}
        >
          <div className="mx-top" role="presentation" style={{ height: heads }}>
            {groupsHigh > 0 && (
              <div className="mx-groups" role="row" aria-rowindex={1} style={{ height: groupsHigh }}>
                <div className="corner" role="presentation" />
                <WorkspaceHeads grid={grid} at={at} x={x} />
              </div>
            )}
            <div className="mx-heads" role="row" aria-rowindex={above(grid)} style={{ height: SIZE.heads }}>
              <div className="ch corner" role="columnheader" aria-colindex={1}>
                Agent
              </div>
              <SurfaceHeads grid={grid} columns={columns} surfaces={known} selected={selected.surface} at={at} />
            </div>
            <MatrixRow
              {...{ grid, row: 0, agent: null, columns, names, selected, at, locked, above: above(grid) }}
              style={{ position: 'relative' }}
            />
            <div className="rule" role="presentation" />
          </div>
          {grid.firstInside >= 0 && (
            <div className="insides lab" role="presentation" style={{ top: y(grid.firstInside) - SIZE.label }}>
              <span>Agents in surfaces</span>
            </div>
          )}
          {down.map(index => {
            const row = index + 1
            const agent = byId.get(grid.rows[row]!) ?? null
            return (
              agent && (
                <MatrixRow
                  key={agent.id}
                  {...{ grid, row, agent, columns, names, selected, at, locked, above: above(grid) }}
                  style={{ top: y(row) }}
                />
              )
            )
          })}
        </div>
      </div>
      {grid.noMatch && (
        <p className="mx-none t2 s12" role="status">
          No agent and no surface has that in its name. All are shown.
        </p>
      )}
      {menu && <HeadMenu {...menu} locked={locked} onClose={() => setMenu(null)} />}
    </div>
  )
}

/** Rows of heads: the workspaces' where there are any, then the surfaces'. */
const above = ({ groups }: Grid) => (groups.length > 0 ? 2 : 1)
