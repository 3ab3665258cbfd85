// What programs say about themselves through the terminal (title, folder), made harmless: one line, short, nothing that
// hides or reorders text. (pure) Nobody may select or decide by these.
import path from 'node:path'
import { replaceUnseen } from './visible.ts'

const TITLE_CHARACTERS = 200
/** what of a title is looked at: an endless one costs no more than a long one */
const TITLE_LOOKED_AT = 2000
const PATH_CHARACTERS = 4096
/** Marks piled on one letter reach over the lines above and below. */
const PILED = /(\p{M}{4})\p{M}+/gu

/** A title as it may be shown: what is not seen of it becomes a space. */
export function cleanTitle(raw: string): string {
  const seen = replaceUnseen(raw.slice(0, TITLE_LOOKED_AT), () => ' ').replace(PILED, '$1')
  return [...seen.replace(/ +/g, ' ').trim()].slice(0, TITLE_CHARACTERS).join('').trim()
}

/** The folder in an OSC 7 body (`file://host/path`), or null when it is no local absolute path. */
export function folderFromOsc7(body: string, hostname: string): string | null {
  if (body.length > PATH_CHARACTERS * 3) return null
  const match = /^file:\/\/([^/]*)(\/.*)$/s.exec(body)
  if (!match || !['', 'localhost', hostname].includes(match[1]!)) return null
  try {
    const folder = decodeURIComponent(match[2]!)
    // Two slashes name another machine where folders are shared.
    if (/^[/\\]{2}/.test(folder)) return null
    const unseen = replaceUnseen(folder, () => '').length < folder.length
    return path.isAbsolute(folder) && !unseen && folder.length <= PATH_CHARACTERS ? folder : null
  } catch {
    // A stray percent sign: no path of ours.
    return null
  }
}
