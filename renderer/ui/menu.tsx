// A small menu behind a button. Focus goes back to the surface that had it.
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { layers } from './layers.ts'

export interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  readonly keys?: ReactNode
  readonly stop?: boolean
  /** a line above it */
  readonly line?: boolean
  /** on or off; absent = it is neither */
  readonly checked?: boolean
  act(): void
}

export function Menu(props: { label: string; className: string; entries: readonly MenuEntry[]; children: ReactNode }) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={props.className} aria-label={props.label} title={props.label}>
        {props.children}
      </Base.Trigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" side="bottom" align="end" sideOffset={4}>
          <Base.Popup className="menu" finalFocus={false}>
            <MenuItems entries={props.entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItems({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map(entry => (
    <div key={entry.label}>
      {entry.line && <div className="menu-line" />}
      <MenuItem {...entry} />
    </div>
  ))
}

function MenuItem({ label, icon, keys, stop, checked, act }: MenuEntry) {
  const className = `menu-item ${stop ? 'stop' : ''}`
  const inside = (
    <>
      {icon}
      {label}
      <span className="sp" />
      {keys}
    </>
  )
  if (checked === undefined)
    return (
      <Base.Item className={className} onClick={act}>
        {inside}
      </Base.Item>
    )
  return (
    <Base.CheckboxItem className={className} checked={checked} closeOnClick onCheckedChange={act}>
      {inside}
      {checked && <Check className="i i14" />}
    </Base.CheckboxItem>
  )
}
