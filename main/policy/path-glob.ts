// Globs over folders: `*` and `?` stay within one part of a path, `**` as a part spans parts, `~/` is the person's home.
// Matched in linear time, so that no pattern and no path can hang a decision. Patterns are checked when a policy is read;
// a pattern that cannot be used matches nothing.
import { RE2JS } from 're2js'

const MAX_PATTERN = 256
const MAX_PATH = 4096

/** What is wrong with a pattern, as the end of a sentence; null when it is fine. */
export function pathFault(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN) return `it is longer than ${MAX_PATTERN} characters`
  if (!pattern.startsWith('/') && !pattern.startsWith('~/') && pattern !== '~' && !/^[A-Za-z]:[\\/]/.test(pattern)) {
    return 'a folder begins with `/` or `~/`'
  }
  if (hasDots(pattern)) return 'it has `.` or `..` as a part; write the folder itself'
  if (/[@!+*?]\(|[{}[\]!]/.test(pattern))
    return 'only `*`, `**` and `?` are known in a folder; write one pattern for each'
  return null
}

/** Is `path` (absolute, links resolved) one of the folders? `/a/**` is `/a` and everything in it. */
export function pathMatches(pattern: string, path: string, home: string | null): boolean {
  if (path.length > MAX_PATH || !isAbsolute(path) || hasDots(path) || pathFault(pattern) !== null) return false
  const isHome = pattern === '~' || pattern.startsWith('~/')
  if (isHome && (home === null || !isAbsolute(home))) return false
  // Elsewhere a backslash is a character of a name, which must not make one folder look like another.
  const plain = path.startsWith('/') ? withoutEnd : fromWindows
  // The home folder's own characters are plain text, whatever they are.
  const base = isHome ? plain(home ?? '') : ''
  const place = plain(path)
  if (isHome && place !== base && !place.startsWith(`${base}/`)) return false
  return compiled(plain(isHome ? pattern.slice(1) : pattern)).testExact(place.slice(base.length))
}

/** More than any policy has; a flood of patterns must not keep memory. */
const CACHED = 10_000
const cache = new Map<string, RE2JS>()

function compiled(glob: string): RE2JS {
  const known = cache.get(glob)
  if (known) return known
  const fresh = RE2JS.compile(expression(glob))
  if (cache.size >= CACHED) cache.clear()
  cache.set(glob, fresh)
  return fresh
}

function isAbsolute(path: string): boolean {
  return /^(\/|\\\\|[A-Za-z]:[\\/])/.test(path)
}

function hasDots(path: string): boolean {
  return /(^|[\\/])\.\.?($|[\\/])/.test(path)
}

/** `/` alone is nothing then, and `/**` as a part after it may be nothing too. */
function withoutEnd(path: string): string {
  return path.replace(/\/+$/, '')
}

function fromWindows(path: string): string {
  return withoutEnd(path.replaceAll('\\', '/').replace(/^[A-Z]:/, drive => drive.toLowerCase()))
}

function expression(glob: string): string {
  const tokens = glob.match(/\/\*\*(?=\/|$)|\*+|\?|[^*?/]+|\//g) ?? []
  return tokens
    .map((token, index) => {
      if (token === '/**') return '(?:/[^/]+)*'
      if (token === '?') return '[^/]'
      if (!token.startsWith('*')) return RE2JS.quote(token)
      const isPart = tokens[index - 1] === '/' && (tokens[index + 1] ?? '/').startsWith('/')
      return isPart ? '[^/]+' : '[^/]*'
    })
    .join('')
}
