// Arithmetic of grants: what a rule or lock gives as numbers, the lower of two, and how two are ordered. No selection
// here (match.ts) and no words (explain.ts).
import { LEVELS, type Level } from '../../preload/contract.ts'
import type { SubEffect } from './model.ts'

/** What a rule gives, complete. `ask` is always above `level`, or null. */
export interface Grant {
  readonly level: Level
  readonly ask: Level | null
  readonly answer: SubEffect
  readonly interrupt: SubEffect
  readonly secret: SubEffect
}

/** Fields as a rule, a lock or a built-in rule has them. */
interface GrantFields {
  readonly level: Level
  readonly ask?: Level
  readonly answer?: SubEffect
  readonly interrupt?: SubEffect
  readonly secret?: SubEffect
}

export const SUB_GRANTS = ['answer', 'interrupt', 'secret'] as const
/** What each is about, in words. */
export const DOING: Readonly<Record<SubGrant, string>> = {
  answer: 'answering a dialog',
  interrupt: 'interrupting',
  secret: 'typing at a password prompt',
}
export type SubGrant = (typeof SUB_GRANTS)[number]

/** Strictest first: the index is the rank. */
export const SUB_EFFECTS = ['deny', 'ask', 'allow'] as const satisfies readonly SubEffect[]

export const NOTHING: Grant = { level: 'none', ask: null, answer: 'deny', interrupt: 'deny', secret: 'deny' }

/** Position on the ladder, none = 0. */
export const rank = (level: Level): number => LEVELS.indexOf(level)

/** The highest level that is given or asked for. */
export function reach(grant: { readonly level: Level; readonly ask: Level | null }): number {
  return Math.max(rank(grant.level), grant.ask === null ? 0 : rank(grant.ask))
}

export function stricter(a: SubEffect, b: SubEffect): SubEffect {
  return SUB_EFFECTS.indexOf(a) < SUB_EFFECTS.indexOf(b) ? a : b
}

/** A rule's grant: a dialog and an interrupt are asked about, a password is denied, unless the rule says otherwise. */
export function granted(rule: GrantFields): Grant {
  const { level, ask, answer = 'ask', interrupt = 'ask', secret = 'deny' } = rule
  return { level, ask: ask !== undefined && rank(ask) > rank(level) ? ask : null, answer, interrupt, secret }
}

/** A lock as a ceiling: what it does not name it does not lower. */
export function ceiling(lock: GrantFields): Grant {
  return granted({ answer: 'allow', interrupt: 'allow', secret: 'allow', ...lock })
}

/** The lower of two in every part. */
export function lower(a: Grant, b: Grant): Grant {
  const level = Math.min(rank(a.level), rank(b.level))
  const reached = Math.min(reach(a), reach(b))
  return {
    level: LEVELS[level] ?? 'none',
    ask: reached > level ? (LEVELS[reached] ?? null) : null,
    answer: stricter(a.answer, b.answer),
    interrupt: stricter(a.interrupt, b.interrupt),
    secret: stricter(a.secret, b.secret),
  }
}

/** Negative when `a` comes first: lower level, then lower ask, then lower sub-grants in the order of SUB_GRANTS. */
export function byGrant(a: Grant, b: Grant): number {
  const byLevel = rank(a.level) - rank(b.level) || reach(a) - reach(b)
  if (byLevel) return byLevel
  for (const sub of SUB_GRANTS) {
    const bySub = SUB_EFFECTS.indexOf(a[sub]) - SUB_EFFECTS.indexOf(b[sub])
    if (bySub) return bySub
  }
  return 0
}
