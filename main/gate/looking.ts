// A look at a surface before something is sent to it, with a limit in time. What it finds is judged by others.
import type { AgentSurface, Readiness } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

/** A send gives up waiting for a person, and for a screen that cannot be checked, after this long. */
export const PATIENCE_MS = 10_000

/** It could not be looked at in time. */
export function unseen(): Trouble {
  return { code: 'dialog_open', effect: 'deny', why: say.noAnswerFromScreen(PATIENCE_MS / 1000) }
}

/** A surface that is being closed may throw; one that is still there and throws is a fault. `late`: 10 s have passed. */
export async function readiness(core: Core, surface: AgentSurface): Promise<Readiness | 'late'> {
  let cancel = () => {}
  const late = new Promise<'late'>(resolve => {
    cancel = core.clock.later(PATIENCE_MS, () => resolve('late'))
  })
  try {
    return await Promise.race([surface.readiness(), late])
  } catch (error) {
    if (core.options.surfaces.get(surface.facts.id) === surface) throw error
    return 'late'
  } finally {
    cancel()
  }
}
