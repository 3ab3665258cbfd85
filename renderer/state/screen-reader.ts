// Whether a screen reader runs on this computer, as main says.
import { create } from 'zustand'

export const useScreenReader = create<{ on: boolean }>(() => ({ on: false }))

export function screenReaderRuns(): boolean {
  return useScreenReader.getState().on
}
