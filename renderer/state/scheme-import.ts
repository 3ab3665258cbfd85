// Schemes out of a file of another program: iTerm2, Windows Terminal, or our own form. Pure: a text in, schemes or faults out. What
// cannot be used is left out and said with its field and what to write instead.
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { SCHEME_COLOURS, type Scheme, schemeSchema } from '../../preload/contract.ts'
import { itermScheme } from './scheme-iterm.ts'
import { type Drawn, type Found, finished, nameFrom } from './scheme-parts.ts'
import { takenIds } from './schemes/index.ts'

const MOST_BYTES = 1024 * 1024
/** of all that is imported; the setting takes no more */
const MOST = 100
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

export interface SchemeImport {
  /** with ids that nothing else has */
  readonly schemes: readonly Scheme[]
  /** one sentence or more for each that is left out */
  readonly faults: readonly string[]
}

/** `file`: its name, for what is said. `imported`: what is there already. */
export function importSchemes(text: string, file: string, imported: readonly Scheme[]): SchemeImport {
  const said = (fault: string) => ({ schemes: [], faults: [`${file}: ${fault}`] })
  if (text.length > MOST_BYTES) return said('it is larger than 1 MiB, which no scheme is.')
  if (text.startsWith('bplist')) {
    return said('it is a binary property list. Convert it first: plutil -convert xml1 FILE.')
  }
  const found = /^[\s\ufeff]*</.test(text) ? [itermScheme(text, nameFrom(file))] : fromJson(text, nameFrom(file))
  const schemes: Scheme[] = []
  const faults: string[] = []
  const taken = takenIds(imported)
  for (const one of found) {
    if (!one.ok) faults.push(`${file}: ${one.fault}`)
    else if (imported.length + schemes.length >= MOST) {
      faults.push(`${file}: there are ${MOST} imported schemes already. Remove one first.`)
      break
    } else {
      const id = freeId(one.scheme.id, taken)
      taken.add(id)
      schemes.push({ ...one.scheme, id })
    }
  }
  return { schemes, faults }
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id
  for (let n = 2; taken.has(free); n += 1) free = `${id.slice(0, 63 - `-${n}`.length)}-${n}`
  return free
}

function fromJson(text: string, name: string): Found[] {
  const errors: ParseError[] = []
  const json: unknown = parse(text.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true })
  const [wrong] = errors
  if (wrong) {
    const line = text.slice(0, wrong.offset).split('\n').length
    return [{ ok: false, fault: `line ${line}: it is not JSON (${printParseErrorCode(wrong.error)}).` }]
  }
  const list = isObject(json) && Array.isArray(json['schemes']) ? json['schemes'] : Array.isArray(json) ? json : [json]
  if (list.length === 0) return [{ ok: false, fault: 'there is no scheme in it.' }]
  return list.map((one, i) => {
    const place = list.length === 1 ? '' : `schemes[${i}]${named(one)}: `
    const read = oneOf(one, name)
    return read.ok || place === '' ? read : { ok: false, fault: place + read.fault }
  })
}

function oneOf(one: unknown, name: string): Found {
  if (isObject(one) && isObject(one['colours'])) return ownScheme(one)
  if (isObject(one) && ['background', 'foreground', 'purple', 'black'].some(key => key in one)) {
    return windowsScheme(one, name)
  }
  const fix = 'Choose an .itermcolors file, a Windows Terminal scheme or settings.json, or a scheme of Gatehouse.'
  return { ok: false, fault: `no colours are in it. ${fix}` }
}

function ownScheme(json: Record<string, unknown>): Found {
  const parsed = schemeSchema.safeParse(json)
  if (parsed.success) return { ok: true, scheme: parsed.data }
  const field = parsed.error.issues[0]!.path.join('.') || 'it'
  const shown = field.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), json)
  if (shown === undefined) return { ok: false, fault: `${field} is missing. ${ownFix(field)}` }
  return { ok: false, fault: `${field} cannot be ${brief(shown)}. ${ownFix(field)}` }
}

function ownFix(field: string): string {
  if (field === 'id') return 'Use a-z, 0-9 and -, such as "my-scheme".'
  if (field === 'name') return 'Use 1 to 64 characters.'
  if (field === 'dark') return 'Write true or false.'
  return 'Write a colour as "#rrggbb".'
}

/** Ours in the order of SCHEME_COLOURS. */
const WINDOWS = SCHEME_COLOURS.map(colour => colour.replace('magenta', 'purple').replace('Magenta', 'Purple'))

function windowsScheme(json: Record<string, unknown>, name: string): Found {
  const faults: string[] = []
  const colour = (field: string, needed = true): string | null => {
    const value = json[field]
    if (value === undefined) {
      if (needed) faults.push(`${field} is missing. Write a colour as "#rrggbb".`)
      return null
    }
    if (typeof value === 'string' && HEX.test(value)) return long(value)
    faults.push(`${field} cannot be ${brief(value)}. Write a colour as "#rrggbb".`)
    return null
  }
  const drawn: Drawn = {
    name: typeof json['name'] === 'string' ? json['name'] : name,
    background: colour('background'),
    foreground: colour('foreground'),
    cursor: colour('cursorColor', false),
    cursorText: null,
    selection: colour('selectionBackground', false),
    sixteen: WINDOWS.map(field => colour(field)),
  }
  return faults.length > 0 ? { ok: false, fault: faults.slice(0, 3).join(' ') } : finished(drawn)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const brief = (value: unknown) => JSON.stringify(value)?.slice(0, 40) ?? 'that'
const long = (hex: string) => (hex.length === 4 ? `#${[...hex.slice(1)].map(digit => digit + digit).join('')}` : hex)
const named = (one: unknown) =>
  isObject(one) && typeof one['name'] === 'string' ? ` (${JSON.stringify(one['name'].slice(0, 40))})` : ''
