// What sub-grants give and what locks leave: every matching lock caps level, ask and sub-grants, and none raises. The lock
// that is named is the one that leaves least of what counts for the intent.
import { surface as s } from '../subjects.ts'
import { inner, innerCodex, policy, type Row } from './table.ts'

const subs = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit" }',
  '{ "id": "r2", "agents": "codex", "surfaces": "*", "level": "submit", "answer": "allow", "interrupt": "deny", "secret": "ask" }',
  '{ "id": "r3", "agents": "claude-code", "surfaces": "*", "level": "type", "ask": "submit", "answer": "allow", "interrupt": "deny" }',
  '{ "id": "r4", "agents": "claude-code", "surfaces": { "name": "log" }, "level": "type", "answer": "allow" }',
  '{ "id": "l1", "agents": "codex", "surfaces": { "name": "live" }, "level": "submit", "answer": "ask" }',
  '{ "id": "l2", "agents": "codex", "surfaces": { "name": "frozen" }, "level": "read", "ask": "submit" }',
)
const locks = policy(
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }',
  '{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "type" }',
  '{ "id": "l2", "agents": "cursor", "surfaces": { "name": "prod-*" }, "level": "none" }',
  '{ "id": "l3", "agents": "*", "surfaces": { "workspace": "bank" }, "level": "read", "ask": "type" }',
  '{ "id": "l4", "agents": { "preset": "codex" }, "surfaces": { "workspace": "@own" }, "level": "read" }',
)
// several locks on one surface, each on something else
const several = policy(
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit", "answer": "allow", "interrupt": "allow", "secret": "allow" }',
  '{ "id": "l1", "agents": "*", "surfaces": { "id": "s_1111" }, "level": "submit", "answer": "deny" }',
  '{ "id": "l2", "agents": "*", "surfaces": { "id": "s_1111" }, "level": "submit", "interrupt": "ask" }',
  '{ "id": "l3", "agents": "codex", "surfaces": { "id": "s_1111" }, "level": "type" }',
  '{ "id": "l5", "agents": "*", "surfaces": { "id": "s_2222" }, "level": "read", "ask": "submit" }',
  '{ "id": "l4", "agents": "*", "surfaces": { "id": "s_2222" }, "level": "read", "ask": "submit" }',
  '{ "id": "l6", "agents": "cursor", "surfaces": { "id": "s_2222" }, "level": "read", "ask": "type" }',
  '{ "id": "l7", "agents": "claude-code", "surfaces": { "id": "s_2222" }, "level": "type" }',
  '{ "id": "l8", "agents": "*", "surfaces": { "id": "s_3333" }, "level": "submit", "answer": "ask", "secret": "deny" }',
  '{ "id": "l9", "agents": "*", "surfaces": { "id": "s_3333" }, "level": "submit", "answer": "deny" }',
)
// locks that leave as much as there is, or an ask
const ceilings = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "read", "ask": "type" }',
  '{ "id": "r2", "agents": "codex", "surfaces": "*", "level": "none", "ask": "submit", "answer": "allow" }',
  '{ "id": "r3", "agents": "claude-code", "surfaces": "*", "level": "type", "ask": "submit" }',
  '{ "id": "l1", "agents": "*", "surfaces": { "workspace": "same" }, "level": "read", "ask": "type" }',
  '{ "id": "l2", "agents": "*", "surfaces": { "workspace": "high" }, "level": "submit" }',
  '{ "id": "l3", "agents": "*", "surfaces": { "workspace": "flat" }, "level": "read", "ask": "read" }',
  '{ "id": "l4", "agents": "*", "surfaces": { "workspace": "shut" }, "level": "none" }',
  '{ "id": "l5", "agents": "*", "surfaces": { "workspace": "asks" }, "level": "none", "ask": "submit" }',
)
// a lock by each way of selecting
const kinds = policy(
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }',
  '{ "id": "l-host", "agents": "*", "surfaces": { "host": "box" }, "level": "read" }',
  '{ "id": "l-backend", "agents": "*", "surfaces": { "backend": "tmux" }, "level": "type" }',
  '{ "id": "l-preset", "agents": ["cursor", "codex"], "surfaces": { "preset": "gemini" }, "level": "read" }',
  '{ "id": "l-person", "agents": { "workspace": "w*" }, "surfaces": { "openedBy": "person" }, "level": "type" }',
  '{ "id": "l-self", "agents": "*", "surfaces": { "openedBy": "self" }, "level": "read" }',
  '{ "id": "l-codex", "agents": "cursor", "surfaces": { "openedBy": "codex" }, "level": "none" }',
  '{ "id": "l-both", "agents": "*", "surfaces": { "name": "db*", "workspace": "bank" }, "level": "none" }',
  '{ "id": "l-nobody", "agents": {}, "surfaces": { "preset": "codex" }, "level": "none" }',
  '{ "id": "l-spaces", "agents": "claude-code", "surfaces": { "workspace": "*" }, "level": "type" }',
)
const everything = policy(
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }',
  '{ "id": "l1", "agents": "*", "surfaces": "*", "level": "none" }',
)

const prod = s({ name: 'prod-1' })

// biome-ignore format: a table, one row a line
export const lockRows: Row[] = [
  // sub-grants: the stricter of the submit verdict and the sub-grant
  [subs, 'cursor', s(), 'answer', 'ask', 'r1', null, 'ask unless said'],
  [subs, 'cursor', s(), 'interrupt', 'ask', 'r1', null, 'ask unless said'],
  [subs, 'cursor', s(), 'secret', 'deny', 'r1', null, 'deny unless said'],
  [subs, 'codex', s(), 'answer', 'allow', 'r2', null, 'said'],
  [subs, 'codex', s(), 'interrupt', 'deny', 'r2', null, 'said'],
  [subs, 'codex', s(), 'secret', 'ask', 'r2', null, 'said'],
  [subs, 'claude-code', s(), 'answer', 'ask', 'r3', null, 'submit is asked for, so this is'],
  [subs, 'claude-code', s(), 'interrupt', 'deny', 'r3', null, 'the sub-grant is the stricter'],
  [subs, 'claude-code', s({ name: 'log' }), 'answer', 'deny', 'r4', null, 'no submit, no answering'],
  [subs, 'codex', s({ name: 'live' }), 'answer', 'ask', 'r2', 'l1', 'a lock caps the one it names'],
  [subs, 'codex', s({ name: 'live' }), 'submit', 'allow', 'r2', null, 'and has nothing to do with the rest'],
  [subs, 'codex', s({ name: 'frozen' }), 'answer', 'ask', 'r2', 'l2', 'submit is only asked for here'],
  [subs, 'codex', s({ name: 'frozen' }), 'submit', 'ask', 'r2', 'l2', 'a lock may leave an ask'],
  // locks
  [locks, 'codex', s(), 'submit', 'allow', 'r1', null, 'none matches'],
  [locks, 'codex', prod, 'submit', 'deny', 'r1', 'l1', 'capped at type'],
  [locks, 'codex', prod, 'type', 'allow', 'r1', 'l1', 'which stays'],
  [locks, 'cursor', prod, 'read', 'deny', 'r1', 'l2', 'of two the one that leaves less'],
  [locks, 'codex', s({ workspace: 'bank' }), 'type', 'ask', 'r1', 'l3', 'the lock says what may still be asked'],
  [locks, 'codex', s({ workspace: 'bank' }), 'submit', 'deny', 'r1', 'l3', 'and no more'],
  [locks, 'codex', s({ alias: 'prod-x' }), 'submit', 'deny', 'r1', 'l1', 'a lock counts an alias'],
  [locks, 'codex', s({ formerNames: ['prod-x'] }), 'submit', 'deny', 'r1', 'l1', 'and a name it once had'],
  [several, 'codex', s({ id: 's_9999', formerIds: ['s_3333'] }), 'secret', 'deny', 'r1', 'l8', 'a lock by id goes by the ids of earlier runs'],
  [locks, innerCodex, s(), 'type', 'deny', 'r1', 'l4', "a lock on an agent's own workspace"],
  [locks, innerCodex, s({ workspace: 'api' }), 'type', 'allow', 'r1', null, 'not elsewhere'],
  // which of several is named
  [several, 'cursor', s({ id: 's_1111' }), 'submit', 'allow', 'r1', null, 'two locks on sub-grants have nothing to do with a submit'],
  [several, 'cursor', s({ id: 's_1111' }), 'answer', 'deny', 'r1', 'l1', 'the one on answering'],
  [several, 'cursor', s({ id: 's_1111' }), 'interrupt', 'ask', 'r1', 'l2', 'the one on interrupting'],
  [several, 'cursor', s({ id: 's_1111' }), 'secret', 'allow', 'r1', null, 'neither is on secrets'],
  [several, 'codex', s({ id: 's_1111' }), 'answer', 'deny', 'r1', 'l3', 'without submit there is no answering: a lower level leaves less'],
  [several, 'codex', s({ id: 's_1111' }), 'type', 'allow', 'r1', 'l3', 'a lowered level is named for what it leaves too'],
  [several, 'codex', s({ id: 's_2222' }), 'submit', 'ask', 'r1', 'l4', 'two that leave the same: the smaller id'],
  [several, 'cursor', s({ id: 's_2222' }), 'submit', 'deny', 'r1', 'l6', 'the lower ask leaves less'],
  [several, 'claude-code', s({ id: 's_2222' }), 'type', 'ask', 'r1', 'l4', 'each caps its part: one the level, the other the ask'],
  [several, 'codex', s({ id: 's_3333' }), 'answer', 'deny', 'r1', 'l9', 'of two caps on one sub-grant the lower'],
  [several, 'codex', s({ id: 's_3333' }), 'secret', 'deny', 'r1', 'l8', 'the one that names it'],
  [several, 'codex', s({ id: 's_3333' }), 'interrupt', 'allow', 'r1', null, 'what no lock names stays'],
  // a lock that lowers nothing is not named
  [ceilings, 'cursor', s({ workspace: 'same' }), 'type', 'ask', 'r1', null, 'it leaves just what there is'],
  [ceilings, 'cursor', s({ workspace: 'high' }), 'submit', 'deny', 'r1', null, 'a lock never raises'],
  [ceilings, 'cursor', s({ workspace: 'flat' }), 'type', 'deny', 'r1', 'l3', 'it takes the ask alone'],
  [ceilings, 'cursor', s({ workspace: 'flat' }), 'read', 'allow', 'r1', 'l3', 'and leaves the level'],
  [ceilings, 'cursor', s({ workspace: 'asks' }), 'read', 'ask', 'r1', 'l5', 'what was given is only asked for'],
  [ceilings, 'cursor', s({ workspace: 'asks' }), 'submit', 'deny', 'r1', 'l5', 'and no more than was asked for before'],
  [ceilings, 'cursor', s({ workspace: 'shut' }), 'read', 'deny', 'r1', 'l4', 'nothing is left'],
  [ceilings, 'codex', s({ workspace: 'same' }), 'type', 'ask', 'r2', 'l1', 'level none, ask submit: the ask is lowered'],
  [ceilings, 'codex', s({ workspace: 'same' }), 'answer', 'deny', 'r2', 'l1', 'so there is no answering'],
  [ceilings, 'codex', s({ workspace: 'asks' }), 'answer', 'ask', 'r2', null, 'an ask for everything lowers no ask'],
  [ceilings, 'claude-code', s({ workspace: 'high' }), 'submit', 'ask', 'r3', null, 'a lock at submit lowers nothing'],
  [ceilings, 'claude-code', s({ workspace: 'same' }), 'type', 'ask', 'r3', 'l1', 'given becomes asked for'],
  // by every way of selecting
  [kinds, 'codex', s({ host: 'box' }), 'type', 'deny', 'r1', 'l-host', 'by host'],
  [kinds, 'codex', s({ host: 'box', backend: 'tmux' }), 'type', 'deny', 'r1', 'l-host', 'by host and by backend: what leaves less'],
  [kinds, 'codex', s({ backend: 'tmux' }), 'submit', 'deny', 'r1', 'l-backend', 'by backend'],
  [kinds, 'codex', s({ preset: 'gemini' }), 'type', 'deny', 'r1', 'l-preset', 'by preset, for a list of agents'],
  [kinds, 'claude-code', s({ preset: 'gemini', workspace: 'api' }), 'type', 'allow', 'r1', 'l-spaces', 'of which this is none'],
  [kinds, inner, s(), 'submit', 'deny', 'r1', 'l-person', 'for agents that run in workspaces of a pattern'],
  [kinds, inner, s({ openedBy: 'cursor' }), 'submit', 'allow', 'r1', null, 'by who opened it'],
  [kinds, 'codex', s({ openedBy: 'codex' }), 'submit', 'deny', 'r1', 'l-self', 'on what an agent opened itself'],
  [kinds, 'cursor', s({ openedBy: 'codex' }), 'read', 'deny', 'r1', 'l-codex', 'on what another one opened'],
  [kinds, 'codex', s({ name: 'db1', workspace: 'bank' }), 'read', 'deny', 'r1', 'l-both', 'all of an object must match'],
  [kinds, 'codex', s({ name: 'db1' }), 'submit', 'allow', 'r1', null, 'one of two is not enough'],
  [kinds, innerCodex, s({ preset: 'codex', openedBy: 'cursor' }), 'read', 'deny', 'r1', 'l-nobody', 'for every agent that runs inside'],
  [kinds, 'codex', s({ preset: 'codex' }), 'submit', 'allow', 'r1', null, 'and for no other'],
  [kinds, 'claude-code', s({ workspace: '' }), 'submit', 'deny', 'r1', 'l-spaces', 'a lock on every workspace holds in none too'],
  [everything, inner, s(), 'read', 'deny', 'r1', 'l1', 'a lock on everything leaves nothing to anyone'],
  [everything, 'ghost', s(), 'read', 'deny', null, null, 'an agent that is not known has nothing to lock'],
]
