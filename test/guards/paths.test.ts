// Nothing of one machine or one person in the project's files: paths of a home, secrets.
import { describe, expect, test } from 'vitest'
import { filesUnder, read } from './support/sources.ts'

/** Names that documents and tests use for a person who is nobody. */
const NOBODY = 'you|me|user|someone|ann|a|ab|[aA]da\\w*|bob|dev|name'

/** The square brackets keep a pattern from finding itself. */
const NEVER: Readonly<Record<string, RegExp>> = {
  'a home folder': new RegExp(String.raw`/(home|Users)/(?!(${NOBODY})\b)[A-Za-z0-9]`),
  'the home folder of root': /(^|[^\w.~-])\/[r]oot\b/m,
  'a folder of one machine': /(^|[^\w.~}-])\/[w]ork\//m,
  'a home folder on Windows': new RegExp(String.raw`[A-Z]:\\+Users\\+(?!(${NOBODY})\b)\w`),
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of Gatehouse': /\bgate_[A-Za-z0-9_-]{43}\b/,
  'a token of GitHub, npm, Anthropic, OpenAI or Slack':
    /\b(gh[pousr]_\w{36}|npm_\w{36}|sk-[A-Za-z0-9-]{20}|xox[abp]-\w{10})/,
}

const BINARY = /\.(png|woff2|ico|icns|zip|gz)$/
const files = filesUnder().filter(file => !BINARY.test(file) && file !== 'package-lock.json')

describe.each(Object.entries(NEVER))('%s', (_, pattern) => {
  test('stands in no file', () => {
    expect(files.filter(file => pattern.test(read(file)))).toEqual([])
  })
})

test.each([
  ['a home folder', ['', 'home', 'jane', 'src'].join('/')],
  ['a home folder', ['', 'Users', 'jane'].join('/')],
  ['the home folder of root', `cd ${['', 'root'].join('/')}`],
  ['a folder of one machine', `'${['', 'work', 'main'].join('/')}'`],
  ['a home folder on Windows', ['C:', 'Users', 'jane'].join('\\')],
  ['a token of Gatehouse', `gate_${'a'.repeat(43)}`],
  ['a private key', ['-----BEGIN', 'RSA', 'PRIVATE KEY-----'].join(' ')],
  ['a token of GitHub, npm, Anthropic, OpenAI or Slack', `ghp_${'a'.repeat(36)}`],
])('the guard reports %s: %s', (what, text) => {
  expect(NEVER[what]?.test(text)).toBe(true)
})

test('the guard lets pass what belongs to nobody', () => {
  const fine = [['', 'home', 'you', 'src'].join('/'), 'network/', 'https://example.org/work-it', 'a/root/b', '~/src']
  for (const text of fine) for (const pattern of Object.values(NEVER)) expect(pattern.test(text)).toBe(false)
})
