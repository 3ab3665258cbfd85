// Which surfaces the sidebar shows: all, or those in one kind of state.
import { Menu as Base } from '@base-ui/react/menu'
import { Check, ListFilter } from 'lucide-react'
import { focusManager } from '../keys/focus.ts'
import { useSideView } from '../state/sidebar.ts'
import { FILTERS, type Filter } from '../state/sidebar-rows.ts'
import { layers } from '../ui/layers.ts'

const WORDS: Record<Filter, string> = { all: 'All', needs: 'Needs you', working: 'Working', exited: 'Exited' }

export function SideFilter() {
  const filter = useSideView(view => view.filter)
  const label = filter === 'all' ? 'Filter surfaces' : `Filter surfaces: ${WORDS[filter]}`
  return (
    <Base.Root modal={false} onOpenChange={open => !open && giveBack()}>
      <Base.Trigger className={`ib x24 ${filter === 'all' ? '' : 'on'}`} aria-label={label} title={label}>
        <ListFilter className="i" />
      </Base.Trigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" side="bottom" align="start" sideOffset={4}>
          <Base.Popup className="menu" finalFocus={false}>
            <Base.RadioGroup
              value={filter}
              aria-label="Show"
              onValueChange={(next: Filter) => useSideView.setState({ filter: next })}
            >
              {FILTERS.map(one => (
                <Base.RadioItem key={one} value={one} closeOnClick className="menu-item">
                  {WORDS[one]}
                  <span className="sp" />
                  <Base.RadioItemIndicator>
                    <Check className="i i14" />
                  </Base.RadioItemIndicator>
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** The keyboard went away with the menu. */
function giveBack(): void {
  requestAnimationFrame(() => document.activeElement === document.body && focusManager.back())
}
