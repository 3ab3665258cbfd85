// Idempotency keys: a send repeated with its key gets the first answer and is not sent again, also after a restart. It
// knows what was answered and asks nobody whether a send may pass; it reads no files (history.ts does).
import { createHash } from 'node:crypto'
import { refuse, startCall } from './call.ts'
import type { Core } from './core.ts'
import { keptKeys } from './entries.ts'
import type { Agent, RecordedOutcome, Refusal, SendOutcome, SendRequest } from './model.ts'
import type { Trouble } from './refusals.ts'
import { resolve } from './resolve.ts'
import { RECORDED, say, type WrittenOutcome } from './sentences.ts'

/** How long a key stands for its send, in ms, counted from its end. */
export const KEY_LIFE_MS = 10 * 60_000
/** Keys of one agent at a time. None is forgotten before its time: one more is refused until the oldest ends. */
export const MAX_KEYS = 1000
const KEY = /^[\x20-\x7e]{1,128}$/

/** A keyed send of before this start, as the record has it. */
export interface KeyedSend {
  readonly agent: string
  readonly key: string
  /** ms since the epoch: when its last record was written */
  readonly at: number
  readonly surface: { readonly id: string; readonly name: string }
  /** see `fingerprint` */
  readonly args: string
  /** null = it was about to be delivered, and how that ended was never written down */
  readonly outcome: RecordedOutcome | null
  readonly draft: string | null
  /** keys were pressed */
  readonly pressed?: boolean
  readonly bytes: number | null
}

interface Entry {
  readonly surface: { readonly id: string; readonly name: string }
  readonly args: string
  /** its caller's, while it is under way */
  signal: AbortSignal | undefined
  /** ms since the epoch; Infinity while it is under way */
  ends: number
  answer: Promise<SendOutcome | Refusal>
}

type Answer = Promise<SendOutcome | Refusal>
type Keyed = (agent: Agent, request: SendRequest, send: () => Answer) => Answer

/**
 * Puts keys before `send`. Only what delivered, staged, or may have delivered is kept: a refusal sent nothing, so the same
 * key may try again. A repetition while the first is under way waits for it and shares its answer, whatever that is; if
 * the first was cancelled by its own caller, the repetition takes its place. `past`: of before this start, oldest first.
 * The returned function throws what `send` throws, and `ActivityError`.
 */
export function createKeyed(core: Core, past: readonly KeyedSend[] = []): Keyed {
  const agents = new Map<string, Map<string, Entry>>()
  const keysOf = (agent: string): Map<string, Entry> => {
    const keys = agents.get(agent) ?? new Map<string, Entry>()
    agents.set(agent, keys)
    return keys
  }
  for (const { agent, key, at, surface, args, ...end } of past) {
    const answer = Promise.resolve(answerOf(end))
    keysOf(agent).set(key, { surface, args, signal: undefined, ends: at + KEY_LIFE_MS, answer })
  }

  return async (agent, request, send) => {
    const { key } = request
    if (key === undefined) return send()
    if (!KEY.test(key)) return no(core, agent, { ...request, key: null }, badKey())
    const keys = keysOf(agent.id)
    const args = argsOf(request)
    for (;;) {
      const found = current(keys, key, core.time())
      if (!found) break
      const { id, name } = found.surface
      const same = found.args === args && (request.surface === id || request.surface === name)
      if (!same) return no(core, agent, { ...request, key }, reused(key))
      const answer = await found.answer
      const cancelled = answer.refused && found.signal?.aborted && !request.signal?.aborted
      if (!cancelled) return answer
    }
    if (keys.size >= MAX_KEYS) return no(core, agent, { ...request, key }, full(keys, core.time()))
    const target = resolve(core, agent, request.surface)
    const surface = 'trouble' in target ? { id: request.surface, name: request.surface } : target.surface.facts
    const { signal } = request
    const entry = { surface: { id: surface.id, name: surface.name }, args, signal, ends: Number.POSITIVE_INFINITY }
    return first(core, keys, key, entry, send)
  }
}

/** Sends, and keeps the answer where something went in or may have. The place is taken before anything is awaited. */
function first(core: Core, keys: Map<string, Entry>, key: string, entry: Omit<Entry, 'answer'>, send: () => Answer) {
  const run = async () => {
    let kept = false
    try {
      const answer = await send()
      kept = !answer.refused
      return answer
    } finally {
      if (kept) Object.assign(taken, { ends: core.time() + KEY_LIFE_MS, signal: undefined })
      else keys.delete(key)
    }
  }
  const taken: Entry = { ...entry, answer: Promise.resolve().then(run) }
  keys.set(key, taken)
  return taken.answer
}

/** The entry under this key; all that ended are gone after it. */
function current(keys: Map<string, Entry>, key: string, now: number): Entry | undefined {
  for (const [one, { ends }] of keys) if (ends <= now) keys.delete(one)
  return keys.get(key)
}

/**
 * What makes two sends of an agent the same, but for their surface: intent and text, or the draft instead of a text (its
 * record holds both), or the keys as they were named (their record holds the grant they needed as its intent), or of an
 * answer its dialog and its choice (`dialog` is there; the record has the choice as a text or as a key). A hash, so that a
 * thousand long texts take no room.
 */
export function fingerprint(
  intent: string,
  text: string | null,
  draft: string | null,
  keys: readonly string[] | null = null,
  dialog?: string | null,
): string {
  if (dialog !== undefined) return digest(['answer', dialog, text ?? keys?.[0]])
  const said = draft === null ? [intent, 'text', text] : [intent, 'draft', draft]
  return digest(keys === null ? said : ['keys', keys])
}

function digest(said: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('base64')
}

function argsOf(request: SendRequest): string {
  if (request.intent === 'keys') return fingerprint('keys', null, null, request.keys)
  if (request.intent === 'answer') return fingerprint('answer', request.choice, null, null, request.dialog ?? null)
  const draft = request.intent === 'submit' ? (request.draft ?? null) : null
  return fingerprint(request.intent, request.text ?? null, draft)
}

/** The first answer again, as far as the record tells it. */
function answerOf(sent: Pick<KeyedSend, 'outcome' | 'draft' | 'pressed' | 'bytes'>): SendOutcome {
  const { outcome, draft, pressed, bytes } = sent
  if (outcome === 'staged' && draft !== null) return { refused: false, outcome, draft }
  const written = (Object.keys(RECORDED) as WrittenOutcome[]).find(one => RECORDED[one] === outcome) ?? null
  if (written === null || written === 'unknown') {
    return { refused: false, outcome: 'unknown', evidence: say.unknownBefore() }
  }
  const evidence = written === 'failed' ? say.failedBefore(bytes) : say.recordedBefore()
  // Both are "delivered" in the record.
  return { refused: false, outcome: written === 'submitted' && pressed ? 'pressed' : written, evidence }
}

interface Unsent {
  readonly intent: SendRequest['intent']
  readonly surface: string
  readonly text?: string
  readonly choice?: string
  readonly draft?: string
  readonly keys?: readonly string[]
  readonly key: string | null
}

/** A refusal for the key alone; recorded like any other. */
function no(core: Core, agent: Agent, asked: Unsent, trouble: Trouble): Promise<Refusal> {
  const { choice = null, text = choice, draft = null, keys = null, key } = asked
  // Which grant the keys need is not looked at: nothing is pressed.
  const intent = asked.intent === 'keys' ? 'submit' : asked.intent
  const facts = { intent, text, draft, keys: keys && keptKeys(keys), key }
  const call = startCall(core, agent, facts)
  const found = resolve(core, agent, asked.surface)
  if ('trouble' in found) return refuse(core, call, null, trouble, null)
  return refuse(core, call, found.surface.facts, trouble, { level: found.grant.level })
}

function badKey(): Trouble {
  return { code: 'bad_arguments', why: say.badKey(), field: 'key', fix: say.goodKey() }
}

function reused(key: string): Trouble {
  return { code: 'key_reused', why: say.keyReused(key) }
}

function full(keys: Map<string, Entry>, now: number): Trouble {
  const next = Math.min(...[...keys.values()].map(({ ends }) => ends)) - now
  const wait = Number.isFinite(next) ? { retryAfterMs: Math.max(1, Math.ceil(next)) } : {}
  return { code: 'rate_limited', why: say.keysFull(MAX_KEYS), ...wait }
}
