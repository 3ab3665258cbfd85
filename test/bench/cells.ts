// How long the matrix takes at 40 agents × 100 surfaces with 60 rules, beside deciding every pair alone. `node
// test/bench/run.mjs cells`; ends with 1 where it takes more of that than it may.
import { cells } from '../../main/policy/cells.ts'
import { createCells } from '../../main/policy/cells-kept.ts'
import { grantChanges } from '../../main/policy/changes.ts'
import { checkText } from '../../main/policy/check.ts'
import { accessOf } from '../../main/policy/decide.ts'
import { cellRules } from '../../main/policy/edit.ts'
import type { AgentFacts, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { HOW, measure } from './support/calls.ts'
import { report } from './support/measure.ts'

const AGENTS = 40
const SURFACES = 100
const RULES = 60

const surfaces = Array.from(
  { length: SURFACES },
  (_, n): SurfaceSubject => ({
    id: `s_${1000 + n}`,
    name: `surface ${n}`,
    formerNames: n % 4 === 0 ? [`build-${n}`] : [],
    alias: n % 5 === 0 ? `task-${n}` : null,
    workspace: `web-${n % 8}`,
    preset: ['shell', 'claude', 'codex', 'gemini'][n % 4] ?? 'shell',
    backend: n % 6 === 0 ? 'tmux' : 'pty',
    host: n % 6 === 0 ? 'box' : null,
    openedBy: n % 7 === 0 ? `agent-${n % AGENTS}` : 'person',
  }),
)
/** Cells of single pairs, rows, columns and workspaces, as the panel writes them, and some by hand. */
const KINDS = [
  (n: number) => ({ agents: `agent-${n % AGENTS}`, surfaces: { id: `s_${1000 + ((n * 7) % SURFACES)}` } }),
  (n: number) => ({ agents: `agent-${n % AGENTS}`, surfaces: '*' }),
  (n: number) => ({ agents: '*', surfaces: { id: `s_${1000 + n}` } }),
  (n: number) => ({ agents: '*', surfaces: { workspace: `web-${n % 8}` } }),
  (n: number) => ({ agents: [`agent-${n % AGENTS}`, 'agent-1'], surfaces: { name: `surface ${n % 10}*` } }),
  () => ({ agents: { preset: 'claude' }, surfaces: { workspace: '@own' } }),
]
const GRANTS = [{ level: 'read' }, { level: 'type' }, { level: 'read', ask: 'submit' }, { level: 'submit' }]
const rules = Array.from({ length: RULES }, (_, n) => ({
  id: `r${n}`,
  ...KINDS[n % KINDS.length]?.(n),
  ...GRANTS[n % GRANTS.length],
  ...(n % 9 === 0 ? { limits: [{ max: 10, window: 'minute', per: 'pair' }] } : {}),
}))
const locks = [
  { id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read' },
  { id: 'l2', agents: 'agent-3', surfaces: '*', level: 'type', answer: 'deny' },
]
const agents = Object.fromEntries(
  Array.from({ length: AGENTS }, (_, n) => [
    `agent-${n}`,
    { name: `Agent ${n}`, token: `sha256:${String(n).padStart(64, '0')}` },
  ]),
)
const text = JSON.stringify({ version: 1, agents, rules, locks }, null, 2)
const parsed = checkText(text).policy
if (!parsed) throw new Error(JSON.stringify(checkText(text).faults))
const policy: Policy = parsed

/** Each pair on its own, as a decision is made: what a cell must never differ from. */
function eachAlone(): unknown[] {
  return Object.keys(policy.agents).flatMap(id => {
    const agent: AgentFacts = { id }
    return surfaces.map(surface => [
      accessOf(policy, agent, surface),
      cellRules(policy, { agent: id, surface: surface.id }).length > 0,
    ])
  })
}

const kept = createCells()
kept(policy, surfaces)
const renaming = createCells()
renaming(policy, surfaces)
const fewCalls = 12

const results = measure([
  { name: 'reference: 4000 pairs decided alone', calls: fewCalls, run: eachAlone },
  { name: 'the whole matrix anew', calls: fewCalls, run: () => cells(policy, surfaces) },
  {
    name: 'one surface renamed',
    calls: 100,
    run: n => renaming(policy, [{ ...surfaces[0]!, name: `name ${n}` }, ...surfaces.slice(1)]),
  },
  { name: 'a touch without a change', calls: 400, run: () => kept(policy, surfaces) },
  { name: 'a text checked', calls: fewCalls, run: () => checkText(text) },
  {
    name: 'what a change of one rule changes for whom',
    calls: fewCalls,
    run: () => {
      const places = surfaces.map(one => ({ before: one, after: one }))
      return grantChanges(policy, { ...policy, rules: policy.rules.slice(1) }, places)
    },
  },
])
report(
  'cells',
  results.map(one => one.row),
  { how: HOW },
)

const MOST = { anew: 0.5, renamed: 0.05, touch: 0.01 } as const
const [, anew, renamed, touch] = results.map(({ ratio }) => ratio)
const ratios = { anew: anew!, renamed: renamed!, touch: touch! }
const slow = (['anew', 'renamed', 'touch'] as const).filter(what => ratios[what] > MOST[what])
console.log(
  slow.length === 0
    ? `\nAnew below ${MOST.anew}, one renamed below ${MOST.renamed}, a touch below ${MOST.touch} of the reference.`
    : `\nToo slow beside the reference: ${slow.map(what => `${what} ${ratios[what].toFixed(3)}`).join('; ')}`,
)
if (slow.length > 0) process.exitCode = 1
