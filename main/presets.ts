// What a person may open, and opens, in the window, and which surface they look at. Who else may open something is the gate's.
import type { CallName, CallOutput, CallParsed, PresetView, Result } from '../preload/contract.ts'
import type { House } from './house.ts'

type PresetCall = Extract<CallName, 'preset.list' | 'surface.open' | 'surface.watch'>
type PresetCalls = {
  [K in PresetCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

export function createPresetCalls(house: Pick<House, 'registry' | 'ownPresets' | 'openSurface'>): PresetCalls {
  const own = (id: string) => house.ownPresets.entries.find(one => one.id === id)

  return {
    async 'preset.list'({ again }) {
      const presets = (await house.registry.presets(again)).map(({ id, install, ...found }): PresetView => {
        const mine = own(id)
        const kind = mine ? 'own' : install ? 'agent' : 'shell'
        return { ...found, id, kind, install: mine ? (mine.install ?? null) : install, cwd: mine?.cwd ?? null }
      })
      return { ok: true, value: { presets, warnings: [...house.ownPresets.warnings] } }
    },
    async 'surface.open'(spec) {
      if (spec.resume !== undefined && (spec.preset === 'shell' || own(spec.preset))) {
        return {
          ok: false,
          code: 'cannot_resume',
          message: `${spec.preset} has no conversations to take up again.`,
          field: 'resume',
        }
      }
      const opened = await house.openSurface({ ...spec, openedBy: 'person' })
      return opened.ok ? { ok: true, value: { id: opened.value.facts.id } } : opened
    },
    'surface.watch'({ surface }) {
      house.registry.watch(surface)
      return { ok: true, value: {} }
    },
  }
}
