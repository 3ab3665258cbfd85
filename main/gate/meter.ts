// How busy the gate is: sends in five-second slots, for the status strip. Nothing is decided by it.
import type { Clock } from './clock.ts'

const SLOT_MS = 5000
const SLOTS = 12

/** `changed` is called when the numbers move, also while they only fall. */
export function createMeter(clock: Clock, changed: () => void) {
  const slots = new Map<number, number>()
  let ticking = false
  const slotNow = () => Math.floor(clock.monotonic() / SLOT_MS)

  function tick(): void {
    ticking = false
    const oldest = slotNow() - SLOTS
    for (const slot of slots.keys()) if (slot <= oldest) slots.delete(slot)
    changed()
    schedule()
  }
  function schedule(): void {
    if (ticking || slots.size === 0) return
    ticking = true
    clock.later(SLOT_MS, tick)
  }

  return {
    count(): void {
      const slot = slotNow()
      slots.set(slot, (slots.get(slot) ?? 0) + 1)
      schedule()
      changed()
    },
    /** The last 12 slots, oldest first; the newest is still filling. */
    recent(): number[] {
      const now = slotNow()
      return Array.from({ length: SLOTS }, (_, index) => slots.get(now - SLOTS + 1 + index) ?? 0)
    },
  }
}
