// The table: policy x agent x surface x intent, and what comes out. One comment a row says why.
import { describe, expect, test } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import type { AgentFacts, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import type { Effect, Intent } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'

const AGENTS = ['claude-code', 'cursor', 'codex']

/** A policy as a person would write it: the rows below go through the parser too. */
function policy(...lines: string[]): Policy {
  const agents = AGENTS.map((id, n) => `"${id}": { "name": "${id}", "token": "${TOKEN.slice(0, -1)}${n}" }`)
  const of = (prefix: string) => lines.filter(line => line.startsWith(`{ "id": "${prefix}`)).join(',\n')
  const text = `{ "version": 1, "agents": { ${agents} }, "rules": [${of('r')}], "locks": [${of('l')}] }`
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

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
const opening = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": { "workspace": "web" }, "level": "submit" }',
  '{ "id": "r2", "agents": "codex", "surfaces": { "openedBy": "self" }, "level": "submit" }',
  '{ "id": "r3", "agents": "codex", "surfaces": { "workspace": "bank" }, "level": "none" }',
  '{ "id": "r4", "agents": "claude-code", "surfaces": "*", "level": "type" }',
  '{ "id": "r5", "agents": "claude-code", "surfaces": { "name": "mine" }, "level": "submit" }',
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
const nothing = policy()

const s = surface
const inner: AgentFacts = { id: 'inner-1', preset: 'claude', workspace: 'web' }
const inner2: AgentFacts = { id: 'inner-2', preset: 'claude', workspace: 'web' }
const innerCodex: AgentFacts = { id: 'inner-3', preset: 'codex', workspace: 'web' }
const prod = s({ name: 'prod-1' })

type Row = [
  policy: Policy,
  agent: string | AgentFacts,
  surface: SurfaceSubject,
  intent: Intent,
  effect: Effect,
  rule: string | null,
  lock: string | null,
]
// biome-ignore format: a table, one row a line
const rows: Row[] = [
  // the design's policy
  [design, 'claude-code', s(), 'read', 'allow', 'r2', null], // workspace is more exact than any
  [design, 'claude-code', s(), 'type', 'allow', 'r2', null], // given
  [design, 'claude-code', s(), 'submit', 'ask', 'r2', null], // asked for
  [design, 'claude-code', s({ workspace: 'api' }), 'type', 'ask', 'r1', null], // elsewhere the wide rule
  [design, 'claude-code', s({ workspace: 'api' }), 'submit', 'deny', 'r1', null], // above what is asked for
  [design, 'cursor', s(), 'read', 'allow', 'r1', null], // listed by id in r1
  [design, 'cursor', s(), 'submit', 'deny', 'r1', null], // r4 is for one surface only
  [design, 'cursor', s({ id: 's_7f3a' }), 'submit', 'allow', 'r4', null], // by id
  [design, 'cursor', s({ id: 's_7f3a', name: 'prod-9' }), 'submit', 'deny', 'r4', 'l1'], // a lock stands above an id
  [design, 'cursor', s({ id: 's_7f3a', name: 'prod-9' }), 'read', 'allow', 'r4', 'l1'], // and leaves read
  [design, 'claude-code', prod, 'type', 'deny', 'r2', 'l1'], // lock on a name pattern
  [design, 'claude-code', prod, 'read', 'allow', 'r2', 'l1'], // what the lock leaves
  [design, 'cursor', prod, 'type', 'deny', 'r1', 'l1'], // a lock takes the ask away too
  [design, 'codex', s(), 'read', 'deny', null, null], // in no rule: nothing
  [design, 'ghost', s(), 'read', 'deny', null, null], // not in the file
  [design, inner, s(), 'submit', 'allow', 'r3', null], // runs in this workspace
  [design, inner, s({ workspace: 'api' }), 'read', 'ask', 'inside', null], // not its own workspace
  [design, innerCodex, s(), 'read', 'allow', 'inside', null], // another preset: as every agent inside starts
  [design, innerCodex, s(), 'type', 'deny', 'inside', null], // which is read in its workspace
  [design, inner, prod, 'submit', 'deny', 'r3', 'l1'], // locks hold for agents inside too
  // how exactly the surface is selected
  [exactness, 'cursor', s(), 'submit', 'allow', 'r-any', null], // nothing else matches
  [exactness, 'cursor', s({ preset: 'claude' }), 'submit', 'deny', 'r-preset', null], // preset before any
  [exactness, 'cursor', s({ host: 'box' }), 'type', 'deny', 'r-host', null], // host before any
  [exactness, 'cursor', s({ backend: 'tmux' }), 'submit', 'deny', 'r-backend', null], // backend before any
  [exactness, 'cursor', s({ openedBy: 'codex' }), 'submit', 'deny', 'r-opened', null], // openedBy before any
  [exactness, 'cursor', s({ preset: 'claude', host: 'box' }), 'type', 'deny', 'r-host', null], // one kind: the lower level
  [exactness, 'cursor', s({ preset: 'claude', workspace: 'api' }), 'type', 'deny', 'r-workspace', null], // workspace before preset
  [exactness, 'cursor', s({ name: 'db2', workspace: 'api' }), 'read', 'deny', 'r-glob', null], // name pattern before workspace
  [exactness, 'cursor', s({ name: 'db', workspace: 'api' }), 'type', 'allow', 'r-name', null], // name before name pattern
  [exactness, 'cursor', s({ id: 's_9999', name: 'db' }), 'submit', 'allow', 'r-id', null], // id before name
  [exactness, 'cursor', s({ name: 'db-main', workspace: 'api' }), 'submit', 'allow', 'r-both', null], // all of an object must match
  [exactness, 'cursor', s({ name: 'db-main' }), 'read', 'deny', 'r-glob', null], // and where one does not, it is out
  // how exactly the agent is selected
  [whose, 'claude-code', s(), 'read', 'allow', 'r-all', null], // any agent
  [whose, 'codex', s(), 'submit', 'allow', 'r-named', null], // named before any
  [whose, inner, s(), 'type', 'allow', 'r-own', null], // one that runs inside before any
  [whose, inner, s(), 'submit', 'deny', 'r-own', null], // and no more than that
  [whose, inner2, s(), 'read', 'deny', 'r-inner', null], // named before one that runs inside
  [whose, innerCodex, s(), 'type', 'deny', 'r-all', null], // a rule for any counts before the built-in one
  [whose, 'ghost', s(), 'read', 'deny', null, null], // "any" is any agent of the policy, not anyone
  // equally exact
  [ties, 'codex', s(), 'type', 'ask', 'r7', null], // lower level, then lower ask
  [ties, 'codex', s(), 'submit', 'deny', 'r7', null], // so no ask for submit
  [ties, 'cursor', s(), 'answer', 'deny', 'r5', null], // lower sub-grants
  [ties, 'claude-code', s(), 'type', 'allow', 'r3', null], // the same: the smaller id
  // sub-grants: the stricter of the submit verdict and the sub-grant
  [subs, 'cursor', s(), 'answer', 'ask', 'r1', null], // ask unless said
  [subs, 'cursor', s(), 'interrupt', 'ask', 'r1', null], // ask unless said
  [subs, 'cursor', s(), 'secret', 'deny', 'r1', null], // deny unless said
  [subs, 'codex', s(), 'answer', 'allow', 'r2', null], // said
  [subs, 'codex', s(), 'interrupt', 'deny', 'r2', null], // said
  [subs, 'codex', s(), 'secret', 'ask', 'r2', null], // said
  [subs, 'claude-code', s(), 'answer', 'ask', 'r3', null], // submit is asked for, so this is
  [subs, 'claude-code', s(), 'interrupt', 'deny', 'r3', null], // the sub-grant is the stricter
  [subs, 'claude-code', s({ name: 'log' }), 'answer', 'deny', 'r4', null], // no submit, no answering
  [subs, 'codex', s({ name: 'live' }), 'answer', 'ask', 'r2', 'l1'], // a lock caps the one it names
  [subs, 'codex', s({ name: 'live' }), 'submit', 'allow', 'r2', null], // and has nothing to do with the rest
  [subs, 'codex', s({ name: 'frozen' }), 'answer', 'ask', 'r2', 'l2'], // submit is only asked for here
  [subs, 'codex', s({ name: 'frozen' }), 'submit', 'ask', 'r2', 'l2'], // a lock may leave an ask
  // locks
  [locks, 'codex', s(), 'submit', 'allow', 'r1', null], // none matches
  [locks, 'codex', prod, 'submit', 'deny', 'r1', 'l1'], // capped at type
  [locks, 'codex', prod, 'type', 'allow', 'r1', 'l1'], // which stays
  [locks, 'cursor', prod, 'read', 'deny', 'r1', 'l2'], // of two the one that leaves less
  [locks, 'codex', s({ workspace: 'bank' }), 'type', 'ask', 'r1', 'l3'], // the lock says what may still be asked
  [locks, 'codex', s({ workspace: 'bank' }), 'submit', 'deny', 'r1', 'l3'], // and no more
  [locks, 'codex', s({ alias: 'prod-x' }), 'submit', 'deny', 'r1', 'l1'], // a lock counts an alias
  [locks, 'codex', s({ formerNames: ['prod-x'] }), 'submit', 'deny', 'r1', 'l1'], // and a name it once had
  [locks, innerCodex, s(), 'type', 'deny', 'r1', 'l4'], // a lock on an agent's own workspace
  [locks, innerCodex, s({ workspace: 'api' }), 'type', 'allow', 'r1', null], // not elsewhere
  // what an agent can choose may narrow, never widen
  [exactness, 'cursor', s({ alias: 'db', workspace: 'api' }), 'type', 'deny', 'r-workspace', null], // rules never see an alias
  [exactness, 'cursor', s({ formerNames: ['db'] }), 'submit', 'allow', 'r-any', null], // nor a former name
  [exactness, 'cursor', s({ name: '', alias: 'db2' }), 'submit', 'allow', 'r-any', null], // a surface nobody named has no name
  [opening, 'cursor', s({ openedBy: 'cursor' }), 'submit', 'ask', 'opened', null], // its own surface: not by workspace
  [opening, 'cursor', s({ openedBy: 'cursor' }), 'read', 'allow', 'opened', null], // where every opener starts
  [opening, 'cursor', s(), 'submit', 'allow', 'r1', null], // the same rule on a person's surface
  [opening, 'cursor', s({ openedBy: 'codex' }), 'submit', 'allow', 'r1', null], // and on another agent's
  [opening, 'codex', s({ openedBy: 'codex' }), 'submit', 'allow', 'r2', null], // "self" may raise
  [opening, 'codex', s({ openedBy: 'cursor' }), 'read', 'deny', null, null], // "self" is not somebody else
  [opening, 'codex', s({ openedBy: 'codex', workspace: 'bank' }), 'read', 'deny', 'r3', null], // a more exact rule may take away
  [opening, 'claude-code', s({ openedBy: 'claude-code' }), 'type', 'allow', 'r4', null], // "*" may raise
  [opening, 'claude-code', s({ openedBy: 'claude-code', name: 'mine' }), 'submit', 'deny', 'r4', null], // a name may not
  [nothing, 'codex', s({ openedBy: 'codex' }), 'submit', 'ask', 'opened', null], // without any rule
  [wide, 'cursor', s(), 'type', 'allow', 'r-names', null], // any name
  [wide, 'cursor', s({ name: '' }), 'read', 'deny', null, null], // but a name
  [wide, 'claude-code', s(), 'type', 'allow', 'r-spaces', null], // any workspace
  [wide, 'claude-code', s({ workspace: '' }), 'read', 'deny', null, null], // but a workspace
  [wide, { id: 'inner-4', preset: 'claude', workspace: '' }, s({ workspace: '' }), 'read', 'ask', 'inside', null], // "@own" is none either
  [wide, 'cursor', s({ name: 'x', preset: 'bank' }), 'read', 'deny', 'r-names', 'l-all'], // a lock on any name
  [wide, 'codex', s(), 'submit', 'allow', 'r-named', null], // the agent named
  [wide, 'codex', s({ id: 's_9999' }), 'type', 'deny', 'r-anyone', null], // the surface counts before the agent
  // built in, and what no rule allows
  [nothing, 'codex', s(), 'read', 'deny', null, null], // no rule, nothing
  [nothing, inner, s(), 'read', 'allow', 'inside', null], // its own workspace
  [nothing, inner, s({ workspace: 'api' }), 'type', 'deny', 'inside', null], // elsewhere only read, and asked for
  [nothing, { id: 'inner-4', preset: 'claude', workspace: '' }, s({ workspace: '' }), 'read', 'ask', 'inside', null], // no workspace is nobody's own
  [subs, 'codex', s(), 'open', 'deny', null, null], // this version lets no agent open
  [subs, 'codex', s({ openedBy: 'codex' }), 'close', 'deny', null, null], // or close
]

describe('the table of verdicts', () => {
  test.each(rows.map((row, index) => [index + 1, ...row] as const))(
    'row %i',
    (_, inPolicy, agent, on, intent, effect, rule, lock) => {
      const facts = typeof agent === 'string' ? { id: agent } : agent
      expect(decide(inPolicy, facts, on, intent)).toMatchObject({ effect, rule, lock })
    },
  )

  test('has at least 80 rows, all different', () => {
    expect(rows.length).toBeGreaterThanOrEqual(80)
    expect(new Set(rows.map(row => JSON.stringify(row))).size).toBe(rows.length)
  })
})

test('a grant in force says everything it gives, after locks', () => {
  expect(grantFor(subs, { id: 'codex' }, s({ name: 'live' }))).toEqual({
    level: 'submit',
    ask: null,
    answer: 'ask',
    interrupt: 'deny',
    secret: 'ask',
    rule: 'r2',
    lock: 'l1',
  })
  expect(grantFor(nothing, { id: 'codex' }, s())).toEqual({
    level: 'none',
    ask: null,
    answer: 'deny',
    interrupt: 'deny',
    secret: 'deny',
    rule: null,
    lock: null,
  })
})
