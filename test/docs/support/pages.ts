// The project's Markdown pages as GitHub reads them: each with its nodes, the line a node stands on, and the anchors of its headings.
import path from 'node:path'
import GithubSlugger, { slug } from 'github-slugger'
import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { toString as textOf } from 'mdast-util-to-string'
import { gfmTable } from 'micromark-extension-gfm-table'
import { filesUnder, read } from '../../guards/support/sources.ts'

export const ROOT = path.resolve(import.meta.dirname, '../../..')

/** A kind of node, by its `type`. */
type Kind = Nodes['type']
export type Of<K extends Kind> = Extract<Nodes, { type: K }>

export interface Page {
  /** relative to the project's top, with `/` */
  readonly file: string
  readonly tree: Root
  /** what a link to a heading of this page ends with, as GitHub makes them */
  readonly anchors: ReadonlySet<string>
}

/** A page of this text. */
export function pageOf(file: string, text: string): Page {
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  const slugger = new GithubSlugger()
  const anchors = new Set(allOf(tree, 'heading').map(heading => slugger.slug(textOf(heading))))
  return { file, tree, anchors }
}

/** Every node of these kinds, in the order of the text. */
export function allOf<K extends Kind>(node: Nodes, ...kinds: readonly K[]): Of<K>[] {
  const here = (kinds as readonly Kind[]).includes(node.type) ? [node as Of<K>] : []
  return 'children' in node ? [...here, ...node.children.flatMap(child => allOf(child as Nodes, ...kinds))] : here
}

/** `docs/policy.md:12`, for a message; `below`: lines further down. */
export function at({ file }: Page, node: Nodes, below = 0): string {
  return `${file}:${(node.position?.start.line ?? 0) + below}`
}

export { slug, textOf }

/** Every file of the project, and every page among them. What is made or installed is not ours. */
export const projectFiles = filesUnder()
export const pages: readonly Page[] = projectFiles
  .filter(file => file.endsWith('.md'))
  .map(file => pageOf(file, read(file)))
