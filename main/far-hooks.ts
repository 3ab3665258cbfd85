// Where what hooks on other computers tell goes: into the folder of events of exactly the surface whose agent's token came with it, as
// if the hook had run here. Only of surfaces that were started there for us.
import type { Agent } from './gate/model.ts'
import type { HookSink } from './mcp/hooks.ts'
import { writeEvent } from './surfaces/agents/events.ts'
import type { Lasting } from './surfaces/lasting.ts'
import type { Registry } from './surfaces/surface.ts'

export interface FarHooksOptions {
  readonly registry: Pick<Registry, 'get'>
  readonly lasting: Pick<Lasting, 'events'>
  identify(tokenHash: string): Agent | null
}

export function createFarHooks({ registry, lasting, identify }: FarHooksOptions): HookSink {
  return {
    surfaceOf(tokenHash) {
      const id = identify(tokenHash)?.surface
      const surface = id === undefined ? undefined : registry.get(id)
      if (!surface || surface.facts.host === null) return null
      const { exit, tmux } = surface.summary()
      return tmux?.ours && exit === null ? surface.facts.id : null
    },
    take(surface, name, payload) {
      const events = lasting.events(surface)
      if (events !== null) writeEvent(events, { name, payload })
    },
  }
}
