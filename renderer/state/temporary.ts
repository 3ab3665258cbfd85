// The temporary grants as the card at the sidebar's foot tells them. Pure.
import type { AgentSummary, SurfaceSummary, Temporary } from '../../preload/contract.ts'
import { age } from './words.ts'

export interface TemporaryCard {
  readonly grant: Temporary
  readonly agentName: string
  readonly surfaceName: string
  /** `11 min left`, `until it closes` */
  readonly left: string
  /** of its time, 0 to 1; null = not known, or no time was set */
  readonly part: number | null
  /** how many others there are */
  readonly more: number
}

/** The one that ends first, those that end with their surface last; null = none. `now`: ms since the epoch. */
export function temporaryCard(
  temporary: readonly Temporary[],
  agents: readonly Pick<AgentSummary, 'id' | 'name'>[],
  surfaces: readonly Pick<SurfaceSummary, 'id' | 'name'>[],
  now: number,
): TemporaryCard | null {
  const running = temporary.filter(({ until }) => until === 'closes' || until > now)
  const end = ({ until }: Temporary) => (until === 'closes' ? Number.POSITIVE_INFINITY : until)
  const [grant] = [...running].sort((a, b) => (end(a) === end(b) ? 0 : end(a) - end(b)))
  if (!grant) return null
  const { until, since } = grant
  return {
    grant,
    agentName: agents.find(({ id }) => id === grant.agent)?.name ?? grant.agent,
    surfaceName: surfaces.find(({ id }) => id === grant.surface)?.name ?? grant.surface,
    left: until === 'closes' ? 'until it closes' : leftWords(until - now),
    part: until === 'closes' || since === null ? null : Math.min(1, Math.max(0, (until - now) / (until - since))),
    more: running.length - 1,
  }
}

/** `11 min left`: what has begun counts, so that 0 is never said of what still holds. */
function leftWords(ms: number): string {
  if (ms >= 60_000) return `${age(0, Math.ceil(ms / 60_000) * 60_000)} left`
  return `${Math.ceil(ms / 1000)} s left`
}
