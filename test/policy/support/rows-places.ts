// Where a surface runs: in tmux or not, here or on another computer. Both are compared as they stand, alone and with a name.
import { surface as s } from '../subjects.ts'
import { policy, type Row } from './table.ts'

const places = policy(
  '{ "id": "r-any", "agents": "cursor", "surfaces": "*", "level": "read" }',
  '{ "id": "r-tmux", "agents": "cursor", "surfaces": { "backend": "tmux" }, "level": "type" }',
  '{ "id": "r-build", "agents": "cursor", "surfaces": { "host": "build" }, "level": "type", "ask": "submit" }',
  '{ "id": "r-both", "agents": "codex", "surfaces": { "backend": "tmux", "host": "build" }, "level": "submit" }',
  '{ "id": "r-named", "agents": "codex", "surfaces": { "host": "build", "name": "ci-*" }, "level": "read" }',
  '{ "id": "r-space", "agents": "claude-code", "surfaces": { "backend": "tmux", "workspace": "ops" }, "level": "submit" }',
  '{ "id": "l-prod", "agents": "*", "surfaces": { "host": "prod" }, "level": "none" }',
  '{ "id": "l-far", "agents": "claude-code", "surfaces": { "backend": "tmux", "host": "build" }, "level": "read" }',
  '{ "id": "l-db", "agents": "cursor", "surfaces": { "host": "build", "name": "db*" }, "level": "read" }',
)
const far = (facts: Parameters<typeof s>[0] = {}) => s({ backend: 'tmux', host: 'build', ...facts })

// biome-ignore format: a table, one row a line
export const placeRows: Row[] = [
  [places, 'cursor', s(), 'type', 'deny', 'r-any', null, 'a surface of our own is in no tmux'],
  [places, 'cursor', s({ backend: 'tmux' }), 'type', 'allow', 'r-tmux', null, 'tmux on this computer'],
  [places, 'cursor', s({ backend: 'tmux' }), 'submit', 'deny', 'r-tmux', null, 'a host of null is none that a rule names'],
  [places, 'cursor', s({ host: 'build' }), 'submit', 'ask', 'r-build', null, 'plain ssh, by its host'],
  [places, 'cursor', s({ host: 'Build' }), 'type', 'deny', 'r-any', null, 'capital letters are other letters'],
  [places, 'cursor', s({ host: 'build.example.org' }), 'type', 'deny', 'r-any', null, 'another name of perhaps the same computer'],
  [places, 'cursor', s({ host: 'me@build' }), 'type', 'deny', 'r-any', null, 'or of another user there'],
  [places, 'cursor', far(), 'submit', 'deny', 'r-tmux', null, 'both are equally exact: what gives less decides'],
  [places, 'codex', far(), 'submit', 'allow', 'r-both', null, 'all that is given must match'],
  [places, 'codex', s({ backend: 'tmux' }), 'read', 'deny', null, null, 'tmux alone does not'],
  [places, 'codex', s({ host: 'build' }), 'read', 'deny', null, null, 'nor does the host alone'],
  [places, 'codex', far({ name: 'ci-1' }), 'submit', 'deny', 'r-named', null, 'a name is more exact than where it runs'],
  [places, 'codex', s({ name: 'ci-1' }), 'read', 'deny', null, null, 'the name elsewhere'],
  [places, 'claude-code', s({ backend: 'tmux', workspace: 'ops' }), 'submit', 'allow', 'r-space', null, 'with a workspace'],
  [places, 'claude-code', s({ workspace: 'ops' }), 'read', 'deny', null, null, 'that workspace outside of tmux'],
  [places, 'claude-code', far({ workspace: 'ops' }), 'submit', 'deny', 'r-space', 'l-far', 'a lock by both'],
  [places, 'cursor', s({ host: 'prod' }), 'read', 'deny', 'r-any', 'l-prod', 'a lock by the host alone'],
  [places, 'cursor', far({ host: 'prod' }), 'read', 'deny', 'r-tmux', 'l-prod', 'in tmux there, too'],
  [places, 'cursor', s(), 'read', 'allow', 'r-any', null, 'a lock by a host holds nothing here'],
  [places, 'cursor', far({ name: 'db1' }), 'type', 'deny', 'r-tmux', 'l-db', 'a lock by host and name'],
  [places, 'cursor', s({ backend: 'tmux', name: 'db1' }), 'type', 'allow', 'r-tmux', null, 'that name here'],
  [places, 'cursor', far({ name: 'db1', formerNames: ['ci'] }), 'type', 'deny', 'r-tmux', 'l-db', 'whatever it was called before'],
]
