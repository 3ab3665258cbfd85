// The size of the terminals' text, a step up or down, or as it was at first.
import { DEFAULT_SETTINGS } from '../../preload/contract.ts'
import { useStore } from './app-state.ts'
import { changeSettings, setting } from './settings.ts'

const LEAST = 6
const MOST = 40

/** `steps` px from `size`, within what a setting may be. */
export function sized(size: number, steps: number): number {
  return Math.min(MOST, Math.max(LEAST, size + steps))
}

/** what was asked for last, until main has told of it: keys come faster */
let asked: number | null = null
useStore.subscribe(({ state }) => {
  if (state?.settings.values.fontSize === asked) asked = null
})

/** On a person's key or wheel. Null = as it was at first. */
export async function resizeText(steps: number | null): Promise<void> {
  const now = asked ?? setting('fontSize')
  const size = steps === null ? DEFAULT_SETTINGS.fontSize : sized(now, steps)
  if (size === now) return
  asked = size
  const isSet = await changeSettings({ fontSize: steps === null ? null : size })
  if (!isSet && asked === size) asked = null
}
