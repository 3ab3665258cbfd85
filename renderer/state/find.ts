// What is looked for in a terminal, in one pane at a time, and what came of it.
import { create } from 'zustand'

interface FindState {
  /** whose pane has the bar; null = none */
  readonly surface: string | null
  readonly text: string
  readonly matchCase: boolean
  readonly regex: boolean
  readonly count: number
  /** which of them is selected, from 0; -1 = none of those counted */
  readonly at: number
  /** what is wrong with the regular expression, in words */
  readonly fault: string | null
}

export const useFind = create<FindState>(() => ({
  ...{ surface: null, text: '', matchCase: false, regex: false },
  ...{ count: 0, at: -1, fault: null },
}))

/** More than these are not counted, nor marked. */
export const MOST_MATCHES = 500

/** `3 of 12`, `500+`; nothing while nothing is looked for. */
export function countWords({ text, count, at, fault }: Pick<FindState, 'text' | 'count' | 'at' | 'fault'>): string {
  if (text === '' || fault !== null) return ''
  if (count === 0) return 'No matches'
  if (count >= MOST_MATCHES) return `${MOST_MATCHES}+`
  return at < 0 ? String(count) : `${at + 1} of ${count}`
}
