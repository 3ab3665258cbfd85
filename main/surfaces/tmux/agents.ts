// Which agent's CLI seems to run in a pane. A look at processes and names, which anything can claim: no rule goes by it.
import { KNOWLEDGE } from '../../status/agents/index.ts'
import { agentInFront } from '../agents/in-front.ts'
import { processTable } from '../process-table.ts'

/** On this computer: the agent nearest to each pane's own program, by process. Pids without one are left out. */
export function agentsBelow(pids: readonly number[]): ReadonlyMap<number, string> {
  const children = new Map<number, number[]>()
  for (const one of processTable()) {
    if (!one.dead) children.set(one.parent, [...(children.get(one.parent) ?? []), one.pid])
  }
  const found = new Map<number, string>()
  for (const root of pids) {
    const agent = nearest(root, children)
    if (agent !== null) found.set(root, agent)
  }
  return found
}

/** Level by level, so that what an agent starts does not stand for it. */
function nearest(root: number, children: ReadonlyMap<number, readonly number[]>): string | null {
  const seen = new Set<number>()
  for (let level = [root]; level.length > 0; ) {
    for (const pid of level) {
      seen.add(pid)
      const known = agentInFront(pid)
      if (known) return idOf(known)
    }
    level = level.flatMap(pid => children.get(pid) ?? []).filter(pid => !seen.has(pid))
  }
  return null
}

const idOf = (known: unknown) => Object.entries(KNOWLEDGE).find(([, one]) => one === known)?.[0] ?? null

/** On another computer, where only its name is seen. */
export function agentNamed(command: string): string | null {
  return Object.hasOwn(KNOWLEDGE, command) ? command : null
}
