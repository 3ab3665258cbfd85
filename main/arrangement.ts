// What the window asks about itself: its settings, how it is arranged. Nothing here touches what agents may do.
import type { CallName, CallOutput, CallParsed, Result } from '../preload/contract.ts'
import type { House } from './house.ts'

type ArrangementCall = Extract<CallName, 'settings.set' | 'layout.get' | 'layout.save'>
type ArrangementCalls = {
  [K in ArrangementCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

export function createArrangementCalls({ settings, layout }: Pick<House, 'settings' | 'layout'>): ArrangementCalls {
  return {
    'settings.set': patch => settings.set(patch),
    'layout.get': () => ({ ok: true, value: { layout: layout.kept.layout } }),
    'layout.save'({ layout: next }) {
      layout.save({ layout: next })
      return { ok: true, value: {} }
    },
  }
}
