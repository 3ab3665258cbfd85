// How a person's surfaces are opened, closed and let go of, with the record of it, and what goes with a surface. What agents may of
// it is the gate's.
import type { Exit, Result } from '../preload/contract.ts'
import type { OpenActivity } from './gate/activity.ts'
import { entry, surfaceOf } from './gate/entries.ts'
import type { Gate } from './gate/gate-api.ts'
import type { ActivityEntry } from './gate/model.ts'
import type { PolicyRoom } from './policy-room.ts'
import type { Restore } from './restore.ts'
import { startsAnew } from './restore-kept.ts'
import type { KeptSurface } from './store/layout-file.ts'
import type { OwnPresets } from './store/presets-setting.ts'
import type { Lasting } from './surfaces/lasting.ts'
import { missing } from './surfaces/presets/own.ts'
import type { OpenSpec, PersonSurface, Registry } from './surfaces/surface.ts'
import type { View } from './view.ts'

export interface HouseSurfaces {
  openSurface(spec: OpenSpec): Promise<Result<PersonSurface>>
  closeSurface(id: string): Promise<void>
  /** Its program lives on in tmux. Null = there is none, or it is in no tmux. */
  letGo(id: string): Promise<Exit | null>
  /** Whoever closes it: the record and what the gate has to end come before. `go`: it is not ended but let go of. */
  end(id: string, go?: (id: string) => Promise<Exit | null>): Promise<Exit | null>
  /** These ran in tmux when the last run ended, and are gone now: it is recorded and said, once. */
  gone(surfaces: readonly KeptSurface[]): void
  /** What runs on in tmux is nobody's surface any more. */
  forget(id: string): Promise<void>
  /** What ends with us is over, and so are the rules for it alone. What runs on in tmux keeps them. */
  forgetEnded(): Promise<void>
}

export interface HouseSurfacesOptions {
  readonly registry: Registry
  readonly gate: Pick<Gate, 'surfaceGone'>
  readonly activity: Pick<OpenActivity, 'append'>
  readonly rules: Pick<PolicyRoom, 'forget'>
  readonly view: Pick<View, 'touch'>
  readonly restore: Pick<Restore, 'opened' | 'closed'>
  readonly ownPresets: OwnPresets
  readonly lasting: Pick<Lasting, 'drop' | 'letGo'>
  readonly callers: { leave(surface: string): void }
}

export function createHouseSurfaces(options: HouseSurfacesOptions): HouseSurfaces {
  const { registry, gate, activity, rules, view, restore, ownPresets, lasting, callers } = options
  // A surface is a person's own and needs no record to exist; an unwritable record closes the gate by itself.
  const record = (actor: string, facts: Partial<ActivityEntry>) =>
    activity.append(entry('surface', actor, facts)).catch(() => view.touch('gate'))

  async function end(id: string, go = registry.remove): Promise<Exit | null> {
    const exit = await go(id)
    view.touch('cells', 'grants', 'detours')
    await rules.forget(id)
    return exit
  }

  /** Recorded, and no agent gets at it any more. Null = there is none. */
  async function leave(id: string, text: string | null): Promise<PersonSurface | null> {
    const surface = registry.get(id)
    if (!surface) return null
    restore.closed(id)
    gate.surfaceGone(id)
    await record('person', { surface: surfaceOf(surface.facts), intent: 'close', text, outcome: 'delivered' })
    return surface
  }

  async function forgetRules(of: readonly { readonly id: string }[]): Promise<void> {
    for (const { id } of of) await rules.forget(id)
  }

  return {
    end,
    async openSurface(spec) {
      const own = ownPresets.entries.find(({ id }) => id === spec.preset)
      const isHere = spec.host === undefined
      const what = isHere ? spec.preset : `${spec.preset} on ${spec.host}`
      const started = await registry.open({ ...spec, cwd: spec.cwd ?? (isHere ? own?.cwd : undefined) })
      const opened = isHere ? missing(started, own) : started
      view.touch('cells', 'grants', 'detours')
      if (opened.ok) restore.opened(opened.value, spec.command ?? null)
      // It is there already: nobody waits for the disk, and the record has its place in the order.
      void record(spec.openedBy, {
        surface: opened.ok ? surfaceOf(opened.value.facts) : null,
        intent: 'open',
        text: opened.ok ? (spec.command ?? what) : opened.message,
        ...(spec.pane && { pane: spec.pane.id }),
        outcome: opened.ok ? 'delivered' : 'failed',
      })
      return opened
    },
    async closeSurface(id) {
      if (await leave(id, null)) await end(id)
    },
    async letGo(id) {
      if (!registry.get(id)?.summary().tmux) return null
      return (await leave(id, 'A person lets go of it; its program lives on in tmux.')) && end(id, registry.letGo)
    },
    gone(surfaces) {
      const names = surfaces.map(({ name }) => name).join(', ')
      console.error(`gatehouse: ${names}: ended in tmux while Gatehouse was not running.`)
      for (const kept of surfaces) {
        const { id, name } = kept
        const text = 'Its program ended in tmux while Gatehouse was not running.'
        void record('gatehouse', { surface: { id, name }, intent: 'close', text, outcome: 'delivered' })
        callers.leave(id)
        lasting.drop(id)
        // What takes its place is another surface: only what was said for this one ends.
        if (!startsAnew(kept)) restore.closed(id)
      }
      void forgetRules(surfaces)
    },
    async forget(id) {
      callers.leave(id)
      lasting.letGo(id)
      await rules.forget(id)
    },
    async forgetEnded() {
      const ended = registry.all().map(surface => surface.summary())
      await forgetRules(ended.filter(({ tmux, exit }) => !tmux || exit))
    },
  }
}
