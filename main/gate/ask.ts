// Asking a person, from a "no" that may become a "yes" to how that ended: limits, record, answer, and once more where what
// the person looked at has changed. What is tried with their consent is the caller's; the queue is approvals.ts.
import type { AskReason, Intent, Level, Verdict } from '../../preload/contract.ts'
import type { AgentSurface, Readiness } from '../surfaces/surface.ts'
import { type Asked, isRefusal, type PersonAnswer, type Question } from './approvals.ts'
import { askEntry, decision, endEntry } from './ask-records.ts'
import type { Call } from './call.ts'
import type { Core } from './core.ts'
import { refusedFields, surfaceOf } from './entries.ts'
import type { Refusal } from './model.ts'
import { tellProgress } from './progress.ts'
import { askedOf, type Trouble, toRefusal } from './refusals.ts'
import { ANSWERED, say } from './sentences.ts'
import { type Stand, standOf } from './stand.ts'

/** What the surface shows is looked at this long after it printed. */
const LOOK_MS = 250

/** It goes only with a person's consent to each of these. */
export interface Blocked {
  readonly blocked: readonly Trouble[]
  readonly state: Readiness | null
  readonly verdict: Verdict | null
}

/** What a person agreed to, and what they saw then. */
export interface Consent {
  /** `id@rev` of the approval */
  readonly approval: string
  /** seq of the record of what was asked */
  readonly seq: number
  readonly covers: ReadonlySet<string>
  readonly stand: Stand | null
  /** the text as the person changed it; null = as it was asked */
  readonly text: string | null
}

export interface Asking<T> {
  readonly call: Call
  readonly surface: AgentSurface | null
  readonly question: Omit<Question, 'agent' | 'surface' | 'reasons' | 'stand' | 'rule' | 'lock' | 'level'>
  readonly known: { readonly verdict: Verdict | null; readonly level: Level }
  /** Tries it with the consent. */
  attempt(consent: Consent, answer: PersonAnswer): Promise<T | Refusal | Blocked>
  /** Keeps the text as a draft instead, or what a person made of it; the draft's ref or why not. */
  keep?(changed: string | null): Promise<{ readonly ref: string } | Refusal>
}

/** Answers with what came of it. Throws `ActivityError`. */
export async function ask<T extends object>(core: Core, first: Blocked, job: Asking<T>): Promise<T | Refusal> {
  const { call, surface, known } = job
  const verdict = first.verdict ?? known.verdict
  const notAsked = async (trouble: Trouble) => {
    await core.record(askEntry(core, job, verdict, { ...refusedFields(trouble, verdict), approval: null }))
    return toRefusal(trouble, verdict, known.level)
  }
  if (call.noAsk) return notAsked({ code: 'ask_limit', effect: 'ask', why: call.noAsk })
  const limit = core.askLimits.ask(call.agent.id, surface?.facts.id ?? '*', core.clock.monotonic())
  if (!limit.ok) return notAsked(limited(limit))
  const asked = core.approvals.ask({
    ...job.question,
    agent: call.agent.id,
    surface: surface && { ...surfaceOf(surface.facts), workspace: surface.facts.workspace },
    rule: verdict?.rule ?? null,
    lock: verdict?.lock ?? null,
    level: known.level,
    reasons: reasonsOf(first.blocked),
    stand: first.state && standOf(first.state),
  })
  const stop = watch(core, asked, job)
  let end: 'refused' | 'allowed' | 'withdrawn' = 'withdrawn'
  try {
    // The policy may have allowed it: the record says why it asks all the same.
    const why = reasonsOf(first.blocked)
      .map(one => one.why)
      .join(' ')
    const seq = await core.record(askEntry(core, job, verdict && { ...verdict, why }, { approval: asked.ref() }))
    asked.recorded(seq)
    const done = await answers(core, job, asked, { seq, verdict, blocked: first.blocked })
    end = done.end
    return done.result
  } catch (error) {
    asked.over(say.handledEnd('not_recorded'), false)
    throw error
  } finally {
    stop()
    limit.end(end, core.clock.monotonic())
  }
}

interface Round {
  readonly seq: number
  readonly verdict: Verdict | null
  readonly blocked: readonly Trouble[]
}
interface Done<T> {
  readonly end: 'refused' | 'allowed' | 'withdrawn'
  readonly result: T | Refusal
}

async function answers<T extends object>(core: Core, job: Asking<T>, asked: Asked, start: Round): Promise<Done<T>> {
  const { seq, verdict } = start
  const { level } = job.known
  let { blocked } = start
  for (;;) {
    const answer = await asked.next()
    if ('ended' in answer) {
      await core.record(endEntry(core, job, asked, seq, answer.ended, verdict))
      return { end: 'withdrawn', result: toRefusal(answer.ended, verdict, level) }
    }
    if (isRefusal(answer.how)) return refuse(core, job, asked, answer, start)
    await core.record(decision(job, asked, seq, answer, null))
    if (answer.how === 'draft' && job.keep) return keep(core, job, asked, start, () => job.keep!(answer.text))
    const { stand } = asked.question()
    const written = await widen(core, job, answer, blocked)
    if (written) {
      asked.again(written, { stand })
      continue
    }
    const covers = new Set(blocked.map(askedOf))
    const consent = { approval: answer.ref, seq, covers, stand, text: answer.text }
    const tried = await job.attempt(consent, answer)
    if (!('blocked' in tried)) {
      const refused = 'refused' in tried && tried.refused === true
      const unknown = 'outcome' in tried && tried.outcome === 'unknown'
      const done = job.question.kind === 'program' ? say.accepted() : ANSWERED[answer.how]
      const how = unknown ? say.allowedUnknown(done) : done
      asked.over(refused ? say.notDone((tried as Refusal).why) : how, !refused && !unknown)
      return { end: 'allowed', result: tried }
    }
    const now = tried.state && standOf(tried.state)
    const more = tried.blocked.filter(one => !covers.has(askedOf(one)))
    blocked = [...blocked, ...more]
    const why: Trouble = { code: 'look_again', why: say.lookAgain(more.map(reasonOf)) }
    asked.again(why, more.length > 0 ? { stand: now, reasons: reasonsOf(blocked) } : { stand: now })
  }
}

async function refuse<T>(core: Core, job: Asking<T>, asked: Asked, answer: PersonAnswer, { seq, verdict }: Round) {
  const { surface, call, known } = job
  const blocked = surface ? say.personBlocked() : say.personShutOut()
  const why = answer.how === 'block' ? blocked : say.personRefused(answer.reason)
  const trouble: Trouble = { code: 'refused_by_person', effect: 'deny', why }
  // A lock that cannot be written takes nothing back: it is refused all the same, and the person is told.
  const lock =
    answer.how === 'block'
      ? await core.people?.block(call.agent.id, surface?.facts.id ?? null, answer.reason)
      : undefined
  await core.record(decision(job, asked, seq, answer, trouble))
  asked.over(lock && !lock.ok ? say.notLocked(lock.message) : ANSWERED[answer.how], false)
  return { end: 'refused', result: toRefusal(trouble, verdict, known.level) } as const
}

async function keep<T>(
  core: Core,
  job: Asking<T>,
  asked: Asked,
  { seq, verdict }: Round,
  stage: () => ReturnType<NonNullable<Asking<T>['keep']>>,
) {
  const staged = await stage()
  const kept = 'ref' in staged
  const why = kept ? say.keptAsDraft(staged.ref) : staged.why
  const trouble: Trouble = { code: kept ? 'refused_by_person' : 'denied', effect: 'deny', why }
  await core.record(endEntry(core, job, asked, seq, trouble, verdict, kept ? staged.ref : undefined))
  asked.over(kept ? ANSWERED.draft : say.notDone(why), kept)
  const result = { ...toRefusal(trouble, verdict, job.known.level), ...(kept ? { draft: staged.ref } : {}) }
  return { end: 'allowed', result } as const
}

/** The rule that goes with an answer; null = there is none to write, or it is in force. */
async function widen<T>(
  core: Core,
  { call, surface, question }: Asking<T>,
  answer: PersonAnswer,
  blocked: readonly Trouble[],
) {
  if (!core.people) return null
  if (answer.how === 'start') {
    const started = await core.people.start(call.agent.id, answer.level ?? 'none', answer.ask)
    return started.ok ? null : ({ code: 'denied', why: started.message } as const satisfies Trouble)
  }
  if ((answer.how !== 'minutes' && answer.how !== 'always') || !surface) return null
  const written = await core.people.allow({
    agent: call.agent,
    surface: surface.facts.id,
    level: question.wants,
    minutes: answer.how === 'minutes' ? (answer.minutes ?? question.minutes ?? 15) : null,
    parts: partsOf(question.intent, blocked),
  })
  return written.ok ? null : ({ code: 'denied', why: written.message } as const satisfies Trouble)
}

/** The sub-grants that were asked about. */
function partsOf(intent: Intent, blocked: readonly Trouble[]): ('answer' | 'interrupt' | 'secret')[] {
  const codes = blocked.map(askedOf)
  return [
    ...(intent === 'answer' || codes.includes('dialog_open') || codes.includes('not_own_line')
      ? ['answer' as const]
      : []),
    ...(intent === 'interrupt' ? ['interrupt' as const] : []),
    ...(codes.includes('secret_prompt') ? ['secret' as const] : []),
  ]
}

/** Can a rule give what these ask? Who typed on the line, and what cannot be seen, is asked each time. */
export function canBeRule(blocked: readonly Trouble[]): boolean {
  return blocked.every(one => ['policy', 'dialog_open', 'not_own_line'].includes(askedOf(one)))
}

/** Hears of the caller's end, of the surface's, and of what it shows; tells the caller that it waits. */
function watch<T>(core: Core, asked: Asked, { call, surface }: Asking<T>): () => void {
  const { clock } = core
  const end = (trouble: Trouble) => core.approvals.end((_, id) => (id === asked.id ? trouble : null))
  const cancel = () => end({ code: 'cancelled', why: say.cancelled() })
  call.signal?.addEventListener('abort', cancel)
  if (call.signal?.aborted) queueMicrotask(cancel)
  let stopped = false
  let looking = () => {}
  let pending = false
  async function look() {
    pending = false
    const { kind, stand } = asked.question()
    // What an ended program has left on its screen can be read as before.
    if (!surface || stopped || kind === 'read' || kind === 'access') return
    if (surface.ended()) return end({ code: 'surface_exited', why: say.exited() })
    if (!stand) return
    const state = await surface.readiness()
    if (!stopped) asked.see(standOf(state))
  }
  const unhear = surface?.onNews(() => {
    if (pending) return
    pending = true
    // A surface that cannot be looked at is found out by the send itself.
    looking = clock.later(LOOK_MS, () => void look().catch(() => {}))
  })
  const progress = tellProgress(clock, call.started, call.onProgress)
  return () => {
    stopped = true
    call.signal?.removeEventListener('abort', cancel)
    unhear?.()
    looking()
    progress()
  }
}

function reasonsOf(blocked: readonly Trouble[]): AskReason[] {
  return blocked.map(one => ({ code: askedOf(one), why: reasonOf(one) }))
}

const reasonOf = (trouble: Trouble) => trouble.reason ?? trouble.why

/** Why this agent may not ask anything there now; looked at first, so that a flood of asks costs little. Null = it may. */
export function askFull(core: Core, agent: string, surface: string): Trouble | null {
  const full = core.askLimits.full(agent, surface, core.clock.monotonic())
  return full && limited(full)
}

/** Why a person is not asked, or told, anything more now. */
export function limited({ why, retryAfterMs }: Extract<ReturnType<Core['askLimits']['ask']>, { ok: false }>): Trouble {
  const wait = retryAfterMs === null ? {} : { retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)) }
  const ms = retryAfterMs ?? 0
  const sentence =
    why === 'waiting' ? say.asksWaiting() : why === 'a_minute' ? say.asksAMinute(ms) : say.asksSilenced(ms)
  return { code: 'ask_limit', effect: 'ask', why: sentence, ...wait }
}
