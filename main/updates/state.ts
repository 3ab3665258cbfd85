// How it stands with a newer version: one state, and what each thing that happens makes of it. What does not fit the state it comes in
// changes nothing, so that an answer that comes late says nothing untrue. Pure.
import type { UpdateState } from '../../preload/contract.ts'

export type UpdateEvent =
  | { readonly on: 'check' }
  | { readonly on: 'none'; readonly at: number }
  | { readonly on: 'found'; readonly version: string; readonly notes: string }
  | { readonly on: 'download' }
  /** from 0 to 100, not always whole */
  | { readonly on: 'progress'; readonly percent: number }
  | { readonly on: 'downloaded' }
  | { readonly on: 'failed'; readonly why: string }
  /** what was downloaded is not there any more, or is another file */
  | { readonly on: 'lost'; readonly why: string }

/** What a failure was a failure of, by the state it comes in. */
const WHAT = { checking: 'check', downloading: 'download' } as const

export function after(state: UpdateState, event: UpdateEvent): UpdateState {
  switch (event.on) {
    case 'check':
      return mayCheck(state) ? { is: 'checking' } : state
    case 'none':
      return state.is === 'checking' ? { is: 'none', at: event.at } : state
    case 'found':
      return state.is === 'checking' ? { is: 'found', version: event.version, notes: event.notes } : state
    case 'download':
      return state.is === 'found' ? { ...state, is: 'downloading', percent: 0 } : state
    case 'progress':
      return state.is === 'downloading' ? { ...state, percent: onward(state.percent, event.percent) } : state
    case 'downloaded':
      return state.is === 'downloading' ? { is: 'ready', version: state.version, notes: state.notes } : state
    case 'failed':
      return state.is === 'checking' || state.is === 'downloading'
        ? { is: 'failed', what: WHAT[state.is], why: event.why }
        : state
    case 'lost':
      return state.is === 'ready' ? { is: 'failed', what: 'download', why: event.why } : state
  }
}

/** Nothing is under way, and nothing was downloaded that another answer would make a waste. */
export function mayCheck({ is }: UpdateState): boolean {
  return is === 'idle' || is === 'none' || is === 'found' || is === 'failed'
}

/** A bar that goes back would say that something was lost. A download in parts begins anew where its parts cannot be used. */
function onward(before: number, percent: number): number {
  const now = Number.isFinite(percent) ? Math.floor(percent) : 0
  return Math.min(100, Math.max(before, now))
}
