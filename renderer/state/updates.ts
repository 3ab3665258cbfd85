// How it stands with a newer version, in words, and what a person can do about it. Pure.
import type { UpdateState } from '../../preload/contract.ts'
import { seenText } from './seen-text.ts'
import { ago } from './words.ts'

export interface UpdateDeed {
  readonly call: 'updates.check' | 'updates.download' | 'updates.restart'
  readonly title: string
}

export interface UpdateWords {
  readonly line: string
  /** what matters most comes first; none = there is nothing to do, or it is being done */
  readonly deeds: readonly UpdateDeed[]
}

const CHECK: UpdateDeed = { call: 'updates.check', title: 'Check now' }

/** `now`: ms since the epoch. */
export function updateWords(state: UpdateState, now: number): UpdateWords {
  switch (state.is) {
    case 'unavailable':
      return { line: state.why, deeds: [] }
    case 'idle':
      return { line: 'Not looked for since Gatehouse was started.', deeds: [CHECK] }
    case 'checking':
      return { line: 'Looking…', deeds: [] }
    case 'none':
      return { line: `There is no newer version. Looked ${ago(state.at, now)}.`, deeds: [CHECK] }
    case 'found':
      return {
        line: `Version ${state.version} is there.`,
        // A day later there may be another.
        deeds: [{ call: 'updates.download', title: `Download ${state.version}` }, CHECK],
      }
    case 'downloading':
      return { line: `Version ${state.version} is being downloaded: ${state.percent} %.`, deeds: [] }
    case 'ready':
      return {
        line: `Version ${state.version} is downloaded. It is put in place only when you say so.`,
        deeds: [{ call: 'updates.restart', title: 'Restart and update' }],
      }
    case 'failed':
      return { line: failedWords(state), deeds: [CHECK] }
  }
}

function failedWords({ what, why }: UpdateState & { is: 'failed' }): string {
  const shown = seenText(why).replace(/\.$/, '')
  return `${what === 'check' ? 'It could not be looked for' : 'It could not be downloaded'}: ${shown}.`
}

/** What the strip says of it; null = nothing. Only what waits for a person stands there. */
export function updateStrip(state: UpdateState): string | null {
  if (state.is === 'found') return `Version ${state.version} is there`
  if (state.is === 'ready') return `Version ${state.version} is downloaded`
  return state.is === 'downloading' ? `Version ${state.version}: ${state.percent} %` : null
}

/** The publisher's notes, a line each, with every character named that cannot be seen. */
export function noteLines(state: UpdateState): readonly string[] {
  const notes = 'notes' in state ? state.notes : ''
  return notes === '' ? [] : notes.split('\n').map(seenText)
}
