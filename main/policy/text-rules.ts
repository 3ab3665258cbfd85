// What the text of a send must be or may not be, by the `text` of rules. Regexes run in linear time, so that no pattern
// and no text can hang a decision. Which rules match is resolve.ts.
import { RE2JS } from 're2js'
import type { Rule, TextMatch, TextRule } from './model.ts'

const MAX_PATTERN = 1000
/** Every character of a text may cost this many steps: at the most a second or two for the longest text. */
const MAX_SIZE = 2500
const CACHED = 500
const cache = new Map<string, RE2JS | null>()

/** A text rule that a send does not meet. */
export interface Unmet {
  readonly rule: Rule
  readonly unmet: TextRule
}

/** What is wrong with a regex, as the end of a sentence; null when it is fine. */
export function regexFault(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN) return `it is longer than ${MAX_PATTERN} characters`
  try {
    const size = RE2JS.compile(pattern).programSize()
    return size > MAX_SIZE ? 'it repeats too much; use smaller numbers in its braces' : null
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read'
    return `it is no regex in RE2's syntax (${said.slice(0, 120)})`
  }
}

/** The first text rule, in the order given, that `text` does not meet. `text` null = there is none. */
export function unmetTextRule(rules: readonly Rule[], intent: string, text: string | null): Unmet | null {
  for (const rule of rules) {
    for (const one of rule.text ?? []) {
      if (one.intent !== undefined && one.intent !== intent) continue
      if (!meets(one, text)) return { rule, unmet: one }
    }
  }
  return null
}

function meets({ require, deny }: TextRule, text: string | null): boolean {
  if (require) return text !== null && matches(require, text, false)
  return deny === undefined || text === null || !matches(deny, text, true)
}

/** `unsure`: the answer where the pattern cannot be used. The parser lets none such in. */
export function matches(match: TextMatch, text: string, unsure: boolean): boolean {
  if ('regex' in match) return compiled(match.regex)?.test(text) ?? unsure
  if ('contains' in match) return text.includes(match.contains)
  if ('equals' in match) return text === match.equals
  return match.in.includes(text)
}

function compiled(pattern: string): RE2JS | null {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  const fresh = regexFault(pattern) === null ? RE2JS.compile(pattern) : null
  if (cache.size >= CACHED) cache.clear()
  cache.set(pattern, fresh)
  return fresh
}
