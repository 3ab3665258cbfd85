// Words of the policy file that several of its parts have: ids and reasons.
import { BUILT_IN } from './resolve.ts'

const MAX_REASON = 200

/** What is wrong with the id of a rule, lock or open rule; null when it is fine. */
export function ruleId(text: string): string | null {
  if ((BUILT_IN as readonly string[]).includes(text)) return `"${text}" is the name of a built-in rule; choose another`
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(text)) return null
  return 'an id is 1 to 63 letters, digits, `-`, `_` or `.`, and begins with a letter or digit'
}

/** What is wrong with a reason, or null. */
export function reasonText(text: string): string | null {
  if (text.length > MAX_REASON) return `a reason is at most ${MAX_REASON} characters`
  return /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text) ? null : 'a reason is one line without invisible characters'
}
