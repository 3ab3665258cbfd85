// The tree of workspaces and their surfaces. One stop for Tab; arrows, letters and the keys of its rows are heard here, and so
// are its clicks and drags.
import { type HTMLAttributes, type KeyboardEvent, type MouseEvent, useState } from 'react'
import { goTo } from '../keys/actions.ts'
import { dismissNotice } from '../keys/notices.ts'
import { closeRow, renameRow, stepGroup, stepRow } from '../keys/sidebar.ts'
import { now } from '../state/app-state.ts'
import { focusedSurface, useLayout } from '../state/layout.ts'
import { badgeOf } from '../state/notices.ts'
import { foldWorkspace, useSidebar } from '../state/sidebar.ts'
import type { Group } from '../state/sidebar-order.ts'
import { headKey, itemsOf, type SideRow, type TreeItem } from '../state/sidebar-rows.ts'
import { walked } from '../state/sidebar-walk.ts'
import { DormantRow } from './dormant-row.tsx'
import { GroupHead } from './sidebar-head.tsx'
import { RowMenu } from './sidebar-menu.tsx'
import { SurfaceRow } from './surface-row.tsx'
import { useSideDrag } from './use-side-drag.ts'
import { useTreeFocus } from './use-tree-focus.ts'

/** A click on a surface: shows it and gives it the keyboard. An agent's "look here" is done with. */
function visit(id: string): void {
  goTo(id)
  const badge = badgeOf(now()?.notices ?? [], id)
  if (badge) dismissNotice(badge.id)
}

interface MenuAt {
  readonly id: string
  /** CSS px in the window */
  readonly at: { readonly x: number; readonly y: number }
}

export function SideTree({ groups, icons }: { groups: readonly Group<SideRow>[]; icons: boolean }) {
  const shut = useSidebar(side => side.shut)
  const selected = useLayout(focusedSurface)
  const items = itemsOf(groups, shut)
  const focus = useTreeFocus(items, selectedKey(groups, items, selected))
  const drag = useSideDrag(groups, shut)
  const [menu, setMenu] = useState<MenuAt | null>(null)

  const activate = ({ key, workspace, open }: TreeItem) => (open === null ? visit(key) : foldWorkspace(workspace, open))
  const openMenu = (id: string, at: MenuAt['at']) => setMenu({ id, at })
  const menuRow = groups.flatMap(group => group.rows).find(row => row.id === menu?.id)
  const itemOf = (target: EventTarget) => {
    const key = (target as Element).closest<HTMLElement>('[data-key]')?.dataset['key']
    return items.find(item => item.key === key) ?? null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const item = itemOf(event.target)
    if (!item || event.target instanceof HTMLInputElement) return
    if (handled(event, item)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  const handled = (event: KeyboardEvent<HTMLElement>, item: TreeItem): boolean => {
    const { key } = event
    if (event.ctrlKey || event.metaKey) return false
    if (event.altKey) {
      if (event.shiftKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false
      const by = key === 'ArrowUp' ? -1 : 1
      if (item.open === null) stepRow(item.key, by)
      else stepGroup(item.workspace, by)
      return true
    }
    if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) {
      const box = (event.target as Element).getBoundingClientRect()
      if (item.open === null) openMenu(item.key, { x: box.left + 28, y: box.top + 28 })
      return true
    }
    if (event.shiftKey && key.length > 1) return false
    if (key === 'Enter' || key === ' ') {
      if (!event.repeat) activate(item)
      return true
    }
    if (item.open === null && (key === 'F2' || key === 'Delete')) {
      if (key === 'F2') renameRow(item.key, 'name', !icons)
      else if (!event.repeat) void closeRow(item.key)
      return true
    }
    const step = walked(items, item.key, key)
    if (step && 'to' in step) focus.go(step.to)
    else if (step) foldWorkspace(step.fold, step.shut)
    return step !== null || (key.length === 1 && focus.type(item.key, key))
  }
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const item = itemOf(event.target)
    if (item && !(event.target instanceof HTMLInputElement)) activate(item)
  }
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const item = itemOf(event.target)
    if (item?.open === null && (event.target as Element).closest('.nm')) renameRow(item.key, 'name', true)
  }
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const item = itemOf(event.target)
    if (item?.open !== null || event.target instanceof HTMLInputElement) return
    event.preventDefault()
    openMenu(item.key, { x: event.clientX, y: event.clientY })
  }
  const propsOf = (key: string, level: number, at: number, all: number): HTMLAttributes<HTMLDivElement> => ({
    'aria-level': level,
    'aria-posinset': at + 1,
    'aria-setsize': all,
    tabIndex: focus.stop === key ? 0 : -1,
    ...data({
      'data-key': key,
      'data-dragged': drag.dragged === key || undefined,
      'data-drop': drag.mark?.key === key ? drag.mark.side : undefined,
    }),
  })
  return (
    <>
      <div
        className={`side-list ${icons ? 'icons' : ''}`}
        role="tree"
        aria-label="Surfaces"
        {...{ onKeyDown, onClick, onDoubleClick, onContextMenu }}
        {...focus.on}
        {...drag.on}
      >
        {groups.map((group, at) => {
          const open = !shut.includes(group.workspace)
          const key = headKey(group.workspace)
          const within = !open && group.rows.some(row => row.id === selected)
          return (
            <div key={group.workspace} className="side-group" role="presentation" data-group={group.workspace}>
              <GroupHead
                group={group}
                open={open}
                icons={icons}
                selected={within}
                item={propsOf(key, 1, at, groups.length)}
              />
              {open && (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a tree
                <div role="group">
                  {group.rows.map((row, index) => {
                    const item = propsOf(row.id, 2, index, group.rows.length)
                    const drawn = { icons, selected: row.id === selected, item }
                    return row.kind === 'dormant' ? (
                      <DormantRow key={row.id} row={row} {...drawn} />
                    ) : (
                      <SurfaceRow key={row.id} row={row} {...drawn} />
                    )
                  })}
                </div>
              )}
            </div>
          )
        })}
      </div>
      {menu && menuRow && (
        <RowMenu key={menu.id} row={menuRow} at={menu.at} icons={icons} onClose={() => setMenu(null)} />
      )}
    </>
  )
}

/** The selected row, or the head it is folded away under. */
function selectedKey(groups: readonly Group<SideRow>[], items: readonly TreeItem[], selected: string | null) {
  if (items.some(item => item.key === selected)) return selected
  const group = groups.find(({ rows }) => rows.some(row => row.id === selected))
  return group ? headKey(group.workspace) : null
}

/** Attributes for our own selectors and styles. */
function data(attributes: Record<`data-${string}`, string | boolean | undefined>): object {
  return attributes
}
