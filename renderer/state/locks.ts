// Whether a surface is shown as locked: a lock of its own, or one that lowers what some agent has there.
import { useSlice } from './app-state.ts'
import { isLocked } from './grants.ts'
import { ownLock } from './level-menu.ts'

export function useLocked(surface: string): boolean {
  const cells = useSlice('cells')
  const { rules } = useSlice('grants')
  return ownLock(rules, surface) !== undefined || isLocked(cells, surface)
}
