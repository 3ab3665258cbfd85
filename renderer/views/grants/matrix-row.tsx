// A row of the matrix: an agent's head and its cells in the columns that are drawn.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be laid out in these columns
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has one stop, a cell or a head
import type { CSSProperties } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { ANY } from '../../state/grants.ts'
import { type At, type Grid, HEAD } from '../../state/grants-grid.ts'
import { FoldedCell } from './folded-cell.tsx'
import { MatrixCell } from './matrix-cell.tsx'
import { RowHead } from './row-head.tsx'

/** A column that is drawn: its place in the grid, and where it stands beside the rows' heads, in CSS px. */
export interface DrawnColumn {
  readonly index: number
  readonly x: number
  readonly width: number
}

/** A cell narrower than this, in CSS px, sets its word closer. */
const TIGHT = 74

interface Props {
  readonly grid: Grid
  /** its index in the grid */
  readonly row: number
  /** null = the default row */
  readonly agent: AgentSummary | null
  readonly columns: readonly DrawnColumn[]
  readonly names: ReadonlyMap<string, string>
  readonly selected: { readonly agent: string; readonly surface: string }
  readonly at: At
  readonly locked: boolean
  /** rows of heads above the default one */
  readonly above: number
  readonly style?: CSSProperties
}

export function MatrixRow({ grid, row, agent, columns, names, selected, at, locked, above, style }: Props) {
  const id = agent?.id ?? ANY
  const name = agent?.name ?? 'Any agent'
  const on = selected.agent === id
  return (
    <div className="mx-row" role="row" aria-rowindex={above + row + 1} style={style}>
      <RowHead agent={agent} on={on} stop={at.row === row && at.column === HEAD} locked={locked} />
      {columns.map(({ index, x, width }) => {
        const { key, surface } = grid.columns[index]!
        const group = surface === null ? grid.groups.find(({ first }) => first === index) : undefined
        return (
          <div
            key={key}
            role="presentation"
            className={`c ${on || surface === selected.surface ? 'hl' : ''} ${width < TIGHT ? 'tight' : ''}`}
            style={{ left: x, width }}
          >
            {group && <FoldedCell agent={id} agentName={name} group={group} column={index + 2} />}
            {surface !== null && (
              <MatrixCell
                agent={id}
                surface={surface}
                agentName={name}
                surfaceName={names.get(surface) ?? 'any surface'}
                selected={on && surface === selected.surface}
                stop={at.row === row && at.column === index}
                locked={locked}
                shared={agent !== null && agent.inside !== null}
                column={index + 2}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
