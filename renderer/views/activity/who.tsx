// Who did it, and where: an agent's or the person's tile, a surface's tile.
import { ShieldHalf, User } from 'lucide-react'
import { useSlice } from '../../state/app-state.ts'
import { AgentTile, SurfaceTile } from '../../ui/marks.tsx'

/** Round; the person and Gatehouse have their own. */
export function ActorTile({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  const size = small ? 'x16' : ''
  if (id !== 'person' && id !== 'gatehouse') return <AgentTile id={id} name={name} size={size} />
  const Icon = id === 'person' ? User : ShieldHalf
  return (
    <span className={`gl a act-own ${id} ${size}`} aria-hidden="true">
      <Icon className="i i12" />
    </span>
  )
}

/** As the preset of the open surface says; one that is gone has none. */
export function PlaceTile({ id }: { id: string }) {
  const there = useSlice('surfaces').find(surface => surface.id === id)
  return <SurfaceTile preset={there?.preset ?? 'shell'} backend={there?.backend ?? 'pty'} size="x16" />
}
