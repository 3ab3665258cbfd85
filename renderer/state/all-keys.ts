// Surfaces whose program gets every key but those that pause.
import { create } from 'zustand'

interface AllKeys {
  readonly surfaces: readonly string[]
}

export const useAllKeys = create<AllKeys>(() => ({ surfaces: [] }))

export function getsAllKeys(surface: string): boolean {
  return useAllKeys.getState().surfaces.includes(surface)
}

/** On a person's gesture. */
export function toggleAllKeys(surface: string): void {
  useAllKeys.setState(({ surfaces }) => ({
    surfaces: surfaces.includes(surface) ? surfaces.filter(other => other !== surface) : [...surfaces, surface],
  }))
}
