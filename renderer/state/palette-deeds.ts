// What the palette offers to do to grants and agents: lock and unlock a surface, let an agent submit for a while, pause and revoke
// an agent. Pure.
import type { AppState, SurfaceSummary } from '../../preload/contract.ts'
import { isLocked as isCapped } from './grants.ts'
import { letsOf, ownLock } from './level-menu.ts'
import type { PaletteItem } from './palette.ts'
import { isLocked } from './policy.ts'

type Known = Pick<AppState, 'surfaces' | 'agents' | 'cells' | 'grants' | 'policy'>

/** There may be very many: each is listed only for who looks for it. */
export function deedItems(known: Known): PaletteItem[] {
  const off = isLocked(known.policy) ? 'The policy cannot be changed here now' : null
  return [
    ...known.surfaces.flatMap(surface => surfaceItems(surface, known, off)),
    ...known.agents.flatMap(agent => agentItems(agent, known)),
  ]
}

function surfaceItems({ id, name }: SurfaceSummary, known: Known, off: string | null): PaletteItem[] {
  const own = ownLock(known.grants.rules, id)
  const shared = { group: 'do', sought: true, off } as const
  const more = isCapped(known.cells, id) ? 'Another lock holds here, too' : 'Caps every agent on this surface'
  // Over a lock that caps lower this would give more, and over the same one nothing.
  const lock: PaletteItem[] =
    own?.level === 'none' || (own?.level === 'read' && own.ask === null)
      ? []
      : [
          {
            ...shared,
            id: `lock:${id}`,
            title: `Lock ${name} to Read`,
            more: off ?? more,
            deed: { is: 'lock', surface: id, on: true },
          },
        ]
  const unlock: PaletteItem[] = own
    ? [
        {
          ...{ ...shared, id: `unlock:${id}`, title: `Unlock ${name}` },
          ...{ more: off ?? 'Its rules hold again', deed: { is: 'lock', surface: id, on: false } },
        },
      ]
    : []
  const lets = letsOf(known, id).map(
    (agent): PaletteItem => ({
      ...{ ...shared, id: `let:${agent.id}:${id}`, title: `Let ${agent.name} submit in ${name} for 15 min` },
      ...{ more: off ?? 'Ends by itself', deed: { is: 'let', agent: agent.id, surface: id } },
    }),
  )
  return [...unlock, ...lock, ...lets]
}

function agentItems({ id, name, paused, inside }: Known['agents'][number], { policy }: Known): PaletteItem[] {
  const shared = { group: 'do', sought: true } as const
  const pause: PaletteItem = {
    ...{ ...shared, id: `pause:${id}`, title: `${paused === null ? 'Pause' : 'Resume'} ${name}`, off: null },
    more: paused === null ? 'Nothing it sends is delivered' : 'What it sends is delivered again',
    deed: { is: 'pause', agent: id, on: paused === null },
  }
  // The token of one inside a surface ends with its surface.
  if (inside !== null) return [pause]
  const off = policy.managed ? 'The policy is managed' : null
  return [
    pause,
    {
      ...{ ...shared, id: `revoke:${id}`, title: `Revoke ${name}…`, more: off ?? 'Asks once more, in Connect', off },
      deed: { is: 'revoke', agent: id },
    },
  ]
}
