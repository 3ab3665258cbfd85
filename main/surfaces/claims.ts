// What programs say about themselves through the terminal (title, folder), made harmless: one line, short, nothing that
// hides or reorders text. (pure) Nobody may select or decide by these.
import path from 'node:path'

const TITLE_CHARACTERS = 200
const PATH_CHARACTERS = 4096
/** controls, format characters (bidi, zero-width, tags), private use, unassigned, line and paragraph separators */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]+/gu

/** A title as it may be shown. */
export function cleanTitle(raw: string): string {
  return [...raw.replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim()].slice(0, TITLE_CHARACTERS).join('')
}

/** The folder in an OSC 7 body (`file://host/path`), or null when it is no local absolute path. */
export function folderFromOsc7(body: string, hostname: string): string | null {
  if (body.length > PATH_CHARACTERS * 3) return null
  const match = /^file:\/\/([^/]*)(\/.*)$/s.exec(body)
  if (!match || !['', 'localhost', hostname].includes(match[1]!)) return null
  try {
    const folder = decodeURIComponent(match[2]!)
    const unshown = folder.search(UNSHOWN) >= 0
    return path.isAbsolute(folder) && !unshown && folder.length <= PATH_CHARACTERS ? folder : null
  } catch {
    // A stray percent sign: no path of ours.
    return null
  }
}
