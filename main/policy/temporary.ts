// Rules that end. A policy as it is at one moment: what has ended is out of it, so that a decision needs no clock.
import type { Policy, Rule } from './model.ts'

/** When the rule ends, ms since the epoch; null = with a surface, or never. */
function endOf({ until }: Rule): number | null {
  return typeof until === 'string' ? Date.parse(until) : null
}

/**
 * The policy without the temporary rules that have ended by `now` (ms since the epoch; must never go back, or a rule
 * could live again) or whose surface is closed. The same object where nothing has.
 */
export function inForce(policy: Policy, now: number, isOpen: (surface: string) => boolean): Policy {
  const holds = (rule: Rule) => {
    if (typeof rule.until === 'object') return isOpen(rule.until.closes)
    const end = endOf(rule)
    // an end that cannot be read has passed
    return end === null ? rule.until === undefined : now < end
  }
  return policy.rules.every(holds) ? policy : { ...policy, rules: policy.rules.filter(holds) }
}

/** When the next temporary rule ends after `now`, ms since the epoch; null = none does by time. */
export function nextEnd({ rules }: Policy, now: number): number | null {
  const ends = rules.map(endOf).filter(end => end !== null && end > now) as number[]
  return ends.length === 0 ? null : Math.min(...ends)
}
