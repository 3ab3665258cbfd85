// One line of the sidebar for what ran in the last run and was not started again. Its clicks and keys are heard by the tree.
import { useSlice } from '../state/app-state.ts'
import type { DormantRow as Row } from '../state/sidebar-rows.ts'
import { workspaceName } from '../state/words.ts'
import { SurfaceTile } from '../ui/marks.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { SideTip } from './sidebar-tip.tsx'
import type { RowProps } from './surface-row.tsx'

const LINE = 'Not started. Ran last time'

export function DormantRow({ row, icons, selected, item }: Omit<RowProps, 'row'> & { row: Row }) {
  const { id, name, workspace, dormant } = row
  const { shell } = useSlice('about')
  const title = dormant.preset === 'shell' ? shell.name : dormant.title
  const label = `${name}, ${title}, ${workspaceName(workspace)}. ${LINE}.`
  const props = {
    ...item,
    role: 'treeitem',
    ...(icons ? { 'aria-label': label } : {}),
    'aria-selected': selected,
    'aria-keyshortcuts': 'Delete Alt+ArrowUp Alt+ArrowDown',
    'data-row': id,
    'data-testid': `dormant-row-${id}`,
    draggable: true,
  }
  const marks = `off ${selected ? 'on' : ''}`
  if (icons) {
    return (
      <SideTip name={name} line={LINE} ours trigger={<div {...props} className={`si ${marks}`} />}>
        <SurfaceTile preset={dormant.preset} backend="pty" size="x28" />
      </SideTip>
    )
  }
  return (
    <div {...props} className={`sf ${marks}`}>
      <span className="hidden">{label}</span>
      <span className="drawn" aria-hidden="true">
        <StatusDot is="unknown" title={LINE} />
        <SurfaceTile preset={dormant.preset} backend="pty" />
      </span>
      <span className="nm tr" title={name} aria-hidden="true">
        {name}
      </span>
      <span className="end" />
      <span className="ll tr ours" aria-hidden="true">
        {LINE}
      </span>
    </div>
  )
}
