// Globs over names and workspaces: `*`, `?`, `[abc]`, `{a,b}` and `\` to take the next character as it is. A name is
// not a path: `*` stands for any characters, also `/` and a leading dot. Bounded, so that no pattern can hang a decision.
import picomatch from 'picomatch'

const MAX_PATTERN = 128
/** Backtracking grows with the power of the stars: three over 128 characters stay in milliseconds. */
const MAX_STARS = 3
const MAX_TEXT = 128
/** Stands for `/`, which picomatch would treat as a path separator. No name can contain it. */
const SLASH = '\u0001'
/** Stands before pattern and text, so that nothing is at "the start of a path" for picomatch. */
const START = '\u0002'
/** More patterns than a policy can have: with fewer, a large one would be compiled anew in every decision. */
const CACHED = 20_000

const CACHED_TEXTS = 2000

interface Compiled {
  readonly glob: boolean
  /** null: the pattern is faulty */
  readonly test: ((text: Text) => boolean) | null
}

/** A name as patterns see it: worked out once, since every rule looks at the same few. */
interface Text {
  readonly plain: string
  /** as picomatch gets it */
  readonly shown: string
}

const cache = new Map<string, Compiled>()

/** Does it select more than one exact name? */
export function isGlob(pattern: string): boolean {
  return compiled(pattern).glob
}

/**
 * Does `text` fit? Where that cannot be said (a faulty pattern, a text over 128 characters) the answer is `unsure`,
 * which rules read as no and locks as yes.
 */
export function globMatches(pattern: string, text: string, unsure: boolean): boolean {
  const { glob, test } = compiled(pattern)
  if (test === null || (glob && text.length > MAX_TEXT)) return unsure
  return test(prepared(text))
}

const texts = new Map<string, Text>()

function prepared(text: string): Text {
  const known = texts.get(text)
  if (known) return known
  const plain = text.normalize('NFC')
  const fresh = { plain, shown: START + plain.replaceAll('/', SLASH) }
  if (texts.size >= CACHED_TEXTS) texts.clear()
  if (text.length <= MAX_TEXT) texts.set(text, fresh)
  return fresh
}

/** What is wrong with a pattern, in one sentence; null when it is fine. */
export function globFault(pattern: string): string | null {
  if (pattern === '') return 'it is empty'
  if (pattern.length > MAX_PATTERN) return `it is longer than ${MAX_PATTERN} characters`
  if (pattern.startsWith('!')) {
    return 'it starts with `!`, and there is no "everything but" here; write `\\\\!` for a name that starts so'
  }
  if (/[@!+*?]\(/.test(pattern)) return 'it has a group such as `@(a|b)`; write `{a,b}`'
  if (/\{[^}]*\.\./.test(pattern)) return 'it has a range such as `{1..9}`; write `[1-9]` or `{1,2,3}`'
  if ((pattern.match(/\*+/g)?.length ?? 0) > MAX_STARS) return `it has more than ${MAX_STARS} \`*\``
  return compiled(pattern).test
    ? null
    : 'a bracket or brace in it is not closed; write `\\\\[` or `\\\\{` for the character itself'
}

/** The pattern for exactly this name; null where none can be written for it. */
export function literalGlob(name: string): string | null {
  const pattern = name.replace(/[\\*?[\]{}()!@]/g, '\\$&')
  return globFault(pattern) === null && !isGlob(pattern) && globMatches(pattern, name, false) ? pattern : null
}

function compiled(pattern: string): Compiled {
  const known = cache.get(pattern)
  if (known) return known
  const fresh = compile(pattern.normalize('NFC'))
  if (cache.size >= CACHED) cache.clear()
  cache.set(pattern, fresh)
  return fresh
}

function compile(pattern: string): Compiled {
  const parts = pattern.match(/\\?./gsu) ?? []
  if (!parts.some(part => /^[*?[\]{}]$/.test(part))) {
    const exact = parts.map(part => (part.length > 1 && part.startsWith('\\') ? part.slice(1) : part)).join('')
    return { glob: false, test: ({ plain }) => plain === exact }
  }
  try {
    const regex = picomatch.makeRe(START + parts.map(forPicomatch).join(''), {
      dot: true,
      windows: false,
      noextglob: true,
      nonegate: true,
      strictSlashes: true,
      strictBrackets: true,
      keepQuotes: true,
      fastpaths: false,
      // a pattern that makes no valid expression throws instead of matching nothing
      debug: true,
    })
    return { glob: true, test: ({ shown }) => regex.test(shown) }
  } catch {
    return { glob: true, test: null }
  }
}

/** Leaves only our own special characters special. */
function forPicomatch(part: string, index: number, parts: readonly string[]): string {
  if (part === '!' && parts[index - 1] === '[') return '^'
  const escaped = part.length > 1 && part.startsWith('\\')
  const character = escaped ? part.slice(1) : part
  if (character === '/') return SLASH
  if (/^[*?[\]{},^!-]$/.test(character)) return escaped ? `\\${character}` : character
  return /^[\p{L}\p{N}\p{M}\s_]$/u.test(character) || character.length > 1 || character > '\u007f'
    ? character
    : `\\${character}`
}
