// Damaged policy files. Number n of a seed is always the same text, so that what a run finds can be looked at again.
import { type Node, parseTree } from 'jsonc-parser'
import { GOOD } from './good-policies.ts'

export interface Damaged {
  readonly text: string
  /** what was done, for the message */
  readonly how: readonly string[]
}

/** Number `index` (from 0) of this seed. */
export function damaged(seed: number, index: number): Damaged {
  const dice = createDice(seed, index)
  const how: string[] = []
  let text = dice.one(GOOD)
  for (let rounds = 1 + dice.below(3); rounds > 0; rounds--) {
    const [name, mutate] = dice.one(Object.entries(MUTATIONS))
    how.push(name)
    text = mutate(text, dice)
  }
  return { text, how }
}

interface Dice {
  /** a whole number from 0 to `most - 1` */
  below(most: number): number
  /** `all` has at least one */
  one<T>(all: readonly T[]): T
  /** true once in so many times */
  isIn(times: number): boolean
}

/** mulberry32: small, and the same everywhere. */
function createDice(seed: number, index: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number) => Math.floor(next() * most)
  return { below, one: <T>(all: readonly T[]) => all[below(all.length)] as T, isIn: times => below(times) === 0 }
}

type Mutation = (text: string, dice: Dice) => string

/** Two places in the text, in order; mostly close together. */
function piece(text: string, dice: Dice): [from: number, to: number] {
  const from = dice.below(text.length + 1)
  return [from, Math.min(text.length, from + 1 + dice.below(dice.isIn(4) ? text.length + 1 : 24))]
}

const put = (text: string, at: number, what: string, to = at) => text.slice(0, at) + what + text.slice(to)

// biome-ignore format: a list
const ODD = [
  '{', '}', '[', ']', ',', ':', '"', "'", '//', '/*', '*/', '\\', '\\u', '\\u0000', '\\ud800', '`', '#', '@own', '..',
  '\n', '\r', '\u2028', '\u0000', '\u001b[2J', '\u007f', '\u009b', '\uFEFF', '\u202e', '\u200d', '\ud800', '\udc00',
  'null', 'true', 'NaN', 'undefined', 'Infinity', '-', '-0', '1e999', '-1e999', '0x10', '1_000', '.5', '1.', '00',
  '١', '9007199254740993', '1e308', '0.1', '4294967296', '🐚', 'é', 'e\u0301', 'ﬀ', 'İ', '\u0000\u0000',
]
// biome-ignore format: a list
const KEYS = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length', '', '0', '*', '@own',
  'version', 'agents', 'rules', 'locks', 'open', 'tests', 'id', 'surfaces', 'level', 'ask', 'limits', 'text', 'until',
  'max', 'window', 'per', 'intent', 'require', 'deny', 'regex', 'contains', 'in', 'closes', 'cwd', 'hosts', 'grant', 'presets',
  'Level', 'levels', 'aks', 'surface', 'agent', 'lock', 'rule', 'expect', 'intnet', 'ｌevel', 'level\u0000', 'e\u0301',
]
// biome-ignore format: a list
const STRINGS = [
  '*', '', 'submit', 'SUBMIT', 'allow', 'deny', 'none', 'a', 'self', 'person', 'opened', '@own', 's_7f3a', 's_', '!x',
  '**', '~/..', '/', '/**/../**', 'C:\\', '\\', '[', '{a,b', '{1..9}', '*a*a*a*b', '(', '(a*)*b', 'a{1000}{1000}',
  '(?=a)', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '1e999', 'sha256:', `sha256:${'f'.repeat(64)}`, '\u202e',
  '\ud800',
]
const WRAPS = [
  ['[', ']'],
  ['{"a":', '}'],
  ['[{"a":', '}]'],
  ['[', '}'],
  ['[},', ''],
] as const
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  // characters
  'cut off': (text, dice) => text.slice(0, dice.below(text.length + 1)),
  'begin late': (text, dice) => text.slice(dice.below(text.length + 1)),
  'take out': (text, dice) => put(text, ...cutting(piece(text, dice))),
  'say twice': (text, dice) => {
    const [from, to] = piece(text, dice)
    return put(text, dice.isIn(2) ? to : dice.below(text.length + 1), text.slice(from, to))
  },
  'say often': (text, dice) => {
    const [from, to] = piece(text, dice)
    const most = Math.ceil((dice.isIn(20) ? 1_200_000 : 4000) / (to - from + 1))
    return put(text, to, text.slice(from, to).repeat(dice.below(most)))
  },
  'put in': (text, dice) => put(text, dice.below(text.length + 1), dice.one(ODD)),
  'change a byte': (text, dice) => {
    const bytes = Buffer.from(text, 'utf8')
    for (let times = 1 + dice.below(4); times > 0 && bytes.length > 0; times--) {
      const at = dice.below(bytes.length)
      bytes[at] = dice.isIn(2) ? dice.below(256) : (bytes[at] ?? 0) ^ (1 << dice.below(8))
    }
    return bytes.toString('utf8')
  },
  'change a character': (text, dice) => {
    const at = dice.below(text.length + 1)
    return put(text, at, String.fromCharCode(dice.below(dice.isIn(2) ? 128 : 65_536)), at + 1)
  },
  // words
  'swap words': (text, dice) => {
    const words = wordsOf(text)
    const [a, b] = [dice.below(words.length), dice.below(words.length)]
    ;[words[a], words[b]] = [words[b] ?? '', words[a] ?? '']
    return words.join('')
  },
  'lose a word': (text, dice) => {
    const words = wordsOf(text)
    words[dice.below(words.length)] = ''
    return words.join('')
  },
  'another word': (text, dice) => {
    const words = wordsOf(text)
    words[dice.below(words.length)] = dice.one([...ODD, ...[...KEYS, ...STRINGS].map(one => JSON.stringify(one))])
    return words.join('')
  },
  'a typing error': (text, dice) =>
    text.replace(/[a-z]{3,}/g, word => {
      if (!dice.isIn(20)) return word
      const at = dice.below(word.length - 1)
      return dice.isIn(2) ? put(word, at, '', at + 1) : put(word, at, `${word[at + 1]}${word[at]}`, at + 2)
    }),
  // values; a text that has none stays
  'another value': (text, dice) => replaceNode(text, dice, () => someValue(dice)),
  'another key': (text, dice) => {
    const key = someNode(text, dice, ({ type }) => type === 'property')?.children?.[0]
    return key ? put(text, key.offset, JSON.stringify(dice.one(KEYS)), key.offset + key.length) : text
  },
  'a key more': (text, dice) => {
    const object = someNode(text, dice, ({ type }) => type === 'object')
    return object ? put(text, object.offset + 1, `${JSON.stringify(dice.one(KEYS))}: ${someValue(dice)},`) : text
  },
  'a key twice': (text, dice) => {
    const keyOf = (node: Node) => (node.type === 'property' ? node.children?.[0]?.value : undefined)
    const first = someNode(text, dice, node => keyOf(node) !== undefined)
    const again = first && someNode(text, dice, node => keyOf(node) === keyOf(first))
    return again ? put(text, first.offset, `${text.slice(again.offset, again.offset + again.length)}, `) : text
  },
  'a value elsewhere': (text, dice) => {
    const from = someNode(text, dice, () => true)
    return replaceNode(text, dice, () => (from ? text.slice(from.offset, from.offset + from.length) : ''))
  },
  'wrapped up': (text, dice) => {
    const deep = dice.isIn(10) ? 20_000 : 1 + dice.below(40)
    const [open, close] = dice.one(WRAPS)
    return replaceNode(text, dice, value => open.repeat(deep) + value + close.repeat(deep))
  },
  'with comments': (text, dice) =>
    wordsOf(text).join(dice.one(['/* */', '//\n', ' ', '\r\n', '\u00a0', '/*', '\uFEFF'])),
}

/** How many ways to damage there are. */
export const WAYS = Object.keys(MUTATIONS).length

function cutting([from, to]: [number, number]): [number, string, number] {
  return [from, '', to]
}

/** Strings, numbers and words, comments, space, single characters: joined again they are the text. */
function wordsOf(text: string): string[] {
  return text.match(/"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?\*\/|[\w.+-]+|\s+|[\s\S]/g) ?? ['']
}

function someNode(text: string, dice: Dice, isOne: (node: Node) => boolean): Node | undefined {
  // parseTree runs out of stack where nesting is deep, and nobody looks before it here
  if ((text.match(/[[{]/g)?.length ?? 0) > 1000) return undefined
  const root = parseTree(text, [], { allowTrailingComma: true })
  const all = root ? [root] : []
  // grows while it is walked
  for (const node of all) for (const child of node.children ?? []) all.push(child)
  const fitting = all.filter(isOne)
  return fitting[dice.below(fitting.length)]
}

function replaceNode(text: string, dice: Dice, by: (value: string) => string): string {
  const node = someNode(text, dice, ({ type }) => type !== 'property')
  if (!node) return text
  const to = node.offset + node.length
  return put(text, node.offset, by(text.slice(node.offset, to)), to)
}

/** JSON, or nearly. */
function someValue(dice: Dice): string {
  const many = (one: () => string, most: number) => Array.from({ length: dice.below(most) }, one).join(',')
  const kinds = [
    () => dice.one(['null', 'true', 'false', '{}', '[]', '[[]]', '[null]', '{"__proto__": {"level": "submit"}}']),
    () => dice.one(['0', '-1', '1', '1.5', '1e999', '-0', '1e-7', '100000', '100001', '9007199254740993', '1e21']),
    () => JSON.stringify(dice.one(STRINGS)),
    () => JSON.stringify(dice.one(STRINGS).repeat(dice.below(dice.isIn(8) ? 60_000 : 60))),
    () => JSON.stringify(String.fromCharCode(...Array.from({ length: dice.below(20) }, () => dice.below(65_536)))),
    () => `[${many(() => JSON.stringify(dice.one(STRINGS)), dice.isIn(8) ? 3000 : 5)}]`,
    () =>
      `{${many(() => `${JSON.stringify(dice.one(KEYS))}: ${JSON.stringify(dice.one(STRINGS))}`, dice.isIn(8) ? 2000 : 5)}}`,
    () => dice.one(ODD),
  ]
  return dice.one(kinds)()
}
