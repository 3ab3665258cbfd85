// What this run has seen of each agent: its latest request and call, the program and the processes at the other end, and what
// it calls itself. For the window alone: nothing is decided by it, and nothing of it is kept.
import type { AppState } from '../preload/contract.ts'
import type { Agent } from './gate/model.ts'
import type { Peer } from './mcp/peer.ts'
import { lifeOf } from './mcp/proc.ts'
import type { Clock } from './surfaces/clock.ts'

type Summary = AppState['agents'][number]
type SeenFacts = Pick<Summary, 'lastCall' | 'lastSeen' | 'program' | 'says' | 'processes'>

export interface AgentsSeen {
  /** A request came with its token. */
  asked(agent: string): void
  /** It calls a tool. */
  called(agent: string, tool: string): void
  /** The process at the other end was found. */
  peer(agent: string, peer: Pick<Peer, 'pid' | 'started'>): void
  /** Who called, with what is known of it and what it says. */
  caller(agent: Pick<Agent, 'id' | 'program' | 'says'>): void
  /** Nothing that was seen with its old token says anything of it. */
  forget(agent: string): void
  of(agent: string): SeenFacts
}

/** How long after a request its processes are looked at again, ms: one may have ended. */
const LOOK_MS = 5000
/** Processes of one agent that are remembered. */
const MOST_PROCESSES = 64
const NOTHING: SeenFacts = { lastCall: null, lastSeen: null, program: null, says: null, processes: null }

interface Kept {
  facts: SeenFacts
  /** when each started, by its pid; with it the pid names one process */
  readonly processes: Map<number, string>
}

/** `changed`: what `of` says may be different. `runs`: whether that process is still there. */
export function createAgentsSeen(
  changed: () => void,
  clock: Pick<Clock, 'now' | 'after'>,
  runs = (pid: number, started: string) => lifeOf(pid)?.started === started,
): AgentsSeen {
  const kept = new Map<string, Kept>()
  /** a look at the processes is due */
  let due = false

  function note(agent: string, facts: Partial<SeenFacts>): void {
    const before = keptOf(agent)
    before.facts = { ...before.facts, ...facts }
    changed()
  }

  function keptOf(agent: string): Kept {
    const found = kept.get(agent) ?? { facts: NOTHING, processes: new Map() }
    kept.set(agent, found)
    return found
  }

  function lookLater(): void {
    if (due) return
    due = true
    clock.after(LOOK_MS, look)
  }

  function look(): void {
    due = false
    let left = 0
    let gone = false
    for (const one of kept.values()) {
      const before = one.processes.size
      for (const [pid, started] of one.processes) if (!runs(pid, started)) one.processes.delete(pid)
      if (one.processes.size !== before) {
        one.facts = { ...one.facts, processes: one.processes.size }
        gone = true
      }
      left += one.processes.size
    }
    if (gone) changed()
    if (left > 0) lookLater()
  }

  return {
    asked: agent => note(agent, { lastSeen: clock.now() }),
    called: (agent, what) => note(agent, { lastCall: { at: clock.now(), what } }),
    peer(agent, { pid, started }) {
      const { processes } = keptOf(agent)
      if (processes.get(pid) === started) return
      processes.set(pid, started)
      const oldest = processes.keys().next().value
      if (processes.size > MOST_PROCESSES && oldest !== undefined) processes.delete(oldest)
      note(agent, { processes: processes.size })
      lookLater()
    },
    caller({ id, program = null, says = null }) {
      const { facts } = keptOf(id)
      if (facts.program !== program || facts.says !== says) note(id, { program, says })
    },
    forget(agent) {
      if (kept.delete(agent)) changed()
    },
    of: agent => kept.get(agent)?.facts ?? NOTHING,
  }
}
