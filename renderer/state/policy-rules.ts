// The lines of the policy in words, as its list shows them: what a line is, how long it lasts, which ones a search finds.
// Pure: the words for agents, surfaces and parts come from main.
import type { RuleLine } from '../../preload/contract.ts'
import { grantSentence } from './words.ts'

export const KIND_WORD: Readonly<Record<RuleLine['kind'], string>> = {
  rule: 'Rule',
  lock: 'Lock',
  open: 'Open rule',
}

/** Unique in the file: ids are only so among lines of a kind. */
export const lineKey = ({ kind, id }: Pick<RuleLine, 'kind' | 'id'>): string => `${kind} ${id}`

/** `Type, ask to submit`, `At most read`: what a line gives or caps, then everything else it says. */
export function effectWords({ kind, level, ask, also }: RuleLine): string {
  const rest = also.join(' ')
  // What an open rule gives is said there.
  if (kind === 'open' || level === null) return rest
  const words = grantSentence({ level, ask })
  const grant = kind === 'lock' ? `At most ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words
  return rest === '' ? grant : `${grant}. ${rest}`
}

/** As the first word of a line. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `11 min left`, `until the surface closes`. Times are ms since the epoch. */
export function lastsWords(until: NonNullable<RuleLine['until']>, now: number): string {
  if (until === 'closes') return 'until the surface closes'
  const s = Math.ceil((until - now) / 1000)
  if (s <= 0) return 'ended'
  if (s < 60) return `${s} s left`
  if (s < 3600) return `${Math.ceil(s / 60)} min left`
  return s < 86_400 ? `${Math.ceil(s / 3600)} h left` : `${Math.ceil(s / 86_400)} d left`
}

/** Every word of the search stands somewhere in the line, in whatever order. */
export function matching(lines: readonly RuleLine[], search: string): RuleLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return lines.filter(line => {
    const { kind, id, agents, surfaces, until, reason } = line
    const temporary = until === null ? '' : 'temporary'
    const all = [KIND_WORD[kind], id, agents, surfaces, effectWords(line), temporary, reason ?? '']
    const text = all.join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** `Rule r2 removed`: for the undo that is offered. */
export function removedWords({ kind, id }: Pick<RuleLine, 'kind' | 'id'>): string {
  return `${KIND_WORD[kind]} ${id} removed`
}

/** The line that takes the place of one that is gone: the next, else the one before. */
export function neighbour(lines: readonly RuleLine[], gone: string): RuleLine | null {
  const at = lines.findIndex(line => lineKey(line) === gone)
  return at === -1 ? null : (lines[at + 1] ?? lines[at - 1] ?? null)
}

/** `4 rules, 1 lock, 1 open rule` */
export function sumWords(lines: readonly RuleLine[]): string {
  const sum = (kind: RuleLine['kind'], word: string) => {
    const n = lines.filter(line => line.kind === kind).length
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`]
  }
  return [...sum('rule', 'rule'), ...sum('lock', 'lock'), ...sum('open', 'open rule')].join(', ')
}
