// Patterns of names, workspaces and hosts: what they select, and that doubt gives nothing and takes everything.
import { surface as s } from '../subjects.ts'
import { inner, policy, type Row } from './table.ts'

const globs = policy(
  '{ "id": "r-stars", "agents": "cursor", "surfaces": { "name": "web*log" }, "level": "type" }',
  '{ "id": "r-one", "agents": "cursor", "surfaces": { "name": "db-?" }, "level": "type" }',
  '{ "id": "r-set", "agents": "cursor", "surfaces": { "name": "node[0-3]" }, "level": "type" }',
  '{ "id": "r-not", "agents": "cursor", "surfaces": { "name": "disk[!0-3]" }, "level": "type" }',
  '{ "id": "r-or", "agents": "cursor", "surfaces": { "name": "{build,test}-x" }, "level": "type" }',
  '{ "id": "r-star", "agents": "cursor", "surfaces": { "name": "\\\\*" }, "level": "type" }',
  '{ "id": "r-plus", "agents": "cursor", "surfaces": { "name": "a+b (c)" }, "level": "type" }',
  '{ "id": "r-dot", "agents": "cursor", "surfaces": { "name": "x.y*" }, "level": "type" }',
  '{ "id": "r-accent", "agents": "cursor", "surfaces": { "name": "caf\u00e9" }, "level": "type" }',
  '{ "id": "r-space", "agents": "codex", "surfaces": { "workspace": "{web,api}-*" }, "level": "read" }',
  '{ "id": "r-host", "agents": "codex", "surfaces": { "host": "box*" }, "level": "read" }',
  '{ "id": "r-in", "agents": { "workspace": "w?b" }, "surfaces": "*", "level": "type" }',
)
// the same pattern in a rule and in a lock
const both = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "name": "prod*" }, "level": "submit" }',
  '{ "id": "r2", "agents": "codex", "surfaces": "*", "level": "submit" }',
  '{ "id": "l1", "agents": "codex", "surfaces": { "name": "prod*" }, "level": "read" }',
  '{ "id": "l2", "agents": "codex", "surfaces": { "name": "db" }, "level": "read" }',
)
const long = `prod-${'x'.repeat(124)}`

// biome-ignore format: a table, one row a line
export const nameRows: Row[] = [
  [globs, 'cursor', s({ name: 'web-log' }), 'type', 'allow', 'r-stars', null, 'a star is any characters'],
  [globs, 'cursor', s({ name: 'weblog' }), 'type', 'allow', 'r-stars', null, 'none is a number of characters'],
  [globs, 'cursor', s({ name: 'web/.a/log' }), 'type', 'allow', 'r-stars', null, 'a name is no path: `/` and `.` are characters'],
  [globs, 'cursor', s({ name: 'web-logs' }), 'type', 'deny', null, null, 'the whole name must fit'],
  [globs, 'cursor', s({ name: 'Web-log' }), 'type', 'deny', null, null, 'capital letters are other letters'],
  [globs, 'cursor', s({ name: 'db-1' }), 'type', 'allow', 'r-one', null, 'a question mark is one character'],
  [globs, 'cursor', s({ name: 'db-12' }), 'type', 'deny', null, null, 'not two'],
  [globs, 'cursor', s({ name: 'node3' }), 'type', 'allow', 'r-set', null, 'one of a set'],
  [globs, 'cursor', s({ name: 'node4' }), 'type', 'deny', null, null, 'not in the set'],
  [globs, 'cursor', s({ name: 'disk4' }), 'type', 'allow', 'r-not', null, 'not one of a set'],
  [globs, 'cursor', s({ name: 'disk3' }), 'type', 'deny', null, null, 'one of them'],
  [globs, 'cursor', s({ name: 'test-x' }), 'type', 'allow', 'r-or', null, 'one of several words'],
  [globs, 'cursor', s({ name: '{build,test}-x' }), 'type', 'deny', null, null, 'a pattern does not select itself'],
  [globs, 'cursor', s({ name: '*' }), 'type', 'allow', 'r-star', null, 'an escaped star is a star'],
  [globs, 'cursor', s({ name: 'x' }), 'type', 'deny', null, null, 'and nothing else'],
  [globs, 'cursor', s({ name: 'a+b (c)' }), 'type', 'allow', 'r-plus', null, 'what is special in a regex is plain here'],
  [globs, 'cursor', s({ name: 'aab (c)' }), 'type', 'deny', null, null, 'a plus does not repeat'],
  [globs, 'cursor', s({ name: 'x.y1' }), 'type', 'allow', 'r-dot', null, 'a dot is a dot'],
  [globs, 'cursor', s({ name: 'xzy1' }), 'type', 'deny', null, null, 'and not any character'],
  [globs, 'cursor', s({ name: 'cafe\u0301' }), 'type', 'allow', 'r-accent', null, 'two ways to write one letter are one name'],
  [globs, 'codex', s({ workspace: 'api-2' }), 'read', 'allow', 'r-space', null, 'workspaces have patterns too'],
  [globs, 'codex', s({ workspace: 'dev-2' }), 'read', 'deny', null, null, 'another workspace'],
  [globs, 'codex', s({ host: 'box1' }), 'read', 'deny', null, null, 'hosts have none'],
  [globs, 'codex', s({ host: 'box*' }), 'read', 'allow', 'r-host', null, 'a host is compared as it stands'],
  [globs, inner, s(), 'type', 'allow', 'r-in', null, 'agents by a pattern of the workspace they run in'],
  [globs, { ...inner, workspace: 'weeb' }, s(), 'type', 'deny', 'inside', null, 'which this is not'],
  [globs, { id: 'inner-5', preset: 'claude' }, s(), 'read', 'ask', 'inside', null, 'an agent whose workspace is not known'],
  // doubt
  [both, 'cursor', s({ name: 'prod-1' }), 'submit', 'allow', 'r1', null, 'a rule by a pattern'],
  [both, 'cursor', s({ name: long }), 'submit', 'deny', null, null, 'a name too long to be compared gives nothing'],
  [both, 'codex', s({ name: long }), 'submit', 'deny', 'r2', 'l1', 'and is locked'],
  [both, 'codex', s({ name: `a${long}` }), 'submit', 'deny', 'r2', 'l1', 'by every pattern'],
  [both, 'codex', s({ name: 'web', alias: long }), 'submit', 'deny', 'r2', 'l1', 'as by an alias that is too long'],
  [both, 'codex', s({ name: 'db' }), 'submit', 'deny', 'r2', 'l2', 'a lock on one name'],
  [both, 'codex', s({ name: 'dbs' }), 'submit', 'allow', 'r2', null, 'is not on those that begin so'],
]
