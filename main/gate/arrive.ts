// Who a person is asked about before any surface is: an agent that no rule names, and a token that another program uses than
// before. The first has nothing until it is answered; the second may read, and sends nothing.
import { agentMatches } from '../policy/match.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { ask } from './ask.ts'
import { type Call, refuse, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import type { Agent, Refusal } from './model.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

/** What this run has asked, so that each is asked once. */
export interface Arrivals {
  /** agents that are being asked about, or that a person has put off */
  readonly met: Set<string>
  /** one question for all calls of the same program */
  readonly programs: Map<string, Promise<Refusal | null>>
}

export function createArrivals(): Arrivals {
  return { met: new Set(), programs: new Map() }
}

interface Admitted {
  readonly admitted: true
}

/** Called with every call of an agent. Asks a person what a new one starts with, and does not wait for that. */
export function meet(core: Core, agent: Agent): void {
  note(core, agent)
  if (!core.people || core.people.managed || core.arrivals.met.has(agent.id) || core.broken()) return
  if (!isNew(core, agent)) return
  core.arrivals.met.add(agent.id)
  const trouble: Trouble = { code: 'no_answer', asks: 'policy', effect: 'ask', why: say.newAgent(agent.name) }
  const call = startCall(core, agent, { text: agent.program ?? null })
  const asked = ask<Admitted>(
    core,
    { blocked: [trouble], state: null, verdict: null },
    {
      call,
      surface: null,
      known: { verdict: null, level: 'none' },
      question: {
        ...{ kind: 'connect', intent: 'read', text: null, keys: null, enter: false, wants: 'read' },
        ...{ facts: factsOf(core, agent), says: agent.says ?? null },
        answers: ['start', 'deny', 'block'],
        withdrawn: () => gone(core, call) ?? (isNew(core, agent) ? null : { code: 'denied', why: say.notNew() }),
      },
      attempt: () => Promise.resolve({ admitted: true }),
    },
  )
  // One that nobody answered is asked again with its next call; one that was put off is not.
  asked.then(
    done => 'refused' in done && done.code !== 'refused_by_person' && core.arrivals.met.delete(agent.id),
    error => core.fail(error),
  )
}

/** Where it runs, for who can reach what through it. */
function note(core: Core, { id, preset, workspace, surface }: Agent): void {
  if (surface === undefined || core.places.get(id)?.surface === surface) return
  core.places.set(id, { id, preset, workspace, surface })
  core.emit('detours')
}

/** The policy has it, and says nothing of it. */
function isNew(core: Core, agent: Agent): boolean {
  const { agents, rules, locks } = core.options.policy()
  // Every call asks this, and almost always a rule ends it.
  if (!Object.hasOwn(agents, agent.id) || rules.some(one => agentMatches(one.agents, agent))) return false
  return !locks.some(one => one.level === 'none' && one.surfaces === '*' && agentMatches(one.agents, agent))
}

/**
 * Null = it may send, now. A token that another program uses waits here for a person, all its sends together; the promise
 * gives null when it may go on.
 */
export function admit(core: Core, call: Call, surface: AgentSurface | null): Promise<Refusal | null> | null {
  const { agent } = call
  const { people } = core
  const { programs } = core.options
  if (!people || !programs || agent.program === undefined) return null
  const { program } = agent
  if (programs.seen(agent.id, program) !== 'other') return null
  const key = `${agent.id} ${program}`
  const open = core.arrivals.programs.get(key) ?? askAboutProgram(core, call, program)
  core.arrivals.programs.set(key, open)
  return admitted(core, call, surface, open).finally(() => core.arrivals.programs.delete(key))
}

/** What may have changed while a person was asked is looked at again. */
async function admitted(core: Core, call: Call, surface: AgentSurface | null, open: Promise<Refusal | null>) {
  const refused = await open
  if (refused || !surface) return refused
  const late = standing(core, call, surface)
  return late && refuse(core, call, surface.facts, late, null)
}

async function askAboutProgram(core: Core, call: Call, program: string): Promise<Refusal | null> {
  const trouble: Trouble = { code: 'no_answer', asks: 'program', effect: 'ask', why: say.otherTokenUser(program) }
  const { signal: _, ...shared } = call
  const done = await ask<Admitted>(
    core,
    { blocked: [trouble], state: null, verdict: null },
    {
      // The question is about the agent: the call that came first may go away.
      call: { ...shared, signal: undefined, facts: { text: program } },
      surface: null,
      known: { verdict: null, level: 'none' },
      question: {
        ...{ kind: 'program', intent: 'submit', text: null, keys: null, enter: false, wants: 'none' },
        ...{ facts: factsOf(core, call.agent), says: call.agent.says ?? null },
        answers: ['once', 'deny', 'block'],
        withdrawn: () => gone(core, call),
      },
      async attempt() {
        core.options.programs?.accept(call.agent.id, program)
        return { admitted: true }
      },
    },
  )
  return 'admitted' in done ? null : done
}

function gone(core: Core, { agent, epoch }: Call): Trouble | null {
  return core.epoch(agent.id) === epoch ? null : { code: 'denied', why: say.revoked() }
}

/** What is known of the caller by us, and not by its word. */
function factsOf(core: Core, { id, program, surface }: Agent) {
  const where = surface === undefined ? undefined : core.options.surfaces.get(surface)?.facts.name
  return [
    { name: 'Token', value: id, verified: true },
    { name: 'Program', value: program ?? 'not known', verified: program !== undefined },
    {
      name: 'Runs in',
      value: where ?? (program === undefined ? 'not known' : 'no surface'),
      verified: program !== undefined,
    },
  ]
}
