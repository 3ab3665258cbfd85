// An agent's send, in the order of its checks: gate broken, surface known, pause, arguments and text, policy. Then it is
// staged (level type) or goes to write.ts (level submit), which asks all of this again.

import { draftRefSchema, type Level, type Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { type Call, judge, pausedTrouble, refuse, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import { takePlace } from './limit.ts'
import type { Agent, Refusal, SendOutcome, TextRequest } from './model.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'
import { stage } from './stage.ts'
import { checkText } from './text-filter.ts'
import { write } from './write.ts'

/** Answers with what happened or a refusal. Throws `ActivityError`. */
export async function send(core: Core, agent: Agent, request: TextRequest): Promise<SendOutcome | Refusal> {
  const draft = request.intent === 'submit' ? (request.draft ?? null) : null
  const facts = { intent: request.intent, text: request.text ?? null, draft, key: request.key ?? null }
  const call = startCall(core, agent, facts, request.signal)
  const broken = core.broken()
  if (broken) return refuse(core, call, null, broken, null)
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, null)
  const { surface, grant } = found
  const early = pausedTrouble(core) ?? badRequest(request)
  if (early) return refuse(core, call, surface.facts, early, { level: grant.level })
  const { verdict, trouble } = judge(core, agent, surface, request.intent, textOf(core, request))
  const known = { verdict, level: grant.level }
  if (trouble) return refuse(core, call, surface.facts, trouble, known)
  if (surface.summary().exit)
    return refuse(core, call, surface.facts, { code: 'surface_exited', why: say.exited() }, known)
  const place = takePlace(core, agent, surface.facts, request.intent)
  if ('trouble' in place) return refuse(core, call, surface.facts, place.trouble, known)
  let counts = false
  try {
    const done = await pass(core, call, surface, request, known)
    counts = !done.refused
    return done
  } finally {
    if (!counts) place.undo()
  }
}

/** What is sent, for rules on texts. Undefined for a draft that is not there: that is refused by itself. */
function textOf(core: Core, request: TextRequest): string | null | undefined {
  if (request.intent === 'type' || request.draft === undefined) return request.text ?? null
  const found = core.drafts.find(request.draft)
  return typeof found === 'string' ? undefined : found.text
}

/** It may be sent: as a draft at level type, into the program at level submit. */
async function pass(core: Core, call: Call, surface: AgentSurface, request: TextRequest, known: Known) {
  if (request.intent === 'submit' && request.draft !== undefined) {
    return release(core, call, surface, request.draft, known)
  }
  const enter = request.intent === 'submit'
  const text = request.text ?? ''
  if (enter || !judge(core, call.agent, surface, 'submit', text).trouble) {
    return deliver(core, call, surface, { text, enter, draft: null }, known)
  }
  return stage(core, call, surface.facts, text, known.verdict)
}

/** What is wrong with the request itself, whoever sends it. */
function badRequest(request: TextRequest): Trouble | null {
  if (request.intent === 'submit' && request.draft !== undefined) {
    if (request.text !== undefined) {
      return { code: 'bad_arguments', why: say.textAndDraft(), field: 'draft', fix: say.oneOfThem() }
    }
    const named = draftRefSchema.safeParse(request.draft).success
    return named
      ? null
      : { code: 'bad_arguments', why: say.draftGone(request.draft), field: 'draft', fix: say.draftRef() }
  }
  if (request.text === undefined) return null
  if (request.text === '') return { code: 'bad_arguments', why: say.emptyText(), field: 'text', fix: say.giveText() }
  const bad = checkText(request.text, { allowTab: true })
  if (!bad) return null
  const why = say.badText(bad.name, bad.codePoint, bad.index)
  return { code: 'bad_text', why, index: bad.index, codePoint: bad.codePoint }
}

interface Known {
  readonly verdict: Verdict
  readonly level: Level
}

/** An agent's own draft, exactly this revision of it, as the agent wrote it. */
async function release(core: Core, call: Call, surface: AgentSurface, ref: string, known: Known) {
  const trouble = draftTrouble(core, call, surface, ref)
  if (trouble) return refuse(core, call, surface.facts, trouble, known)
  const found = core.drafts.find(ref)
  const text = typeof found === 'string' ? '' : found.text
  return deliver(core, call, surface, { text, enter: true, draft: ref }, known)
}

function draftTrouble(core: Core, call: Call, surface: AgentSurface, ref: string): Trouble | null {
  const found = core.drafts.find(ref)
  if (found === 'changed') return { code: 'draft_changed', why: say.draftChanged(ref) }
  if (found === 'gone' || found.surface !== surface.facts.id) return { code: 'draft_changed', why: say.draftGone(ref) }
  if (found.agent === call.agent.id && !found.edited) return null
  return { code: 'no_answer', effect: 'ask', why: say.draftOfOther(core.nobody) }
}

interface Content {
  readonly text: string
  readonly enter: boolean
  readonly draft: string | null
}

async function deliver(core: Core, call: Call, surface: AgentSurface, content: Content, known: Known) {
  const { text, enter, draft } = content
  const unseen = deceiving(text)[0]
  if (unseen) {
    const { name, codePoint, index } = unseen
    const why = say.deceiving(name, codePoint, index, core.nobody)
    return refuse(core, call, surface.facts, { code: 'no_answer', effect: 'ask', why, index, codePoint }, known)
  }
  const written = await write(core, {
    surface,
    gesture: { by: call.agent.id, text, enter },
    started: call.started,
    facts: { ...call.facts, text: text || null, ...(draft === null ? {} : { releasedBy: call.agent.id }) },
    // Bytes need submit, also for a text without Enter.
    recheck() {
      const { verdict, trouble } = judge(core, call.agent, surface, 'submit', text || null)
      const other = standing(core, call, surface) ?? trouble
      return { verdict, trouble: other ?? (draft === null ? null : draftTrouble(core, call, surface, draft)) }
    },
    beyond: intent => judge(core, call.agent, surface, intent).verdict,
    onBytes() {
      if (draft !== null && core.drafts.remove(draft)) core.emit('drafts')
    },
  })
  if ('trouble' in written) return toRefusal(written.trouble, written.verdict, written.verdict?.level ?? known.level)
  return { refused: false, outcome: written.outcome, evidence: written.evidence } as const
}
