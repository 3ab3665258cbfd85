// News of a surface for an agent that listens: that there may be something new to read, never what. At once and then at most
// four times a second, and only while the agent may read it at that moment.
import type { AgentSurface } from '../surfaces/surface.ts'
import { judge } from './call.ts'
import type { Core } from './core.ts'
import type { Agent } from './model.ts'

const EVERY_MS = 250

/**
 * Calls `changed` when the surface of this id has printed or its state has changed. Returns what ends that; null = the
 * agent may not read it now, or there is none.
 */
export function watch(core: Core, agent: Agent, id: string, changed: () => void): (() => void) | null {
  const surface = core.options.surfaces.get(id)
  if (!surface || !mayHear(core, agent, surface)) return null
  let isNew = false
  let cancel: (() => void) | null = null

  function tell(heard: AgentSurface): void {
    isNew = false
    cancel = core.clock.later(EVERY_MS, () => {
      cancel = null
      if (isNew) tell(heard)
    })
    if (mayHear(core, agent, heard)) changed()
  }

  const unhear = surface.onNews(() => {
    isNew = true
    if (!cancel) tell(surface)
  })
  return () => {
    unhear()
    cancel?.()
  }
}

/** What breaks closes the gate, as everywhere; whoever brought the news goes on. */
function mayHear(core: Core, agent: Agent, surface: AgentSurface): boolean {
  try {
    const isThere = core.options.surfaces.get(surface.facts.id) === surface
    return isThere && !core.broken() && judge(core, agent, surface, 'read').trouble === null
  } catch (error) {
    core.fail(error)
    return false
  }
}
