// Staged texts: one per agent and surface, in immutable revisions `id@rev`. In memory; nothing here reaches a program
// or the disk. A revision is reserved first and shown only once its record is written (`commit`).
import { randomInt } from 'node:crypto'

export const MAX_PER_SURFACE = 10
export const DRAFT_LIFE_MS = 30 * 60 * 1000

export interface Draft {
  /** `id@rev` */
  readonly ref: string
  readonly surface: string
  /** whose draft it is; a person's change leaves that as it was */
  readonly agent: string
  readonly text: string
  /** ms since the epoch */
  readonly at: number
  readonly bytes: number
  readonly edited: boolean
}

interface Slot {
  readonly id: string
  readonly agent: string
  readonly surface: string
  lastRev: number
  /** the newest revision that was ever shown: an older one never comes back */
  shownRev: number
  current: Draft | null
  reserved: number
  dropped: boolean
}

export interface Reservation {
  readonly draft: Draft
  /** Makes it the current revision. False = a newer one is there, or the draft was dropped meanwhile. */
  commit(): boolean
  /** Gives the place back. */
  release(): void
}

export interface Drafts {
  /** oldest first */
  all(): Draft[]
  /** `changed`: another revision is current. `gone`: no such draft. */
  find(ref: string): Draft | 'changed' | 'gone'
  /** Null = the surface has ten drafts of other agents. */
  reserve(agent: string, surface: string, text: string, now: number): Reservation | null
  /** A person's change of exactly this revision. Null = it is not current. */
  change(ref: string, text: string, now: number): Reservation | null
  /** False = that revision is not current (any more). */
  remove(ref: string): boolean
  /** Drops all of an agent or of a surface, also what is only reserved. Returns what was shown. */
  drop(owner: { readonly agent: string } | { readonly surface: string }): Draft[]
  /** Removes what was staged 30 minutes ago or earlier. */
  expire(now: number): Draft[]
}

export function createDrafts(): Drafts {
  const slots = new Map<string, Slot>()
  const slotKey = (agent: string, surface: string) => `${agent} ${surface}`

  function forgetIfIdle(key: string, slot: Slot): void {
    if (slot.current === null && slot.reserved === 0 && slots.get(key) === slot) slots.delete(key)
  }

  function revise(slot: Slot, key: string, content: Omit<Draft, 'ref' | 'bytes'>, base: string | null): Reservation {
    slot.lastRev += 1
    slot.reserved += 1
    const rev = slot.lastRev
    const draft: Draft = { ...content, ref: `${slot.id}@${rev}`, bytes: Buffer.byteLength(content.text) }
    let open = true
    const release = () => {
      if (!open) return
      open = false
      slot.reserved -= 1
      forgetIfIdle(key, slot)
    }
    return {
      draft,
      release,
      commit() {
        const fits = rev > slot.shownRev && (base === null || slot.current?.ref === base)
        const shown = open && !slot.dropped && fits
        if (shown) {
          slot.current = draft
          slot.shownRev = rev
        }
        release()
        return shown
      },
    }
  }

  function slotOf(ref: string): [string, Slot] | undefined {
    const id = ref.slice(0, ref.indexOf('@'))
    return [...slots].find(([, slot]) => slot.id === id)
  }

  const all = () =>
    [...slots.values()].flatMap(slot => (slot.current ? [slot.current] : [])).sort((a, b) => a.at - b.at)

  function remove(ref: string): boolean {
    const found = slotOf(ref)
    if (found?.[1].current?.ref !== ref) return false
    found[1].current = null
    forgetIfIdle(found[0], found[1])
    return true
  }

  return {
    all,
    find(ref) {
      const current = slotOf(ref)?.[1].current
      if (!current) return 'gone'
      return current.ref === ref ? current : 'changed'
    },
    reserve(agent, surface, text, now) {
      const key = slotKey(agent, surface)
      let slot = slots.get(key)
      if (!slot) {
        const taken = [...slots.values()].filter(other => other.surface === surface).length
        if (taken >= MAX_PER_SURFACE) return null
        slot = { id: newId(), agent, surface, lastRev: 0, shownRev: 0, current: null, reserved: 0, dropped: false }
        slots.set(key, slot)
      }
      return revise(slot, key, { surface, agent, text, at: now, edited: false }, null)
    },
    change(ref, text, now) {
      const found = slotOf(ref)
      const current = found?.[1].current
      if (!found || current?.ref !== ref) return null
      return revise(found[1], found[0], { ...current, text, at: now, edited: true }, ref)
    },
    remove,
    drop(owner) {
      const gone: Draft[] = []
      for (const [key, slot] of [...slots]) {
        if ('agent' in owner ? slot.agent !== owner.agent : slot.surface !== owner.surface) continue
        if (slot.current) gone.push(slot.current)
        slot.current = null
        slot.dropped = true
        slots.delete(key)
      }
      return gone
    },
    expire(now) {
      const old = all().filter(draft => now - draft.at >= DRAFT_LIFE_MS)
      for (const draft of old) remove(draft.ref)
      return old
    },
  }
}

function newId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return `d_${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`
}
