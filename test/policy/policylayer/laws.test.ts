// What holds for every document: it never throws, gives a policy or faults, and is never wider than the document.

import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { rank } from '../../../main/policy/grant.ts'
import type { Rule } from '../../../main/policy/model.ts'
import { parsePolicy } from '../../../main/policy/parse.ts'
import { type Imported, importPolicyLayer, renderPolicy } from '../../../main/policy/policylayer/import.ts'
import { unmetTextRule } from '../../../main/policy/text-rules.ts'

const dir = path.resolve(import.meta.dirname, '../../fixtures/policylayer')
const documents = fs
  .readdirSync(dir)
  .filter(name => !name.includes('.expected.'))
  .map(name => fs.readFileSync(path.join(dir, name), 'utf8'))

const imported = (text: string): Imported => importPolicyLayer(text, { agents: '*', surfaces: '*' })

/** One or the other, and a policy that our own parser takes as it is. */
function check(result: Imported): void {
  if (result.ok) {
    const text = renderPolicy(result.policy)
    expect(JSON.parse(text)).toEqual(result.policy)
    expect(parsePolicy(text)).toMatchObject({ ok: true, policy: result.policy })
    return
  }
  const areFaults = result.faults.every(({ line, column, message }) => line >= 1 && column >= 1 && message !== '')
  expect(areFaults && result.faults.length > 0 && result.faults.length <= 50).toBe(true)
}

/** Pieces that mean something in one form or the other. */
const PIECES = [
  ...[
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    '# ',
    '//',
    '&a ',
    '*a',
    '!!str ',
    '---\n',
    '|',
    '? ',
  ],
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1e9',
    '""',
    '"*"',
    '"deny"',
    'allow',
    'require_approval',
    '10/minute',
    'args.message',
    'regex',
  ],
  ...[
    'hide',
    'tools',
    'rules',
    'limits',
    'require',
    'deny_if',
    'session_send',
    'cmux_send',
    'send_keys',
    '__proto__',
    '\u202E',
    '\u0000',
  ],
]
const anyChange = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat({ max: 12 }), fc.nat({ max: 200 })),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 }), fc.constant('')),
})
const anyMutant = fc
  .tuple(fc.constantFrom(...documents), fc.array(anyChange, { minLength: 1, maxLength: 4 }))
  .map(([document, changes]) =>
    changes.reduce((text, { at, length, piece }) => {
      const from = at % (text.length + 1)
      return text.slice(0, from) + piece + text.slice(from + length)
    }, document),
  )

test('a damaged document gives a policy or faults, and never throws', () => {
  fc.assert(
    fc.property(anyMutant, text => check(imported(text))),
    { numRuns: 5000 },
  )
})

test('so does any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), text => check(imported(text))),
    { numRuns: 1000 },
  )
})

// ---- never wider, and no narrower than what it says of a tool by name -----------------------------------------------

const TEXTS = ['', 'go', 'go on', 'stop', 'a\nb']
const anyPredicate = fc.oneof(
  fc.record({ op: fc.constantFrom('eq', 'neq', 'regex'), value: fc.constantFrom(...TEXTS, '^go', 'o$') }),
  fc.record({ op: fc.constant('contains'), value: fc.constantFrom('go', 'o', '\n') }),
  fc.record({ op: fc.constantFrom('in', 'not_in'), value: fc.subarray(TEXTS) }),
)
type Predicate = typeof anyPredicate extends fc.Arbitrary<infer T> ? T : never

const SENDS = {
  cmux_send: ['type', 'text'],
  cmux_send_submit: ['submit', 'text'],
  session_send: ['submit', 'message'],
} as const
const PLAIN = ['capture_pane', 'list_sessions', 'kill_session', 'create_issue'] as const
const anyTool = fc.record(
  {
    require: fc.array(anyPredicate, { maxLength: 2 }),
    deny_if: fc.array(anyPredicate, { maxLength: 2 }),
    action: fc.constantFrom('allow', 'deny', 'require_approval'),
  },
  { requiredKeys: [] },
)
const anyPlainTool = fc.record({ action: fc.constantFrom('allow', 'deny', 'require_approval') }, { requiredKeys: [] })
const anyDocument = fc.record({
  default: fc.constantFrom('allow', 'deny'),
  hide: fc.subarray([...PLAIN, ...Object.keys(SENDS)], { maxLength: 2 }),
  sends: fc.dictionary(fc.constantFrom(...(Object.keys(SENDS) as (keyof typeof SENDS)[])), anyTool, { maxKeys: 3 }),
  plain: fc.dictionary(fc.constantFrom(...PLAIN), anyPlainTool, { maxKeys: 2 }),
})
type Document = typeof anyDocument extends fc.Arbitrary<infer T> ? T : never

function written({ default: unlisted, hide, sends, plain }: Document): string {
  const bound = Object.entries(sends).map(([name, tool]) => {
    const path = `args.${SENDS[name as keyof typeof SENDS][1]}`
    const on = (list: readonly Predicate[] | undefined) => list && { list: list.map(one => ({ path, ...one })) }
    const [require, deny_if] = [on(tool.require), on(tool.deny_if)]
    return [
      name,
      {
        ...(require && { require: require.list }),
        ...(deny_if && { deny_if: deny_if.list }),
        ...(tool.action && { action: tool.action }),
      },
    ]
  })
  return JSON.stringify({ version: '1', default: unlisted, hide, tools: { ...Object.fromEntries(bound), ...plain } })
}

function holds({ op, value }: Predicate, text: string): boolean {
  if (op === 'eq' || op === 'neq') return (text === value) === (op === 'eq')
  if (op === 'in' || op === 'not_in') return (value as string[]).includes(text) === (op === 'in')
  return op === 'contains'
    ? text.includes(value as string)
    : RE2JS.compile(value as string)
        .matcher(text)
        .find()
}

/** What the document says of a call, as its own gateway reads it. */
function verdict({ hide, sends }: Document, name: keyof typeof SENDS, text: string): 'allow' | 'ask' | 'deny' {
  const { action = 'allow', require = [], deny_if = [] } = sends[name] ?? {}
  if (hide.includes(name) || action === 'deny') return 'deny'
  if (!require.every(one => holds(one, text)) || deny_if.some(one => holds(one, text))) return 'deny'
  return action === 'allow' ? 'allow' : 'ask'
}

/** What our rule says of the same. */
function ours(rule: Rule, intent: 'type' | 'submit', text: string): 'allow' | 'ask' | 'deny' {
  if (unmetTextRule([rule], intent, text)) return 'deny'
  if (rank(intent) <= rank(rule.level)) return 'allow'
  return rule.ask !== undefined && rank(intent) <= rank(rule.ask) ? 'ask' : 'deny'
}

test('a tool that is named gets here what its document says of it, text by text', () => {
  let policies = 0
  fc.assert(
    fc.property(anyDocument, document => {
      const result = imported(written(document))
      check(result)
      if (!result.ok) return
      policies++
      const [rule] = result.policy.rules
      for (const name of Object.keys(SENDS) as (keyof typeof SENDS)[]) {
        const isNamed = document.hide.includes(name) || Object.hasOwn(document.sends, name)
        for (const text of isNamed ? TEXTS : []) {
          expect([name, text, ours(rule!, SENDS[name][0], text)]).toEqual([name, text, verdict(document, name, text)])
        }
      }
    }),
    { numRuns: 3000 },
  )
  expect(policies).toBeGreaterThan(500)
})
