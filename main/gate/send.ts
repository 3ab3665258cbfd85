// An agent's send, in the order of its checks: gate broken, surface known, pause, arguments and text, policy. Then it is
// staged (level type) or goes to write.ts (level submit), which asks all of this again; what only a person can allow goes
// to ask.ts and comes back with their consent.

import { draftRefSchema, type Level, type Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { admit } from './arrive.ts'
import { type Asking, ask, askFull, type Blocked, type Consent, canBeRule } from './ask.ts'
import { type Call, firstNo, judge, judging, pausedTrouble, refuse, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import { insertOrStage } from './insert.ts'
import { takePlace } from './limit.ts'
import type { Agent, Refusal, SendOutcome, TextRequest } from './model.ts'
import { ownSurface } from './own-surface.ts'
import { change } from './person.ts'
import { present } from './ready.ts'
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
  const call = startCall(core, agent, facts, request)
  const broken = core.broken()
  if (broken) return refuse(core, call, null, broken, null)
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, null)
  const { surface, grant } = found
  const early = pausedTrouble(core, agent) ?? ownSurface(agent, surface) ?? badRequest(request)
  if (early) return refuse(core, call, surface.facts, early, { level: grant.level })
  const { verdict, trouble } = judge(core, agent, surface, request.intent, textOf(core, request))
  const known = { verdict, level: grant.level }
  const no = trouble && (firstNo(core, [trouble]) ?? askFull(core, agent.id, surface.facts.id))
  if (no) return refuse(core, call, surface.facts, no, known)
  if (surface.ended()) return refuse(core, call, surface.facts, { code: 'surface_exited', why: say.exited() }, known)
  const asked = admit(core, call, surface)
  const stranger = asked && (await asked)
  if (stranger) return stranger
  const place = takePlace(core, agent, surface.facts, request.intent)
  if ('trouble' in place) return refuse(core, call, surface.facts, place.trouble, known)
  let counts = false
  try {
    const done = await pass(core, call, surface, request, known)
    // A person was asked for it: that counts, whatever they said.
    counts = !done.refused || done.code === 'refused_by_person'
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
  const asked = judge(core, call.agent, surface, 'type', text).trouble
  if (!asked) return insertOrStage(core, call, surface, text, known)
  return askToStage(core, call, surface, { text, known, asked })
}

/** A text that may not even be staged without a person: once they allow it, it is a draft like any other. */
function askToStage(
  core: Core,
  call: Call,
  surface: AgentSurface,
  { text, known, asked }: { readonly text: string; readonly known: Known; readonly asked: Trouble },
) {
  return ask<SendOutcome>(
    core,
    { blocked: [asked], state: null, verdict: known.verdict },
    {
      call,
      surface,
      known,
      question: {
        ...{ kind: 'send', intent: 'type', text, keys: null, enter: false, wants: 'type' },
        answers: ['once', 'minutes', 'edit', 'deny', 'deny_all', 'block'],
        withdrawn: () => standing(core, call, surface, 'waits') ?? denial(core, call, surface, 'type', text),
      },
      async attempt({ seq, text: edited }) {
        const now = edited ?? text
        const late = standing(core, call, surface) ?? denial(core, call, surface, 'type', now)
        if (late) return refuse(core, call, surface.facts, late, known, seq)
        const staged = await stage(core, call, surface.facts, now, known.verdict, seq)
        return edited === null || staged.refused ? staged : { ...staged, edited: true }
      },
    },
  )
}

/** The policy's "no" as of now; an ask is none. */
function denial(core: Core, call: Call, surface: AgentSurface, intent: 'type' | 'submit', text: string | null) {
  const { verdict, trouble } = judge(core, call.agent, surface, intent, text)
  return verdict.effect === 'deny' ? trouble : null
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
  const no = trouble && firstNo(core, [trouble])
  if (no) return refuse(core, call, surface.facts, no, known)
  const found = core.drafts.find(ref)
  const text = typeof found === 'string' ? '' : found.text
  return deliver(core, call, surface, { text, enter: true, draft: ref }, known)
}

function draftTrouble(core: Core, call: Call, surface: AgentSurface, ref: string): Trouble | null {
  const found = core.drafts.find(ref)
  if (found === 'changed') return { code: 'draft_changed', why: say.draftChanged(ref) }
  if (found === 'gone' || found.surface !== surface.facts.id) return { code: 'draft_changed', why: say.draftGone(ref) }
  if (found.agent === call.agent.id && !found.edited) return null
  const reason = say.askOthersDraft(core.nameOf(found.agent))
  return { code: 'no_answer', asks: 'others_draft', effect: 'ask', why: say.draftOfOther(core.nobody), reason }
}

interface Content {
  readonly text: string
  readonly enter: boolean
  readonly draft: string | null
}

async function deliver(
  core: Core,
  call: Call,
  surface: AgentSurface,
  content: Content,
  known: Known,
): Promise<SendOutcome | Refusal> {
  const unseen = unseenTrouble(core, content.text)
  if (unseen && !core.people) return refuse(core, call, surface.facts, unseen, known)
  const first = await writeOnce(core, call, surface, content, known, null)
  if (!('blocked' in first)) return first
  const { text, enter, draft } = content
  const job: Asking<SendOutcome> = {
    call,
    surface,
    known,
    question: {
      ...{ kind: 'send', intent: 'submit', text: text || null, keys: null, enter, wants: 'submit' },
      answers: answersTo(content, first),
      withdrawn: () => standing(core, call, surface, 'waits') ?? denial(core, call, surface, 'submit', text || null),
    },
    attempt: consent => writeOnce(core, call, surface, { ...content, text: consent.text ?? text }, known, consent),
    async keep(changed) {
      // The key stands for what was asked, which is refused.
      const kept = { ...call, facts: { ...call.facts, key: null } }
      const staged = await stage(core, kept, surface.facts, text, known.verdict)
      if (staged.refused) return staged
      if (staged.outcome !== 'staged') throw new Error('it was not staged')
      if (changed === null || changed === text) return { ref: staged.draft }
      // The person's text is another revision, by both of them.
      const revised = await change(core, staged.draft, changed)
      return revised.ok ? revised.value : { ref: staged.draft }
    },
  }
  return ask(core, first, draft === null && text !== '' ? job : withoutDraft(job))
}

function withoutDraft({ keep: _, ...job }: Asking<SendOutcome>): Asking<SendOutcome> {
  return job
}

function answersTo({ text, draft }: Content, { blocked }: Blocked): Asking<SendOutcome>['question']['answers'] {
  const isOwnText = draft === null && text !== ''
  return [
    'once',
    ...(isOwnText ? (['draft'] as const) : []),
    ...(canBeRule(blocked) ? (['minutes'] as const) : []),
    ...(isOwnText ? (['edit'] as const) : []),
    ...(['deny', 'deny_all', 'block'] as const),
  ]
}

/** The first character of the text that nobody would see: it is never delivered without a person. */
export function unseenTrouble(core: Core, text: string): Trouble | null {
  const unseen = deceiving(text)[0]
  if (!unseen) return null
  const { name, codePoint, index } = unseen
  const why = say.deceiving(name, codePoint, index, core.nobody)
  const reason = say.askUnseen(name, codePoint, index)
  return { code: 'no_answer', asks: 'unseen', effect: 'ask', why, reason, index, codePoint }
}

async function writeOnce(
  core: Core,
  call: Call,
  surface: AgentSurface,
  { text, enter, draft }: Content,
  known: Known,
  consent: Consent | null,
): Promise<SendOutcome | Refusal | Blocked> {
  let cursor: string | null = null
  const unseen = unseenTrouble(core, text)
  // Bytes need submit, also for a text without Enter.
  const judged = judging(core, call.agent, surface, 'submit', text || null)
  const written = await write(core, {
    surface,
    async mark() {
      if (call.waits) cursor = await cursorOf(surface)
    },
    gesture: { by: call.agent.id, text, enter },
    started: call.started,
    facts: { ...call.facts, text: text || null, ...(draft === null ? {} : { releasedBy: call.agent.id }) },
    recheck() {
      const { verdict, trouble } = judged()
      const drafted = draft === null ? null : draftTrouble(core, call, surface, draft)
      return {
        verdict,
        troubles: present([standing(core, call, surface), trouble, drafted, unseen]),
      }
    },
    beyond: intent => judge(core, call.agent, surface, intent).verdict,
    caller: call.agent,
    consent,
    onBytes() {
      if (draft !== null && core.drafts.remove(draft)) core.emit('drafts')
    },
  })
  if ('blocked' in written) return written
  if ('trouble' in written) return toRefusal(written.trouble, written.verdict, written.verdict?.level ?? known.level)
  const edited = consent?.text == null ? {} : { edited: true }
  const from = cursor === null ? {} : { cursor }
  const { outcome, evidence } = written
  if (outcome === 'failed' || outcome === 'unknown') return { refused: false, outcome, evidence }
  return { refused: false, outcome, evidence, ...edited, ...from }
}

/** Where it stands now; null = it cannot be read, and the send finds out why. */
async function cursorOf(surface: AgentSurface): Promise<string | null> {
  const now = await surface.read({ what: 'screen', maxLines: 1 }).catch(() => null)
  return now?.ok ? now.value.cursor : null
}
