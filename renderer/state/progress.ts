// What is said of a program's progress. Pure.
import type { Progress } from '../../preload/contract.ts'

const WORDS: Readonly<Record<Progress['is'], string>> = {
  busy: 'working',
  error: 'something failed',
  waiting: 'waiting',
}

/** `42 %`, `waiting at 42 %`, `working`. */
export function progressWords({ is, percent }: Progress): string {
  if (percent === null) return WORDS[is]
  return is === 'busy' ? `${percent} %` : `${WORDS[is]} at ${percent} %`
}
