// One row of the palette: what it is, with the letters that were looked for, and at its end a key, a level or what Enter opens.
import type { MouseEvent } from 'react'
import { useSlice } from '../../state/app-state.ts'
import { strongest } from '../../state/grants.ts'
import type { Span } from '../../state/matching.ts'
import type { Listed, PaletteItem } from '../../state/palette.ts'
import { ActionKeys } from '../../ui/kbd.tsx'
import { Ladder } from '../../ui/ladder.tsx'
import { PaletteIcon } from './icon.tsx'

interface Props {
  readonly row: Listed
  /** of the option, for the field's aria-activedescendant */
  readonly id: string
  readonly chosen: boolean
  onPoint(): void
  onChoose(beside: boolean): void
}

export function PaletteRow({ row: { item, title, more }, id, chosen, onPoint, onChoose }: Props) {
  // The list moves under a pointer that lies still: that is nobody's choice.
  const moved = (event: MouseEvent) =>
    (event.movementX !== 0 || event.movementY !== 0) && item.off === null && onPoint()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard, and its keys do this
    // biome-ignore lint/a11y/useFocusableInteractive: the field points at it
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={item.off !== null}
      className={`pal-row ${chosen ? 'on' : ''} ${item.off === null ? '' : 'off'} ${item.group === 'screen' ? 'text' : ''}`}
      onMouseMove={moved}
      onClick={event => onChoose(event.ctrlKey || event.metaKey)}
    >
      <PaletteIcon deed={item.deed} />
      <span className="pal-t tr">
        <Marked text={item.title} spans={title} />
      </span>
      <span className="pal-m tr">
        <Marked text={item.more} spans={more} />
      </span>
      <span className="sp" />
      <End item={item} />
    </div>
  )
}

function End({ item: { deed, group } }: { item: PaletteItem }) {
  const grant = strongest(useSlice('cells'), deed.is === 'surface' ? deed.surface : '')
  if (deed.is === 'command') return <ActionKeys action={deed.command} quiet={false} />
  if (deed.is === 'grant') return <span className="t2 s12">Open grant</span>
  if (deed.is !== 'surface' || group === 'screen') return null
  return <Ladder level={grant?.level ?? 'none'} ask={grant?.ask ?? null} words />
}

/** Spans count code points. */
function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  if (spans.length === 0) return text
  const points = [...text]
  let done = 0
  const parts = spans.map(([from, to]) => {
    const before = points.slice(done, from).join('')
    done = to
    return (
      <span key={from}>
        {before}
        <b className="pal-hit">{points.slice(from, to).join('')}</b>
      </span>
    )
  })
  return (
    <>
      {parts}
      {points.slice(done).join('')}
    </>
  )
}
