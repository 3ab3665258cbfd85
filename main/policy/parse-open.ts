// Open rules of the policy file. What they mean is open.ts.
import { SUB_EFFECTS } from './grant.ts'
import type { OpenRule } from './model.ts'
import { agentSelector, plainWord } from './parse-selectors.ts'
import { ruleId } from './parse-words.ts'
import { pathFault } from './path-glob.ts'
import { type Keys, listOf, type Read, readFields } from './shape.ts'

const MAX_LIST = 50
const MAX_OPEN = 1000
const OPEN: Keys = {
  required: ['id', 'agents', 'grant'],
  optional: ['presets', 'command', 'prompt', 'cwd', 'hosts', 'max'],
}

export const openRule: Read<OpenRule> = (check, at) => {
  const fields = check.object(at, OPEN)
  if (!fields) return null
  const made = readFields<OpenRule>(check, fields, {
    id: (checker, one) => checker.text(one, ruleId),
    agents: agentSelector,
    presets: listOf((checker, one) => checker.text(one, plainWord), MAX_LIST, 'selects nothing'),
    command: (checker, one) => checker.oneOf(one, ['deny', 'ask']),
    prompt: (checker, one) => checker.oneOf(one, SUB_EFFECTS),
    cwd: listOf((checker, one) => checker.text(one, pathFault), MAX_LIST, 'selects nothing'),
    hosts: listOf((checker, one) => checker.text(one, plainWord), MAX_LIST, 'selects nothing'),
    max: (checker, one) => checker.whole(one, 0, MAX_OPEN),
    grant: (checker, one) => checker.oneOf(one, ['ask', 'allow']),
  })
  const { id, agents, grant, ...rest } = made
  return id === undefined || agents === undefined || grant === undefined ? null : { id, agents, grant, ...rest }
}
