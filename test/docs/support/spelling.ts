// The words of a page that no dictionary knows. What stands in code is not looked at.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { decodeTrie } from 'cspell-trie-lib'
import type { Nodes } from 'mdast'
import { allOf, at, type Page } from './pages.ts'

/** Words of ours: in lower case they stand for any, with a capital for themselves alone. */
export const OURS: readonly string[] = fs
  .readFileSync(path.join(import.meta.dirname, '../words.txt'), 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))

const ours = new Set(OURS)
const require = createRequire(import.meta.url)
/** What the package exports lies beside its dictionary. */
const beside = require.resolve('@cspell/dict-en-gb')
const file = path.join(path.dirname(beside), 'en_GB.trie.gz')
const english = decodeTrie(gunzipSync(fs.readFileSync(file)))

export interface Written {
  readonly word: string
  /** `docs/policy.md:12` */
  readonly where: string
}

/** A part of a text between blanks that is a name: a file, an address, something with a digit or an underline. */
const isName = (part: string) =>
  /[\p{L}\p{N}][.@/_]\p{L}|[\p{N}_]/u.test(part.replaceAll(/\p{L}+\/\p{L}+(?![./])/gu, ' '))

/** Words of the text of a page, alt texts too. */
export function wordsOf(page: Page): Written[] {
  return allOf(page.tree, 'text', 'image').flatMap((node: Nodes) => {
    const text = node.type === 'image' ? (node.alt ?? '') : 'value' in node ? node.value : ''
    return text.split('\n').flatMap((line, below) => {
      const parts = line.split(/[\s—–-]+/).filter(part => !isName(part))
      const words = parts.flatMap(part => part.replaceAll('’', "'").match(/[\p{L}']+/gu) ?? [])
      const bare = words.map(word => word.replace(/^'+|'+$/g, '').replace(/'s$/, ''))
      return bare.filter(Boolean).map(word => ({ word, where: at(page, node, below) }))
    })
  })
}

/** As it is written, as a name, or in lower case: a sentence may begin with it, and a heading may shout it. */
const forms = (word: string) => [word, word.toLowerCase(), word[0] + word.slice(1).toLowerCase()]

export const isEnglish = (word: string): boolean => forms(word).some(form => english.hasWord(form, true))
export const isOurs = (word: string): boolean => ours.has(word) || ours.has(word.toLowerCase())

/** What may have been meant, the likeliest first. */
export const meant = (word: string): string[] =>
  english.suggest(word, { numSuggestions: 3, ignoreCase: true }).slice(0, 3)
