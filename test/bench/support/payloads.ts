// What is printed in floods: 16 MB of plain lines, of coloured lines with moves, of wide and accented characters. The same bytes each
// time, made when needed.
import fs from 'node:fs'
import path from 'node:path'

export const KINDS = ['ascii', 'ansi', 'unicode'] as const
export type Kind = (typeof KINDS)[number]

const WORDS = [
  ...['resolve', 'the', 'imports', 'of', 'main/house.ts', 'warning:', 'unused', '0x7ffd3a', 'const', '=>', 'passed'],
  ...['12.4ms', 'GET', '/v1/refresh', '200', 'a86e1c4', '[info]', 'retry', 'in', '30s', 'node_modules', '{', '}', 'ok'],
]
const WIDE = [
  ...['日本語の行', '端末', 'Größe', 'naïve', 'Ελληνικά', 'проверка', '한국어', '→', '█▓░', '╭─╮', '✓', '…', 'żółć'],
  ...['🚀', '✅', 'e\u0301te\u0301', '数据', 'ação', '│', '─────', '中文字符', 'עברית'],
]

/** Numbers that look like chance and are the same each time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const LINES: Readonly<Record<Kind, (next: () => number, nth: number) => string>> = {
  ascii: (next, nth) => `${nth} ${words(next, WORDS, 4 + Math.floor(next() * 14))}`,
  ansi(next, nth) {
    const parts = [`\x1b[2m${nth}\x1b[22m`]
    for (let left = 3 + Math.floor(next() * 8); left > 0; left -= 1) parts.push(coloured(next))
    // Now and then a row is written over, as progress bars do.
    if (next() < 0.1) parts.push(`\r\x1b[K\x1b[32m✔\x1b[0m ${words(next, WORDS, 5)}`)
    return parts.join(' ')
  },
  unicode: (next, nth) => `${nth} ${words(next, next() < 0.3 ? WORDS : WIDE, 4 + Math.floor(next() * 10))}`,
}

function words(next: () => number, from: readonly string[], count: number): string {
  return Array.from({ length: count }, () => from[Math.floor(next() * from.length)]).join(' ')
}

function coloured(next: () => number): string {
  const kind = next()
  const colour = Math.floor(next() * 256)
  const text = words(next, WORDS, 1 + Math.floor(next() * 2))
  if (kind < 0.4) return `\x1b[${30 + (colour % 8)}m${text}\x1b[39m`
  if (kind < 0.6) return `\x1b[38;5;${colour}m${text}\x1b[0m`
  if (kind < 0.75) return `\x1b[1;38;2;${colour};${255 - colour};90m${text}\x1b[0m`
  if (kind < 0.85) return `\x1b[${40 + (colour % 8)};97m ${text} \x1b[0m`
  return `\x1b[4m${text}\x1b[24m`
}

/** Writes a file of this kind into `folder`, `bytes` long to within a line. Returns its path. */
export function writePayload(folder: string, kind: Kind, bytes: number): string {
  const file = path.join(folder, `${kind}-${bytes}`)
  const next = chance(KINDS.indexOf(kind) + 1)
  const out = fs.openSync(file, 'w')
  let written = 0
  for (let nth = 0; written < bytes; ) {
    let part = ''
    for (; part.length < 65_536; nth += 1) part += `${LINES[kind](next, nth)}\n`
    written += fs.writeSync(out, part)
  }
  fs.closeSync(out)
  return file
}
