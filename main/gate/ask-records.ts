// The records of a question: what was asked, what a person answered, how it ended. Their order is ask.ts.
import type { Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import type { Asked, PersonAnswer, Question } from './approvals.ts'
import { type Call, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { ActivityEntry } from './model.ts'
import type { Trouble } from './refusals.ts'
import { ANSWERED, say } from './sentences.ts'

/** Only those of sends count as sends after a restart. */
const RECORDED_AS = {
  send: 'send',
  read: 'read',
  open: 'surface',
  access: 'policy',
  connect: 'agent',
  program: 'agent',
} as const satisfies Record<Question['kind'], ActivityEntry['kind']>

interface Askable {
  readonly call: Call
  readonly surface: AgentSurface | null
  readonly question: Pick<Question, 'kind' | 'text'>
}

/** What is asked: the record of the send, whatever becomes of it. */
export function askEntry(core: Core, job: Askable, verdict: Verdict | null, more: Parameters<typeof entry>[2]) {
  const { call, surface, question } = job
  return entry(RECORDED_AS[question.kind], call.agent.id, {
    ...call.facts,
    surface: surface && surfaceOf(surface.facts),
    verdict: verdict && { effect: 'ask', rule: verdict.rule, why: verdict.why },
    bytes: question.text === null ? null : Buffer.byteLength(question.text),
    ...(more.outcome ? { tookMs: tookMs(core, call.started) } : {}),
    ...more,
  })
}

/** What a person decided, beside the record of what was asked. */
export function decision(job: Askable, asked: Asked, seq: number, answer: PersonAnswer, refusal: Trouble | null) {
  const { call, surface, question } = job
  const why = refusal?.why ?? say.personAllowed(ANSWERED[answer.how])
  return entry(RECORDED_AS[question.kind], 'person', {
    ...call.facts,
    text: answer.text,
    surface: surface && surfaceOf(surface.facts),
    approval: asked.ref(),
    verdict: { effect: refusal ? 'deny' : 'allow', rule: null, why },
    outcome: refusal ? 'denied' : null,
    answer: answer.how,
    ...(refusal ? { code: refusal.code } : {}),
    of: seq,
  })
}

/** It ended without an answer, or not as it was answered. */
export function endEntry(
  core: Core,
  job: Askable,
  asked: Asked,
  seq: number,
  trouble: Trouble,
  verdict: Verdict | null,
  kept?: string,
) {
  const { call, surface, question } = job
  return entry(RECORDED_AS[question.kind], call.agent.id, {
    ...call.facts,
    text: null,
    surface: surface && surfaceOf(surface.facts),
    approval: asked.ref(),
    ...refusedFields(trouble, verdict),
    tookMs: tookMs(core, call.started),
    of: seq,
    ...(kept === undefined ? {} : { kept }),
  })
}
