// What is held of every page: links that lead somewhere, pictures that say what they show, headings in order, tables and blocks
// that are whole. Each check gives a sentence for every fault.
import path from 'node:path'
import type { Nodes } from 'mdast'
import { allOf, at, type Page, slug, textOf } from './pages.ts'

export interface Project {
  readonly files: readonly string[]
  readonly pages: readonly Page[]
}

export type Check = (page: Page, project: Project) => string[]

/** The languages a block may be in. Commands stand in `sh`, or in `console` with what they print. */
const LANGUAGES = ['sh', 'console', 'json', 'jsonc', 'ts', 'tsx', 'css', 'yaml', 'diff', 'mermaid', 'text']
const FEWEST_ALT_WORDS = 4

/** Where a link of the page leads inside the project; null = out of it. */
export function targetOf(page: Page, url: string): { readonly file: string; readonly anchor: string | null } | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return null
  const [to = '', anchor = null] = url.split('#')
  const file = to === '' ? page.file : path.posix.join(path.posix.dirname(page.file), decodeURIComponent(to))
  return { file: file.replace(/\/$/, ''), anchor }
}

const links: Check = (page, { files, pages }) =>
  allOf(page.tree, 'link', 'definition', 'image').flatMap(node => {
    const target = targetOf(page, node.url)
    const here = at(page, node)
    if (target === null) {
      return node.url.startsWith('https://') ? [] : [`${here}: ${node.url} is no https address`]
    }
    const { file, anchor } = target
    if (!files.some(one => one === file || one.startsWith(`${file}/`))) return [`${here}: there is no ${file}`]
    if (anchor === null) return []
    const there = pages.find(one => one.file === file)
    return there?.anchors.has(anchor) ? [] : [`${here}: ${file} has no heading for #${anchor}`]
  })

/** `[text][name]` without a definition stays as it is written, brackets and all. */
const references: Check = page =>
  allOf(page.tree, 'text')
    .filter(({ value }) => /\]\[|\]\(/.test(value))
    .map(node => `${at(page, node)}: a link that is none: ${node.value.trim()}`)

const bare: Check = page =>
  allOf(page.tree, 'text')
    .filter(({ value }) => value.includes('http://'))
    .map(node => `${at(page, node)}: an address that is not https stands in the text`)

const pictures: Check = page =>
  allOf(page.tree, 'image').flatMap(node => {
    const words = node.alt?.match(/\p{L}+/gu) ?? []
    const says = words.length >= FEWEST_ALT_WORDS && !/^(an? )?(image|picture|screenshot) of\b/i.test(node.alt ?? '')
    return says ? [] : [`${at(page, node)}: the alt text of ${node.url} does not say what is to be seen: "${node.alt}"`]
  })

const headings: Check = page => {
  const all = allOf(page.tree, 'heading')
  const first = all.filter(({ depth }) => depth === 1)
  const faults =
    first.length === 1 ? [] : [`${page.file}: ${first.length} headings of the first level; there is to be one`]
  if (page.tree.children.find(({ type }) => type !== 'html') !== all[0])
    faults.push(`${page.file}: it does not begin with its heading`)
  const seen = new Set<string>()
  for (const [n, heading] of all.entries()) {
    const before = n === 0 ? 0 : all[n - 1]!.depth
    const anchor = slug(textOf(heading))
    if (heading.depth > before + 1) faults.push(`${at(page, heading)}: from level ${before} to level ${heading.depth}`)
    if (anchor === '' || seen.has(anchor)) faults.push(`${at(page, heading)}: a second #${anchor} on this page`)
    seen.add(anchor)
  }
  return faults
}

const blocks: Check = page =>
  allOf(page.tree, 'code')
    .filter(({ lang }) => !LANGUAGES.includes(lang ?? ''))
    .map(node => `${at(page, node)}: a block in ${node.lang ?? 'no language'}; one of ${LANGUAGES.join(', ')}`)

const tables: Check = page => [
  ...allOf(page.tree, 'table').flatMap(table => {
    const wide = table.children[0]?.children.length ?? 0
    const wrong = table.children.filter(row => row.children.length !== wide)
    return wrong.map(row => `${at(page, row as Nodes)}: ${row.children.length} cells in a table of ${wide} columns`)
  }),
  ...allOf(page.tree, 'paragraph')
    .filter(node => /^\s*\|/m.test(textOf(node)))
    .map(node => `${at(page, node)}: a table that is read as text`),
]

/** GitHub drops what it takes for a tag it does not allow, `<name>` too. */
const tags: Check = page =>
  allOf(page.tree, 'html')
    .filter(({ value }) => !/^<!--.*-->$/s.test(value.trim()))
    .map(node => `${at(page, node)}: HTML: ${node.value.split('\n')[0]}`)

export const CHECKS: Readonly<Record<string, Check>> = {
  'links lead somewhere': links,
  'links are links': references,
  'addresses in the text are https': bare,
  'pictures say what they show': pictures,
  'headings are in order': headings,
  'blocks say their language': blocks,
  'tables are whole': tables,
  'there is no HTML but comments': tags,
}

/** Pages that no way of links from the README leads to, and pictures of docs/pictures that no page shows. */
export function orphans({ files, pages }: Project): string[] {
  const reached = new Set<string>()
  const visit = (file: string) => {
    if (reached.has(file)) return
    reached.add(file)
    const page = pages.find(one => one.file === file)
    if (!page) return
    for (const { url } of allOf(page.tree, 'link', 'definition', 'image')) {
      const target = targetOf(page, url)
      if (target) visit(target.file)
    }
  }
  visit('README.md')
  const meant = (file: string) => pages.some(page => page.file === file) || file.startsWith('docs/pictures/')
  return files.filter(file => meant(file) && !reached.has(file))
}
