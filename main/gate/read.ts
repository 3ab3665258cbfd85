// The agents' reading side: which surfaces there are, what is on them, what the caller may do. Nothing here writes to a
// surface. Reads are recorded, gathered, and not waited for.

import { accessOf } from '../policy/decide.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { firstNo, judge } from './call.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { Access, DraftMark, ReadArguments, ReadResult, SurfaceListing } from './gate-api.ts'
import { limitsLeft } from './limit.ts'
import type { ActivityEntry, Agent, Refusal } from './model.ts'
import { runsIn } from './own-surface.ts'
import { askToRead } from './read-ask.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { type Known, known, resolve } from './resolve.ts'
import { say } from './sentences.ts'
import { sweep } from './sweep.ts'

/** Empty while the gate is broken; `access` says why. */
export function list(core: Core, agent: Agent): readonly SurfaceListing[] {
  if (core.broken()) return []
  sweep(core)
  return known(core, agent).map(one => listing(core, agent, one))
}

function listing(core: Core, agent: Agent, { surface, grant }: Known): SurfaceListing {
  const { id, name, workspace, preset, backend, host } = surface.facts
  const named = surface.facts.named === false ? ({ named: false } as const) : {}
  if (grant.level === 'none') return { id, name, ...named, level: 'none', ask: grant.ask ?? 'read' }
  const { state, alias, title, cwd, cols, rows, tmux } = surface.summary()
  return {
    id,
    name,
    ...named,
    level: grant.level,
    ask: grant.ask,
    workspace,
    preset,
    backend,
    ...(host !== null && { host }),
    state,
    you: runsIn(agent, surface.facts),
    ...(surface.facts.openedBy === agent.id && { opened: true }),
    drafts: marks(core, id),
    untrusted: { alias, title, cwd },
    ...(tmux && { tmux }),
    cols,
    rows,
  }
}

function marks(core: Core, surface: string): DraftMark[] {
  const here = core.drafts.all().filter(draft => draft.surface === surface)
  return here.map(({ ref, agent, bytes }) => ({ draft: ref, by: agent, bytes }))
}

/** `allowed`: a person has allowed it. Throws `ActivityError` where one has to be asked. */
export async function read(
  core: Core,
  agent: Agent,
  request: ReadArguments,
  allowed = false,
): Promise<ReadResult | Refusal> {
  sweep(core)
  const broken = core.broken()
  const found = broken ? { trouble: broken } : resolve(core, agent, request.surface)
  if ('trouble' in found) return refuse(core, agent, request, null, found.trouble)
  const { surface } = found
  const before = judge(core, agent, surface, 'read')
  const no = before.trouble && firstNo(core, [before.trouble])
  if (no) return refuse(core, agent, request, found, no)
  if (before.trouble && !allowed) {
    const granted = await askToRead(core, agent, surface, request, { ...before, trouble: before.trouble })
    return 'granted' in granted ? read(core, agent, request, true) : granted
  }
  const screen = await screenOf(core, surface, request)
  const after = judge(core, agent, surface, 'read')
  const denied = after.verdict.effect === 'deny' || !allowed ? after.trouble : null
  const trouble = core.broken() ?? denied ?? ('trouble' in screen ? screen.trouble : null)
  if (trouble || 'trouble' in screen) return refuse(core, agent, request, found, trouble ?? gone())
  const { effect, rule, why } = after.verdict
  note(core, agent, request, found, { verdict: { effect, rule, why }, outcome: 'delivered' })
  const drafts = marks(core, surface.facts.id)
  return { ...screen.value, refused: false, state: surface.summary().state, drafts }
}

const gone = (): Trouble => ({ code: 'surface_exited', why: say.gone() })

/** A surface that is being closed may throw; one that is still there and throws is a fault. */
async function screenOf(core: Core, surface: AgentSurface, { what, cursor, maxLines }: ReadArguments) {
  try {
    const screen = await surface.read({ what, cursor, maxLines })
    if (screen.ok) return { value: screen.value }
    const field = screen.code === 'bad_cursor' ? 'cursor' : 'surface'
    const trouble: Trouble = { code: 'bad_arguments', why: say.unreadable(screen.message), field, fix: say.readAnew() }
    return { trouble }
  } catch (error) {
    if (core.options.surfaces.get(surface.facts.id) === surface) throw error
    return { trouble: gone() }
  }
}

function refuse(core: Core, agent: Agent, request: ReadArguments, found: Known | null, trouble: Trouble): Refusal {
  const verdict = found && judge(core, agent, found.surface, 'read').verdict
  note(core, agent, request, found, refusedFields(trouble, verdict))
  return toRefusal(trouble, verdict, found?.grant.level ?? null)
}

/** `text` holds what part was read. */
function note(
  core: Core,
  agent: Agent,
  request: ReadArguments,
  found: Known | null,
  result: Pick<ActivityEntry, 'verdict' | 'outcome'>,
): void {
  const surface = found && surfaceOf(found.surface.facts)
  core.options.activity.noteRead(entry('read', agent.id, { surface, intent: 'read', text: request.what, ...result }))
}

/** What the agent may do: on one surface or on all it may know of. */
export function access(core: Core, agent: Agent, asked?: string): Access | Refusal {
  const broken = core.broken()
  if (broken) return toRefusal(broken, null, null)
  const found = asked === undefined ? known(core, agent) : resolve(core, agent, asked)
  if ('trouble' in found) return toRefusal(found.trouble, null, null)
  const policy = core.options.policy()
  const surfaces = (Array.isArray(found) ? found : [found]).map(({ surface: { facts } }) => {
    const limits = limitsLeft(core, agent, facts)
    const you = runsIn(agent, facts)
    return { id: facts.id, name: facts.name, you, ...accessOf(policy, agent, facts), limits }
  })
  return {
    refused: false,
    paused: core.pause.state() !== null || core.pause.agent(agent.id) !== null || core.held() !== null,
    surfaces,
  }
}
