// How Grants says what a cell is: limits, what is left of a grant that ends, and the name of a cell as it is read out. Pure.
import type { Cell, CellLimit, RuleLine } from '../../preload/contract.ts'
import { ANY } from './grants.ts'
import { count, type Grant, grantSentence } from './words.ts'

type Until = Cell['until']

/** `11m`, `45s`, `2h`: the mark in a cell. Empty for what ends with the surface. */
export function leftShort(until: Until, now: number): string {
  if (until === null || until === 'closes') return ''
  const s = Math.max(0, Math.ceil((until - now) / 1000))
  if (s < 60) return `${s}s`
  return s < 5400 ? `${Math.ceil(s / 60)}m` : `${Math.round(s / 3600)}h`
}

/** `11 min left`, `45 s left`, `until it closes`. */
export function leftWords(until: number | 'closes', now: number): string {
  if (until === 'closes') return 'until it closes'
  const s = Math.max(0, Math.ceil((until - now) / 1000))
  if (s < 60) return `${s} s left`
  return s < 5400 ? `${Math.ceil(s / 60)} min left` : `${Math.round(s / 3600)} h left`
}

/** `12 sends per minute`. */
export function limitWords({ max, window }: CellLimit): string {
  return `${count(max, 'send')} per ${typeof window === 'number' ? count(window, 'second') : window}`
}

/** What is typed into the field of a rate: the number, null = no limit, undefined = it is none. */
export function rateOf(text: string): number | null | undefined {
  const plain = text.trim()
  if (plain === '') return null
  const max = Number(plain)
  return Number.isInteger(max) && max >= 1 && max <= 100_000 ? max : undefined
}

/** A cell as it is read out, without what only time changes. `None, no access` has the word that is seen, too. */
export function cellSays(cell: Cell | undefined): string {
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const says = grant.level === 'none' && grant.ask === null ? 'None, no access' : grantSentence(grant)
  return [
    `${says}.`,
    cell?.here ? 'Set here.' : cell?.until == null ? 'Inherited.' : '',
    cell?.limit && cell.here ? `${limitWords(cell.limit)}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** `Cursor in shell: Type, ask to submit. Set here. 12 sends per minute. Temporary, 11 min left. Locked.` */
export function cellName(agentName: string, surfaceName: string, cell: Cell | undefined, now: number): string {
  const { until = null, lock = null } = cell ?? {}
  return [
    `${agentName} in ${surfaceName}: ${cellSays(cell)}`,
    until === null ? '' : `Temporary, ${leftWords(until, now)}.`,
    lock === null ? '' : 'Locked.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** The rule of a workspace for any agent, as the head over its columns shows it; null = there is none. */
export function workspaceRule(rules: readonly RuleLine[], workspace: string): (Grant & { id: string }) | null {
  const line = rules.find(one => one.kind === 'rule' && one.workspace === workspace && one.level !== null)
  return line?.level ? { id: line.id, level: line.level, ask: line.ask } : null
}

/** The lock that is for exactly this pair; null = there is none. */
export function lockHere(rules: readonly RuleLine[], agent: string, surface: string): RuleLine | null {
  const isIt = ({ kind, cell }: RuleLine) => kind === 'lock' && cell?.agent === agent && cell.surface === surface
  return rules.find(isIt) ?? null
}

/** `Cursor in shell: Type, ask to submit`; a rule in words for the Why list. */
export function ruleTitle({ agents, surfaces, level, ask, workspace }: RuleLine): string {
  const who = agents.charAt(0).toUpperCase() + agents.slice(1)
  const grant = level === null ? '' : `: ${grantSentence({ level, ask })}`
  if (workspace !== null) return `${workspace} rule${grant}`
  return `${who}${surfaces === 'any surface' ? ', any surface' : ` in ${surfaces}`}${grant}`
}

/** Who may do what now, for the offer to take it back: `Cursor may now submit in shell`. */
export function raisedWords(agentName: string, surfaceName: string, minutes?: number | null): string {
  const end = minutes === undefined ? '' : minutes === null ? ' until it closes' : ` for ${spanWords(minutes)}`
  return `${agentName} may now submit in ${surfaceName}${end}`
}

/** `5 min`, `1 hour`. */
function spanWords(minutes: number): string {
  return minutes % 60 === 0 ? count(minutes / 60, 'hour') : `${minutes} min`
}

/** `Any agent`, `any surface`, or the names they have. */
export function nameOfAgent(id: string, agents: readonly { readonly id: string; readonly name: string }[]): string {
  return id === ANY ? 'Any agent' : (agents.find(one => one.id === id)?.name ?? id)
}

export function nameOfSurface(id: string, surfaces: readonly { readonly id: string; readonly name: string }[]): string {
  return id === ANY ? 'any surface' : (surfaces.find(one => one.id === id)?.name ?? id)
}
