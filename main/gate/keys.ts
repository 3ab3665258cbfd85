// An agent's press of keys: which grants the classes of the keys need. What a key is and what class it has is the surface's
// to say; the checks and their order are passage.ts, and write.ts asks all of it again and presses.
import type { Intent } from '../../preload/contract.ts'
import { nearest } from '../policy/nearest.ts'
import type { AgentSurface, KeyClass, KeyList, KeyReading } from '../surfaces/surface.ts'
import { judge, startCall } from './call.ts'
import type { Core } from './core.ts'
import { keptKeys } from './entries.ts'
import type { Agent, KeysRequest, Refusal, SendOutcome } from './model.ts'
import { type Judged, passage } from './passage.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

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
export function press(core: Core, agent: Agent, request: KeysRequest): Promise<SendOutcome | Refusal> {
  const facts = { intent: 'submit', keys: keptKeys(request.keys), key: request.key ?? null }
  const call = startCall(core, agent, facts, request)
  return passage(core, call, request.surface, surface => {
    const keys = read(surface, request.keys)
    if ('code' in keys) return { trouble: keys }
    const intents = intentsOf(keys)
    const intent = intents.at(-1)!
    return {
      call: { ...call, facts: { ...call.facts, intent } },
      intent,
      gesture: { text: '', enter: false, keys },
      judge: () => judgeKeys(core, agent, surface, intents, keys),
      beyond: one => judge(core, agent, surface, one).verdict,
    }
  })
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
  const forbidden = forbiddenOf(reading)
  return forbidden ? bad(say.forbiddenKey(forbidden.name), say.leaveOut(forbidden.name)) : reading
}

/** Of class `flow` only C-l may pass: it draws the screen anew. The others stop, start and quote. */
export function forbiddenOf({ keys, classes }: KeyList): KeyList['keys'][number] | undefined {
  return classes.includes('flow') ? keys.find(({ base, ctrl }) => ctrl && ['s', 'q', 'v'].includes(base)) : undefined
}

function nearestKey({ prefix, unknown, names }: Extract<KeyReading, { ok: false }>): string | null {
  const found = nearest(unknown, names)
  return found === null ? null : `${prefix}${found}`
}

const bad = (why: string, fix: string): Trouble => ({ code: 'bad_arguments', why, field: 'keys', fix })

/** What the keys need, submit first. The last one names a press of them in the record. */
export function intentsOf({ classes }: KeyList): Intent[] {
  const needed = classes.map(one => NEEDS[one])
  return ['submit', ...(['answer', 'interrupt'] as const).filter(intent => needed.includes(intent))]
}

/** What rules on texts are asked about: what the keys spell; null = a text that nobody knows, so none that they require. */
function textsOf({ classes, text }: KeyList): (string | null)[] {
  const unknown = classes.some(one => one !== 'printable' && !TEXTLESS.includes(one))
  return [...(text === null ? [] : [text]), ...(unknown ? [null] : [])]
}

/** What the policy says now of these keys for these intents. The strictest decides. */
export function judgeKeys(
  core: Core,
  agent: Agent,
  surface: AgentSurface,
  intents: readonly Intent[],
  keys: KeyList,
): Judged {
  return strictest([
    ...textsOf(keys).map(text => judge(core, agent, surface, 'submit', text)),
    ...intents.map(intent => judge(core, agent, surface, intent)),
  ])
}

/** A "no" before an ask before a "yes"; of several of these the first, of the last the last. */
export function strictest(judged: readonly ReturnType<typeof judge>[]): Judged {
  const denied = judged.find(({ verdict }) => verdict.effect === 'deny')
  const { verdict, trouble } = denied ?? judged.find(one => one.trouble !== null) ?? judged.at(-1)!
  return { verdict, troubles: trouble ? [trouble] : [] }
}
