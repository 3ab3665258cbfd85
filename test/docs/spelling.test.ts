// The spelling of every page, British, by cspell's dictionary; words it does not know stand in words.txt.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pageOf, pages, ROOT } from './support/pages.ts'
import { isEnglish, isOurs, meant, OURS, wordsOf } from './support/spelling.ts'

/** What the bench writes names machines and cases as they are called. */
const FIGURES = /<!-- figures, written by the bench -->[\s\S]*<!-- end of figures -->/
const byHand = pages.map(page => {
  const text = readFileSync(path.join(ROOT, page.file), 'utf8')
  return FIGURES.test(text)
    ? pageOf(
        page.file,
        text.replace(FIGURES, part => part.replaceAll(/./g, '')),
      )
    : page
})
const written = byHand.flatMap(wordsOf)

test('every word is English, or stands in test/docs/words.txt', () => {
  const unknown = written.filter(({ word }) => !isEnglish(word) && !isOurs(word))
  expect(unknown.map(({ word, where }) => `${where}: ${word} (${meant(word).join(', ')}?)`)).toEqual([])
})

test('every word of words.txt is of use, and stands there once, in order', () => {
  const used = new Set(written.flatMap(({ word }) => [word, word.toLowerCase()]))
  expect(OURS.filter(word => !used.has(word) || isEnglish(word))).toEqual([])
  const order = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)
  expect(OURS).toEqual([...new Set(OURS)].sort(order))
})

test.each(['recieve', 'colour’d', 'thier', 'agentss', 'Gatehose'])('the check reports %s', word => {
  const [found] = wordsOf(pageOf('x.md', `# Top\n\nHere ${word} stands.\n`))
    .filter(({ where }) => where === 'x.md:3')
    .slice(1)
  expect(isEnglish(found!.word) || isOurs(found!.word)).toBe(false)
})

test('code, numbers and names with digits are no words', () => {
  const text = '# Top\n\nSee `recieve`, s_7f3a, x64 and [the page](recieve.md).\n\n```sh\nrecieve\n```\n'
  expect(wordsOf(pageOf('x.md', text)).map(({ word }) => word)).toEqual(['Top', 'See', 'and', 'the', 'page'])
})
