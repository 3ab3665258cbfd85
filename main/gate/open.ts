// An agent opens a surface or adopts a pane of tmux, in the order of its checks: gate, pause, arguments, policy, a person where
// one is asked. All of it is asked again after every wait, the record is on disk before anything starts, and the first prompt,
// if there is one, is a send of its own (open-prompt.ts). What may be opened is policy/open.ts; who starts it is the opener.
import type { Result } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { again, findPane, noUse } from './adopt.ts'
import { admit } from './arrive.ts'
import { type Asking, ask, type Blocked, type Consent } from './ask.ts'
import { firstNo, pausedTrouble, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import { surfaceOf } from './entries.ts'
import type { Agent, Refusal, SendOutcome } from './model.ts'
import { firstDeny, type Job, type Looked, look, workspaceOf } from './open-look.ts'
import { firstPrompt } from './open-prompt.ts'
import { endEntry, intentEntry, type Recorded, refuse } from './open-records.ts'
import { type AdoptTarget, badRequest, type OpenRequest } from './open-request.ts'
import { paneFacts, visible } from './open-words.ts'
import { askedOf, effectOf, type Trouble, toRefusal } from './refusals.ts'
import { say } from './sentences.ts'

export type Opened =
  | {
      readonly refused: false
      readonly outcome: 'opened'
      /** its id */
      readonly surface: string
      /** what became of the first prompt; absent = none was given */
      readonly prompt?: SendOutcome | Refusal
    }
  /** It was allowed, and then it could not be started. */
  | { readonly refused: false; readonly outcome: 'failed'; readonly evidence: string }

/** It is there. */
interface Made {
  readonly made: AgentSurface
  readonly approved: boolean
}
type Failed = Extract<Opened, { outcome: 'failed' }>

/** Answers with what happened or a refusal. Throws `ActivityError`. */
export async function open(core: Core, agent: Agent, request: OpenRequest): Promise<Opened | Refusal> {
  const { prompt } = request
  const call = startCall(core, agent, { intent: 'open', ...recordedAs(request) }, request)
  const { opener } = core.options
  const early = core.broken() ?? pausedTrouble(core, agent)
  if (early) return refuse(core, call, null, early, null)
  if (!opener) return refuse(core, call, null, { code: 'denied', why: say.noOpening() }, null)
  const bad = badRequest(request, opener.presets)
  if (bad) return refuse(core, call, null, bad, null)
  const wanted: Job = { call, request, opener, pane: null }
  const job = request.adopt === undefined ? wanted : await withPane(core, wanted, request.adopt)
  if ('refused' in job) return job
  const first = look(core, job)
  const no = firstNo(core, first.troubles) ?? first.missing
  if (no) return refuse(core, job.call, null, no, first.verdict)
  const stranger = await admit(core, job.call, null)
  if (stranger) return stranger
  const tried = await make(core, job, first.folder, null)
  const done = 'blocked' in tried ? await ask(core, tried, asking(core, job, tried, first.folder)) : tried
  if ('refused' in done) return done
  const surface = done.made.facts.id
  if (prompt === undefined) return { refused: false, outcome: 'opened', surface }
  const sent = await firstPrompt(core, call, done.made, prompt, () => uncovered(core, job, done))
    // The surface is there, and the agent has to know of it.
    .catch(error => toRefusal(core.fail(error), null, null))
  return { refused: false, outcome: 'opened', surface, prompt: sent }
}

/** What of the request every record of it says. */
function recordedAs({ command, preset, adopt, host }: OpenRequest) {
  if (!adopt) return { text: command ?? (host === undefined ? (preset ?? null) : `${preset} on ${host}`) }
  return { text: adopt.pane === undefined ? adopt.session : `${adopt.session} ${adopt.pane}`, pane: adopt.pane ?? null }
}

async function withPane(core: Core, job: Job, target: AdoptTarget): Promise<Job | Refusal> {
  const { call } = job
  const no = noUse(core, job)
  if (no) return refuse(core, call, null, no.trouble, no.verdict)
  const stranger = await admit(core, call, null)
  if (stranger) return stranger
  const found = await findPane(core, job, target)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, found.verdict)
  const { pane } = found
  const facts = { ...call.facts, text: `${pane.session} ${pane.pane}`, pane: pane.pane }
  return { ...job, call: { ...call, facts }, pane }
}

function asking(core: Core, job: Job, { verdict }: Blocked, folder: string): Asking<Made | Failed> {
  const { command, prompt } = job.request
  return {
    call: job.call,
    surface: null,
    known: { verdict, level: 'none' },
    question: {
      ...{ kind: 'open', intent: 'open', keys: null, wants: 'none' },
      text: command ?? prompt ?? null,
      enter: command === undefined && prompt !== undefined,
      facts: factsOf(core, job, folder),
      answers: ['once', 'deny', 'deny_all', 'block'],
      withdrawn: () => standing(core, job.call, null, 'waits') ?? firstDeny(look(core, job).troubles),
    },
    attempt: consent => make(core, job, folder, consent),
  }
}

function factsOf(core: Core, { call, request, pane }: Job, folder: string) {
  const { preset, command, name, prompt, host } = request
  const fact = (label: string, value: string | undefined | null, verified = true) =>
    value ? [{ name: label, value: visible(value), verified }] : []
  if (pane) return paneFacts(pane)
  return [
    ...fact('Opens', command === undefined ? preset : 'a command'),
    ...fact('On', host),
    ...fact('Folder', folder),
    ...fact('Workspace', workspaceOf(core, call.agent)),
    ...fact('Alias', name, false),
    ...fact('First prompt', command === undefined ? null : prompt, false),
  ]
}

/** Opens it, or says what only a person can allow. `folder`: what was looked at before, by a person where there is consent. */
function make(
  core: Core,
  job: Job,
  folder: string,
  consent: Consent | null,
): Promise<Made | Failed | Refusal | Blocked> {
  // One at a time for each agent: counting and opening are one unit, so that two at once are not both the last one.
  return core.queue.run(`open ${job.call.agent.id}`, () => makeNow(core, job, folder, consent))
}

async function makeNow(core: Core, job: Job, folder: string, consent: Consent | null) {
  const { call } = job
  const open = ({ troubles }: Looked) =>
    troubles.filter(one => effectOf(one) === 'deny' || !consent?.covers.has(askedOf(one)))
  const stop = (now: Looked) => {
    const moved: Trouble | null = now.folder === folder ? null : { code: 'denied', why: say.folderMoved() }
    return standing(core, call, null) ?? firstNo(core, open(now)) ?? now.missing ?? moved
  }
  const now = look(core, job)
  const no = stop(now)
  if (no) return refuse(core, call, null, no, now.verdict, consent?.seq)
  const blocked = open(now)
  if (blocked.length > 0) return { blocked, state: null, verdict: now.verdict }
  const seq = consent?.seq ?? (await core.record(intentEntry(call, null, now.verdict)))
  // The same pane with the same program: what it shows and where it stands may be other things every second.
  const pane = job.pane && (await again(job, job.pane))
  // The disk took its time. From this look to the start nothing is awaited.
  const last = look(core, pane ? { ...job, pane } : job)
  const changed: Trouble | null = job.pane && !pane ? { code: 'denied', why: say.paneChanged() } : null
  const late = stop(last) ?? open(last)[0] ?? changed
  if (late) return refuse(core, call, null, late, last.verdict, seq)
  return start(core, { ...job, pane }, folder, { seq, approval: consent?.approval ?? null })
}

async function start(core: Core, job: Job, folder: string, of: Recorded): Promise<Made | Failed> {
  const { call, request, opener, pane } = job
  const { command, preset, name, host } = request
  const cwd = pane?.cwd ?? folder
  const what = pane ? { pane } : command === undefined ? { preset: preset! } : { command }
  let opened: Result<AgentSurface>
  try {
    opened = await opener.open({
      ...what,
      ...(name === undefined ? {} : { alias: name.trim() }),
      ...(host === undefined ? {} : { host }),
      // A person's program that runs already comes under no rule by workspace that others have.
      ...{ workspace: pane ? '' : workspaceOf(core, call.agent), cwd, openedBy: call.agent.id },
    })
  } catch (error) {
    core.fail(error)
    await core.record(endEntry(core, call, of, { outcome: 'unknown' })).catch(() => {})
    return failed(say.openingBroke(error instanceof Error ? error.message : String(error)))
  }
  if (!opened.ok) {
    await core.record(endEntry(core, call, of, { outcome: 'failed' }))
    // Whose it is by now may not be the agent's to know.
    return failed(opened.code === 'adopted' ? say.adoptedMeanwhile() : opened.message)
  }
  try {
    const surface = surfaceOf(opened.value.facts)
    await core.record(endEntry(core, call, of, { surface, outcome: 'delivered' }))
  } catch (error) {
    // It was recorded and it is there; only how it ended is not. The gate closes, and the caller is told the truth.
    core.fail(error)
  }
  return { made: opened.value, approved: of.approval !== null }
}

const failed = (evidence: string): Failed => ({ refused: false, outcome: 'failed', evidence })

/** Why the opening does not stand for its first prompt any more; null = it does. */
function uncovered(core: Core, job: Job, { approved }: Made): Trouble | null {
  const { troubles } = look(core, job, 1)
  return firstDeny(troubles) ?? (approved ? null : (troubles[0] ?? null))
}
