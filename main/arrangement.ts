// What the window asks about itself: its settings, how it is arranged. Nothing here touches what agents may do.
import type { CallName, CallOutput, CallParsed, Result } from '../preload/contract.ts'
import type { House } from './house.ts'

type ArrangementCall = Extract<CallName, 'settings.set' | 'layout.get' | 'layout.save' | 'window.colours'>
type ArrangementCalls = {
  [K in ArrangementCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

export function createArrangementCalls({
  settings,
  layout,
  flagged,
  registry,
}: Pick<House, 'settings' | 'layout' | 'flagged' | 'registry'>): ArrangementCalls {
  let known = false
  return {
    'settings.set': patch => settings.set(patch),
    'window.colours'(colours) {
      registry.drawnIn(colours)
      return { ok: true, value: {} }
    },
    'layout.get': () => ({ ok: true, value: { layout: layout.kept.layout, opened: known ? [] : [...flagged] } }),
    'layout.save'({ layout: next }) {
      known = true
      layout.save({ layout: next })
      return { ok: true, value: {} }
    },
  }
}
