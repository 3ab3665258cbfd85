// The palette's rows under the names of their groups.
import { useLayoutEffect, useRef } from 'react'
import { GROUP_TITLES, type ListedGroup, type PaletteItem } from '../../state/palette.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { PaletteRow } from './row.tsx'

interface Props {
  readonly id: string
  optionId(index: number): string
  readonly groups: readonly ListedGroup[]
  readonly chosen: PaletteItem | null
  /** what is said where there are no rows */
  readonly empty: string
  onPoint(id: string): void
  onChoose(item: PaletteItem, beside: boolean): void
}

export function PaletteList({ id, optionId, groups, chosen, empty, onPoint, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const at = chosen?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks at what is drawn as chosen
  useLayoutEffect(
    () => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    [at],
  )
  let index = -1
  return (
    <div ref={list} className="pal-list" id={id} role="listbox" aria-label="Results" onMouseDown={keepFocus}>
      {groups.map(({ group, rows }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options
        <div key={group} role="group" aria-label={GROUP_TITLES[group]}>
          <div className="pal-lab lab" aria-hidden="true">
            {GROUP_TITLES[group]}
          </div>
          {rows.map(row => {
            if (row.item.off === null) index += 1
            return (
              <PaletteRow
                key={row.item.id}
                row={row}
                id={row.item.off === null ? optionId(index) : `${optionId(index)}-off-${row.item.id}`}
                chosen={row.item === chosen}
                onPoint={() => onPoint(row.item.id)}
                onChoose={beside => row.item.off === null && onChoose(row.item, beside)}
              />
            )
          })}
        </div>
      ))}
      {groups.length === 0 && <div className="pal-none t3">{empty}</div>}
    </div>
  )
}
