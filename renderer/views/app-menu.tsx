// The application's menus behind one button of the title bar, where the platform has no menu bar of its own for them: nested, in
// the bar's order, each entry with its key. Entries that cannot act now say why.
import { Menu as Base } from '@base-ui/react/menu'
import { ChevronRight, Menu } from 'lucide-react'
import { useRef, useState } from 'react'
import { COMMANDS, type CommandId, MENU_TITLES, type MenuPart, menuOf } from '../../preload/contract.ts'
import { act } from '../keys/actions.ts'
import { wayBack } from '../keys/way-back.ts'
import { useStore } from '../state/app-state.ts'
import { type Facts, whyNot } from '../state/doable.ts'
import { say } from '../state/panel.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { layers } from '../ui/layers.ts'
import { useFacts } from './palette/use-moment.ts'

export function AppMenu() {
  const [open, setOpen] = useState(false)
  /** what was chosen is done once the keyboard is back in its terminal */
  const chosen = useRef<CommandId | null>(null)
  const back = useRef<(() => void) | null>(null)
  const opened = (next: boolean) => {
    if (next) back.current = wayBack()
    setOpen(next)
  }
  const done = (stillOpen: boolean) => {
    if (stillOpen) return
    const command = chosen.current
    chosen.current = null
    back.current?.()
    if (command !== null && !act(command)) say('That does nothing here.')
  }
  return (
    <Base.Root modal={false} open={open} onOpenChange={opened} onOpenChangeComplete={done}>
      <Base.Trigger className="ib" aria-label="Menu" title="Menu" onMouseDown={keepFocus}>
        <Menu className="i" />
      </Base.Trigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" side="bottom" align="start" sideOffset={4}>
          <Base.Popup className="menu" finalFocus={false}>
            {open && <Menus onChoose={command => (chosen.current = command)} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Menus({ onChoose }: { onChoose(command: CommandId): void }) {
  const state = useStore(store => store.state!)
  const facts = useFacts(state)
  return menuOf(state.about.platform).map(part => (
    <Base.SubmenuRoot key={part.menu}>
      <Base.SubmenuTrigger className="menu-item">
        {MENU_TITLES[part.menu]}
        <span className="sp" />
        <ChevronRight className="i i14" />
      </Base.SubmenuTrigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" alignOffset={-4} sideOffset={2}>
          <Base.Popup className="menu app-menu" finalFocus={false}>
            <Items part={part} facts={facts} onChoose={onChoose} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  ))
}

function Items({ part, facts, onChoose }: { part: MenuPart; facts: Facts; onChoose(command: CommandId): void }) {
  let lines = 0
  return part.items.map(item => {
    if ('line' in item) {
      lines += 1
      return <Base.Separator key={`line-${lines}`} className="menu-line" />
    }
    if ('system' in item) return null
    const { command } = item
    const off = whyNot(command, facts)
    return (
      <Base.Item
        key={command}
        className="menu-item"
        disabled={off !== null}
        title={off ?? undefined}
        onClick={() => onChoose(command)}
      >
        {COMMANDS[command].title}
        <span className="sp" />
        <ActionKeys action={command} />
      </Base.Item>
    )
  })
}
