// One tool of a document, in either form: the hosted one, with what the loose forms add to it (`action`, `rate_limit`,
// `reason`), and Intercept's `rules`, all of which a call must pass.
import type { At, Checker, Keys } from '../shape.ts'
import { hostedLimits, rateLimit, stateLimit } from './limits.ts'
import { atKey, conditions, type Effect, items, notEmpty, said, strictest, type Terms } from './terms.ts'

const LOOSE = ['action', 'rate_limit', 'reason', 'on_deny', 'approval_timeout', 'spend_limit']
const HOSTED: Keys = { required: [], optional: ['require', 'deny_if', 'limits', ...LOOSE] }
const HOSTED_ACTIONS = { allow: 'allow', deny: 'deny', require_approval: 'ask' } as const

const INTERCEPT: Keys = { required: ['rules'], optional: [] }
const RULE: Keys = {
  required: ['name'],
  optional: ['action', 'conditions', 'on_deny', 'state', 'rate_limit', 'approval_timeout', 'spend_limit'],
}
const RULE_ACTIONS = { evaluate: 'allow', deny: 'deny', require_approval: 'ask' } as const

function effectOf(check: Checker, at: At | undefined, actions: Readonly<Record<string, Effect>>): Effect {
  const action = at && check.oneOf(at, Object.keys(actions))
  return (action && actions[action]) || 'allow'
}

/** `spend_limit` means nothing here, and `approval_timeout` one thing: how long an ask waits. */
export function checkExtras(check: Checker, fields: ReadonlyMap<string, At>): void {
  const spend = fields.get('spend_limit')
  if (spend) check.fault(spend, 'a send has no price here that `spend_limit` could count; leave it out')
  const timeout = fields.get('approval_timeout')
  const isTwo = timeout && ['2m', '120s', 120].includes(timeout.node.value)
  if (timeout && !isTwo) check.fault(timeout, 'an ask waits 2 minutes here, always; write "2m" or leave it out')
}

/** A hosted entry; `{}` allows. */
export function hostedTerms(check: Checker, entry: At): Terms | null {
  const fields = check.object(entry, HOSTED)
  if (!fields) return null
  checkExtras(check, fields)
  const effect = effectOf(check, fields.get('action'), HOSTED_ACTIONS)
  const onDeny = fields.get('on_deny')
  if (onDeny && fields.has('reason')) check.fault(onDeny, 'write `reason` or `on_deny`, not both')
  const reason = said(check, onDeny ?? fields.get('reason'))
  const must = conditions(check, fields.get('require'), true, reason)
  const all = [...must, ...conditions(check, fields.get('deny_if'), false, reason)]
  const limits = [...hostedLimits(check, fields.get('limits')), ...rateLimit(check, fields.get('rate_limit'))]
  // It tells why a call is refused: by a condition, which has it by now, else by a limit or always: the rule's reason.
  const isTaken = effect === 'allow' && all.length > 0
  return {
    at: atKey(entry),
    effect,
    conditions: all,
    limits,
    reasons: reason && !isTaken ? [reason] : [],
  }
}

/** An Intercept entry; `rules: []` allows. `tool` is its name, `"*"` for the rules of every tool. */
export function interceptTerms(check: Checker, tool: string, entry: At): Terms {
  const rules = items(check, check.object(entry, INTERCEPT)?.get('rules')).map(at => ruleTerms(check, tool, at))
  return {
    at: atKey(entry),
    effect: strictest(rules.map(({ effect }) => effect)),
    conditions: rules.flatMap(rule => rule.conditions),
    limits: rules.flatMap(rule => rule.limits),
    reasons: rules.flatMap(rule => rule.reasons),
  }
}

function ruleTerms(check: Checker, tool: string, at: At): Terms {
  const fields = check.object(at, RULE) ?? new Map<string, At>()
  checkExtras(check, fields)
  const name = fields.get('name')
  if (name) check.text(name, notEmpty)
  const effect = effectOf(check, fields.get('action'), RULE_ACTIONS)
  const reason = said(check, fields.get('on_deny'))
  const [list, state, rate] = ['conditions', 'state', 'rate_limit'].map(key => fields.get(key))
  const isOne = effect === 'allow' ? !rate !== !list && !(rate && state) : !list && !state && !rate
  if (!isOne) check.fault(at, 'a rule has one of: conditions (with state or without), rate_limit, a refusing action')
  if (list?.node.children?.length === 0) check.fault(list, '`conditions` is an empty list; a rule needs at least one')
  const all = conditions(check, list, true, reason)
  const limits = state ? stateLimit(check, tool, state, all) : rateLimit(check, rate)
  return {
    at,
    effect,
    conditions: state ? [] : all,
    limits,
    reasons: reason && (effect !== 'allow' || limits.length > 0) ? [reason] : [],
  }
}
