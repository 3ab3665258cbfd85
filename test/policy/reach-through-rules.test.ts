import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../main/policy/parse.ts'
import { detourWarnings } from '../../main/policy/reach-through-rules.ts'
import { processorTime } from '../helpers/processor.ts'
import { TOKEN } from './subjects.ts'
import { anyPolicy } from './support/generated.ts'
import { law } from './support/law.ts'

const WEB = '{ "id": "web", "agents": "a", "surfaces": { "workspace": "web" }, "level": "submit" }'
const OWN = '{ "id": "own", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "submit" }'
const LOCK = '{ "id": "prod", "agents": "a", "surfaces": { "name": "prod-*" }, "level": "read" }'

/** The first lock stands on line 6. */
function text(rules: readonly string[], locks: readonly string[] = [LOCK]): string {
  return `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [${rules.join(', ')}],
  "locks": [
    ${locks.join(',\n    ')}
  ]
}`
}
function warnings(policy: string) {
  const parsed = parsePolicy(policy)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return detourWarnings(policy, parsed.policy)
}

describe('a lock that could be got around', () => {
  test('is a warning on its line, with both rules', () => {
    expect(warnings(text([WEB, OWN]))).toEqual([
      {
        line: 6,
        message:
          'lock prod leaves a read where it holds, but could be got around: web lets a submit where agents of preset claude could run, and own could let those submit where the lock holds',
      },
    ])
  })

  test.each([
    [
      'rules ask',
      [WEB.replace('"level": "submit"', '"level": "read", "ask": "submit"'), OWN],
      LOCK,
      /if a person allows it$/,
    ],
    [
      'agents of one preset are locked, others are not',
      [OWN.replace('"claude"', '"codex"'), WEB.replace('"a"', '"*"')],
      LOCK.replace('"a"', '{ "preset": "claude" }'),
      /leaves agents of preset claude read .* agents of preset codex/,
    ],
    [
      'a rule for any agent',
      ['{ "id": "all", "agents": "*", "surfaces": "*", "level": "submit" }'],
      LOCK,
      /all lets a submit where other agents could run, and all could/,
    ],
    ['a rule by id', [WEB.replace('{ "workspace": "web" }', '{ "id": "s_7f3a" }'), OWN], LOCK, /web lets a submit/],
    [
      'names that patterns select together',
      [WEB, OWN.replace('{ "workspace": "@own" }', '{ "name": "*-db" }')],
      LOCK,
      /own could let those/,
    ],
    [
      'a workspace by pattern',
      [WEB, OWN.replace('{ "preset": "claude" }', '{ "workspace": "w[aeiou]b" }').replace('@own', 'a?i')],
      LOCK.replace('{ "name": "prod-*" }', '{ "workspace": "{api,ops}" }'),
      /where other agents could run/,
    ],
    [
      'surfaces it opened',
      [WEB.replace('{ "workspace": "web" }', '{ "openedBy": "self" }'), OWN],
      LOCK,
      /web lets a submit/,
    ],
  ])('%s', (_, rules, lock, message) => {
    const found = warnings(text(rules, [lock]))
    expect(new Set(found.map(({ line }) => line))).toEqual(new Set([6]))
    expect(found.some(one => message.test(one.message))).toBe(true)
  })

  test('is told of that lock alone, and not of one beside it', () => {
    const db = LOCK.replace('"prod"', '"db"').replace('prod-*', 'db')
    const rules = [WEB, OWN.replace('{ "workspace": "@own" }', '{ "name": "db" }')]
    expect(warnings(text(rules, [LOCK, db])).map(({ line }) => line)).toEqual([7])
  })

  test('each on its own line, in the order of the file', () => {
    const second = LOCK.replace('"prod"', '"db"').replace('prod-*', 'db')
    expect(warnings(text([WEB, OWN], [LOCK, second])).map(({ line }) => line)).toEqual([6, 7])
  })
})

test.each([
  ['it is for every agent', [WEB, OWN], [LOCK.replace('"a"', '"*"')]],
  [
    'another holds the others',
    [WEB, OWN],
    [LOCK, LOCK.replace('"prod"', '"in"').replace('"a"', '{ "preset": "claude" }')],
  ],
  ['it leaves submit', [WEB, OWN], [LOCK.replace('"read"', '"submit"')]],
  [
    'it leaves as much as there is',
    [WEB, OWN.replace('"level": "submit"', '"level": "read", "ask": "submit"')],
    [LOCK.replace('"read"', '"read", "ask": "submit"')],
  ],
  ['the agent may submit nowhere', [WEB.replace('submit', 'type'), OWN], [LOCK]],
  [
    'the agent may submit in shells alone',
    [WEB.replace('{ "workspace"', '{ "preset": "shell", "workspace"'), OWN.replace('{ "preset": "claude" }', '"*"')],
    [LOCK],
  ],
  ['no agent runs where it may', [WEB.replace('{ "workspace"', '{ "preset": "shell", "workspace"'), OWN], [LOCK]],
  [
    'the others may not submit where it holds',
    [WEB, OWN.replace('{ "workspace": "@own" }', '{ "name": "api" }')],
    [LOCK],
  ],
  [
    'the others run elsewhere',
    [WEB, OWN.replace('{ "preset": "claude" }', '{ "preset": "claude", "workspace": "api" }')],
    [LOCK],
  ],
  ['it holds the agent where nobody is named', [WEB, OWN], [LOCK.replace('"a"', '"b"')]],
])('is none where %s', (_, rules, locks) => expect(warnings(text(rules, locks))).toEqual([]))

law(
  'a policy without locks, or with locks for every agent only, gets no warning; and every warning is on the line of a lock',
  fc.property(anyPolicy, policy => {
    const written = JSON.stringify(policy, null, 1)
    const lines = written.split('\n')
    for (const { line, message } of warnings(written)) {
      const id = /^lock (\S+) /.exec(message)?.[1]
      expect(lines.slice(line - 1, line + 1).join('')).toContain(`"id": "${id}"`)
    }
    for (const locks of [[], policy.locks.map(lock => ({ ...lock, agents: '*' }))]) {
      expect(warnings(JSON.stringify({ ...policy, locks }))).toEqual([])
    }
  }),
  0.2,
)

test('a large policy is looked at in bounded time', () => {
  const rules = Array.from({ length: 300 }, (_, n) => [
    WEB.replace('"web",', `"w${n}",`).replace('"web" }', `"w{eb,${n}}*" }`),
    OWN.replace('"own"', `"o${n}"`).replace('"@own"', `"o${n}*"`),
  ]).flat()
  const locks = Array.from({ length: 200 }, (_, n) =>
    LOCK.replace('"prod"', `"l${n}"`).replace('prod-*', `*p${n}-{a,b}*`),
  )
  const policy = text(rules, locks)
  const used = processorTime()
  warnings(policy)
  expect(used()).toBeLessThan(10_000)
})
