// Rules on texts: what meets them, and that no pattern and no text can hang a decision. Which rules count is decided in
// decide.ts and tested with the verdicts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rule, TextMatch, TextRule } from '../../main/policy/model.ts'
import { regexFault, unmetTextRule } from '../../main/policy/text-rules.ts'

const LONGEST = 65_536
const rule = (id: string, text: readonly TextRule[]): Rule => ({
  id,
  agents: '*',
  surfaces: '*',
  level: 'submit',
  text,
})
const meets = (one: TextRule, text: string | null, intent = 'submit') =>
  unmetTextRule([rule('r1', [one])], intent, text) === null

describe('a match', () => {
  test.each<[match: TextMatch, text: string, matches: boolean]>([
    [{ regex: 'make' }, 'make test', true],
    // anywhere, unless it says where
    [{ regex: 'test' }, 'make test', true],
    [{ regex: '^test' }, 'make test', false],
    [{ regex: '^(?:make|npm) test$' }, 'npm test', true],
    // lines count only with (?m), a dot is no new line without (?s)
    [{ regex: '^rm' }, 'ls\nrm', false],
    [{ regex: '(?m)^rm' }, 'ls\nrm', true],
    [{ regex: 'a.b' }, 'a\nb', false],
    [{ regex: '(?s)a.b' }, 'a\nb', true],
    [{ regex: '(?i)DROP TABLE' }, 'drop table x', true],
    [{ regex: 'DROP TABLE' }, 'drop table x', false],
    [{ regex: '' }, '', true],
    // a character is a character, also beyond the first plane
    [{ regex: '^.$' }, '🐚', true],
    [{ regex: '^\\p{Greek}+$' }, 'λόγος', true],
    [{ regex: '\\brm\\b' }, 'farm rm', true],
    [{ contains: 'rm -rf' }, 'sudo rm -rf /', true],
    [{ contains: 'rm -rf' }, 'rm  -rf /', false],
    [{ contains: '.*' }, 'anything', false],
    [{ equals: 'y' }, 'y', true],
    [{ equals: 'y' }, 'Y', false],
    [{ equals: 'y' }, 'yes', false],
    [{ equals: '' }, '', true],
    [{ in: ['y', 'n'] }, 'n', true],
    [{ in: ['y', 'n'] }, 'yn', false],
    // é as one character and as two is not the same text
    [{ equals: 'caf\u00e9' }, 'cafe\u0301', false],
  ])('row %#: %j and %j: %s', (match, text, matches) => {
    expect(meets({ require: match }, text)).toBe(matches)
    expect(meets({ deny: match }, text)).toBe(!matches)
  })
})

describe('a rule on texts', () => {
  test('Enter alone never meets a requirement and passes what is denied', () => {
    const all: TextMatch[] = [{ regex: '' }, { contains: 'a' }, { equals: '' }, { in: [''] }]
    for (const match of all) {
      expect(meets({ require: match }, null)).toBe(false)
      expect(meets({ deny: match }, null)).toBe(true)
    }
  })

  test.each<[intent: TextRule['intent'], sent: string, counts: boolean]>([
    [undefined, 'type', true],
    [undefined, 'submit', true],
    ['submit', 'submit', true],
    ['submit', 'type', false],
    ['type', 'submit', false],
    ['type', 'type', true],
  ])('for intent %s counts when %s is wanted: %s', (intent, sent, counts) => {
    const one: TextRule = { deny: { equals: 'a' }, ...(intent && { intent }) }
    expect(meets(one, 'a', sent)).toBe(!counts)
  })

  test('the first that is not met is named, in the order given', () => {
    const no = (contains: string): TextRule => ({ deny: { contains } })
    const rules = [rule('r2', [no('x'), no('y')]), rule('r1', [no('z')]), rule('r0', [])]
    expect(unmetTextRule(rules, 'submit', 'ok')).toBeNull()
    expect(unmetTextRule(rules, 'submit', 'z')).toEqual({ rule: rules[1], unmet: no('z') })
    expect(unmetTextRule(rules, 'submit', 'zy')).toEqual({ rule: rules[0], unmet: no('y') })
    expect(unmetTextRule([], 'submit', 'x')).toBeNull()
  })

  test('every one of them must be met', () => {
    const both = [rule('r1', [{ require: { regex: '^git ' } }, { deny: { contains: 'push' } }])]
    const unmet = (text: string) => unmetTextRule(both, 'submit', text) !== null
    expect(['git log', 'git push', 'ls'].map(unmet)).toEqual([false, true, true])
  })

  test('with a regex that cannot be used holds everything back', () => {
    expect(meets({ require: { regex: '(' } }, '(')).toBe(false)
    expect(meets({ deny: { regex: '(' } }, 'harmless')).toBe(false)
  })
})

describe('no regex and no text take long', () => {
  const as = 'a'.repeat(LONGEST)
  // each of these would run for ever, or for hours, in an engine that tries every way
  test.each<[regex: string, matches: boolean]>([
    ['(a*)*b', false],
    ['(a+)+$', true],
    ['(a|a)*b', false],
    ['(a|aa)+b', false],
    ['(.*)(.*)(.*)(.*)(.*)[bc]', false],
    ['^(?:a?){500}[bc]', false],
    ['(?:a+){20}[bc]', false],
    ['((a{1,10}){1,10}){1,9}[bc]', false],
  ])('%s over 64 KiB of one letter', (regex, matches) => {
    expect(regexFault(regex)).toBeNull()
    expect(meets({ require: { regex } }, as)).toBe(matches)
  })

  test.each<[what: string, pattern: string, fault: string | null]>([
    ['as long as it may be', 'a'.repeat(1000), null],
    ['too long', 'a'.repeat(1001), 'it is longer than 1000 characters'],
    ['the most one character may repeat', '.{1000}', null],
    ['more', '.{1001}', "it is no regex in RE2's syntax"],
    ['a lot within a lot', '(?:.{100}){100}', "it is no regex in RE2's syntax"],
    // each fine alone; every character of a text would cost what all of them cost
    ['many of the most', '[ab]{1000}[ab]{1000}[ab]{1000}', 'it repeats too much; use smaller numbers in its braces'],
    ['a limit of length', '^.{1,1000}$', null],
    ['very deep', `${'('.repeat(400)}a${')'.repeat(400)}`, null],
    ['deeper than can be read', `${'('.repeat(499)}${'a'}${')'.repeat(500)}`, "it is no regex in RE2's syntax"],
    ['looking ahead', 'a(?=b)', "it is no regex in RE2's syntax"],
    ['looking back', '(?<!a)b', "it is no regex in RE2's syntax"],
    ['a back reference', '(a)\\1', "it is no regex in RE2's syntax"],
    ['an open bracket', '[a', "it is no regex in RE2's syntax (missing closing ]: `[a`)"],
    ['a possessive repetition', 'a**', "it is no regex in RE2's syntax"],
    ['half a character', '\ud83d', null],
  ])('%s', (_, pattern, fault) => {
    expect(regexFault(pattern)?.slice(0, fault?.length) ?? null).toBe(fault)
  })

  test('whatever is written as one is a regex or a fault, never a throw', () => {
    const piece = fc.constantFrom(...'()[]{}|*+?.^$\\-,:=!<>PpQEdDwWsSbBxna0129'.split(''), '(?', '{1,', '\\p{', '[^')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 }), (pieces, text) => {
        const regex = pieces.join('')
        const fault = regexFault(regex)
        const [required, denied] = [meets({ require: { regex } }, text), meets({ deny: { regex } }, text)]
        // in doubt it holds back
        expect(fault === null ? required !== denied : !required && !denied).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('a regex means the same as in JavaScript, where both have it', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(?:ab|b)', '$', '^', '\\b')
    const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}')
    const regex = fc.array(fc.tuple(atom, times).map(([one, often]) => (/^[$^]|\\b/.test(one) ? one : one + often)))
    const text = fc.array(fc.constantFrom('a', 'b', 'ab', '1', ' ')).map(all => all.join(''))
    fc.assert(
      fc.property(fc.array(regex, { minLength: 1, maxLength: 3 }), text, (alternatives, tried) => {
        const pattern = alternatives.map(one => one.join('')).join('|')
        expect(meets({ require: { regex: pattern } }, tried)).toBe(new RegExp(pattern, 'u').test(tried))
      }),
      { numRuns: 2000 },
    )
  })
})
