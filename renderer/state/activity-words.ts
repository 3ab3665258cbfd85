// Words for the rows of the record. Pure. What a row says of rules and reasons comes from main.
import type { ActivityRow, Decision } from '../../preload/contract.ts'
import { exactTokens } from './exact-text.ts'
import { byTheClock, clockTime, lasted } from './words.ts'

export const DECISION_WORD: Record<Decision, string> = {
  ...{ allowed: 'Allowed', you_allowed: 'You allowed', draft: 'Draft', denied: 'Denied', you_denied: 'You denied' },
  ...{ rate_limited: 'Rate limited', waiting: 'Waiting', no_answer: 'No answer', you_ran: 'You ran' },
  ...{ you_inserted: 'You inserted', you_discarded: 'You discarded', unconfirmed: 'Unconfirmed', failed: 'Failed' },
  ...{ unknown: 'Unknown', cancelled: 'Cancelled', refused_paused: 'While paused', paused: 'Agents paused' },
  ...{ resumed: 'Resumed', policy: 'Policy', agent: 'Agent', surface: 'Surface' },
  ...{ you_changed: 'You changed', damaged: 'Damaged' },
}

/** The head of an entry in full, where one word is not enough. */
const DECISION_LONG: Partial<Record<Decision, string>> = {
  ...{ draft: 'Draft, not in the program', waiting: 'Waiting for you', refused_paused: 'Denied while paused' },
  ...{ unconfirmed: 'Delivered, not confirmed', unknown: 'Not known what came of it', policy: 'The policy changed' },
  ...{ no_answer: 'Nobody answered', damaged: 'A line that cannot be read' },
}

export function decisionLong(decision: Decision): string {
  return DECISION_LONG[decision] ?? DECISION_WORD[decision]
}

/** The menu of decisions, in parts. */
export const DECISION_PARTS: readonly (readonly Decision[])[] = [
  ['allowed', 'you_allowed', 'you_ran', 'you_inserted'],
  ['waiting', 'draft', 'you_changed', 'you_discarded', 'cancelled'],
  ['denied', 'you_denied', 'rate_limited', 'no_answer', 'refused_paused'],
  ['unconfirmed', 'failed', 'unknown', 'damaged'],
  ['policy', 'agent', 'surface', 'paused', 'resumed'],
]

/** `10 ms`, `12.9 s`, `4 min`. */
export function tookWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.round(ms / 60_000)} min`
}

/** `1:46 left`; `ends` and `now` in ms since the epoch. */
export function leftWords(ends: number, now: number): string {
  return `${lasted(ends - now)} left`
}

const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })

/** `Nov 21` where it is another day than that of `now`; null where it is the same. */
export function otherDay(at: number, now: number): string | null {
  const begin = new Date(now).setHours(0, 0, 0, 0)
  return at >= begin && at < begin + 86_400_000 ? null : DAY.format(at)
}

/** `09:41:22`, with the day before it where it is not today: `Nov 21, 09:41:22`. */
function timeWords(at: number, now: number): string {
  const time = clockTime(at, true)
  const day = otherDay(at, now)
  return day === null ? time : `${day}, ${time}`
}

/** `09:41:08.117` */
export function exactTime(at: number): string {
  return `${clockTime(at, true)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`
}

/** `1,284` */
export function many(n: number): string {
  return n.toLocaleString('en')
}

/** `1 entry`, `1,284 entries` */
export function entries(n: number): string {
  return `${many(n)} ${n === 1 ? 'entry' : 'entries'}`
}

/** What the row shows: a text, keys, or a sentence of what happened. */
export function rowText(row: Pick<ActivityRow, 'kind' | 'text' | 'keys'>): string | null {
  const text = row.text ?? row.keys?.join(' ') ?? null
  return text === null || isExact(row) ? text : byTheClock(text)
}

/** The row's text is what an agent or a person sent, not our sentence about it. */
export function isExact({ kind }: Pick<ActivityRow, 'kind'>): boolean {
  return kind === 'send' || kind === 'read'
}

const MOST_READ_OUT = 120

/** A text as it can be heard: what cannot be seen is named. */
function heard(text: string): string {
  const said = exactTokens(text, []).map(token => {
    if (token.kind === 'chip') return ` ${token.codePoint} `
    return token.kind === 'lf' ? ', line end, ' : token.kind === 'tab' ? ' ' : token.raw
  })
  const all = said.join('')
  return all.length > MOST_READ_OUT ? `${all.slice(0, MOST_READ_OUT)}…` : all
}

const ENTER_SAID = { enter: 'With Enter', none: 'Without Enter', not_sent: 'Not sent' } as const

/** The row in one breath, for who hears it. */
export function rowSentence(row: ActivityRow, now: number): string {
  const { surface, decision, actorName, enter, tookMs, ends, note } = row
  const text = rowText(row)
  const who = surface ? `${actorName} in ${surface.name}` : actorName
  const parts = [
    `${timeWords(row.at, now)}, ${DECISION_WORD[decision]}`,
    text === null ? who : `${who}: ${heard(text)}`,
    byTheClock(note, now),
    enter && isExact(row) ? ENTER_SAID[enter] : '',
    ends !== null ? leftWords(ends, now) : tookMs !== null ? `Took ${tookWords(tookMs)}` : '',
  ]
  return parts
    .filter(part => part !== '')
    .map(part => part.replace(/\.$/, ''))
    .join('. ')
}
