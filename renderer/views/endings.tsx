// The entries of a menu that end a surface, or let go of it: a pane that was adopted is only let go of.
import { Cable, Unplug, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { closeSurface } from '../keys/actions.ts'
import { letGo, reconnect } from '../keys/tmux.ts'
import { isAdopted } from '../state/tmux-words.ts'
import type { MenuEntry } from '../ui/menu.tsx'

/** `keys`: those that close; `close`: how it is closed, where that is not as everywhere. */
export function endings(
  surface: Pick<SurfaceSummary, 'id' | 'tmux' | 'link' | 'exit'>,
  keys: ReactNode,
  close: () => void = () => void closeSurface(surface.id),
): MenuEntry[] {
  const { id, tmux, link, exit } = surface
  const runs = tmux !== null && exit === null
  const lets = runs && isAdopted(surface)
  const last: MenuEntry = {
    label: lets ? 'Let go' : 'Close',
    icon: lets ? <Unplug className="i i14" /> : <X className="i i14" />,
    keys,
    line: !runs || lets,
    act: close,
  }
  return [
    ...(link?.is === 'lost'
      ? [{ label: 'Reconnect', icon: <Cable className="i i14" />, line: true, act: () => void reconnect(id) }]
      : []),
    ...(runs && !lets
      ? [
          {
            label: 'Let go, keep it running',
            icon: <Unplug className="i i14" />,
            line: true,
            act: () => void letGo(id),
          },
        ]
      : []),
    last,
  ]
}
