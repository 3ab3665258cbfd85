// A menu at a point of the window, opened by a right click or a key. What had the keyboard before gets it back.
import { Menu as Base } from '@base-ui/react/menu'
import { useRef } from 'react'
import { focusManager } from '../keys/focus.ts'
import { layers } from './layers.ts'
import { type MenuEntry, MenuItems } from './menu.tsx'

interface Props {
  readonly label: string
  /** CSS px in the window */
  readonly at: { readonly x: number; readonly y: number }
  readonly entries: readonly MenuEntry[]
  onClose(): void
}

export function ContextMenu({ label, at, entries, onClose }: Props) {
  const from = useRef(document.activeElement)
  const anchor = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }
  const back = () => {
    const before = from.current
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) focusManager.element(before)
    else focusManager.back()
  }
  const closed = (reason: string) => {
    if (reason === 'escape-key') back()
    onClose()
    // What was chosen may have given the keyboard to something; if not, it was lost with the menu.
    requestAnimationFrame(() => document.activeElement === document.body && back())
  }
  return (
    <Base.Root open modal={false} onOpenChange={(open, { reason }) => !open && closed(reason)}>
      <Base.Portal container={layers}>
        <Base.Positioner
          positionMethod="fixed"
          className="menu-layer"
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={2}
        >
          <Base.Popup className="menu" aria-label={label} finalFocus={false}>
            <MenuItems entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
