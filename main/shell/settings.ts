// electron-store as the app's settings: the same settings.json, with the same values, that store/settings.ts reads headless.
import Store from 'electron-store'
import { failure, reasonOf } from '../store/failure.ts'
import { isPort, plainSettings, type Settings, settingsFrom } from '../store/settings.ts'

/** Settings of the data folder `dir`. A file that electron-store cannot read is left to the plain reader, which says so. */
export function electronSettings(dir: string): Settings {
  let store: Store<Record<string, unknown>>
  try {
    store = new Store({ cwd: dir, name: 'settings', clearInvalidConfig: false, configFileMode: 0o600 })
  } catch {
    return plainSettings(dir)
  }
  const { store: found } = store
  const { warning } = settingsFrom(found)
  return {
    get: () => settingsFrom(store.store).values,
    presets: found['presets'],
    warning,
    async set(patch) {
      if (patch.mcpPort !== undefined && !isPort(patch.mcpPort)) {
        return failure('bad_setting', 'A port is a whole number from 1 to 65535.')
      }
      try {
        for (const [key, value] of Object.entries(patch)) store.set(key, value)
        return { ok: true, value: {} }
      } catch (error) {
        return failure('not_written', `The settings could not be written (${reasonOf(error)}).`)
      }
    },
  }
}
