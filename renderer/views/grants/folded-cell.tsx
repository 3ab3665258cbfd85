// What an agent has in a workspace that is folded into one column: the one grant they all share, or that they differ.
import { useSlice } from '../../state/app-state.ts'
import { findCell } from '../../state/grants.ts'
import type { Group } from '../../state/grants-grid.ts'
import { foldColumns } from '../../state/grants-view.ts'
import { cellWord, count, type Grant, grantSentence, workspaceName } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

interface Props {
  agent: string
  agentName: string
  group: Group
  /** its column, from 1 */
  column: number
}

export function FoldedCell({ agent, agentName, group: { workspace, surfaces }, column }: Props) {
  const cells = useSlice('cells')
  const grants = surfaces.map((surface): Grant => findCell(cells, agent, surface) ?? { level: 'none', ask: null })
  const [first] = grants
  const same = first && grants.every(({ level, ask }) => level === first.level && ask === first.ask) ? first : null
  const says = same ? grantSentence(same) : 'They differ'
  const tone = same ? (same.level === 'none' && same.ask ? same.ask : same.level) : 'none'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a td cannot stand outside a table
    <button
      type="button"
      role="gridcell"
      aria-colindex={column}
      aria-readonly="true"
      aria-label={`${agentName} in ${workspaceName(workspace)}, ${count(surfaces.length, 'surface')}: ${says}. Folded.`}
      title={`Show the ${count(surfaces.length, 'surface')} of ${workspaceName(workspace)}`}
      tabIndex={-1}
      className={`cell ${tone}`}
      onClick={() => foldColumns(workspace, false)}
    >
      {same ? (
        <>
          <span className="top">
            <Ladder level={same.level} ask={same.ask} />
          </span>
          <span>{cellWord(same)}</span>
        </>
      ) : (
        <span className="soft">differ</span>
      )}
    </button>
  )
}
