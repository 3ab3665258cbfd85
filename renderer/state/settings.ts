// A person's settings, as main has them now.
import { DEFAULT_SETTINGS, type SettingName, type SettingsPatch, type SettingsValues } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { now, useSlice } from './app-state.ts'
import { say } from './panel.ts'

export function useSetting<K extends SettingName>(name: K): SettingsValues[K] {
  return useSlice('settings').values[name]
}

/** For code that is no component; before main has answered, as at first. */
export function setting<K extends SettingName>(name: K): SettingsValues[K] {
  return (now()?.settings.values ?? DEFAULT_SETTINGS)[name]
}

/** Null = the default again. What keeps it from being written is said. True: it was. */
export async function changeSettings(patch: SettingsPatch): Promise<boolean> {
  const set = await call('settings.set', patch)
  if (!set.ok) say(set.message)
  return set.ok
}
