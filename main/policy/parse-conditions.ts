// What a rule may be bound to: how often (`limits`), what is sent (`text`), how long (`until`).
import { surfaceIdSchema } from '../../preload/contract.ts'
import type { Limit, LimitWindow, TextMatch, TextRule, Until } from './model.ts'
import { reasonText } from './parse-words.ts'
import { type At, type Checker, type Keys, listOf, type Read, readFields } from './shape.ts'
import { regexFault } from './text-rules.ts'

const MAX_SENDS = 100_000
const DAY_S = 86_400
const MAX_MATCH = 1000
const MAX_CHOICES = 100

const INTENTS = ['type', 'submit'] as const
const LIMIT: Keys = { required: ['max', 'window', 'per'], optional: ['intent'] }
const TEXT_RULE: Keys = { required: [], optional: ['require', 'deny', 'intent', 'reason'] }
const MATCH: Keys = { required: [], optional: ['regex', 'contains', 'equals', 'in'] }
const UNTIL: Keys = { required: ['closes'], optional: [] }

const intent: Read<'type' | 'submit'> = (check, at) => check.oneOf(at, INTENTS)

export const limit: Read<Limit> = (check, at) => {
  const fields = check.object(at, LIMIT)
  if (!fields) return null
  const { max, window, per, ...rest } = readFields<Limit>(check, fields, {
    max: (checker, one) => checker.whole(one, 1, MAX_SENDS),
    window: limitWindow,
    per: (checker, one) => checker.oneOf(one, ['agent', 'pair', 'surface']),
    intent,
  })
  return max === undefined || window === undefined || per === undefined ? null : { max, window, per, ...rest }
}

const limitWindow: Read<LimitWindow> = (check, at) => {
  if (at.node.type === 'number') return check.whole(at, 1, DAY_S)
  return check.oneOf(at, ['second', 'minute', 'hour', 'day'] as const, ' or a number of seconds')
}

export const textRule: Read<TextRule> = (check, at) => {
  const fields = check.object(at, TEXT_RULE)
  if (!fields) return null
  if (fields.has('require') === fields.has('deny')) {
    check.fault(at, 'a text rule has either `require` or `deny`')
    return null
  }
  const reason: Read<string> = (checker, one) => checker.text(one, reasonText)
  const made = readFields<TextRule>(check, fields, { require: textMatch, deny: textMatch, intent, reason })
  return made.require || made.deny ? made : null
}

const textMatch: Read<TextMatch> = (check, at) => {
  const fields = check.object(at, MATCH)
  if (!fields) return null
  if (fields.size !== 1) {
    check.fault(at, 'give exactly one of `regex`, `contains`, `equals` or `in`')
    return null
  }
  const made = readFields<{ regex: string; contains: string; equals: string; in: string[] }>(check, fields, {
    regex: (checker, one) => checker.text(one, regexFault),
    contains: (checker, one) => checker.text(one, text => (text === '' ? 'it is empty' : tooLong(text))),
    equals: matchText,
    in: listOf(matchText, MAX_CHOICES, 'matches nothing'),
  })
  return Object.keys(made).length === 1 ? (made as TextMatch) : null
}

function matchText(check: Checker, at: At): string | null {
  return check.text(at, tooLong)
}

function tooLong(text: string): string | null {
  return text.length > MAX_MATCH ? `it is longer than ${MAX_MATCH} characters` : null
}

export const until: Read<Until> = (check, at) => {
  if (at.node.type !== 'object') return check.text(at, instant)
  const closesAt = check.object(at, UNTIL)?.get('closes')
  const wrong = (id: string) => (surfaceIdSchema.safeParse(id).success ? null : 'a surface id looks like s_7f3a')
  const closes = closesAt ? check.text(closesAt, wrong) : null
  return closes === null ? null : { closes }
}

/** A day that no calendar has would be taken for another one. */
function instant(text: string): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  const day = Date.parse(`${parts?.[1]}T00:00:00Z`)
  const isDay = Number.isFinite(day) && new Date(day).toISOString().startsWith(parts?.[1] ?? '-')
  return isDay && Number.isFinite(Date.parse(text))
    ? null
    : 'a time with its zone is needed, such as "2026-11-21T12:00:00Z", or {"closes": "s_7f3a"}'
}
