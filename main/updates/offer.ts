// What of a feed's answer is an offer: a plain version that is newer than this one, and its notes as bounded text. The library that
// fetches it has checks of its own; a feed that is wrong, or lies, gets past neither. Pure.
import { releaseSchema } from '../../preload/contract.ts'

/** As text of the window, in UTF-16 code units, and in lines. */
const MOST_NOTES = 4000
const MOST_LINES = 80
/** What is longer is no note; it is not even looked through. */
const MOST_RAW = 100_000

/** Is `offered` a version for people, and newer than `current`? One that is not plainly `1.2.3` is never offered: a test build, a preview. */
export function isNewer(offered: string, current: string): boolean {
  const [next, now] = [parts(offered), parts(current)]
  if (next === null || now === null) return false
  const at = next.findIndex((part, index) => part !== now[index])
  return at >= 0 && next[at]! > now[at]!
}

function parts(version: string): number[] | null {
  return releaseSchema.safeParse(version).success ? version.split('.').map(Number) : null
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

/**
 * What a feed says of a version: plain text, Markdown, or the HTML that GitHub makes of that. Tags become lines or nothing; nothing of
 * it is ever a page. Anything but a text is no note.
 */
export function notesOf(raw: unknown): string {
  if (typeof raw !== 'string' || raw.length > MOST_RAW) return ''
  const text = raw
    .replace(/\r\n?/g, '\n')
    .replace(/<li(\s[^<>]*)?>/gi, '\n- ')
    .replace(/<(br|\/?(p|h[1-6]|ul|ol|li|div|pre|blockquote|tr))(\s[^<>]*)?\/?>/gi, '\n')
    .replace(/<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>/gi, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (all, decimal, hex, name) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? all
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    })
  const lines = text
    .split('\n')
    .map(line => line.trimEnd())
    .filter((line, at, all) => line !== '' || (all[at - 1] ?? '') !== '')
  return cut(lines.slice(0, MOST_LINES).join('\n').trim(), lines.length > MOST_LINES)
}

function cut(text: string, shorter: boolean): string {
  if (!shorter && text.length <= MOST_NOTES) return text
  return `${text.slice(0, MOST_NOTES - 2).replace(/[\ud800-\udbff]$/, '')}\n…`
}
