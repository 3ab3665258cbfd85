// The head of a workspace in the sidebar. Folded it shows the state that most wants a look, and how many need the person.
import { ChevronDown } from 'lucide-react'
import type { HTMLAttributes } from 'react'
import type { Group } from '../state/sidebar-order.ts'
import { type SideRow, strongestState } from '../state/sidebar-rows.ts'
import { count, workspaceName } from '../state/words.ts'
import { StatusDot } from '../ui/status-dot.tsx'
import { SideTip } from './sidebar-tip.tsx'

interface Props {
  readonly group: Group<SideRow>
  readonly open: boolean
  readonly icons: boolean
  /** the row of the focused pane is folded away in it */
  readonly selected: boolean
  readonly item: HTMLAttributes<HTMLDivElement>
}

export function GroupHead({ group, open, icons, selected, item }: Props) {
  const name = workspaceName(group.workspace)
  const state = strongestState(group.rows.map(row => row.state))
  const needs = group.rows.filter(row => row.state === 'needs_you').length
  const unread = group.rows.some(row => row.unread)
  const needWords = needs === 0 ? '' : `${needs} need${needs === 1 ? 's' : ''} you`
  const label = [name, count(group.rows.length, 'surface'), needWords].filter(Boolean).join(', ')
  const props = {
    ...item,
    role: 'treeitem',
    ...(icons ? { 'aria-label': label } : {}),
    'aria-expanded': open,
    'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown',
    'data-head': group.workspace,
    draggable: true,
    className: `grp ${open ? '' : 'shut'} ${icons ? 'icons' : ''} ${selected ? 'on' : ''}`,
  }
  const chevron = <ChevronDown className="i i12 chev" />
  if (icons)
    return (
      <SideTip name={name} line={needWords || count(group.rows.length, 'surface')} ours trigger={<div {...props} />}>
        {chevron}
        {!open && <StatusDot is={state} />}
      </SideTip>
    )
  return (
    <div {...props}>
      <span className="hidden">{label}</span>
      {chevron}
      <span className="tr" title={name} aria-hidden="true">
        {name}
      </span>
      <span className="sp" />
      {!open && (
        <span className="folded" aria-hidden="true">
          {unread && <i className="un-d" />}
          <StatusDot is={state} />
          {needs > 0 && (
            <span className="needs num" title={needWords}>
              {needs}
            </span>
          )}
        </span>
      )}
      <span className="br" aria-hidden="true">
        {group.rows.length}
      </span>
    </div>
  )
}
