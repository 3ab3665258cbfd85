// An agent's press of keys: the checks of send.ts in the same order, with the grants that the classes of the keys need.
// What a key is and what class it has is the surface's to say; write.ts asks all of it again and presses.
import type { Intent } from '../../preload/contract.ts'
import { nearest } from '../policy/nearest.ts'
import type { AgentSurface, KeyClass, KeyList, KeyReading } from '../surfaces/surface.ts'
import { judge, pausedTrouble, refuse, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import { keptKeys } from './entries.ts'
import { takePlace } from './limit.ts'
import type { Agent, KeysRequest, Refusal, SendOutcome } from './model.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'
import { write } from './write.ts'

const MAX_KEYS_AT_ONCE = 16

/** What each class needs beyond submit, always. What submit and edit may need depends on the line: keys-ready.ts. */
const NEEDS: Readonly<Record<KeyClass, 'interrupt' | 'answer' | null>> = {
  submit: null,
  interrupt: 'interrupt',
  flow: null,
  complete: 'answer',
  printable: 'answer',
  function: 'answer',
  navigate: 'answer',
  edit: null,
}
/** Rules on texts say nothing of these. */
const TEXTLESS: readonly KeyClass[] = ['interrupt', 'flow']

/** Answers with what happened or a refusal. Throws `ActivityError`. */
export async function press(core: Core, agent: Agent, request: KeysRequest): Promise<SendOutcome | Refusal> {
  const facts = { intent: 'submit', keys: keptKeys(request.keys), key: request.key ?? null }
  const call = startCall(core, agent, facts, request.signal)
  const broken = core.broken()
  if (broken) return refuse(core, call, null, broken, null)
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, null)
  const { surface, grant } = found
  const paused = pausedTrouble(core)
  if (paused) return refuse(core, call, surface.facts, paused, { level: grant.level })
  const keys = read(surface, request.keys)
  if ('code' in keys) return refuse(core, call, surface.facts, keys, { level: grant.level })
  const intents = intentsOf(keys)
  const named = { ...call, facts: { ...facts, intent: intents.at(-1)! } }
  const { verdict, trouble } = judgeAll(core, agent, surface, intents, keys)
  const known = { verdict, level: grant.level }
  if (trouble) return refuse(core, named, surface.facts, trouble, known)
  if (surface.summary().exit)
    return refuse(core, named, surface.facts, { code: 'surface_exited', why: say.exited() }, known)
  const place = takePlace(core, agent, surface.facts, 'submit')
  if ('trouble' in place) return refuse(core, named, surface.facts, place.trouble, known)
  let counts = false
  try {
    const written = await write(core, {
      surface,
      gesture: { by: agent.id, text: '', enter: false, keys },
      started: call.started,
      facts: named.facts,
      recheck() {
        const now = judgeAll(core, agent, surface, intents, keys)
        return { verdict: now.verdict, trouble: standing(core, call, surface) ?? now.trouble }
      },
      beyond: intent => judge(core, agent, surface, intent).verdict,
      onBytes() {},
    })
    if ('trouble' in written) return toRefusal(written.trouble, written.verdict, written.verdict?.level ?? known.level)
    counts = true
    return { refused: false, outcome: written.outcome, evidence: written.evidence }
  } finally {
    if (!counts) place.undo()
  }
}

function read(surface: AgentSurface, names: readonly string[]): KeyList | Trouble {
  if (names.length === 0 || names.length > MAX_KEYS_AT_ONCE) {
    const why = names.length === 0 ? say.noKeys() : say.tooManyKeys(names.length, MAX_KEYS_AT_ONCE)
    return bad(why, say.howManyKeys(MAX_KEYS_AT_ONCE))
  }
  const reading = surface.readKeys(names)
  if (!reading.ok) {
    return bad(say.noSuchKey(reading.index, names[reading.index]!, nearestKey(reading)), say.keyNames())
  }
  const forbidden = reading.classes.includes('flow') ? reading.keys.find(isForbidden) : undefined
  return forbidden ? bad(say.forbiddenKey(forbidden.name), say.leaveOut(forbidden.name)) : reading
}

/** Of class `flow` only C-l may pass: it draws the screen anew. The others stop, start and quote. */
function isForbidden({ base, ctrl }: KeyList['keys'][number]): boolean {
  return ctrl && ['s', 'q', 'v'].includes(base)
}

function nearestKey({ prefix, unknown, names }: Extract<KeyReading, { ok: false }>): string | null {
  const found = nearest(unknown, names)
  return found === null ? null : `${prefix}${found}`
}

const bad = (why: string, fix: string): Trouble => ({ code: 'bad_arguments', why, field: 'keys', fix })

/** The last one names the send in the record. */
function intentsOf({ classes }: KeyList): Intent[] {
  const needed = classes.map(one => NEEDS[one])
  return ['submit', ...(['answer', 'interrupt'] as const).filter(intent => needed.includes(intent))]
}

/** What rules on texts are asked about: what the keys spell; null = a text that nobody knows, so none that they require. */
function textsOf({ classes, text }: KeyList): (string | null)[] {
  const unknown = classes.some(one => one !== 'printable' && !TEXTLESS.includes(one))
  return [...(text === null ? [] : [text]), ...(unknown ? [null] : [])]
}

/** The strictest decides: a "no" before an ask before a "yes". */
function judgeAll(core: Core, agent: Agent, surface: AgentSurface, intents: readonly Intent[], keys: KeyList) {
  const judged = [
    ...textsOf(keys).map(text => judge(core, agent, surface, 'submit', text)),
    ...intents.map(intent => judge(core, agent, surface, intent)),
  ]
  const denied = judged.find(({ verdict }) => verdict.effect === 'deny')
  return denied ?? judged.find(({ trouble }) => trouble !== null) ?? judged.at(-1)!
}
