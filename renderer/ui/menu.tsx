// A small menu behind a button. Focus goes back to the surface that had it.
import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'

export interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  readonly keys?: ReactNode
  readonly stop?: boolean
  /** a line above it */
  readonly line?: boolean
  act(): void
}

export function Menu(props: { label: string; className: string; entries: readonly MenuEntry[]; children: ReactNode }) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={props.className} aria-label={props.label} title={props.label}>
        {props.children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu-layer" side="bottom" align="end" sideOffset={4}>
          <Base.Popup className="menu" finalFocus={false}>
            {props.entries.map(entry => (
              <div key={entry.label}>
                {entry.line && <div className="menu-line" />}
                <Base.Item className={`menu-item ${entry.stop ? 'stop' : ''}`} onClick={() => entry.act()}>
                  {entry.icon}
                  {entry.label}
                  <span className="sp" />
                  {entry.keys}
                </Base.Item>
              </div>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
