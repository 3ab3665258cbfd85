// PolicyLayer documents for tests, and what becomes of one.
import { expect } from 'vitest'
import type { Rule } from '../../../main/policy/model.ts'
import { parsePolicy } from '../../../main/policy/parse.ts'
import { importPolicyLayer, renderPolicy } from '../../../main/policy/policylayer/import.ts'

export const EVERYONE = { agents: '*', surfaces: '*' } as const
const imported = (document: string) => importPolicyLayer(document, EVERYONE)

/** The rule without what every rule has; the reason without what every reason begins with. */
export function kept(document: string): Omit<Rule, 'id' | 'agents' | 'surfaces'> {
  const result = imported(document)
  expect(result.ok ? [] : result.faults).toEqual([])
  if (!result.ok) throw new Error('unreachable')
  expect(parsePolicy(renderPolicy(result.policy))).toMatchObject({ ok: true, policy: result.policy })
  const { policy } = result
  expect(policy.rules).toHaveLength(1)
  const { id, agents, surfaces, ...rest } = policy.rules[0]!
  expect({ id, agents, surfaces }).toEqual({ id: 'import-1', agents: '*', surfaces: '*' })
  return rest
}

/** Each fault as `path: message`. */
export function faults(document: string): string[] {
  const result = imported(document)
  return result.ok ? [] : result.faults.map(({ path, message }) => `${path}: ${message}`)
}

/** A hosted document that denies by default. */
export const hosted = (tools: object, more: object = {}) =>
  JSON.stringify({ version: '1', default: 'deny', ...more, tools })
export const allowing = (tools: object, more: object = {}) => hosted(tools, { ...more, default: 'allow' })
/** An Intercept document; `tools` is the YAML below `tools:`, indented by two. */
export const intercept = (tools: string, more = 'default: deny') => `version: "1"\n${more}\ntools:\n${tools}`
/** One tool of an Intercept document with one rule, given as flow YAML without its name. */
export const oneRule = (tool: string, rule: string) => intercept(`  ${tool}:\n    rules:\n      - {name: a, ${rule}}\n`)

export const RATE = { counter: 'a', window: 'minute', max: 10, scope: 'grant' }
export const TEN = { max: 10, window: 'minute', per: 'agent' }
export const on = (path: string, op: string, value: unknown, more: object = {}) => ({ path, op, value, ...more })
export const text = (op: string, value: unknown, more: object = {}) => on('args.message', op, value, more)
export const must = (...require: object[]) => hosted({ session_send: { require } })
export const mustNot = (...deny_if: object[]) => hosted({ session_send: { deny_if } })

export const SUBMIT = 'from PolicyLayer; submit includes read and type here'
export const ALLOWING = 'from PolicyLayer; opening needs an open rule'
export const ANY = { require: { regex: '(?s).*' } }
