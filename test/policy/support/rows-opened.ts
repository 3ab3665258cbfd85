// What an agent can choose may narrow, never widen: aliases, former names, and what it opened itself. And where everyone
// starts: the built-in rules `inside` and `opened`.
import { surface as s } from '../subjects.ts'
import { inner, innerCodex, policy, type Row } from './table.ts'

const opened = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "workspace": "web" }, "level": "submit" }',
  '{ "id": "r2", "agents": "codex", "surfaces": { "openedBy": "self" }, "level": "submit" }',
  '{ "id": "r3", "agents": "codex", "surfaces": { "workspace": "bank" }, "level": "none" }',
  '{ "id": "r4", "agents": "claude-code", "surfaces": "*", "level": "type" }',
  '{ "id": "r5", "agents": "claude-code", "surfaces": { "name": "mine" }, "level": "submit" }',
)
// rules by names, and locks by names, for the same surfaces
const named = policy(
  '{ "id": "r-any", "agents": "cursor", "surfaces": "*", "level": "submit" }',
  '{ "id": "r-db", "agents": "cursor", "surfaces": { "name": "db" }, "level": "type" }',
  '{ "id": "r-dbs", "agents": "cursor", "surfaces": { "name": "db*" }, "level": "none" }',
  '{ "id": "r-api", "agents": "cursor", "surfaces": { "workspace": "api" }, "level": "read" }',
  '{ "id": "r-own", "agents": "codex", "surfaces": { "name": "mine" }, "level": "submit" }',
  '{ "id": "l-prod", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" }',
  '{ "id": "l-vault", "agents": "*", "surfaces": { "name": "vault" }, "level": "none" }',
)
// on surfaces an agent opened: what raises, what does not, what takes away
const raising = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "openedBy": "self", "workspace": "web" }, "level": "submit", "answer": "allow" }',
  '{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_7777", "openedBy": "self" }, "level": "submit" }',
  '{ "id": "r3", "agents": "cursor", "surfaces": { "id": "s_8888" }, "level": "submit" }',
  '{ "id": "r4", "agents": "cursor", "surfaces": { "preset": "claude" }, "level": "type", "answer": "deny" }',
  '{ "id": "r5", "agents": "codex", "surfaces": { "openedBy": "codex" }, "level": "submit" }',
  '{ "id": "r6", "agents": "codex", "surfaces": { "name": "log" }, "level": "none", "ask": "read" }',
  '{ "id": "r7", "agents": "claude-code", "surfaces": { "backend": "pty" }, "level": "submit" }',
  '{ "id": "r8", "agents": { "preset": "claude" }, "surfaces": { "openedBy": "self" }, "level": "type" }',
  '{ "id": "r9", "agents": "cursor", "surfaces": { "id": "s_9999" }, "level": "submit", "until": "2026-11-21T12:00:00Z" }',
)
const starting = policy(
  '{ "id": "r1", "agents": { "preset": "codex" }, "surfaces": "*", "level": "none" }',
  '{ "id": "r2", "agents": "inner-7", "surfaces": { "workspace": "api" }, "level": "type" }',
  '{ "id": "r3", "agents": {}, "surfaces": { "name": "board" }, "level": "read", "ask": "type" }',
)
const nothing = policy()

const own = (facts: Parameters<typeof s>[0] = {}) => s({ openedBy: 'cursor', ...facts })
const nowhere = { id: 'inner-4', preset: 'claude', workspace: '' }

// biome-ignore format: a table, one row a line
export const openedRows: Row[] = [
  // names an agent can choose
  [named, 'cursor', s({ alias: 'db', workspace: 'api' }), 'type', 'deny', 'r-api', null, 'rules never see an alias'],
  [named, 'cursor', s({ formerNames: ['db'] }), 'submit', 'allow', 'r-any', null, 'nor a former name'],
  [named, 'cursor', s({ name: '', alias: 'db2' }), 'submit', 'allow', 'r-any', null, 'a surface nobody named has no name'],
  [named, 'cursor', s({ name: 'db' }), 'submit', 'deny', 'r-db', null, 'the name a person gave'],
  [named, 'cursor', s({ name: 'db', alias: 'web' }), 'submit', 'deny', 'r-db', null, 'an alias does not hide it'],
  [named, 'codex', s({ alias: 'mine' }), 'read', 'deny', null, null, 'an alias gives nothing'],
  [named, 'codex', s({ formerNames: ['mine'] }), 'read', 'deny', null, null, 'a name it once had gives nothing'],
  [named, 'cursor', s({ alias: 'prod-1' }), 'submit', 'deny', 'r-any', 'l-prod', 'a lock holds by alias'],
  [named, 'cursor', s({ formerNames: ['web', 'prod-1'] }), 'submit', 'deny', 'r-any', 'l-prod', 'and by any name it once had'],
  [named, 'cursor', s({ alias: 'vault', formerNames: ['prod-1'] }), 'read', 'deny', 'r-any', 'l-vault', 'of all its names the one that leaves least'],
  [named, 'cursor', s({ alias: 'vault2' }), 'submit', 'allow', 'r-any', null, 'a lock on one name is on that alone'],
  // surfaces an agent opened
  [opened, 'cursor', s({ openedBy: 'cursor' }), 'submit', 'ask', 'opened', null, 'its own surface: not by workspace'],
  [opened, 'cursor', s({ openedBy: 'cursor' }), 'read', 'allow', 'opened', null, 'where every opener starts'],
  [opened, 'cursor', s(), 'submit', 'allow', 'r1', null, "the same rule on a person's surface"],
  [opened, 'cursor', s({ openedBy: 'codex' }), 'submit', 'allow', 'r1', null, "and on another agent's"],
  [opened, 'codex', s({ openedBy: 'codex' }), 'submit', 'allow', 'r2', null, '"self" may raise'],
  [opened, 'codex', s({ openedBy: 'cursor' }), 'read', 'deny', null, null, '"self" is not somebody else'],
  [opened, 'codex', s({ openedBy: 'codex', workspace: 'bank' }), 'read', 'deny', 'r3', null, 'a more exact rule may take away'],
  [opened, 'claude-code', s({ openedBy: 'claude-code' }), 'type', 'allow', 'r4', null, '"*" may raise'],
  [opened, 'claude-code', s({ openedBy: 'claude-code', name: 'mine' }), 'submit', 'deny', 'r4', null, 'a name may not'],
  [raising, 'cursor', own(), 'answer', 'allow', 'r1', null, '"self" may stand with other keys'],
  [raising, 'cursor', own({ workspace: 'api' }), 'submit', 'ask', 'opened', null, 'which must match too'],
  [raising, 'cursor', own({ workspace: 'api', id: 's_7777' }), 'submit', 'allow', 'r2', null, 'an id with "self" raises'],
  [raising, 'cursor', own({ workspace: 'api', id: 's_8888' }), 'submit', 'ask', 'opened', null, 'an id alone does not'],
  [raising, 'cursor', own({ workspace: 'api', id: 's_9999' }), 'submit', 'ask', 'opened', null, 'nor does a temporary rule without "self"'],
  [raising, 'cursor', s({ id: 's_8888' }), 'submit', 'allow', 'r3', null, 'on a surface of a person it gives'],
  [raising, 'cursor', own({ id: 's_8888' }), 'answer', 'ask', 'r3', null, 'more exact than "self", it takes away what it does not give'],
  [raising, 'cursor', own({ preset: 'claude' }), 'submit', 'allow', 'r1', null, 'less exact, it takes nothing away'],
  [raising, 'cursor', own({ preset: 'claude', workspace: 'api' }), 'type', 'ask', 'r4', null, 'it lowers what `opened` gives, and raises none of it'],
  [raising, 'codex', s({ openedBy: 'codex' }), 'submit', 'ask', 'opened', null, 'by its own id is not by "self"'],
  [raising, 'codex', s({ openedBy: 'codex', name: 'log' }), 'read', 'ask', 'r6', null, 'a name may take away, and leave an ask'],
  [raising, 'codex', s({ openedBy: 'codex', name: 'log' }), 'type', 'deny', 'r6', null, 'what `opened` asks for is gone'],
  [raising, 'claude-code', s({ openedBy: 'claude-code' }), 'type', 'ask', 'opened', null, 'a backend raises nothing'],
  [raising, 'claude-code', s({ openedBy: 'cursor' }), 'type', 'allow', 'r7', null, 'on what another agent opened it does'],
  [raising, inner, s({ openedBy: 'inner-1' }), 'type', 'allow', 'r8', null, '"self" for agents that run inside'],
  [raising, { ...inner, id: 'inner-2' }, s({ openedBy: 'inner-1' }), 'type', 'deny', 'inside', null, 'each for itself'],
  [raising, innerCodex, s({ openedBy: 'inner-3' }), 'submit', 'ask', 'opened', null, 'opened comes before inside'],
  // where everyone starts
  [nothing, 'codex', s({ openedBy: 'codex' }), 'submit', 'ask', 'opened', null, 'without any rule'],
  [nothing, 'codex', s(), 'read', 'deny', null, null, 'no rule, nothing'],
  [nothing, inner, s(), 'read', 'allow', 'inside', null, 'its own workspace'],
  [nothing, inner, s({ workspace: 'api' }), 'type', 'deny', 'inside', null, 'elsewhere only read, and asked for'],
  [nothing, { id: 'inner-4', preset: 'claude', workspace: '' }, s({ workspace: '' }), 'read', 'ask', 'inside', null, "no workspace is nobody's own"],
  [nothing, inner, s(), 'type', 'deny', 'inside', null, 'its own workspace is for reading'],
  [nothing, inner, s({ workspace: 'api' }), 'read', 'ask', 'inside', null, 'elsewhere it may ask to read'],
  [nothing, inner, s(), 'interrupt', 'deny', 'inside', null, 'without submit there is no interrupting'],
  [nothing, 'codex', s({ openedBy: 'codex' }), 'secret', 'deny', 'opened', null, 'a password is denied also where submit is asked for'],
  [nothing, 'codex', s({ openedBy: 'codex' }), 'answer', 'ask', 'opened', null, 'answering is asked for with it'],
  [nothing, 'codex', s({ openedBy: 'cursor' }), 'read', 'deny', null, null, 'what another agent opened is nobody else’s'],
  [starting, innerCodex, s(), 'read', 'deny', 'r1', null, 'a rule that gives nothing counts before the built-in one'],
  [starting, { id: 'inner-7', preset: 'codex', workspace: 'web' }, s({ workspace: 'api' }), 'type', 'allow', 'r2', null, 'an agent inside can be named'],
  [starting, inner, s({ workspace: 'api', name: 'board' }), 'type', 'ask', 'r3', null, '{} is every agent inside'],
  [starting, 'cursor', s({ name: 'board' }), 'read', 'deny', null, null, 'and none that is not'],
  [starting, nowhere, s({ workspace: '' }), 'read', 'ask', 'inside', null, 'in no workspace nothing is its own'],
]
