// The policy file as it is read: its text, agents, rules and locks. Conditions, open rules and tests have files of their
// own; damaged files are fuzz.test.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Parsed, parsePolicy } from '../../main/policy/parse.ts'
import { TOKEN } from './subjects.ts'

/** The first fault as `line:column path: message`. */
function first(parsed: Parsed): string {
  if (parsed.ok) return 'no fault'
  const [fault] = parsed.faults
  return fault ? `${fault.line}:${fault.column} ${fault.path}: ${fault.message}` : 'a refusal without a fault'
}
const inRule = (fields: string) => `{"version": 1, "rules": [\n{"id": "r1", "agents": "a", ${fields}}]}`
const inLock = (fields: string) => inRule(fields).replace('"rules"', '"locks"')
const inAgents = (fields: string) => `{"version": 1,\n"agents": {${fields}}}`
const ENTRY = `{"name": "A", "token": "${TOKEN}"}`

const VALID = `// what agents may do
{
  "version": 1, /* the only one */
  "agents": {
    "claude-code": { "name": "Claude Code", "token": "${TOKEN}" },
    "cursor": { "name": "Cursor", "token": "${TOKEN.replace('0a', '1b')}" },
  },
  "rules": [
    // everything, but only to look
    { "id": "r1", "agents": ["claude-code", "cursor"], "surfaces": "*", "level": "read", "ask": "type" },
    { "id": "r2", "agents": "claude-code", "surfaces": { "workspace": "web", "name": "build *" }, "level": "submit",
      "answer": "allow", "interrupt": "deny", "secret": "ask", "reason": "it runs the build" },
    { "id": "r3", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "type" }, // own
  ],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "ask": "read" }],
}
`

/** As the design shows it, with a hash that is one. */
const EXAMPLE = `{
  "version": 1,
  "agents": { "claude-code": { "name": "Claude Code", "token": "${TOKEN}" } },
  "rules": [
    { "id": "r1", "agents": ["claude-code", "cursor"], "surfaces": "*", "level": "read", "ask": "type" },
    { "id": "r2", "agents": "claude-code", "surfaces": { "workspace": "web" }, "level": "type", "ask": "submit" },
    { "id": "r3", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "submit" },
    { "id": "r4", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "submit", "until": "2026-11-21T12:00:00Z",
      "limits": [{ "max": 10, "window": "minute", "per": "pair" }] }
  ],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "reason": "production is hands-off" }],
  "open":  [{ "id": "o1", "agents": "claude-code", "presets": ["shell"], "command": "deny", "prompt": "ask", "cwd": ["~/src/**"], "max": 5, "grant": "ask" }],
  "tests": [{ "agent": "cursor", "surface": { "name": "prod-1" }, "intent": "submit", "expect": "deny" }]
}
`

describe('a policy file', () => {
  test('is read with comments and trailing commas, and nothing is lost', () => {
    expect(parsePolicy(VALID)).toEqual({
      ok: true,
      policy: {
        version: 1,
        agents: {
          'claude-code': { name: 'Claude Code', token: TOKEN },
          cursor: { name: 'Cursor', token: TOKEN.replace('0a', '1b') },
        },
        rules: [
          { id: 'r1', agents: ['claude-code', 'cursor'], surfaces: '*', level: 'read', ask: 'type' },
          {
            id: 'r2',
            agents: 'claude-code',
            surfaces: { workspace: 'web', name: 'build *' },
            level: 'submit',
            answer: 'allow',
            interrupt: 'deny',
            secret: 'ask',
            reason: 'it runs the build',
          },
          { id: 'r3', agents: { preset: 'claude' }, surfaces: { workspace: '@own' }, level: 'type' },
        ],
        locks: [{ id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', ask: 'read' }],
        open: [],
        tests: [],
      },
    })
  })

  test('needs only a version, and may begin with a byte order mark', () => {
    const empty = { ok: true, policy: { version: 1, agents: {}, rules: [], locks: [], open: [], tests: [] } }
    expect(parsePolicy('{"version": 1}')).toEqual(empty)
    expect(parsePolicy('\uFEFF{"version": 1}\r\n')).toEqual(empty)
  })

  test('an agent called constructor is an agent and nothing else', () => {
    const parsed = parsePolicy(inAgents(`"constructor": ${ENTRY}`))
    expect(parsed.ok && Object.keys(parsed.policy.agents)).toEqual(['constructor'])
    expect(first(parsePolicy(inAgents(`"__proto__": ${ENTRY}`)))).toContain('agent id')
  })

  test.each<[text: string, fault: string]>([
    // the text
    ['', '1:1 : the file is empty; the smallest policy is {"version": 1}'],
    ['// nothing', '1:1 : the file is empty; the smallest policy is {"version": 1}'],
    ['{"version": 1', '1:14 : a `}` belongs here'],
    ['{"version" 1}', '1:12 : a `:` belongs here'],
    ['{"version": 1}\n2', '2:1 : the file should end here'],
    ['{"version": "1', '1:13 : this string is not closed'],
    ['/* {"version": 1}', '1:1 : this comment is not closed'],
    ['['.repeat(100_000), '1:33 : nested more than 32 deep'],
    // ends that fit nothing, which the reader skips without leaving anything
    ['[},'.repeat(50_000), '1:97 : nested more than 32 deep'],
    [`{"a": [${'}'.repeat(100)},${'['.repeat(100)}`, '1:139 : nested more than 32 deep'],
    [`{"version": 1, "rules": ${'['.repeat(31)}${']'.repeat(31)}}`, '1:26 rules[0]: `rules[0]` must be an object'],
    [`{"version": 1}${' '.repeat(1_100_000)}`, '1:1 : the file is larger than 1 MiB'],
    ['[]', '1:1 : the policy must be an object in braces; it is a list'],
    // versions
    ['{}', '1:1 : the policy has no `version`; it needs one'],
    ['{"version": "1"}', '1:13 version: `version` must be 1'],
    [
      '{"version": 2, "anything": []}',
      '1:13 version: this policy is of version 2; this Gatehouse knows version 1. Update Gatehouse',
    ],
    // keys
    ['{"version": 1,\n  "lock": []}', '2:3 lock: unknown key `lock`; did you mean `locks`?'],
    [
      '{"version": 1, "zebra": []}',
      '1:16 zebra: unknown key `zebra`; known here are `version`, `agents`, `rules`, `locks`, `open`, `tests`',
    ],
    ['{"version": 1,\n"rules": [], "rules": []}', '2:14 rules: the key `rules` stands here a second time'],
    [inRule('"level": "read"'), '2:1 rules[0]: `rules[0]` has no `surfaces`; it needs one'],
    [inRule('"surfaces": "*"'), '2:1 rules[0]: `rules[0]` has no `level`; it needs one'],
    // a misspelt key is one mistake, not two
    [
      inRule('"surface": "*", "level": "read"'),
      '2:29 rules[0].surface: unknown key `surface`; did you mean `surfaces`?',
    ],
    [
      inRule('"surfaces": "*", "level": "read", "Ask": "type"'),
      '2:63 rules[0].Ask: unknown key `Ask`; did you mean `ask`?',
    ],
    [
      inRule('"surfaces": {"nmae": "x"}, "level": "read"'),
      '2:42 rules[0].surfaces.nmae: unknown key `nmae`; did you mean `name`?',
    ],
    ['{"version": 1, "tets": []}', '1:16 tets: unknown key `tets`; did you mean `tests`?'],
    ...['agents', 'rules', 'locks', 'open', 'tests'].map((key): [string, string] => [
      `{"version": 1, "${key}": 3}`,
      `1:${20 + key.length} ${key}: \`${key}\` must be ${key === 'agents' ? 'an object in braces' : 'a list in brackets'}; it is 3`,
    ]),
    ...['rules', 'locks', 'open', 'tests'].map((key): [string, string] => [
      `{"version": 1, "${key}": [${'0,'.repeat(2001)}]}`,
      `1:${20 + key.length} ${key}: \`${key}\` has 2001 items; at most 2000 are possible`,
    ]),
    // characters that hide or act do not get into the words
    ['{"version": 1, "a\\u202e\\u001b[2Jb": 1}', '1:16 a\ufffd\ufffd[2Jb: unknown key `a\ufffd\ufffd[2Jb`; known here'],
    ['{"version": "\u009b\\u2028"}', '1:13 version: `version` must be 1'],
    // agents
    [inAgents(`"Cursor": ${ENTRY}`), '2:12 agents.Cursor: agent id: it must be 1 to 63 lower-case letters'],
    [inAgents(`"person": ${ENTRY}`), '2:12 agents.person: agent id: "person" means something else here'],
    [
      inAgents(`"a": {"name": "A", "token": "${TOKEN.toUpperCase()}"}`),
      '2:40 agents.a.token: `token`: it must be `sha256:` and 64',
    ],
    [
      inAgents('"a": {"name": "A", "token": "gate_secret"}'),
      '2:40 agents.a.token: `token`: it must be `sha256:` and 64',
    ],
    [inAgents(`"a": {"name": "a\\u202eb", "token": "${TOKEN}"}`), '2:26 agents.a.name: `name`: a name is 1 to 64'],
    [inAgents('"a": {"name": "A"}'), '2:17 agents.a: `a` has no `token`; it needs one'],
    [
      inAgents(`"a": ${ENTRY}, "b": ${ENTRY}`),
      '2:144 agents.b.token: `token`: a has the same; each agent needs its own',
    ],
    [inAgents(`"a": ${ENTRY}, "a": ${ENTRY}`), '2:116 agents.a: the key `a` stands here a second time'],
    // levels and asks
    [
      inRule('"surfaces": "*", "level": "write"'),
      '2:55 rules[0].level: `level` must be one of "none", "read", "type", "submit"; it is "write"',
    ],
    [
      inRule('"surfaces": "*", "level": "submti"'),
      '2:55 rules[0].level: `level` must be one of "none", "read", "type", "submit"; it is "submti"; did you mean "submit"?',
    ],
    [
      inRule('"surfaces": "*", "level": 2'),
      '2:55 rules[0].level: `level` must be one of "none", "read", "type", "submit"; it is 2',
    ],
    [
      inRule('"surfaces": "*", "level": "type", "ask": "type"'),
      '2:70 rules[0].ask: `ask` must be higher than `level`: "type" is given without asking',
    ],
    [inRule('"surfaces": "*", "level": "type", "ask": "read"'), '2:70 rules[0].ask: `ask` must be higher than `level`'],
    [inLock('"surfaces": "*", "level": "type", "ask": "read"'), '2:70 locks[0].ask: `ask` must be higher than `level`'],
    [
      inRule('"surfaces": "*", "level": "type", "ask": null'),
      '2:70 rules[0].ask: `ask` must be one of "none", "read", "type", "submit"; it is null',
    ],
    [
      inRule('"surfaces": "*", "level": "type", "answer": true'),
      '2:73 rules[0].answer: `answer` must be one of "deny", "ask", "allow"; it is true',
    ],
    // selectors
    [
      inRule('"surfaces": "web", "level": "read"'),
      '2:41 rules[0].surfaces: `surfaces` must be "*" or an object such as {"name": "web-*"}',
    ],
    [inRule('"surfaces": {}, "level": "read"'), '2:41 rules[0].surfaces: `surfaces` names nothing to select by'],
    [
      inRule('"surfaces": {"id": "web"}, "level": "read"'),
      '2:48 rules[0].surfaces.id: `id`: a surface id looks like s_7f3a',
    ],
    [
      inRule('"surfaces": {"name": "!prod"}, "level": "read"'),
      '2:50 rules[0].surfaces.name: `name`: it starts with `!`',
    ],
    [inRule('"surfaces": {"name": "[ab"}, "level": "read"'), '2:50 rules[0].surfaces.name: `name`: a bracket or brace'],
    [
      inRule('"surfaces": {"name": "@own"}, "level": "read"'),
      '2:50 rules[0].surfaces.name: `name`: only `workspace` of `surfaces` knows "@own"',
    ],
    [
      inRule('"surfaces": {"backend": "screen"}, "level": "read"'),
      '2:53 rules[0].surfaces.backend: `backend` must be one of "pty", "tmux"',
    ],
    [inRule('"surfaces": {"openedBy": "me"}, "level": 1'), '2:70 rules[0].level'],
    [
      inRule('"surfaces": {"openedBy": "Me"}, "level": "read"'),
      '2:54 rules[0].surfaces.openedBy: `openedBy`: it must be 1 to 63',
    ],
    [
      inRule('"surfaces": "*", "level": "read"').replace('"a"', '[]'),
      '2:24 rules[0].agents: `agents` is an empty list and selects nobody',
    ],
    [
      inRule('"surfaces": "*", "level": "read"').replace('"a"', '["*"]'),
      '2:25 rules[0].agents[0]: `agents[0]`: write "*" alone',
    ],
    [
      inRule('"surfaces": "*", "level": "read"').replace('"a"', '["a","a"]'),
      '2:29 rules[0].agents[1]: "a" stands in this list twice',
    ],
    [
      inRule('"surfaces": "*", "level": "read"').replace('"a"', '7'),
      '2:24 rules[0].agents: `agents` must be "*", an agent id, a list of ids',
    ],
    [
      inRule('"surfaces": "*", "level": "read"').replace('"a"', '{"id": "a"}'),
      '2:25 rules[0].agents.id: unknown key `id`',
    ],
    // ids and reasons
    [
      inRule('"surfaces": "*", "level": "read"').replace('"r1"', '"opened"'),
      '2:8 rules[0].id: `id`: "opened" is the name of a built-in rule',
    ],
    [inRule('"surfaces": "*", "level": "read"').replace('"r1"', '"a b"'), '2:8 rules[0].id: `id`: an id is 1 to 63'],
    [
      inRule('"surfaces": "*", "level": "read"}, {"id": "r1", "agents": "b", "surfaces": "*", "level": "read"'),
      '2:64 rules[1]: the id "r1" is taken by an earlier one',
    ],
    [
      inRule('"surfaces": "*", "level": "read", "reason": "a\\nb"'),
      '2:73 rules[0].reason: `reason`: a reason is one line',
    ],
  ])('row %#', (text, fault) => expect(first(parsePolicy(text)).slice(0, fault.length)).toBe(fault))

  test('of the design is one', () => {
    const parsed = parsePolicy(EXAMPLE)
    expect(parsed.ok ? 'a policy' : parsed.faults).toBe('a policy')
  })

  test('holds at most 1 MiB of UTF-8, however many characters that is', () => {
    const filled = (character: string, times: number) => `{"version": 1} //${character.repeat(times)}`
    expect(parsePolicy(filled('a', 1_048_576 - 17)).ok).toBe(true)
    expect(first(parsePolicy(filled('a', 1_048_576 - 16)))).toBe('1:1 : the file is larger than 1 MiB')
    expect(parsePolicy(filled('€', 349_519)).ok).toBe(true)
    expect(first(parsePolicy(filled('€', 349_520)))).toBe('1:1 : the file is larger than 1 MiB')
  })

  test('every fault is said at once, in the order of the file', () => {
    const parsed = parsePolicy('{\n"rulez": [],\n"agents": 3,\n"locks": [{}]\n}')
    const lines = parsed.ok ? [] : parsed.faults.map(({ line, path }) => `${line} ${path}`)
    expect(lines).toEqual(['1 ', '2 rulez', '3 agents', '4 locks[0]', '4 locks[0]', '4 locks[0]', '4 locks[0]'])
  })

  test('with very many faults says the first fifty', () => {
    const parsed = parsePolicy(`{"version": 1, "rules": [${'{"level": "raed"},\n'.repeat(1500)}]}`)
    const lines = parsed.ok ? [] : parsed.faults.map(({ line }) => line)
    expect(lines).toHaveLength(50)
    expect(lines.at(-1)).toBe(13)
  })
})

test('any characters at all are a refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      expect(parsePolicy(text).ok).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
