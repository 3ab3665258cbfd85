// Dark or light, as the system prefers: a class on <html>.

/** Sets the class now and whenever the preference changes; then `changed` is called. */
export function followTheme(changed: () => void): void {
  const query = matchMedia('(prefers-color-scheme: light)')
  const apply = () => {
    document.documentElement.className = query.matches ? 'light' : 'dark'
  }
  apply()
  query.addEventListener('change', () => {
    apply()
    changed()
  })
}
