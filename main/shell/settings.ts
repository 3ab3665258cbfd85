// electron-store as the app's settings: the same settings.json, with the same values, that store/settings.ts reads headless.
// A person may edit the file while the app runs: what they save is taken up.
import path from 'node:path'
import Store from 'electron-store'
import { failure, reasonOf } from '../store/failure.ts'
import { patched, patchFault, plainSettings, type Settings, settingsFrom } from '../store/settings.ts'

/** Settings of the data folder `dir`. A file that electron-store cannot read is left to the plain reader, which says so. */
export function electronSettings(dir: string): Settings {
  let store: Store<Record<string, unknown>>
  try {
    store = new Store({ cwd: dir, name: 'settings', clearInvalidConfig: false, configFileMode: 0o600, watch: true })
  } catch {
    return plainSettings(dir)
  }
  const { store: found } = store
  const listeners = new Set<() => void>()
  let now = settingsFrom(found)
  // Not onDidAnyChange: it reads the file itself, and what it throws then is nobody's to catch.
  store.events.addEventListener('change', () => {
    const before = JSON.stringify(now)
    try {
      now = settingsFrom(store.store)
    } catch (error) {
      // Half-written, or no JSON: what was read last holds.
      now = { ...now, warning: `settings.json cannot be read (${reasonOf(error)}); what was read last is used.` }
    }
    if (JSON.stringify(now) === before) return
    for (const listener of listeners) listener()
  })
  return {
    file: path.join(dir, 'settings.json'),
    get: () => now.values,
    presets: found['presets'],
    get warning() {
      return now.warning
    },
    async set(patch) {
      const fault = patchFault(patch)
      if (fault !== null) return failure('bad_setting', fault)
      try {
        store.store = patched(store.store, patch)
        return { ok: true, value: {} }
      } catch (error) {
        return failure('not_written', `The settings could not be written (${reasonOf(error)}).`)
      }
    },
    onChange: listener => void listeners.add(listener),
    close: () => store._closeWatcher(),
  }
}
