// Staged texts: one per agent and surface, in immutable revisions `id@rev`, and those that were left before a restart and
// have no surface yet. In memory; nothing here reaches a program or the disk. A revision is reserved first and shown only
// once its record is written (`commit`).
import type { KeptDraft } from '../store/drafts-file.ts'
import { freshId } from './fresh-id.ts'

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
  /** what it was for when it was left before a restart; a later revision was not left */
  readonly left: Place | null
}

/** A surface as a person knows it. */
export interface Place {
  readonly name: string
  readonly workspace: string
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
  /** those on surfaces, oldest first */
  all(): Draft[]
  /** those without a surface, oldest first: no agent may see or name them */
  left(): KeptDraft[]
  /**
   * Puts what was left for `place` on this surface, under its old ref. The newest of an agent that has none there, as
   * many as there is room for; the others stay left. Returns what was put there.
   */
  bind(surface: string, place: Place): Draft[]
  /** Takes one away that has no surface. Null = there is none of exactly that ref. */
  takeLeft(ref: string): KeptDraft | null
  /** `changed`: another revision is current. `gone`: no such draft, or it has no surface. */
  find(ref: string): Draft | 'changed' | 'gone'
  /** Null = the surface has ten drafts of other agents. */
  reserve(agent: string, surface: string, text: string, now: number): Reservation | null
  /** A person's change of exactly this revision. Null = it is not current. */
  change(ref: string, text: string, now: number): Reservation | null
  /** False = that revision is not current (any more). */
  remove(ref: string): boolean
  /** Drops all of an agent or of a surface, also what is only reserved. Returns what was shown. */
  drop(owner: { readonly agent: string } | { readonly surface: string }): (Draft | KeptDraft)[]
  /** Removes what was staged 30 minutes ago or earlier. */
  expire(now: number): (Draft | KeptDraft)[]
}

/** `kept`: what was left before this start, each id once. */
export function createDrafts(kept: readonly KeptDraft[] = []): Drafts {
  const slots = new Map<string, Slot>()
  /** by ref */
  const left = new Map(kept.map(draft => [draft.ref, draft]))
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
    const id = idOf(ref)
    return [...slots].find(([, slot]) => slot.id === id)
  }

  const on = (surface: string) => [...slots.values()].filter(slot => slot.surface === surface)
  const all = () =>
    [...slots.values()].flatMap(slot => (slot.current ? [slot.current] : [])).sort((a, b) => a.at - b.at)
  const allLeft = () => [...left.values()].sort((a, b) => a.at - b.at)

  function takeLeft(ref: string): KeptDraft | null {
    const found = left.get(ref) ?? null
    left.delete(ref)
    return found
  }
  function isTaken(id: string): boolean {
    return [...slots.values()].some(slot => slot.id === id) || [...left.keys()].some(ref => idOf(ref) === id)
  }

  function remove(ref: string): boolean {
    const found = slotOf(ref)
    if (found?.[1].current?.ref !== ref) return false
    found[1].current = null
    forgetIfIdle(found[0], found[1])
    return true
  }

  return {
    all,
    left: allLeft,
    takeLeft,
    bind(surface, { name, workspace }) {
      const bound: Draft[] = []
      const meant = allLeft().filter(({ target }) => target.name === name && target.workspace === workspace)
      for (const { target, ...kept } of meant.reverse()) {
        const key = slotKey(kept.agent, surface)
        if (slots.has(key) || on(surface).length >= MAX_PER_SURFACE) continue
        left.delete(kept.ref)
        const draft: Draft = { ...kept, surface, left: { name: target.name, workspace: target.workspace } }
        const rev = Number(kept.ref.slice(kept.ref.indexOf('@') + 1))
        const revs = { lastRev: rev, shownRev: rev }
        slots.set(key, {
          id: idOf(kept.ref),
          agent: kept.agent,
          surface,
          ...revs,
          current: draft,
          reserved: 0,
          dropped: false,
        })
        bound.push(draft)
      }
      return bound
    },
    find(ref) {
      const current = slotOf(ref)?.[1].current
      if (!current) return 'gone'
      return current.ref === ref ? current : 'changed'
    },
    reserve(agent, surface, text, now) {
      const key = slotKey(agent, surface)
      let slot = slots.get(key)
      if (!slot) {
        if (on(surface).length >= MAX_PER_SURFACE) return null
        slot = {
          id: freshId('d_', isTaken),
          agent,
          surface,
          lastRev: 0,
          shownRev: 0,
          current: null,
          reserved: 0,
          dropped: false,
        }
        slots.set(key, slot)
      }
      return revise(slot, key, { surface, agent, text, at: now, edited: false, left: null }, null)
    },
    change(ref, text, now) {
      const found = slotOf(ref)
      const current = found?.[1].current
      if (!found || current?.ref !== ref) return null
      return revise(found[1], found[0], { ...current, text, at: now, edited: true, left: null }, ref)
    },
    remove,
    drop(owner) {
      const gone: (Draft | KeptDraft)[] = []
      for (const [key, slot] of [...slots]) {
        if ('agent' in owner ? slot.agent !== owner.agent : slot.surface !== owner.surface) continue
        if (slot.current) gone.push(slot.current)
        slot.current = null
        slot.dropped = true
        slots.delete(key)
      }
      if ('surface' in owner) return gone
      const theirs = allLeft().filter(({ agent }) => agent === owner.agent)
      for (const { ref } of theirs) left.delete(ref)
      return [...gone, ...theirs]
    },
    expire(now) {
      const old = [...all(), ...allLeft()].filter(draft => now - draft.at >= DRAFT_LIFE_MS)
      for (const { ref } of old) if (!takeLeft(ref)) remove(ref)
      return old
    },
  }
}

const idOf = (ref: string) => ref.slice(0, ref.indexOf('@'))
