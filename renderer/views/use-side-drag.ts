// Dragging in the sidebar: a surface to another place or workspace, a workspace to another place. The line that shows where it
// would land, and the drop.
import { type DragEvent, useState } from 'react'
import { dragSurface, endDrag } from '../keys/drag.ts'
import { dropRow, putGroup } from '../keys/sidebar.ts'
import { SURFACE_TYPE, useDrag } from '../state/drag.ts'
import type { Group, Target } from '../state/sidebar-order.ts'
import { headKey, type SideRow } from '../state/sidebar-rows.ts'

const WORKSPACE_TYPE = 'application/x-gatehouse-workspace'

export interface DropMark {
  /** of a row, of a head (`into`: in that workspace), or of a whole group by its head */
  readonly key: string
  readonly side: Target['side'] | 'into'
}

interface Place {
  readonly mark: DropMark
  readonly workspace: string
  readonly target: Target
}

export function useSideDrag(groups: readonly Group<SideRow>[], shut: readonly string[]) {
  /** the key of the head that is dragged */
  const [group, setGroup] = useState<string | null>(null)
  const surface = useDrag(({ what }) => (what?.kind === 'surface' ? what.id : null))
  const dragged = group ?? surface
  const [mark, setMark] = useState<DropMark | null>(null)
  const show = (next: DropMark | null) =>
    setMark(before => (before?.key === next?.key && before?.side === next?.side ? before : next))
  const rows = groups.flatMap(group => group.rows)
  const mayCome = (workspace: string) => {
    const row = rows.find(({ id }) => id === dragged)
    // Nobody names the place of what agents opened, so nothing is moved there; and what does not run stays where it was.
    return row?.workspace === workspace || (workspace !== '' && row?.kind !== 'dormant')
  }

  const placeOf = (event: DragEvent<HTMLElement>): Place | null => {
    const { types } = event.dataTransfer
    const at = event.target as Element
    if (types.includes(WORKSPACE_TYPE)) {
      const group = at.closest<HTMLElement>('[data-group]') ?? lastOf(event.currentTarget, '[data-group]')
      const of = group?.dataset['group']
      if (!group || of === undefined) return null
      const side = sideOf(event, group)
      return { mark: { key: headKey(of), side }, workspace: of, target: { of, side } }
    }
    if (!types.includes(SURFACE_TYPE)) return null
    const head = at.closest<HTMLElement>('[data-head]')?.dataset['head']
    if (head !== undefined) {
      const own = groups.find(group => group.workspace === head)?.rows ?? []
      const target: Target | null = shut.includes(head)
        ? own.length > 0
          ? { of: own.at(-1)!.id, side: 'after' }
          : null
        : { of: own[0]?.id ?? '', side: 'before' }
      return target && { mark: { key: headKey(head), side: 'into' }, workspace: head, target }
    }
    const element = at.closest<HTMLElement>('[data-row]') ?? lastOf(event.currentTarget, '[data-row]')
    const row = rows.find(({ id }) => id === element?.dataset['row'])
    if (!element || !row) return null
    const side = sideOf(event, element)
    return { mark: { key: row.id, side }, workspace: row.workspace, target: { of: row.id, side } }
  }

  const onDragStart = (event: DragEvent<HTMLElement>) => {
    const { row, head } = (event.target as HTMLElement).dataset
    if (row !== undefined) dragSurface(event, row)
    if (head === undefined) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData(WORKSPACE_TYPE, head)
    // Chromium ends a drag whose element changes while it starts.
    setTimeout(() => setGroup(headKey(head)))
  }
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    const place = placeOf(event)
    if (!place || (event.dataTransfer.types.includes(SURFACE_TYPE) && !mayCome(place.workspace))) return show(null)
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    show(place.mark.key === dragged ? null : place.mark)
  }
  const onDragLeave = (event: DragEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) show(null)
  }
  const onDrop = (event: DragEvent<HTMLElement>) => {
    const place = placeOf(event)
    end()
    if (!place) return
    event.preventDefault()
    if (event.dataTransfer.types.includes(WORKSPACE_TYPE))
      putGroup(event.dataTransfer.getData(WORKSPACE_TYPE), place.target)
    else void dropRow(event.dataTransfer.getData(SURFACE_TYPE), place.workspace, place.target)
  }
  const end = () => {
    setGroup(null)
    show(null)
  }
  const onDragEnd = () => {
    end()
    endDrag()
  }
  return { dragged, mark, on: { onDragStart, onDragOver, onDragLeave, onDrop, onDragEnd } }
}

function sideOf(event: DragEvent<HTMLElement>, element: HTMLElement): Target['side'] {
  const box = element.getBoundingClientRect()
  return event.clientY < box.top + box.height / 2 ? 'before' : 'after'
}

function lastOf(tree: HTMLElement, selector: string): HTMLElement | null {
  return [...tree.querySelectorAll<HTMLElement>(selector)].at(-1) ?? null
}
