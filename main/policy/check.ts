// A text read as the policy file is read, for whoever edits it by hand: everything that is wrong with it, and each of its
// tests with what came of it. Changes nothing. What a policy means is parse.ts.
import type { PolicyCheck } from '../../preload/contract.ts'
import type { Fault, Policy, PolicyTest } from './model.ts'
import { parsePolicy, readPolicy } from './parse.ts'
import { testedWith, tooMuchToTest } from './tests.ts'
import { memberOf, readTree } from './tree.ts'

export interface Checked {
  readonly faults: readonly Fault[]
  readonly tests: PolicyCheck['tests']
  /** null = it has a fault, a test that does not hold among them */
  readonly policy: Policy | null
}

/** Faults in the order of their places, as many as the parser collects. */
export function checkText(text: string): Checked {
  const parsed = parsePolicy(text)
  const read = parsed.ok ? parsed : readPolicy(text)
  return {
    faults: parsed.ok ? [] : parsed.faults,
    tests: read.ok && tooMuchToTest(read.policy) === null ? testLines(text, read.policy) : [],
    policy: parsed.ok ? parsed.policy : null,
  }
}

function testLines(text: string, policy: Policy): PolicyCheck['tests'] {
  const tree = readTree(text)
  const list = tree.ok ? memberOf(tree.root, 'tests')?.children : undefined
  return policy.tests.map((test, index) => {
    const { effect, why } = testedWith(policy, test)
    const node = list?.[index]
    const line = tree.ok && node ? tree.placeOf(node.offset).line : 1
    return { index, line, words: testWords(test), ok: effect === test.expect, why }
  })
}

/** `cursor, submit in name prod-1: deny`. */
function testWords({ agent, surface, intent, expect, text }: PolicyTest): string {
  const who =
    typeof agent === 'string' ? agent : `${agent.preset ?? 'any'} agent in ${agent.workspace ?? 'any workspace'}`
  const where = Object.entries(surface).map(([part, value]) => `${part} ${value}`)
  const what = text === undefined ? intent : `${intent} "${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`
  return `${who}, ${what} in ${where.length > 0 ? where.join(', ') : 'a plain surface'}: ${expect}`
}
