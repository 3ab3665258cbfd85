// An opening as it stands at this moment: what would be opened or adopted, in which folder, what the policy says of it, and
// what stands against it. Asked again after every wait; nothing here starts or asks anything.
import path from 'node:path'
import type { Verdict } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { SurfaceSubject } from '../policy/model.ts'
import { ADOPTED } from '../policy/open.ts'
import { type Call, policyTrouble } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import type { Agent } from './model.ts'
import type { OpenRequest } from './open-request.ts'
import { paneWords, visible } from './open-words.ts'
import type { FoundPane, Opener } from './opener.ts'
import { present } from './ready.ts'
import { effectOf, type Trouble } from './refusals.ts'
import { say } from './sentences.ts'

export interface Job {
  readonly call: Call
  readonly request: OpenRequest
  readonly opener: Opener
  /** what is to be adopted; null = nothing, or it is not looked up yet */
  readonly pane: FoundPane | null
}

export interface Looked {
  readonly verdict: Verdict
  /** what stands against it; one that is an ask may be a person's "yes" */
  readonly troubles: readonly Trouble[]
  /** as it really is, or as it was named where there is none; of a pane ''. What has to be the same until it starts */
  readonly folder: string
  readonly missing: Trouble | null
}

/** What is so now. `own`: how many of those that are counted are this very one. */
export function look(core: Core, job: Job, own = 0): Looked {
  if (job.request.adopt !== undefined) return lookAtPane(core, job)
  return job.request.host === undefined ? lookAtNew(core, job, own) : lookElsewhere(core, job, job.request.host, own)
}

/** On another computer: whether the folder is there, is found out by opening. */
function lookElsewhere(core: Core, { call, request, opener }: Job, host: string, own: number): Looked {
  const { agent } = call
  const { cwd = null, name = null, prompt } = request
  const openNow = openOf(core, agent) - own
  const opening = { command: false, prompt: prompt !== undefined, cwd: null, home: opener.home, openNow }
  const found = decide(core.options.policy(), agent, asItWouldBe(core, agent, request), 'open', { opening })
  const verdict = { ...found, why: say.openingOn(found.why, host, cwd === null ? null : visible(cwd), name) }
  const policy = found.effect === 'allow' ? null : policyTrouble(core, found)
  return { verdict, troubles: present([policy, unseen(core, request)]), folder: cwd ?? '', missing: null }
}

function lookAtNew(core: Core, { call, request, opener }: Job, own: number): Looked {
  const { agent } = call
  const named = request.cwd ?? '~'
  const real = opener.resolveFolder(named)
  // A folder that is not there is judged by its name, so that nobody learns of one that they may not open in.
  const folder = real ?? path.normalize(named.replace(/^~(?=$|\/)/, opener.home ?? '/'))
  const openNow = openOf(core, agent) - own
  const said = { command: request.command !== undefined, prompt: request.prompt !== undefined }
  const opening = { ...said, cwd: folder, home: opener.home, openNow }
  const found = decide(core.options.policy(), agent, asItWouldBe(core, agent, request), 'open', { opening })
  const verdict = { ...found, why: say.openingIn(found.why, visible(folder), request.name ?? null) }
  const policy = found.effect === 'allow' ? null : policyTrouble(core, found)
  const missing: Trouble | null =
    real === null ? { code: 'bad_arguments', why: say.noFolder(named), field: 'cwd', fix: say.wholeFolder() } : null
  return { verdict, troubles: present([policy, unseen(core, request)]), folder, missing }
}

/** What forbids it whoever is asked; null = nothing does. */
export function firstDeny(troubles: readonly Trouble[]): Trouble | null {
  return troubles.find(one => effectOf(one) === 'deny') ?? null
}

/** Without a pane: as it is for one of which nothing is known but the name of its session. */
function lookAtPane(core: Core, { call, request, opener, pane }: Job): Looked {
  const { agent } = call
  // A folder of another computer is none of this one's.
  const cwd = pane && pane.place.host === null ? opener.resolveFolder(pane.cwd) : null
  const opening = { command: false, prompt: false, cwd, home: opener.home, openNow: openOf(core, agent) }
  const found = decide(core.options.policy(), agent, asItWouldBe(core, agent, request, pane), 'open', { opening })
  const policy = found.effect === 'allow' ? null : policyTrouble(core, found)
  // What a refusal says must not depend on what was found.
  const verdict =
    pane && found.effect !== 'deny' ? { ...found, why: say.adoptingPane(found.why, paneWords(pane)) } : found
  return { verdict, troubles: present([policy]), folder: '', missing: null }
}

export function openOf({ options }: Core, { id }: Agent): number {
  return options.surfaces.all().filter(({ facts }) => facts.openedBy === id).length
}

/** Nothing of it is the agent's to choose but the alias, and which session: only locks go by these. */
export function asItWouldBe(
  core: Core,
  agent: Agent,
  { preset, command, name, adopt, host: elsewhere }: OpenRequest,
  pane: FoundPane | null = null,
): SurfaceSubject {
  const base = { id: '', name: '', named: false, workspace: workspaceOf(core, agent), openedBy: agent.id }
  if (adopt) {
    const names = pane ? [pane.session, pane.window] : [adopt.session]
    const host = pane?.place.host ?? null
    return { ...base, workspace: '', formerNames: names, alias: null, preset: ADOPTED, backend: 'tmux', host }
  }
  const kind = command === undefined ? (preset ?? '') : 'command'
  const where = { backend: elsewhere === undefined ? 'pty' : 'tmux', host: elsewhere ?? null } as const
  return { ...base, formerNames: [], alias: name?.trim() ?? null, preset: kind, ...where }
}

/** The opener's own. One that runs in no surface has none, and no rule goes by that. */
export function workspaceOf({ options }: Core, { surface, workspace = '' }: Agent): string {
  return (surface === undefined ? undefined : options.surfaces.get(surface)?.facts.workspace) ?? workspace
}

/** What nobody would see is never run without a person. */
function unseen(core: Core, { command = '', prompt = '' }: OpenRequest): Trouble | null {
  const found = deceiving(command)[0] ?? deceiving(prompt)[0]
  if (!found) return null
  const { name, codePoint, index } = found
  const why = say.unseenOpening(name, codePoint, index, core.nobody)
  const reason = say.askUnseen(name, codePoint, index)
  return { code: 'no_answer', asks: 'unseen', effect: 'ask', why, reason, index, codePoint }
}
