// What the index keeps of a record beside who, where and when: thirty-two bits. (pure) Only what decides its row is in them;
// texts stay on disk.
import { ANSWERS, type AnswerKind, type Effect } from '../../../preload/contract.ts'
import type { ActivityEntry, RecordedOutcome } from '../model.ts'
import type { Trouble } from '../refusals.ts'

type Kind = ActivityEntry['kind']
/** `damaged`: a line that cannot be read. */
const KINDS: readonly (Kind | 'damaged' | null)[] = [
  null,
  ...(['send', 'read', 'policy', 'pause', 'agent', 'surface', 'damaged'] as const),
]
const RECORD_INTENTS = [
  null,
  ...(['read', 'type', 'submit', 'interrupt', 'answer', 'secret', 'open', 'close'] as const),
  ...(['discard', 'pause', 'resume', 'other'] as const),
] as const
const OUTCOMES: readonly (RecordedOutcome | null)[] = [
  null,
  ...(['delivered', 'inserted', 'staged', 'denied', 'cancelled', 'failed', 'unconfirmed', 'unknown'] as const),
]
const EFFECTS: readonly (Effect | null)[] = [null, 'allow', 'ask', 'deny']
const CODES: readonly (Trouble['code'] | null)[] = [
  null,
  ...(['denied', 'no_answer', 'refused_by_person', 'rate_limited', 'ask_limit', 'paused', 'person_typing'] as const),
  ...(['line_not_empty', 'own_surface', 'bad_text', 'secret_prompt', 'dialog_open', 'dialog_gone'] as const),
  ...(['draft_changed', 'key_reused', 'no_such_surface', 'surface_exited', 'not_recorded', 'bad_arguments'] as const),
  ...(['cancelled', 'approval_gone', 'approval_changed', 'look_again', 'managed'] as const),
]
const ACTORS = ['agent', 'person', 'gatehouse'] as const
const ANSWER_LIST: readonly (AnswerKind | null)[] = [null, ...ANSWERS]

/** The facts of one record. */
export interface Fact {
  readonly kind: Kind | 'damaged' | null
  readonly intent: (typeof RECORD_INTENTS)[number]
  readonly outcome: RecordedOutcome | null
  readonly effect: Effect | null
  readonly code: Trouble['code'] | null
  readonly actor: (typeof ACTORS)[number]
  /** a person was asked */
  readonly asked: boolean
  /** it says what came of another record */
  readonly later: boolean
  readonly draft: boolean
  /** somebody released a draft */
  readonly released: boolean
  readonly keys: boolean
  /** one of its keys is Enter */
  readonly enterKey: boolean
  readonly text: boolean
  readonly answer: AnswerKind | null
  readonly kept: boolean
}

function indexOf<T>(list: readonly T[]): (value: T) => number {
  const places = new Map(list.map((value, at) => [value, at]))
  return value => places.get(value) ?? -1
}

/** The number of a word; -1 = there is none of that name. */
export const kindNumber = indexOf<unknown>(KINDS)
export const intentNumber = indexOf<unknown>(RECORD_INTENTS)
export const outcomeNumber = indexOf<unknown>(OUTCOMES)
export const effectNumber = indexOf<unknown>(EFFECTS)
export const codeNumber = indexOf<unknown>(CODES)
export const answerNumber = indexOf<unknown>(ANSWER_LIST)
export const OTHER_INTENT = intentNumber('other')

export const BITS = {
  ...{ intent: 3, outcome: 7, effect: 11, code: 13, actor: 18, asked: 1 << 20, later: 1 << 21, draft: 1 << 22 },
  ...{ released: 1 << 23, keys: 1 << 24, enterKey: 1 << 25, text: 1 << 26, answer: 27 },
} as const
const KEPT = 0x8000_0000

export const DAMAGED = kindNumber('damaged')
export const READ = kindNumber('read')
export const SEND = kindNumber('send')
export const kindOf = (packed: number) => packed & 7
export const isLater = (packed: number) => (packed & BITS.later) !== 0
export const isAsked = (packed: number) => (packed & BITS.asked) !== 0

export const actorNumber = (id: string) => (id === 'person' ? 1 : id === 'gatehouse' ? 2 : 0)

export function pack(fact: Fact): number {
  const flag = (on: boolean, bit: number) => (on ? bit : 0)
  return (
    (kindNumber(fact.kind) |
      (intentNumber(fact.intent) << BITS.intent) |
      (outcomeNumber(fact.outcome) << BITS.outcome) |
      (effectNumber(fact.effect) << BITS.effect) |
      (codeNumber(fact.code) << BITS.code) |
      (ACTORS.indexOf(fact.actor) << BITS.actor) |
      flag(fact.asked, BITS.asked) |
      flag(fact.later, BITS.later) |
      flag(fact.draft, BITS.draft) |
      flag(fact.released, BITS.released) |
      flag(fact.keys, BITS.keys) |
      flag(fact.enterKey, BITS.enterKey) |
      flag(fact.text, BITS.text) |
      (answerNumber(fact.answer) << BITS.answer) |
      flag(fact.kept, KEPT)) >>>
    0
  )
}

export function unpack(packed: number): Fact {
  const at = (shift: number, width: number) => (packed >>> shift) & ((1 << width) - 1)
  const flag = (bit: number) => (packed & bit) !== 0
  return {
    kind: KINDS[at(0, 3)] ?? null,
    intent: RECORD_INTENTS[at(BITS.intent, 4)] ?? null,
    outcome: OUTCOMES[at(BITS.outcome, 4)] ?? null,
    effect: EFFECTS[at(BITS.effect, 2)] ?? null,
    code: CODES[at(BITS.code, 5)] ?? null,
    actor: ACTORS[at(BITS.actor, 2)] ?? 'agent',
    asked: flag(BITS.asked),
    later: flag(BITS.later),
    draft: flag(BITS.draft),
    released: flag(BITS.released),
    keys: flag(BITS.keys),
    enterKey: flag(BITS.enterKey),
    text: flag(BITS.text),
    answer: ANSWER_LIST[at(BITS.answer, 4)] ?? null,
    kept: packed >>> 31 === 1,
  }
}

/** Keys that send a line off, by the names agents give. After Meta or Shift it is another key. */
const ENTER = /^(?:(?:kp|keypad|numpad)?enter|return|ret|cr|carriagereturn)$|^(?:c|ctrl|control)[-+][mj]$/i
export const isEnter = (key: string) => ENTER.test(key)

/** A record as it was read, whatever stands in it. */
export interface AnyRecord extends Omit<ActivityEntry, 'kind'> {
  readonly seq: number
  readonly time: string
  readonly kind: Kind
  readonly hash: string
}

/** Of a record that was parsed; unknown words are left out. */
export function packRecord(record: ActivityEntry): number {
  const known = (value: number) => Math.max(0, value)
  const keys = Array.isArray(record.keys) ? record.keys : null
  const intent = record.intent ?? null
  const fact =
    known(kindNumber(record.kind)) |
    ((intentNumber(intent) < 0 ? OTHER_INTENT : intentNumber(intent)) << BITS.intent) |
    (known(outcomeNumber(record.outcome ?? null)) << BITS.outcome) |
    (known(effectNumber(record.verdict?.effect ?? null)) << BITS.effect) |
    (known(codeNumber(record.code ?? null)) << BITS.code) |
    (actorNumber(record.actor) << BITS.actor) |
    (record.approval == null ? 0 : BITS.asked) |
    (record.of === undefined ? 0 : BITS.later) |
    (record.draft == null ? 0 : BITS.draft) |
    (record.releasedBy == null ? 0 : BITS.released) |
    (keys ? BITS.keys : 0) |
    (keys?.some(key => isEnter(String(key))) ? BITS.enterKey : 0) |
    (record.text == null ? 0 : BITS.text) |
    (known(answerNumber(record.answer ?? null)) << BITS.answer) |
    (record.kept === undefined ? 0 : KEPT)
  return fact >>> 0
}
