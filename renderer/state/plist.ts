// XML property lists: dict, array, string, real, integer, true, false, date and data as text. Strict and small: no entities but XML's
// own, no internal subset, so nothing in a file can grow. Pure.

export type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist }

type Read = { readonly ok: true; readonly value: Plist } | { readonly ok: false; readonly fault: string }

/** An iTerm2 file is two deep. */
const DEEPEST = 20
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

class Fault extends Error {}

/** `fault`: one sentence that names the line. */
export function readPlist(text: string): Read {
  let at = 0
  const fault = (what: string) => new Fault(`line ${text.slice(0, at).split('\n').length}: ${what}`)
  const fail = (what: string): never => {
    throw fault(what)
  }

  /** Over blanks and comments, and what stands before the first element. */
  function skip(head: boolean): void {
    for (;;) {
      while (/\s|\ufeff/.test(text[at] ?? '')) at += 1
      const closing = text.startsWith('<!--', at)
        ? '-->'
        : head && text.startsWith('<?', at)
          ? '?>'
          : head && /^<!DOCTYPE[\s>]/i.test(text.slice(at, at + 10))
            ? '>'
            : null
      if (closing === null) return
      const end = text.indexOf(closing, at + 2)
      if (end < 0) throw fault('something is not closed.')
      if (closing === '>' && text.slice(at, end).includes('[')) throw fault('a DOCTYPE with declarations is not read.')
      at = end + closing.length
    }
  }

  /** The next tag; a closing one with its slash, an empty one with it at its end. */
  function tag(): string {
    skip(false)
    const end = text.indexOf('>', at)
    const found =
      text[at] === '<' && end > 0 && end - at < 200
        ? /^<(\/?[a-z]+)(?:\s[^<]*?)?(\/?)$/.exec(text.slice(at, end))
        : null
    if (!found) return fail('a tag was expected here.')
    at = end + 1
    return found[1]! + found[2]!
  }

  function peek(): string {
    const before = at
    const next = tag()
    at = before
    return next
  }

  function content(name: string): string {
    const end = text.indexOf('<', at)
    if (end < 0) return fail(`<${name}> is not closed.`)
    const raw = text.slice(at, end)
    at = end
    if (tag() !== `/${name}`) return fail(`<${name}> holds something else than text.`)
    return raw.replace(/&([^;&]{0,10});?/g, (_whole, entity: string) => {
      const code = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity)
      const point = code ? Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 10) : -1
      if (point >= 0 && point <= 0x10ffff) return String.fromCodePoint(point)
      return ENTITIES[entity] ?? fail(`&${entity}; is no character.`)
    })
  }

  function value(depth: number): Plist {
    if (depth > DEEPEST) return fail('it is nested too deep.')
    const name = tag()
    if (name === 'true/' || name === 'false/') return name === 'true/'
    if (name === 'dict/') return {}
    if (name === 'array/') return []
    if (name === 'string/') return ''
    if (name === 'string' || name === 'date' || name === 'data') return content(name)
    if (name === 'real' || name === 'integer') {
      const raw = content(name).trim()
      const number = Number(raw)
      return raw !== '' && Number.isFinite(number) ? number : fail(`${JSON.stringify(raw.slice(0, 20))} is no number.`)
    }
    if (name === 'array') {
      const list: Plist[] = []
      while (peek() !== '/array') list.push(value(depth + 1))
      tag()
      return list
    }
    if (name !== 'dict') return fail(`<${name}> is not known here.`)
    const entries: [string, Plist][] = []
    for (let next = tag(); next !== '/dict'; next = tag()) {
      if (next !== 'key') return fail('a <key> was expected here.')
      entries.push([content('key'), value(depth + 1)])
    }
    return Object.fromEntries(entries)
  }

  try {
    skip(true)
    if (tag() !== 'plist') return fail('it does not begin with <plist>.')
    const whole = value(0)
    if (tag() !== '/plist') return fail('</plist> was expected here.')
    skip(false)
    return at < text.length ? fail('something stands after </plist>.') : { ok: true, value: whole }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.message }
    throw error
  }
}
