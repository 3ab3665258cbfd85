// The tests a policy carries, run against itself. Temporary rules count as not yet ended, so that no test fails because
// time went by.
import type { Verdict } from '../../preload/contract.ts'
import { decide } from './decide.ts'
import type { Policy, PolicyTest } from './model.ts'
import { questionOf } from './question.ts'

/** How often a test may look at a rule, lock, open rule or rule on texts, all together: they run at every reading. */
const MAX_LOOKS = 100_000

/** What keeps the tests from being run, as a sentence; null = nothing. */
export function tooMuchToTest({ rules, locks, open, tests }: Policy): string | null {
  const conditions = [...rules.map(({ text }) => text), ...open.map(({ cwd }) => cwd)]
  const looked = conditions.reduce((sum, all = []) => sum + all.length, rules.length + locks.length + open.length)
  if (tests.length * looked <= MAX_LOOKS) return null
  return `${tests.length} tests of ${looked} rules take too long at every reading; tests × rules may be ${MAX_LOOKS}`
}

/** Every test that does not hold: its place in the list and one sentence. */
export function failedTests(policy: Policy): { readonly index: number; readonly message: string }[] {
  return policy.tests.flatMap((test, index) => {
    const { effect, why } = testedWith(policy, test)
    if (effect === test.expect) return []
    return [
      { index, message: `this test expects ${test.expect}, and the policy says ${effect}: ${why.replace(/\.$/, '')}` },
    ]
  })
}

/** What the policy says to the question of a test. */
export function testedWith(policy: Policy, test: PolicyTest): Verdict {
  const { agent, surface, intent, particulars } = questionOf(test, HOME)
  return decide(policy, agent, surface, intent, particulars)
}

/** A policy must not be right on one machine and wrong on another: in tests, `~` is this folder. */
const HOME = '/home/you'
