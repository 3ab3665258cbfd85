// What may be a file's name in a line of a terminal, with the line and column said after it. Pure: whether there is such a file,
// main says.

export interface NamedPath {
  /** where it stands in the text, its place included */
  readonly start: number
  readonly end: number
  readonly path: string
  readonly line: number | null
  readonly column: number | null
}

const MOST_CHARACTERS = 1024
/** as many as one question to main may name */
const MOST_PATHS = 64
/** `:12`, `:12:5`, also behind a quote, `(12,5)`, `(12)`, and Python's `", line 12` */
const PLACE = /["'`]?:(\d{1,7})(?::(\d{1,7}))?|\((\d{1,7})(?:, ?(\d{1,7}))?\)|["'], line (\d{1,7})/y
const QUOTED = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g
/** No blanks, no quotes, nothing that frames or lists; a drive's colon on Windows. */
const WORD = /(?:\b[A-Za-z]:(?=[\\/]))?[^\s"'`<>|*?()[\]{},;:=!$&\x00-\x1f\u2500-\u259f]+/g
/** With a folder in it, or a name with an extension. */
const LIKE_PATH = /[\\/]|^[^.\s][^\s]*\.(?=[^.]*[A-Za-z])[\w-]{1,12}$|^\.[A-Za-z]/
const NAME = /^[A-Za-z_][\w.-]*$/

/** In the order they are to be tried: names with blanks in quotes first. */
export function pathsIn(text: string): NamedPath[] {
  const found = [...quotedPaths(text), ...plainPaths(text)]
  return found.filter(({ path }) => path.length <= MOST_CHARACTERS).slice(0, MOST_PATHS)
}

function quotedPaths(text: string): NamedPath[] {
  return [...text.matchAll(QUOTED)].flatMap(match => {
    const start = match.index + 1
    const inside = match[0].slice(1, -1)
    if (!/\s/.test(inside)) return []
    const after = placeAt(text, start + inside.length)
    const place = after.end > start + inside.length ? after : lastPlace(text, start, start + inside.length)
    const path = text.slice(start, Math.min(place.begin, start + inside.length))
    if (path !== path.trim() || !/[\\/]|\.\w{1,12}$/.test(path) || path.includes('://')) return []
    return [{ start, end: place.end, path, line: place.line, column: place.column }]
  })
}

function plainPaths(text: string): NamedPath[] {
  return [...text.matchAll(WORD)].flatMap(match => {
    const path = match[0].replace(/(?<!\.)\.+$/, '')
    const start = match.index
    // An address of the web, or a share.
    if (path.startsWith('//') || text.slice(0, start).endsWith('://')) return []
    const place =
      path === match[0]
        ? placeAt(text, start + path.length)
        : { ...NOWHERE, begin: start + path.length, end: start + path.length }
    const named = LIKE_PATH.test(path) || (place.line !== null && NAME.test(path))
    if (!named || /^[\\/.]+$/.test(path)) return []
    return [{ start, end: place.end, path, line: place.line, column: place.column }]
  })
}

interface Placed {
  readonly begin: number
  readonly end: number
  readonly line: number | null
  readonly column: number | null
}
const NOWHERE = { line: null, column: null }

/** The place said right at `at`. */
function placeAt(text: string, at: number): Placed {
  PLACE.lastIndex = at
  const match = PLACE.exec(text)
  const end = at + (match?.[0].length ?? 0)
  if (!match || /^\d/.test(text.slice(end))) return { ...NOWHERE, begin: at, end: at }
  const number = (one: string | undefined) => (one === undefined || Number(one) === 0 ? null : Number(one))
  return { begin: at, end, line: number(match[1] ?? match[3] ?? match[5]), column: number(match[2] ?? match[4]) }
}

/** The place said at the end of what stands in quotes. */
function lastPlace(text: string, start: number, end: number): Placed {
  const match = /(?::\d{1,7}){1,2}$|\(\d{1,7}(?:, ?\d{1,7})?\)$/.exec(text.slice(start, end))
  return match ? placeAt(text.slice(0, end), start + match.index) : { ...NOWHERE, begin: end, end }
}
