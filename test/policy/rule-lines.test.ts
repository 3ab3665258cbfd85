// The lines of a policy in words: in the order of the file, each with its place, and the cell or head that shows it.
import { expect, test } from 'vitest'
import { parsePolicy } from '../../main/policy/parse.ts'
import { ruleLines } from '../../main/policy/rule-lines.ts'
import { ruleLineSchema } from '../../preload/contract.ts'
import { TOKEN } from './subjects.ts'

const NAMES = {
  agent: (id: string) => ({ a: 'Claude Code', b: 'Cursor' })[id] ?? null,
  surface: (id: string) => (id === 's_aaaa' ? 'shell' : null),
}
function lines(lists: string) {
  const text = `{\n"version": 1,\n"agents": { "a": { "name": "A", "token": "${TOKEN}" } },\n${lists}\n}`
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  const found = ruleLines(text, parsed.policy, NAMES)
  for (const one of found) expect(ruleLineSchema.parse(one)).toEqual(one)
  return found
}
const rule = (agents: unknown, surfaces: unknown, more: object = {}) =>
  lines(`"rules": [${JSON.stringify({ id: 'r1', agents, surfaces, level: 'read', ...more })}]`)[0]

test('come in the order of the file, rules, locks and open rules alike', () => {
  const found = lines(`"open": [{ "id": "x", "agents": "a", "grant": "ask" }],
"locks": [
  { "id": "x", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "ask": "type", "reason": "hands off", "answer": "deny" }],
"rules": [
  // wide
  { "id": "x", "agents": "*", "surfaces": "*", "level": "none", "ask": "read" },
  {
    "id": "y", "agents": ["a", "b"], "surfaces": { "workspace": "web" }, "level": "type" }
]`)
  expect(found).toEqual([
    {
      ...{ kind: 'open', id: 'x', line: 4, agents: 'Claude Code', surfaces: 'new surfaces', level: null, ask: null },
      also: ['Asks before it opens.', 'A first prompt: asked about.'],
      ...{ until: null, reason: null, cell: { agent: 'a', surface: '*' }, workspace: null },
      open: { grant: 'ask', max: null },
    },
    {
      ...{ kind: 'lock', id: 'x', line: 6, agents: 'any agent', surfaces: 'surfaces named prod-*' },
      ...{ level: 'read', ask: 'type', also: ['Answering a dialog: not allowed.'], until: null, reason: 'hands off' },
      ...{ cell: null, workspace: null, open: null },
    },
    {
      ...{ kind: 'rule', id: 'x', line: 9, agents: 'any agent', surfaces: 'any surface', level: 'none', ask: 'read' },
      ...{ also: [], until: null, reason: null, cell: { agent: '*', surface: '*' }, workspace: null, open: null },
    },
    {
      ...{ kind: 'rule', id: 'y', line: 10, agents: 'Claude Code and Cursor', surfaces: 'workspace web' },
      ...{ level: 'type', ask: null, also: [], until: null, reason: null, cell: null, workspace: null, open: null },
    },
  ])
})

test.each<[unknown, string]>([
  ['*', 'any agent'],
  ['b', 'Cursor'],
  ['nobody', 'nobody'],
  [['a', 'b', 'nobody'], 'Claude Code, Cursor and nobody'],
  [{}, 'agents inside surfaces'],
  [{ preset: 'claude' }, 'claude agents inside surfaces'],
  [{ preset: 'claude', workspace: 'web' }, 'claude agents in workspace web'],
  [{ workspace: 'web-*' }, 'agents in workspaces web-*'],
  [{ workspace: '\\[x\\]' }, 'agents in workspace [x]'],
])('agents %j are %j', (agents, words) => {
  expect(rule(agents, '*')?.agents).toBe(words)
})

test.each<[unknown, string]>([
  ['*', 'any surface'],
  [{ id: 's_aaaa' }, 'shell'],
  [{ id: 's_gone' }, 'surface s_gone'],
  [{ id: 's_aaaa', openedBy: 'self' }, 'shell opened by the agent itself'],
  [{ name: 'web' }, 'surfaces named web'],
  [{ workspace: '@own' }, 'their own workspace'],
  [{ workspace: 'web-*' }, 'workspaces web-*'],
  [{ workspace: '@own', preset: 'codex' }, 'surfaces in their own workspace of preset codex'],
  [{ backend: 'tmux', host: 'box' }, 'surfaces in tmux on box'],
  [{ backend: 'pty' }, 'surfaces not in tmux'],
  [{ openedBy: 'person' }, 'surfaces opened by a person'],
  [{ openedBy: 'b' }, 'surfaces opened by Cursor'],
])('surfaces %j are %j', (surfaces, words) => {
  expect(rule('*', surfaces)?.surfaces).toBe(words)
})

test.each<[unknown, unknown, object | null, string | null]>([
  [['a'], { id: 's_aaaa' }, { agent: 'a', surface: 's_aaaa' }, null],
  ['*', { id: 's_aaaa', openedBy: 'self' }, { agent: '*', surface: 's_aaaa' }, null],
  ['a', '*', { agent: 'a', surface: '*' }, null],
  ['a', { id: 's_aaaa', workspace: 'web' }, null, null],
  [{ preset: 'claude' }, '*', null, null],
  ['*', { workspace: 'a\\*b' }, null, 'a*b'],
  ['*', { workspace: 'web-*' }, null, null],
  ['*', { workspace: '@own' }, null, null],
  ['*', { workspace: 'web', preset: 'shell' }, null, null],
  ['a', { workspace: 'web' }, null, null],
])('agents %j on surfaces %j are shown by cell %j and head %j', (agents, surfaces, cell, workspace) => {
  expect(rule(agents, surfaces)).toMatchObject({ cell, workspace })
})

test('a lock for what an agent opened itself has no cell', () => {
  const lock = '{ "id": "l", "agents": "a", "surfaces": { "id": "s_aaaa", "openedBy": "self" }, "level": "none" }'
  expect(lines(`"locks": [${lock}]`)[0]?.cell).toBe(null)
})

test('everything else it says is a sentence each', () => {
  expect(
    rule(
      'a',
      { id: 's_aaaa' },
      {
        ...{ answer: 'allow', secret: 'ask', insertAtPrompt: true, reason: 'mine', until: '2026-11-21T12:00:00Z' },
        limits: [
          { max: 9, window: 'minute', per: 'pair' },
          { max: 1, window: 30, per: 'agent', intent: 'submit' },
          { max: 2, window: 'day', per: 'surface' },
        ],
        text: [
          { require: { regex: '^make' }, intent: 'submit' },
          { deny: { contains: 'rm' }, reason: 'no' },
          { deny: { equals: 'x' } },
          { require: { in: ['a', 'b'] } },
        ],
      },
    ),
  ).toMatchObject({
    also: [
      'Answering a dialog: allowed.',
      'Typing at a password prompt: asked about.',
      "Type goes onto the line at a shell's prompt (best effort).",
      'At most 9 sends a minute, for each agent and surface.',
      'At most 1 send of submit in 30 s, for each agent.',
      'At most 2 sends a day, for each surface.',
      'Text at submit must match /^make/.',
      'Text may not contain "rm" (no).',
      'Text may not be "x".',
      'Text must be "a" or "b".',
    ],
    until: Date.parse('2026-11-21T12:00:00Z'),
    reason: 'mine',
  })
  expect(rule('a', { id: 's_aaaa' }, { until: { closes: 's_aaaa' } })?.until).toBe('closes')
})

test('an open rule says how it opens, how many, where and what', () => {
  const more =
    '"presets": ["shell", "claude"], "cwd": ["~/src/**", "/srv"], "max": 3, "command": "ask", "prompt": "deny"'
  expect(lines(`"open": [{ "id": "o1", "agents": { "preset": "claude" }, ${more}, "grant": "allow" }]`)).toMatchObject([
    {
      agents: 'claude agents inside surfaces',
      surfaces: 'new surfaces of preset shell or claude',
      also: [
        'Opens without asking.',
        'At most 3 open at once.',
        'In ~/src/** and /srv only.',
        'Asks for a command of its own.',
        'A first prompt: not allowed.',
      ],
      cell: null,
      open: { grant: 'allow', max: 3 },
    },
  ])
})

test('what is adopted from tmux is told from what is opened', () => {
  const open = (presets: string) =>
    lines(`"open": [{ "id": "o1", "agents": "a", "presets": ${presets}, "grant": "ask" }]`)
  expect(open('["tmux"]')).toMatchObject([{ surfaces: 'panes of tmux', also: ['Asks before it adopts.'] }])
  const [both] = open('["shell", "tmux"]')
  expect(both?.surfaces).toBe('new surfaces of preset shell, panes of tmux')
  expect(both?.also).toEqual(['Asks before it opens.', 'A first prompt: asked about.'])
})
