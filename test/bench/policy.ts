// How long a decision takes over 200 rules. `npm run bench policy`; ends with 1 where a decision takes longer
// than it may.
import { decide, grantFor } from '../../main/policy/decide.ts'
import { limitsOn } from '../../main/policy/limits.ts'
import type { AgentFacts, Opening, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { INTENTS } from '../../preload/contract.ts'
import { HOW, measure } from './support/calls.ts'
import { report } from './support/measure.ts'

const RULES = 200
const MOST_US = 50
const HOME = '/home/ada'
const agents: readonly AgentFacts[] = [
  { id: 'cursor' },
  { id: 'codex' },
  { id: 'inner-1', preset: 'claude', workspace: 'web-3' },
  { id: 'claude-code' },
]
const surfaces = Array.from(
  { length: 40 },
  (_, n): SurfaceSubject => ({
    id: `s_00${10 + n}`,
    name: `surface ${n}`,
    formerNames: n % 4 === 0 ? [`build-${n}`] : [],
    alias: n % 5 === 0 ? `task-${n}` : null,
    workspace: `web-${n % 8}`,
    preset: ['shell', 'claude', 'codex', 'gemini'][n % 4] ?? 'shell',
    backend: n % 6 === 0 ? 'tmux' : 'pty',
    host: n % 6 === 0 ? 'box' : null,
    openedBy: n % 7 === 0 ? 'cursor' : 'person',
  }),
)

/** One of each kind of selector in turn: of 200 rules, some ten match a pair. */
const NARROW = [
  (n: number) => ({ agents: 'cursor', surfaces: { id: `s_${1000 + n}` } }),
  (n: number) => ({ agents: ['cursor', 'codex'], surfaces: { name: `surface ${n}` } }),
  (n: number) => ({ agents: '*', surfaces: { name: `build-${n % 9}*` } }),
  (n: number) => ({ agents: 'codex', surfaces: { workspace: `web-${n % 8}` } }),
  (n: number) => ({ agents: 'claude-code', surfaces: { workspace: `{api,web}-${n % 8}`, preset: 'claude' } }),
  () => ({ agents: { preset: 'claude' }, surfaces: { workspace: '@own' } }),
  (n: number) => ({ agents: { workspace: `web-${n % 8}` }, surfaces: { host: 'box', backend: 'tmux' } }),
  () => ({ agents: 'cursor', surfaces: { openedBy: 'self' } }),
]
/** Nine in ten match every pair. */
const WIDE = [
  ...Array.from({ length: 9 }, (_, n) => () => ({
    agents: '*',
    surfaces: n % 3 === 0 ? '*' : { name: n % 3 === 1 ? '*' : 'surface *' },
  })),
  (n: number) => ({ agents: 'nobody', surfaces: { id: `s_${1000 + n}` } }),
]
/** What costs most to look at and matches nothing. */
const PATTERNS = [(n: number) => ({ agents: '*', surfaces: { name: `*-${n}-*-{a,b}?` } })]

function policy(
  kinds: readonly ((n: number) => object)[],
  more: (n: number) => object = () => ({}),
  count = RULES,
): Policy {
  const grants = [{ level: 'read' }, { level: 'type' }, { level: 'read', ask: 'submit' }, { level: 'submit' }]
  const rules = Array.from({ length: count }, (_, n) => {
    return { id: `r${n}`, ...kinds[n % kinds.length]?.(n), ...grants[n % grants.length], ...more(n) }
  })
  const locks = [
    { id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read' },
    { id: 'l2', agents: '*', surfaces: { workspace: 'web-7' }, level: 'type', answer: 'deny' },
  ]
  const open = Array.from({ length: RULES }, (_, n) => ({
    ...{ id: `o${n}`, agents: n % 2 ? 'cursor' : '*', presets: ['shell', 'claude'], cwd: [`~/src/project-${n}/**`] },
    grant: 'ask',
  }))
  const entry = (digit: number) => ({ name: `Agent ${digit}`, token: `sha256:${`${digit}`.repeat(64)}` })
  const known = { cursor: entry(1), codex: entry(2), 'claude-code': entry(3) }
  const parsed = parsePolicy(JSON.stringify({ version: 1, agents: known, rules, locks, open }))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

const few = policy(NARROW)
const most = policy(WIDE)
const patterns = policy(PATTERNS)
const texts = policy(WIDE, n => (n % 5 === 0 ? { text: [{ deny: { regex: `rm +-[rf]+ /${n}` } }] } : {}))
/** As many as a file may have: nothing that is kept for patterns may be too small for them. */
const full = policy(PATTERNS, () => ({}), 2000)
const limited = policy(WIDE, n => (n % 5 === 0 ? { limits: [{ max: 10, window: 'minute', per: 'pair' }] } : {}))
const opening: Opening = { command: false, prompt: true, cwd: `${HOME}/src/project-40/a`, home: HOME, openNow: 1 }

const pair = (n: number) => [agents[n % agents.length]!, surfaces[(n >> 2) % surfaces.length]!] as const
const intents = INTENTS.filter(intent => intent !== 'open' && intent !== 'close')
const intent = (n: number) => intents[n % intents.length]!
const lines = few.rules.map(rule => JSON.stringify(rule))

const results = measure([
  { name: 'reference: JSON.parse of one rule', run: n => JSON.parse(lines[n % lines.length]!) },
  {
    name: 'reference: 200 comparisons of texts',
    run: n => few.rules.filter(({ id }) => id === lines[n % lines.length]).length,
  },
  { name: 'decide, few match', run: n => decide(few, ...pair(n), intent(n)) },
  { name: 'decide, most match', run: n => decide(most, ...pair(n), intent(n)) },
  { name: 'decide, 200 patterns, none matches', run: n => decide(patterns, ...pair(n), intent(n)) },
  { name: 'decide, 2000 patterns, none matches', calls: 50, run: n => decide(full, ...pair(n), intent(n)) },
  {
    name: 'decide with a text, 40 text rules match',
    run: n => decide(texts, ...pair(n), 'submit', { text: 'git status' }),
  },
  { name: 'grantFor, few match', run: n => grantFor(few, ...pair(n)) },
  { name: 'limitsOn, 40 limits count', run: n => limitsOn(limited, ...pair(n)) },
  { name: 'decide on opening, 200 open rules', calls: 500, run: n => decide(few, ...pair(n), 'open', { opening }) },
])
report(
  'policy',
  results.map(one => one.row),
  { how: HOW },
)

const decisions = results.filter(({ name }) => /^decide, (few|most)/.test(name))
const slow = decisions.filter(({ medianUs }) => medianUs >= MOST_US)
console.log(
  slow.length === 0
    ? `\nA decision takes less than ${MOST_US} µs.`
    : `\nOver ${MOST_US} µs: ${slow.map(({ name }) => name).join('; ')}`,
)
if (slow.length > 0) process.exitCode = 1
