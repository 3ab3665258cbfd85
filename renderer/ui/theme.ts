// Dark or light, as the setting says or the system prefers: a class on <html>.
import { useStore } from '../state/app-state.ts'
import { setting } from '../state/settings.ts'

/** Sets the class now and whenever setting or preference change; `changed` hears of it, and of other schemes for the terminals. */
export function followTheme(changed: () => void): void {
  const query = matchMedia('(prefers-color-scheme: light)')
  let before = ''
  const apply = () => {
    const theme = setting('theme')
    const name = theme === 'system' ? (query.matches ? 'light' : 'dark') : theme
    document.documentElement.className = name
    const next = JSON.stringify([name, setting('darkScheme'), setting('lightScheme'), setting('schemes')])
    if (next === before) return
    before = next
    changed()
  }
  apply()
  query.addEventListener('change', apply)
  useStore.subscribe((store, last) => {
    if (store.state?.settings !== last.state?.settings) apply()
  })
}
