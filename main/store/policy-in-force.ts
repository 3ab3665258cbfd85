// The policy as of now: the accepted one without the temporary rules that have ended. It tells when one ends; whether one
// has ended is policy/temporary.ts.
import type { Policy } from '../policy/model.ts'
import { inForce, nextEnd } from '../policy/temporary.ts'

/** A timer does not run while the machine sleeps, and an end may pass then: who listens hears of it so much later at most. */
const LONGEST_MS = 30_000

export interface PolicyInForce {
  /** The same object until something changes. */
  policy(): Policy
  /** Call when the accepted policy changed. */
  changed(): void
  close(): void
}

export interface PolicyInForceOptions {
  /** the accepted policy, whole */
  readonly accepted: () => Policy
  /** ms since the epoch; must never go back */
  readonly now: () => number
  readonly isOpen: (surface: string) => boolean
  /** ids of the rules that have just ended by time */
  readonly onEnd: (rules: readonly string[]) => void
}

export function createPolicyInForce({ accepted, now, isOpen, onEnd }: PolicyInForceOptions): PolicyInForce {
  let timer: NodeJS.Timeout | null = null
  let latest: Policy = accepted()
  let source: Policy = latest

  function current(): Policy {
    const all = accepted()
    const fresh = inForce(all, now(), isOpen)
    const isSame =
      all === source &&
      fresh.rules.length === latest.rules.length &&
      fresh.rules.every((rule, index) => rule === latest.rules[index])
    // What is worked out for a policy once is kept by its object.
    if (!isSame) latest = fresh
    source = all
    return latest
  }

  function watch(): void {
    if (timer) clearTimeout(timer)
    timer = null
    const end = nextEnd(accepted(), now())
    if (end === null) return
    const before = accepted()
    timer = setTimeout(
      () => {
        const left = new Set(inForce(before, now(), isOpen).rules)
        const ended = before.rules.filter(rule => !left.has(rule) && Date.parse(String(rule.until)) >= end)
        watch()
        if (ended.length > 0) onEnd(ended.map(({ id }) => id))
      },
      Math.min(Math.max(0, end - now()), LONGEST_MS),
    )
    timer.unref()
  }
  watch()

  return {
    policy: current,
    changed: watch,
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
