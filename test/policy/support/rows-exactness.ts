// Which rule decides: the most exact. Surface by id, name, name pattern, workspace, kind, any; then the agent; then
// temporary before standing; then what gives less; then the id.
import { surface as s } from '../subjects.ts'
import { at, inner, innerCodex, policy, type Row } from './table.ts'

// the first rules and the lock of the design
const design = policy(
  '{ "id": "r1", "agents": ["claude-code", "cursor"], "surfaces": "*", "level": "read", "ask": "type" }',
  '{ "id": "r2", "agents": "claude-code", "surfaces": { "workspace": "web" }, "level": "type", "ask": "submit" }',
  '{ "id": "r3", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "submit" }',
  '{ "id": "r4", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "submit" }',
  '{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "reason": "production is hands-off" }',
)
// one rule for each way of selecting a surface, each giving something else to tell them by
const exactness = policy(
  '{ "id": "r-any", "agents": "cursor", "surfaces": "*", "level": "submit" }',
  '{ "id": "r-preset", "agents": "cursor", "surfaces": { "preset": "claude" }, "level": "type" }',
  '{ "id": "r-host", "agents": "cursor", "surfaces": { "host": "box" }, "level": "read" }',
  '{ "id": "r-opened", "agents": "cursor", "surfaces": { "openedBy": "codex" }, "level": "type" }',
  '{ "id": "r-backend", "agents": "cursor", "surfaces": { "backend": "tmux" }, "level": "type" }',
  '{ "id": "r-workspace", "agents": "cursor", "surfaces": { "workspace": "api" }, "level": "read" }',
  '{ "id": "r-glob", "agents": "cursor", "surfaces": { "name": "db*" }, "level": "none" }',
  '{ "id": "r-name", "agents": "cursor", "surfaces": { "name": "db" }, "level": "type" }',
  '{ "id": "r-id", "agents": "cursor", "surfaces": { "id": "s_9999" }, "level": "submit" }',
  '{ "id": "r-both", "agents": "cursor", "surfaces": { "name": "db-main", "workspace": "api" }, "level": "submit" }',
)
// the same surface selection, three ways of selecting the agent
const whose = policy(
  '{ "id": "r-all", "agents": "*", "surfaces": "*", "level": "read" }',
  '{ "id": "r-own", "agents": { "preset": "claude" }, "surfaces": "*", "level": "type" }',
  '{ "id": "r-named", "agents": "codex", "surfaces": "*", "level": "submit" }',
  '{ "id": "r-inner", "agents": ["inner-2"], "surfaces": "*", "level": "none" }',
)
// equally exact, told apart by what they give and then by id
const ties = policy(
  '{ "id": "r9", "agents": "codex", "surfaces": "*", "level": "submit" }',
  '{ "id": "r8", "agents": "codex", "surfaces": "*", "level": "read", "ask": "submit" }',
  '{ "id": "r7", "agents": "codex", "surfaces": "*", "level": "read", "ask": "type" }',
  '{ "id": "r6", "agents": "cursor", "surfaces": "*", "level": "submit", "answer": "allow" }',
  '{ "id": "r5", "agents": "cursor", "surfaces": "*", "level": "submit", "answer": "deny" }',
  '{ "id": "r4", "agents": "claude-code", "surfaces": "*", "level": "type" }',
  '{ "id": "r3", "agents": "claude-code", "surfaces": "*", "level": "type" }',
)
// patterns that fit anything, and a wide rule for one agent beside a narrow one for all
const wide = policy(
  '{ "id": "r-named", "agents": "codex", "surfaces": { "workspace": "web" }, "level": "submit" }',
  '{ "id": "r-anyone", "agents": "*", "surfaces": { "id": "s_9999" }, "level": "read" }',
  '{ "id": "r-names", "agents": "cursor", "surfaces": { "name": "*" }, "level": "type" }',
  '{ "id": "r-spaces", "agents": "claude-code", "surfaces": { "workspace": "*" }, "level": "type" }',
  '{ "id": "r-own", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "submit" }',
  '{ "id": "l-all", "agents": "*", "surfaces": { "name": "*", "preset": "bank" }, "level": "none" }',
)
// several keys in one selector, and several of one kind
const mixed = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "id": "s_1111", "workspace": "api" }, "level": "submit" }',
  '{ "id": "r2", "agents": "cursor", "surfaces": { "name": "log", "preset": "shell" }, "level": "type" }',
  '{ "id": "r3", "agents": "cursor", "surfaces": { "workspace": "web", "preset": "shell" }, "level": "submit" }',
  '{ "id": "r4", "agents": "cursor", "surfaces": { "workspace": "w*" }, "level": "read" }',
  '{ "id": "r5", "agents": "codex", "surfaces": { "openedBy": "person" }, "level": "type" }',
  '{ "id": "r6", "agents": "codex", "surfaces": { "backend": "pty" }, "level": "type", "ask": "submit" }',
  '{ "id": "r7", "agents": { "workspace": "web" }, "surfaces": { "workspace": "@own" }, "level": "type" }',
  '{ "id": "r8", "agents": { "preset": "claude", "workspace": "web" }, "surfaces": { "workspace": "web" }, "level": "submit" }',
  '{ "id": "r9", "agents": "*", "surfaces": { "name": "log" }, "level": "none" }',
  '{ "id": "r10", "agents": "claude-code", "surfaces": { "host": "box", "backend": "tmux", "preset": "gemini", "openedBy": "person", "workspace": "w*" }, "level": "read" }',
)
// equally exact and alike but for one thing
const alike = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit", "interrupt": "allow" }',
  '{ "id": "r2", "agents": "cursor", "surfaces": "*", "level": "submit", "interrupt": "deny", "secret": "allow" }',
  '{ "id": "r3", "agents": "codex", "surfaces": "*", "level": "submit", "secret": "allow" }',
  '{ "id": "r4", "agents": "codex", "surfaces": "*", "level": "submit", "secret": "ask" }',
  '{ "id": "r9", "agents": "claude-code", "surfaces": "*", "level": "submit", "answer": "ask", "secret": "allow" }',
  '{ "id": "r10", "agents": "claude-code", "surfaces": "*", "level": "submit", "answer": "ask", "secret": "allow" }',
  '{ "id": "r11", "agents": "claude-code", "surfaces": "*", "level": "submit", "answer": "allow", "secret": "deny" }',
)
// rules that end, beside standing ones
const ending = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "submit", "until": "2026-11-21T12:00:00Z" }',
  '{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "read" }',
  '{ "id": "r3", "agents": "cursor", "surfaces": { "id": "s_8888" }, "level": "none", "until": "2026-11-21T13:00:00+01:00" }',
  '{ "id": "r4", "agents": "cursor", "surfaces": "*", "level": "type" }',
  '{ "id": "r5", "agents": "codex", "surfaces": { "id": "s_8888" }, "level": "submit", "until": { "closes": "s_8888" } }',
  '{ "id": "r6", "agents": ["codex"], "surfaces": { "id": "s_8888" }, "level": "type", "until": "2026-11-22T00:00:00Z" }',
  '{ "id": "r7", "agents": "*", "surfaces": { "id": "s_8888" }, "level": "read" }',
  '{ "id": "r8", "agents": "claude-code", "surfaces": { "id": "s_7f3a", "name": "db" }, "level": "submit", "until": "2026-11-21T12:00:00Z" }',
  '{ "id": "r9", "agents": "claude-code", "surfaces": { "name": "db" }, "level": "read" }',
)

const inner2 = { ...inner, id: 'inner-2' }
const prod = s({ name: 'prod-1' })
const whole = s({ host: 'box', backend: 'tmux', preset: 'gemini' })
const NOON = '2026-11-21T12:00:00Z'
const BEFORE = '2026-11-21T11:59:59.999Z'

// biome-ignore format: a table, one row a line
export const exactnessRows: Row[] = [
  // the first rules and the lock of the design
  [design, 'claude-code', s(), 'read', 'allow', 'r2', null, 'workspace is more exact than any'],
  [design, 'claude-code', s(), 'type', 'allow', 'r2', null, 'given'],
  [design, 'claude-code', s(), 'submit', 'ask', 'r2', null, 'asked for'],
  [design, 'claude-code', s({ workspace: 'api' }), 'type', 'ask', 'r1', null, 'elsewhere the wide rule'],
  [design, 'claude-code', s({ workspace: 'api' }), 'submit', 'deny', 'r1', null, 'above what is asked for'],
  [design, 'cursor', s(), 'read', 'allow', 'r1', null, 'listed by id in r1'],
  [design, 'cursor', s(), 'submit', 'deny', 'r1', null, 'r4 is for one surface only'],
  [design, 'cursor', s({ id: 's_7f3a' }), 'submit', 'allow', 'r4', null, 'by id'],
  [design, 'cursor', s({ id: 's_7f3a', name: 'prod-9' }), 'submit', 'deny', 'r4', 'l1', 'a lock stands above an id'],
  [design, 'cursor', s({ id: 's_7f3a', name: 'prod-9' }), 'read', 'allow', 'r4', 'l1', 'and leaves read'],
  [design, 'claude-code', prod, 'type', 'deny', 'r2', 'l1', 'lock on a name pattern'],
  [design, 'claude-code', prod, 'read', 'allow', 'r2', 'l1', 'what the lock leaves'],
  [design, 'cursor', prod, 'type', 'deny', 'r1', 'l1', 'a lock takes the ask away too'],
  [design, 'codex', s(), 'read', 'deny', null, null, 'in no rule: nothing'],
  [design, 'ghost', s(), 'read', 'deny', null, null, 'not in the file'],
  [design, inner, s(), 'submit', 'allow', 'r3', null, 'runs in this workspace'],
  [design, inner, s({ workspace: 'api' }), 'read', 'ask', 'inside', null, 'not its own workspace'],
  [design, innerCodex, s(), 'read', 'allow', 'inside', null, 'another preset: as every agent inside starts'],
  [design, innerCodex, s(), 'type', 'deny', 'inside', null, 'which is read in its workspace'],
  [design, inner, prod, 'submit', 'deny', 'r3', 'l1', 'locks hold for agents inside too'],
  // how exactly the surface is selected
  [exactness, 'cursor', s(), 'submit', 'allow', 'r-any', null, 'nothing else matches'],
  [exactness, 'cursor', s({ preset: 'claude' }), 'submit', 'deny', 'r-preset', null, 'preset before any'],
  [exactness, 'cursor', s({ host: 'box' }), 'type', 'deny', 'r-host', null, 'host before any'],
  [exactness, 'cursor', s({ backend: 'tmux' }), 'submit', 'deny', 'r-backend', null, 'backend before any'],
  [exactness, 'cursor', s({ openedBy: 'codex' }), 'submit', 'deny', 'r-opened', null, 'openedBy before any'],
  [exactness, 'cursor', s({ preset: 'claude', host: 'box' }), 'type', 'deny', 'r-host', null, 'one kind: the lower level'],
  [exactness, 'cursor', s({ preset: 'claude', workspace: 'api' }), 'type', 'deny', 'r-workspace', null, 'workspace before preset'],
  [exactness, 'cursor', s({ name: 'db2', workspace: 'api' }), 'read', 'deny', 'r-glob', null, 'name pattern before workspace'],
  [exactness, 'cursor', s({ name: 'db', workspace: 'api' }), 'type', 'allow', 'r-name', null, 'name before name pattern'],
  [exactness, 'cursor', s({ id: 's_9999', name: 'db' }), 'submit', 'allow', 'r-id', null, 'id before name'],
  [exactness, 'cursor', s({ name: 'db-main', workspace: 'api' }), 'submit', 'allow', 'r-both', null, 'all of an object must match'],
  [exactness, 'cursor', s({ name: 'db-main' }), 'read', 'deny', 'r-glob', null, 'and where one does not, it is out'],
  [wide, 'cursor', s(), 'type', 'allow', 'r-names', null, 'any name'],
  [wide, 'cursor', s({ name: '' }), 'read', 'deny', null, null, 'but a name'],
  [wide, 'claude-code', s(), 'type', 'allow', 'r-spaces', null, 'any workspace'],
  [wide, 'claude-code', s({ workspace: '' }), 'read', 'deny', null, null, 'but a workspace'],
  [wide, { id: 'inner-4', preset: 'claude', workspace: '' }, s({ workspace: '' }), 'read', 'ask', 'inside', null, '"@own" is none either'],
  [wide, 'cursor', s({ name: 'x', preset: 'bank' }), 'read', 'deny', 'r-names', 'l-all', 'a lock on any name'],
  [wide, 'codex', s(), 'submit', 'allow', 'r-named', null, 'the agent named'],
  [wide, 'codex', s({ id: 's_9999' }), 'type', 'deny', 'r-anyone', null, 'the surface counts before the agent'],
  [mixed, 'cursor', s({ id: 's_1111', workspace: 'api' }), 'submit', 'allow', 'r1', null, 'an id and more is by id'],
  [mixed, 'cursor', s({ id: 's_1111', workspace: 'web' }), 'submit', 'deny', 'r4', null, 'and is out where the rest does not match'],
  [mixed, 'cursor', s({ name: 'log' }), 'type', 'allow', 'r2', null, 'a name and a preset is by name, before an equal name for any agent'],
  [mixed, 'cursor', s({ name: 'log', preset: 'claude' }), 'read', 'deny', 'r9', null, 'without that preset the name for any agent is left'],
  [mixed, 'cursor', s(), 'type', 'deny', 'r4', null, 'a workspace pattern is as exact as a workspace: the lower level'],
  [mixed, 'codex', s(), 'submit', 'deny', 'r5', null, 'backend and openedBy are equally exact: the lower ask'],
  [mixed, 'codex', s({ openedBy: 'cursor' }), 'submit', 'ask', 'r6', null, 'the backend alone'],
  [mixed, 'codex', s({ openedBy: 'cursor', backend: 'tmux' }), 'read', 'deny', null, null, 'neither'],
  [mixed, inner, s(), 'submit', 'deny', 'r7', null, '"@own" is as exact as the workspace by its name'],
  [mixed, innerCodex, s(), 'type', 'allow', 'r7', null, 'one that runs in the workspace, whatever its preset'],
  [mixed, { id: 'inner-9', preset: 'claude', workspace: 'api' }, s({ workspace: 'api' }), 'type', 'deny', 'inside', null, 'both of an agent selector must match'],
  [mixed, 'claude-code', whole, 'read', 'allow', 'r10', null, 'every key of an object matches'],
  [mixed, 'claude-code', { ...whole, host: null }, 'read', 'deny', null, null, 'all but the host'],
  [mixed, 'claude-code', { ...whole, backend: 'pty' }, 'read', 'deny', null, null, 'all but the backend'],
  [mixed, 'claude-code', { ...whole, preset: 'shell' }, 'read', 'deny', null, null, 'all but the preset'],
  [mixed, 'claude-code', { ...whole, openedBy: 'codex' }, 'read', 'deny', null, null, 'all but who opened it'],
  [mixed, 'claude-code', { ...whole, workspace: 'api' }, 'read', 'deny', null, null, 'all but the workspace'],
  // how exactly the agent is selected
  [whose, 'claude-code', s(), 'read', 'allow', 'r-all', null, 'any agent'],
  [whose, 'codex', s(), 'submit', 'allow', 'r-named', null, 'named before any'],
  [whose, inner, s(), 'type', 'allow', 'r-own', null, 'one that runs inside before any'],
  [whose, inner, s(), 'submit', 'deny', 'r-own', null, 'and no more than that'],
  [whose, inner2, s(), 'read', 'deny', 'r-inner', null, 'named before one that runs inside'],
  [whose, innerCodex, s(), 'type', 'deny', 'r-all', null, 'a rule for any counts before the built-in one'],
  [whose, 'ghost', s(), 'read', 'deny', null, null, '"any" is any agent of the policy, not anyone'],
  // equally exact
  [ties, 'codex', s(), 'type', 'ask', 'r7', null, 'lower level, then lower ask'],
  [ties, 'codex', s(), 'submit', 'deny', 'r7', null, 'so no ask for submit'],
  [ties, 'cursor', s(), 'answer', 'deny', 'r5', null, 'lower sub-grants'],
  [ties, 'claude-code', s(), 'type', 'allow', 'r3', null, 'the same: the smaller id'],
  [alike, 'cursor', s(), 'interrupt', 'deny', 'r2', null, 'the lower interrupt, where answer is the same'],
  [alike, 'cursor', s(), 'secret', 'allow', 'r2', null, 'which counts before secret'],
  [alike, 'codex', s(), 'secret', 'ask', 'r4', null, 'the lower secret, where all else is the same'],
  [alike, 'claude-code', s(), 'secret', 'allow', 'r10', null, 'answer counts before secret; ids are compared as texts'],
  // temporary before standing, as long as it lasts
  [ending, 'cursor', s({ id: 's_7f3a' }), at(BEFORE, 'submit'), 'allow', 'r1', null, 'temporary before standing, though it gives more'],
  [ending, 'cursor', s({ id: 's_7f3a' }), at(NOON, 'submit'), 'deny', 'r2', null, 'over at its end'],
  [ending, 'cursor', s({ id: 's_7f3a' }), at('2030-01-01T00:00:00Z', 'read'), 'allow', 'r2', null, 'and ever after'],
  [ending, 'cursor', s({ id: 's_8888' }), at(BEFORE, 'read'), 'deny', 'r3', null, 'a temporary rule may take away'],
  [ending, 'cursor', s({ id: 's_8888' }), at(NOON, 'read'), 'allow', 'r7', null, 'the end of one in another zone: the next most exact, for any agent'],
  [ending, 'cursor', s(), at(BEFORE, 'type'), 'allow', 'r4', null, 'it is for its surface alone'],
  [ending, 'codex', s({ id: 's_8888' }), at(BEFORE, 'submit'), 'deny', 'r6', null, 'of two temporary ones the lower level'],
  [ending, 'codex', s({ id: 's_8888' }), at('2026-11-23T00:00:00Z', 'submit'), 'allow', 'r5', null, 'the other when that has ended'],
  [ending, 'codex', s({ id: 's_8888' }), { intent: 'submit', at: '2026-11-23T00:00:00Z', closed: true }, 'deny', 'r7', null, 'until the surface closes'],
  [ending, 'codex', s({ id: 's_8888' }), { intent: 'type', closed: true }, 'allow', 'r6', null, 'which ends no other rule'],
  [ending, 'claude-code', s({ id: 's_7f3a', name: 'db' }), at(BEFORE, 'submit'), 'allow', 'r8', null, 'a temporary rule by id and name'],
  [ending, 'claude-code', s({ id: 's_7f3a', name: 'db' }), at(NOON, 'submit'), 'deny', 'r9', null, 'after it the name decides'],
  [ending, 'claude-code', s({ id: 's_7f3a', name: 'web' }), at(BEFORE, 'read'), 'deny', null, null, 'all of its keys must match'],
]
