// An opening as it stands at this moment: what would be opened, in which folder, what the policy says of it, and what stands
// against it. Asked again after every wait; nothing here starts or asks anything.
import path from 'node:path'
import type { Verdict } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { SurfaceSubject } from '../policy/model.ts'
import { type Call, policyTrouble } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import type { Agent } from './model.ts'
import type { OpenRequest } from './open-request.ts'
import type { Opener } from './opener.ts'
import { present } from './ready.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

export interface Job {
  readonly call: Call
  readonly request: OpenRequest
  readonly opener: Opener
}

export interface Looked {
  readonly verdict: Verdict
  /** what stands against it; one that is an ask may be a person's "yes" */
  readonly troubles: readonly Trouble[]
  /** as it really is, or as it was named where there is none */
  readonly folder: string
  readonly missing: Trouble | null
}

/** What is so now. `own`: how many of those that are counted are this very one. */
export function look(core: Core, { call, request, opener }: Job, own = 0): Looked {
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

function openOf({ options }: Core, { id }: Agent): number {
  return options.surfaces.all().filter(({ facts }) => facts.openedBy === id).length
}

/** Nothing of it is the agent's to choose but the alias, which only locks go by. */
function asItWouldBe(core: Core, agent: Agent, { preset, command, name }: OpenRequest): SurfaceSubject {
  return {
    id: '',
    name: '',
    named: false,
    formerNames: [],
    alias: name?.trim() ?? null,
    workspace: workspaceOf(core, agent),
    preset: command === undefined ? (preset ?? '') : 'command',
    backend: 'pty',
    host: null,
    openedBy: agent.id,
  }
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

/** With characters that nobody would see named. */
export function visible(text: string): string {
  return deceiving(text).reduceRight(
    (left, { index, codePoint }) =>
      `${left.slice(0, index)}<${codePoint}>${left.slice(index + String.fromCodePoint(left.codePointAt(index)!).length)}`,
    text,
  )
}
