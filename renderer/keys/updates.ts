// The command that looks for a newer version: it shows where that is said, and looks where it can be.
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { say, showSettings } from '../state/panel.ts'

const MAY = new Set(['idle', 'none', 'found', 'failed'])

export function checkForUpdates(): void {
  showSettings('about')
  if (!MAY.has(now()?.updates.is ?? '')) return
  void call('updates.check', {}).then(checked => checked.ok || say(checked.message))
}
