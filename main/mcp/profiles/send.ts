// Sending, reading and opening as all profiles do them: one call of the gate each, and what came of it in words that say
// neither more nor less. A text is handed on as it is, and Enter is the intent's and never the text's.
import type { ReadResult } from '../../gate/gate-api.ts'
import type { Refusal, SendOutcome } from '../../gate/model.ts'
import type { OpenRequest } from '../../gate/open-request.ts'
import type { OneResult } from '../../gate/send-many.ts'
import { named } from '../tools/refusal.ts'
import { type Call, whileAsked } from '../tools/tool.ts'
import { say } from './say.ts'
import type { Told } from './tool.ts'

/** `enter`: submit, else type. No text and `enter` is Enter alone, for what the caller has put on the line before. */
export function sendText(call: Call, surface: string, text: string, enter: boolean): Promise<SendOutcome | Refusal> {
  const { gate, agent, signal } = call
  const rest = { surface, signal, onProgress: whileAsked(call) }
  if (!enter) return gate.send(agent, { intent: 'type', text, ...rest })
  return gate.send(agent, { intent: 'submit', ...(text !== '' && { text }), ...rest })
}

/** The gate names tools of `/mcp`: how the same is done here stands beside it. */
export function hinted(refusal: Refusal, enterAlone: string): Told | Refusal {
  if (refusal.code !== 'line_not_empty') return refusal
  return { isError: true, result: { ...named(refusal), here: say.enterAlone(enterAlone) } }
}

/** `asks` hears that a person is asked; with `noAsk` nobody is, and what needs one is refused. */
export function pressKey(call: Call, surface: string, key: string, asks?: () => void, noAsk = false) {
  const { gate, agent, signal } = call
  const tell = whileAsked(call)
  const onProgress = (waitedMs: number) => {
    asks?.()
    tell?.(waitedMs)
  }
  const request = { intent: 'keys', surface, keys: [key], signal, onProgress } as const
  return gate.send(agent, { ...request, ...(noAsk && { noAsk: say.oneAsks }) })
}

type Done = Exclude<OneResult, Refusal>

/** What became of a send: what every result of a profile has, whatever else stands beside it. */
export function fate(sent: Done): Record<string, unknown> {
  const { outcome } = sent
  if (outcome === 'not_tried') return { outcome }
  if (outcome === 'failed' || outcome === 'unknown') return { outcome, evidence: sent.evidence }
  const edited = sent.edited ? { edited: true } : {}
  const note = [...(sent.edited ? [say.edited] : []), ...noteOf(sent)].join(' ')
  return { outcome, ...(outcome === 'staged' && { draft: sent.draft }), ...edited, ...(note !== '' && { note }) }
}

function noteOf(sent: Done): string[] {
  if (sent.outcome === 'staged') return [say.staged(sent.draft)]
  if (sent.outcome === 'inserted') return [say.inserted]
  return sent.outcome === 'unconfirmed' ? [say.unconfirmed] : []
}

/** For the fields in which a source says "sent": true, false, or that nobody knows. */
export function isSubmitted({ outcome }: Done): boolean | 'unconfirmed' | 'unknown' {
  return outcome === 'unconfirmed' || outcome === 'unknown' ? outcome : outcome === 'submitted' || outcome === 'pressed'
}

/** Did a text reach the program as the caller wrote it? Only then may a result repeat it as sent. */
export function isAsWritten(sent: Done): boolean {
  if (sent.outcome === 'not_tried' || isBroken(sent) || sent.outcome === 'staged') return false
  return sent.edited !== true
}

/** Of what was adopted, in place of how a program ended. */
export const LET_GO = { outcome: 'let_go', note: say.letGo } as const

type Broken = Extract<SendOutcome, { outcome: 'failed' }> | Extract<SendOutcome, { outcome: 'unknown' }>

/** It passed the gate, and did not surely go in. */
export function isBroken(sent: Done): sent is Broken {
  return sent.outcome === 'failed' || sent.outcome === 'unknown'
}

/** How that is told. */
export const broken = ({ outcome, evidence }: Broken): Told => ({ isError: true, result: { outcome, evidence } })

export const failed = (evidence: string): Told => ({ isError: true, result: { outcome: 'failed', evidence } })

/** One of many, as an item of a result. */
function item(surface: string, sent: OneResult): Record<string, unknown> {
  if (sent.refused) return { surface, sent: false, error: sent.why, ...named(sent) }
  return { surface, sent: isSubmitted(sent), ...fate(sent) }
}

/**
 * Submits each text, one by one through the gate; one at most waits for a person. `result` makes the source's own fields of how
 * many were sent. An error where nothing was: then the first refusal's code and sentence stand in front.
 */
export async function submitAll(
  call: Call,
  sends: readonly { readonly surface: string; readonly text: string }[],
  result: (sent: number) => Record<string, unknown>,
): Promise<Told | Refusal> {
  const { gate, agent, signal } = call
  const all: OneResult[] = []
  for (let from = 0; from < sends.length; from += AT_ONCE) {
    const some = sends.slice(from, from + AT_ONCE).map(one => ({ ...one, submit: true }))
    const done = await gate.sendMany(agent, { sends: some, signal, onProgress: whileAsked(call) })
    if (done.refused) return done
    all.push(...done.results)
  }
  return counted(
    sends.map(({ surface }) => surface),
    all,
    result,
  )
}

/** As many as the gate takes in one call. */
const AT_ONCE = 50

export function counted(
  surfaces: readonly string[],
  all: readonly OneResult[],
  result: (sent: number) => Record<string, unknown>,
): Told {
  const results = all.map((one, index) => item(surfaces[index]!, one))
  const sent = results.filter(one => one['sent'] === true).length
  const unconfirmed = results.filter(one => one['sent'] === 'unconfirmed').length
  const unknown = results.filter(one => one['sent'] === 'unknown').length
  const first = all.find(one => one.refused)
  const isNothing = all.length > 0 && sent + unconfirmed === 0
  const unsure = { ...(unconfirmed > 0 && { unconfirmed }), ...(unknown > 0 && { unknown }) }
  const told = { ...result(sent), ...unsure, results }
  return isNothing ? { isError: true, result: { ...(first?.refused && named(first)), ...told } } : { result: told }
}

/** What it prints and printed; `lines`: the newest so many of all, the screen alone where left out. */
export function readLines(call: Call, surface: string, lines?: number): Promise<ReadResult | Refusal> {
  const { gate, agent, signal } = call
  const what = lines === undefined ? 'screen' : 'scrollback'
  return gate.read(agent, { surface, what, maxLines: lines, signal, onProgress: whileAsked(call) })
}

/** What goes out of a read beside the text. */
export function shown({ typed, truncated, state, drafts }: ReadResult): Record<string, unknown> {
  return { typed, truncated, state, drafts, untrusted: true }
}

export const textOf = ({ lines }: ReadResult): string => lines.join('\n').replace(/\n+$/, '')

export type OpenedHere = {
  readonly surface: string
  /** of the first text; null = none was given, or it was refused */
  readonly first: Exclude<SendOutcome, Refusal> | null
  readonly refusal: Refusal | null
}

/** Opens what `what` names. A refusal, or a failure to start, comes as it is. */
export async function open(call: Call, what: OpenRequest): Promise<OpenedHere | Refusal | Told> {
  const { gate, agent, signal } = call
  const given = Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined))
  const done = await gate.open(agent, { ...given, signal, onProgress: whileAsked(call) })
  if (done.refused) return done
  if (done.outcome === 'failed') return failed(done.evidence)
  const { surface, prompt } = done
  return prompt?.refused ? { surface, first: null, refusal: prompt } : { surface, first: prompt ?? null, refusal: null }
}

/** It was opened and its first text was not sent: an error that says both. */
export function halfOpened(refusal: Refusal, result: Record<string, unknown>): Told {
  return { isError: true, result: { ...named(refusal), ...result, note: say.sentNot(refusal.why) } }
}
