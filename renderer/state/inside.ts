// Agents that run inside surfaces, as Grants tells of them: where each runs, and whom a change of its cell is for. Pure.
import type { AgentSummary, SurfaceSummary } from '../../preload/contract.ts'
import { type Programs, programName } from './words.ts'

type Known = readonly Pick<SurfaceSummary, 'id' | 'name' | 'preset' | 'workspace'>[]

/** `Claude Code`, `in web-1`: the two lines of its row; null = it was connected, or its surface is gone. */
export function insideRow(
  { inside }: Pick<AgentSummary, 'inside'>,
  surfaces: Known,
  programs: Programs,
): { readonly name: string; readonly place: string } | null {
  const surface = surfaces.find(({ id }) => id === inside)
  return surface ? { name: programName(surface, programs), place: `in ${surface.name}` } : null
}

interface CellIsFor {
  /** no rule can be written for them */
  readonly fixed: boolean
  readonly why: string
}

/** Whom a change of this agent's cells is for; null = it alone. */
export function cellIsFor(
  agent: Pick<AgentSummary, 'inside'> | undefined,
  surfaces: Known,
  programs: Programs,
): CellIsFor | null {
  const surface = agent && surfaces.find(({ id }) => id === agent.inside)
  if (!surface) return null
  if (surface.workspace === '') {
    const why =
      'A rule names agents in surfaces by their workspace, and this surface is in none. Move it to a workspace to change this.'
    return { fixed: true, why }
  }
  const why = `A rule cannot name one agent in a surface. What you choose is for every ${programName(surface, programs)} in the workspace ${surface.workspace}.`
  return { fixed: false, why }
}

/** On the surface that the agent runs in; null = this is another. */
export function ownSurfaceWords(agent: Pick<AgentSummary, 'inside'> | undefined, surface: string): string | null {
  if (agent?.inside !== surface) return null
  return 'It runs here itself. It may read here as far as this says; what it sends here is always refused.'
}
