// Rules and locks of the policy file. What they mean is resolve.ts; who and what they select is parse-selectors.ts.
import { LEVELS, type Level } from '../../preload/contract.ts'
import { rank, SUB_EFFECTS } from './grant.ts'
import type { AgentSelector, Lock, Rule, SubEffect } from './model.ts'
import { limit, textRule, until } from './parse-conditions.ts'
import { agentSelector, surfaceSelector } from './parse-selectors.ts'
import { reasonText, ruleId } from './parse-words.ts'
import { type At, type Checker, type Keys, listOf, type Read, readFields } from './shape.ts'

const MAX_CONDITIONS = 20

const REQUIRED = ['id', 'agents', 'surfaces', 'level']
const COMMON = ['ask', 'answer', 'interrupt', 'secret', 'reason']
const RULE: Keys = { required: REQUIRED, optional: [...COMMON, 'limits', 'text', 'until', 'insertAtPrompt'] }
const LOCK: Keys = { required: REQUIRED, optional: COMMON }

const level: Read<Level> = (check, at) => check.oneOf(at, LEVELS)
const sub: Read<SubEffect> = (check, at) => check.oneOf(at, SUB_EFFECTS)
const common = {
  id: (check: Checker, at: At) => check.text(at, ruleId),
  agents: agentSelector,
  surfaces: surfaceSelector,
  level,
  ask: level,
  answer: sub,
  interrupt: sub,
  secret: sub,
  reason: (check: Checker, at: At) => check.text(at, reasonText),
}

export const rule: Read<Rule> = (check, at) => {
  const fields = check.object(at, RULE)
  if (!fields) return null
  const made = readFields<Rule>(check, fields, {
    ...common,
    limits: listOf(limit, MAX_CONDITIONS),
    text: listOf(textRule, MAX_CONDITIONS),
    until,
    insertAtPrompt: (checker, one) => checker.yesNo(one),
  })
  const askAt = fields.get('ask')
  // A rule asks for more than it gives or not at all.
  if (askAt && made.ask && made.level && rank(made.ask) <= rank(made.level))
    check.fault(askAt, vainAsk(made.ask, made.level))
  const untilAt = fields.get('until')
  if (
    untilAt &&
    made.agents !== undefined &&
    made.surfaces !== undefined &&
    !isForOnePair(made.agents, made.surfaces)
  ) {
    check.fault(untilAt, '`until` is for rules with one agent id and one surface `id`; this one selects more')
  } else if (
    untilAt &&
    typeof made.until === 'object' &&
    made.surfaces !== '*' &&
    made.until.closes !== made.surfaces?.id
  ) {
    // Another surface's end could be an agent's to choose.
    check.fault(untilAt, '`closes` must name the same surface as `surfaces`')
  }
  return complete(made)
}

export const lock: Read<Lock> = (check, at) => {
  const fields = check.object(at, LOCK)
  if (!fields) return null
  const made = readFields<Lock>(check, fields, common)
  const askAt = fields.get('ask')
  // A lock may say "no more than my level".
  if (askAt && made.ask && made.level && rank(made.ask) < rank(made.level))
    check.fault(askAt, vainAsk(made.ask, made.level))
  return complete(made)
}

function complete<T extends Lock>(made: Partial<T>): T | null {
  const { id, agents, surfaces, level: has } = made
  return id === undefined || agents === undefined || surfaces === undefined || has === undefined ? null : (made as T)
}

function vainAsk(ask: Level, has: Level): string {
  return `\`ask\` must be higher than \`level\`: "${has}" is given without asking, so asking for "${ask}" means nothing`
}

function isForOnePair(agents: AgentSelector, surfaces: Rule['surfaces']): boolean {
  const isOne = typeof agents === 'string' ? agents !== '*' : Array.isArray(agents) && agents.length === 1
  return isOne && surfaces !== '*' && surfaces.id !== undefined
}
