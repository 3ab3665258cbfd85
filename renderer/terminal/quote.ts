// Paths of files as words of a shell's line. Pure.

const PLAIN = /^[\w@%+=:,./-]+$/
const PLAIN_WINDOWS = /^[\w@+=:,./\\-]+$/

/**
 * One word for the shell, whatever it holds: quoted where it needs it. Backslashes stand outside of the quotes, for fish reads
 * them inside. On Windows a path holds no quote of its own.
 */
export function quoted(path: string, windows: boolean): string {
  if (windows) return PLAIN_WINDOWS.test(path) ? path : `"${path}"`
  if (PLAIN.test(path)) return path
  const inside = path.replace(/['\\]/g, one => (one === "'" ? `'\\''` : `'\\\\'`))
  return `'${inside}'`
}

/** Control characters in a name would be taken out of a paste, and the path would be another. */
export function canBePasted(path: string): boolean {
  return path !== '' && !/[\x00-\x1f\x7f-\x9f]/.test(path)
}

/** What goes into the terminal for these files: never an Enter. */
export function wordsOf(paths: readonly string[], windows: boolean): string {
  return paths.map(path => `${quoted(path, windows)} `).join('')
}
