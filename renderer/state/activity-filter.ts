// What a person chose to see of the record, and the filter that is. Pure.
import type { ActivityFilter, Decision } from '../../preload/contract.ts'
import { clockTime } from './words.ts'

export const TIMES = ['today', 'hour', 'week', 'all', 'between'] as const
export type Time = (typeof TIMES)[number]

export const TIME_WORD: Record<Time, string> = {
  ...{ today: 'Today', hour: 'Last hour', week: 'Last 7 days', all: 'All', between: 'From – to' },
}

export type EnterChoice = NonNullable<ActivityFilter['enter']>
export const ENTERS: readonly EnterChoice[] = ['enter', 'none', 'not_sent']
export const ENTER_WORD: Record<EnterChoice, string> = { enter: 'Enter', none: 'No Enter', not_sent: 'Not sent' }

export interface Chosen {
  /** empty = any */
  readonly decisions: readonly Decision[]
  readonly actors: readonly string[]
  readonly surfaces: readonly string[]
  readonly enter: EnterChoice | null
  readonly time: Time
  /** as a field for date and time writes them, `2026-11-22T09:30`; '' = open. Only with `between`. */
  readonly from: string
  readonly to: string
  readonly search: string
}

export const FIRST: Chosen = {
  ...{ decisions: [], actors: [], surfaces: [], enter: null },
  ...{ time: 'today', from: '', to: '', search: '' },
}

const MINUTE = 60_000
const DAY = 86_400_000

/** `now`: ms since the epoch. */
export function filterOf(chosen: Chosen, now: number): ActivityFilter {
  const { decisions, actors, surfaces, enter, search } = chosen
  return {
    ...(decisions.length > 0 && { decisions: [...decisions] }),
    ...(actors.length > 0 && { actors: [...actors] }),
    ...(surfaces.length > 0 && { surfaces: [...surfaces] }),
    ...(enter && { enter }),
    ...timesOf(chosen, now),
    ...(search.trim() !== '' && { search: search.trim() }),
  }
}

function timesOf({ time, from, to }: Chosen, now: number): { from?: number; to?: number } {
  switch (time) {
    case 'all':
      return {}
    case 'today':
      return { from: new Date(now).setHours(0, 0, 0, 0) }
    // By whole minutes, so that the filter is not another one with every record.
    case 'hour':
      return { from: Math.floor((now - 60 * MINUTE) / MINUTE) * MINUTE }
    case 'week':
      return { from: Math.floor((now - 7 * DAY) / MINUTE) * MINUTE }
    case 'between': {
      const [begin, end] = [Date.parse(from), Date.parse(to)]
      // The minute that is written belongs to it.
      return { ...(!Number.isNaN(begin) && { from: begin }), ...(!Number.isNaN(end) && { to: end + MINUTE }) }
    }
  }
}

/** What stands for a filter that came from elsewhere: all that it says and nothing else. */
export function chosenOf(filter: ActivityFilter): Chosen {
  const { decisions = [], actors = [], surfaces = [], enter = null, from, to, search = '' } = filter
  const time = from === undefined && to === undefined ? 'all' : 'between'
  return { decisions, actors, surfaces, enter, time, from: fieldOf(from), to: fieldOf(to && to - MINUTE), search }
}

function fieldOf(at: number | undefined): string {
  if (at === undefined) return ''
  const day = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${clockTime(at, false)}`
}

/** With it where it is not, without it where it is. */
export function toggled<T>(all: readonly T[], one: T): readonly T[] {
  return all.includes(one) ? all.filter(other => other !== one) : [...all, one]
}

/** Whether anything but the time differs from what is shown first. */
export function isNarrowed(chosen: Chosen): boolean {
  const { decisions, actors, surfaces, enter, search } = chosen
  return decisions.length + actors.length + surfaces.length > 0 || enter !== null || search.trim() !== ''
}

/** `Any`, `Denied`, `3 of them` */
export function menuWord(names: readonly string[]): string {
  if (names.length === 0) return 'Any'
  return names.length === 1 ? names[0]! : `${names.length} of them`
}
