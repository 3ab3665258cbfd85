// The commands that the pages tell a reader to type: each line of a `sh` block, and each line behind a `$` in a `console` block, with
// what the page says it prints.
import { allOf, at, type Page } from './pages.ts'

export interface Command {
  readonly page: string
  /** `docs/policy.md:12` */
  readonly where: string
  /** without prompt and comment */
  readonly line: string
  /** what stands below it in a `console` block; null = the page does not say */
  readonly output: string | null
}

export function commandsOf(page: Page): Command[] {
  return allOf(page.tree, 'code').flatMap(node => {
    if (node.lang !== 'sh' && node.lang !== 'console') return []
    const found = node.lang === 'sh' ? inScript(node.value) : inConsole(node.value)
    return found.map(({ line, output, below }) => ({ page: page.file, where: at(page, node, below + 1), line, output }))
  })
}

interface Found {
  readonly line: string
  readonly output: string | null
  /** lines below the block's first */
  readonly below: number
}

/** A line that ends in `\` goes on in the next, and a here-document until its word. */
function inScript(text: string): Found[] {
  const lines = text.split('\n')
  const found: Found[] = []
  for (let n = 0; n < lines.length; n++) {
    const below = n
    let line = withoutComment(lines[n]!)
    while (line.endsWith('\\') && n + 1 < lines.length)
      line = `${line.slice(0, -1).trimEnd()} ${withoutComment(lines[++n]!).trim()}`
    const [, word] = line.match(/<<-?\s*['"]?(\w+)/) ?? []
    while (word !== undefined && n + 1 < lines.length) {
      line += `\n${lines[++n]}`
      if (lines[n]!.trim() === word) break
    }
    if (line.trim() !== '') found.push({ line: line.trim(), output: null, below })
  }
  return found
}

function inConsole(text: string): Found[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, n) => (line.startsWith('$ ') ? [n] : []))
  return starts.map((start, n) => {
    const output = lines
      .slice(start + 1, starts[n + 1])
      .join('\n')
      .trim()
    return { line: withoutComment(lines[start]!.slice(2)), output: output === '' ? null : output, below: start }
  })
}

/** A `#` begins a comment at the line's start or behind a blank, outside of quotes. */
function withoutComment(line: string): string {
  let quote = ''
  for (let n = 0; n < line.length; n++) {
    const char = line[n]!
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '#' && (n === 0 || /\s/.test(line[n - 1]!))) return line.slice(0, n).trimEnd()
  }
  return line.trimEnd()
}
