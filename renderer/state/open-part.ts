// What Grants says of an agent that opens surfaces: the open rule for it alone, or what counts for it without one. Pure; how
// open rules decide is main's.
import type { RuleLine } from '../../preload/contract.ts'
import { ANY } from './grants.ts'

/** `any`: it has no rule of its own, and what is said for others counts for it. */
export type Opens = 'no' | 'ask' | 'allow' | 'any'

export interface OpenPart {
  readonly is: Opens
  /** what can be chosen */
  readonly choices: readonly Opens[]
  /** how many at once, of its own rule; null = any number */
  readonly max: number | null
  /** what counts for it without a rule of its own, a sentence each */
  readonly says: readonly string[]
}

export function openPart(rules: readonly RuleLine[], agent: string): OpenPart {
  const lines = rules.flatMap(line => (line.open === null ? [] : [{ ...line, open: line.open }]))
  const mine = lines.filter(({ cell }) => cell?.agent === agent)
  // one for some presets or folders leaves the others to other rules
  const none = mine.find(
    ({ open: { max }, surfaces, also }) => max === 0 && surfaces === 'new surfaces' && also.length === 1,
  )
  const own = none ?? mine[0]
  const others = agent === ANY ? [] : lines.filter(({ cell }) => cell === null || cell.agent === ANY)
  const is = none ? 'no' : own ? own.open.grant : others.length > 0 ? 'any' : 'no'
  const says = others.map(({ id, cell, agents, open: { grant, max } }) => {
    const does = max === 0 ? 'opens nothing' : grant === 'allow' ? 'opens without asking' : 'asks you first'
    return cell === null ? `Rule ${id}, for ${agents}: ${does}.` : `Rule ${id}: any agent ${does}.`
  })
  return {
    is,
    choices: others.length > 0 ? ['any', 'no', 'ask', 'allow'] : ['no', 'ask', 'allow'],
    max: own?.open.max ?? null,
    says: is === 'any' ? says : [],
  }
}

/** What to set for this choice, for `policy.open`. A "no" is written where something else would count without a rule. */
export function opening(
  part: OpenPart,
  to: Opens,
): { readonly grant: 'ask' | 'allow' | null; readonly max: number | null } {
  if (to === 'any' || (to === 'no' && !part.choices.includes('any'))) return { grant: null, max: null }
  if (to === 'no') return { grant: 'ask', max: 0 }
  return { grant: to, max: part.max === 0 ? null : part.max }
}
