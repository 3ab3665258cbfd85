// Drafts over a restart: every change of them goes to the store, and what was left before this start is bound to the
// surface that a person opens for it. Nothing here releases one.
import type { SurfaceFacts } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import type { Draft, Place } from './drafts.ts'
import { entry, surfaceOf } from './entries.ts'
import { say } from './sentences.ts'
import { endDrafts, sweep, watchExpiry } from './sweep.ts'

export interface Keeper {
  /** A surface is there, or may have another name or workspace. Cheap where it has not. */
  surfaceSeen(id: string): void
  surfaceGone(id: string): void
}

/** Ends what did not outlive the restart, each with its record, and keeps the rest from now on. */
export function keepDrafts(core: Core): Keeper {
  const { surfaces, drafts: store } = core.options
  /** of every surface that is there; a draft's target is still known while surfaces are being ended */
  const places = new Map<string, Place>()

  function placeOf(id: string): Place {
    const { name, workspace } = surfaces.get(id)?.facts ?? places.get(id) ?? { name: '', workspace: '' }
    return { name, workspace }
  }
  function save(): void {
    const kept = core.drafts.all().map(({ surface, left, ...draft }) => {
      return { ...draft, target: { id: surface, ...placeOf(surface) } }
    })
    store?.save([...kept, ...core.drafts.left()])
  }

  function bind(facts: SurfaceFacts): void {
    // Only a person's surface takes over what another one of a person was given.
    if (core.drafts.left().length === 0 || facts.openedBy !== 'person') return
    if (core.closed() || surfaces.get(facts.id)?.ended()) return
    sweep(core)
    const bound = core.drafts.bind(facts.id, facts)
    if (bound.length === 0) return
    core.emit('drafts')
    for (const draft of bound) core.record(boundEntry(facts, draft)).catch(error => core.fail(error))
  }

  core.onChange(what => what === 'drafts' && save())
  for (const { draft, why, outcome } of store?.lost ?? []) endDrafts(core, [draft], 'gatehouse', why, outcome)
  const { agents } = core.options.policy()
  const unknown = core.drafts.left().filter(({ agent }) => !Object.hasOwn(agents, agent))
  if (core.options.policyFault() === null) {
    for (const agent of new Set(unknown.map(draft => draft.agent))) {
      endDrafts(core, core.drafts.drop({ agent }), 'gatehouse', say.draftOfGoneAgent())
    }
  }
  sweep(core)
  for (const { at } of core.drafts.left()) watchExpiry(core, at)

  return {
    surfaceSeen(id) {
      const facts = surfaces.get(id)?.facts
      if (!facts) return
      const before = places.get(id)
      if (before?.name === facts.name && before.workspace === facts.workspace) return
      places.set(id, placeOf(id))
      if (before) save()
      bind(facts)
    },
    surfaceGone: id => void places.delete(id),
  }
}

function boundEntry(facts: SurfaceFacts, { ref, bytes, left }: Draft) {
  const why = left ? say.leftBound(left.name, left.workspace) : ''
  return entry('send', 'gatehouse', {
    surface: surfaceOf(facts),
    intent: 'type',
    draft: ref,
    verdict: { effect: 'allow', rule: null, why },
    outcome: 'staged',
    bytes,
  })
}
