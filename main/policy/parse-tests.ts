// Tests of the policy file: what it must say of an agent on a surface. Running them is tests.ts.
import { EFFECTS, INTENTS } from '../../preload/contract.ts'
import type { PolicyTest, SurfacePart, SurfaceParts } from './model.ts'
import { agentId, BACKENDS, plainWord } from './parse-selectors.ts'
import { SURFACE_PARTS } from './question.ts'
import { type Keys, type Read, readFields } from './shape.ts'

type Inside = Exclude<PolicyTest['agent'], string>

const MAX_TEXT = 4096
const TEST: Keys = { required: ['agent', 'surface', 'intent', 'expect'], optional: ['text'] }
const INSIDE: Keys = { required: [], optional: ['preset', 'workspace'] }
const PARTS: Keys = { required: [], optional: SURFACE_PARTS }
/** Another word would be taken for "no", and the test would hold for a reason nobody meant. */
const WORDS: Partial<Record<SurfacePart, readonly string[]>> = {
  backend: BACKENDS,
  command: ['yes', 'no'],
  prompt: ['yes', 'no'],
}

export const policyTest: Read<PolicyTest> = (check, at) => {
  const fields = check.object(at, TEST)
  if (!fields) return null
  const made = readFields<PolicyTest>(check, fields, {
    agent: (checker, one) => (one.node.type === 'object' ? insideAgent(checker, one) : checker.text(one, agentId)),
    surface: surfaceParts,
    intent: (checker, one) => checker.oneOf(one, INTENTS),
    expect: (checker, one) => checker.oneOf(one, EFFECTS),
    text: (checker, one) =>
      checker.text(one, text => (text.length > MAX_TEXT ? `it is longer than ${MAX_TEXT} characters` : null)),
  })
  const { agent, surface, intent, expect, ...rest } = made
  if (agent === undefined || surface === undefined || intent === undefined || expect === undefined) return null
  return { agent, surface, intent, expect, ...rest }
}

/** Not a selector: one agent, whose workspace has this very name. */
const insideAgent: Read<Inside> = (check, at) => {
  const fields = check.object(at, INSIDE)
  const name: Read<string> = (checker, one) => checker.text(one, plainWord)
  return fields && readFields<Inside>(check, fields, { preset: name, workspace: name })
}

const surfaceParts: Read<SurfaceParts> = (check, at) => {
  const fields = check.object(at, PARTS)
  if (!fields) return null
  const parts: Partial<Record<SurfacePart, string>> = {}
  for (const key of SURFACE_PARTS) {
    const part = fields.get(key)
    const words = WORDS[key]
    const text = part ? (words ? check.oneOf(part, words) : check.text(part, () => null)) : null
    if (text !== null) parts[key] = text
  }
  return parts
}
