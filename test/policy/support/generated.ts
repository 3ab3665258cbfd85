// Generated agents, surfaces and policies: small alphabets, so that rules often match, collide and tie. Every policy here is
// one that the parser takes; a law says so.
import fc from 'fast-check'
import type {
  AgentFacts,
  AgentSelector,
  Limit,
  Lock,
  Opening,
  OpenRule,
  Particulars,
  Policy,
  Rule,
  SubEffect,
  SurfaceSelector,
  SurfaceSubject,
  TextMatch,
  TextRule,
} from '../../../main/policy/model.ts'
import { INTENTS, LEVELS, type Level } from '../../../preload/contract.ts'
import { policyOf } from '../subjects.ts'

const SURFACE_IDS = ['s_aaaa', 's_bbbb']
/** When generated temporary rules end; `TIMES` lie around them. */
const ENDS = ['2026-11-21T12:00:00Z', '2026-11-21T14:00:00+01:00', '2026-11-21T14:00:00.250Z']
export const anyTime = fc
  .tuple(fc.constantFrom(...ENDS), fc.constantFrom(-1, 0, 1, 60_000))
  .map(([end, ms]) => Date.parse(end) + ms)

const name = fc.constantFrom('web', 'prod-1', 'prod-2', 'shell', '')
const pattern = fc.constantFrom('web', 'prod-*', '*', '*-1', '{web,shell}', 'prod-1')
const openedBy = fc.constantFrom('person', 'a', 'b', 'i')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
/** Leaves out what was generated as undefined: optional keys are absent, never undefined. */
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

export const anyAgent: fc.Arbitrary<AgentFacts> = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map(id => ({ id })),
  fc.record({ id: fc.constant('i'), preset: fc.constantFrom('claude', 'codex'), workspace: name }),
)

export const anySurface: fc.Arbitrary<SurfaceSubject> = fc.record({
  id: fc.constantFrom(...SURFACE_IDS),
  name,
  formerNames: fc.array(name, { maxLength: 2 }),
  alias: fc.option(name),
  workspace: name,
  preset: fc.constantFrom('shell', 'claude'),
  backend: fc.constantFrom('pty', 'tmux'),
  host: fc.constantFrom(null, 'box'),
  openedBy,
})

export const anyIntent = fc.constantFrom(...INTENTS)
export const anyLevel = fc.constantFrom(...LEVELS)
const anySub: fc.Arbitrary<SubEffect> = fc.constantFrom('deny', 'ask', 'allow')

const HOME = '/home/ada'
const anyOpening: fc.Arbitrary<Opening> = fc.record({
  command: fc.boolean(),
  prompt: fc.boolean(),
  cwd: fc.constantFrom(null, HOME, `${HOME}/src`, `${HOME}/src/app`, '/etc'),
  home: fc.constantFrom(null, HOME, HOME),
  openNow: fc.nat({ max: 3 }),
})
export const anyText = fc.constantFrom(null, '', 'a', 'ab', 'git push', 'rm -rf /')
export const anyParticulars: fc.Arbitrary<Particulars> = fc
  .record({ text: maybe(anyText), opening: maybe(anyOpening) })
  .map(defined)
/** Everything a decision depends on beside the policy. */
export const anyQuestion = fc.tuple(anyAgent, anySurface, anyIntent, anyParticulars)

const agentSelector: fc.Arbitrary<AgentSelector> = fc.oneof(
  fc.constant('*' as const),
  fc.constantFrom('a', 'b', 'i'),
  fc.constantFrom(['a', 'b'], ['c', 'i']),
  fc
    .record({ preset: maybe(fc.constantFrom('claude', 'codex')), workspace: maybe(pattern) })
    .map(selector => defined(selector) as AgentSelector),
)

const surfaceSelector: fc.Arbitrary<SurfaceSelector> = fc.oneof(
  fc.constant('*' as const),
  fc
    .record({
      id: maybe(fc.constantFrom(...SURFACE_IDS)),
      name: maybe(pattern),
      workspace: maybe(fc.oneof(pattern, fc.constant('@own'))),
      preset: maybe(fc.constantFrom('shell', 'claude')),
      backend: maybe(fc.constant('tmux')),
      openedBy: maybe(fc.oneof(openedBy, fc.constant('self'))),
    })
    .map(selector => defined(selector) as SurfaceSelector)
    .filter(selector => Object.keys(selector).length > 0),
  // one key alone, so that rules often match
  fc.constantFrom<SurfaceSelector>({ id: 's_aaaa' }, { name: '*' }, { workspace: 'web' }, { openedBy: 'self' }),
)

const textMatch: fc.Arbitrary<TextMatch> = fc.constantFrom<TextMatch>(
  { regex: '^(git|a)' },
  { regex: 'rm' },
  { contains: 'a' },
  { equals: 'ab' },
  { in: ['', 'a', 'git push'] },
)
const sendIntent = maybe(fc.constantFrom('type' as const, 'submit' as const))
export const anyTextRule: fc.Arbitrary<TextRule> = fc
  .tuple(fc.constantFrom('require', 'deny'), textMatch, sendIntent)
  .map(([word, match, intent]) => defined({ [word]: match, intent }) as TextRule)
export const anyLimit: fc.Arbitrary<Limit> = fc
  .record({
    max: fc.integer({ min: 1, max: 3 }),
    window: fc.constantFrom(1, 3, 'second', 'minute'),
    per: fc.constantFrom('agent', 'pair', 'surface'),
    intent: sendIntent,
  })
  .map(one => defined(one) as unknown as Limit)

/** `ask` as the parser wants it: above the level (a lock's may be its level), or absent. */
const ladder = (least: number) =>
  fc
    .tuple(fc.constantFrom(...LEVELS, 'type' as const, 'submit' as const), fc.nat({ max: 3 }))
    .map(([level, more]): { level: Level; ask: Level | undefined } => {
      return { level, ask: LEVELS[LEVELS.indexOf(level) + least + more] }
    })
const subs = { answer: maybe(anySub), interrupt: maybe(anySub), secret: maybe(anySub) }
/** Mostly absent: what only holds back would hide all else. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const bounds = {
  limits: seldom(fc.array(anyLimit, { maxLength: 2 })),
  text: seldom(fc.array(anyTextRule, { maxLength: 2 })),
  insertAtPrompt: seldom(fc.boolean()),
}
const flat = ({ grant, ...rest }: { grant: object }) => defined({ ...rest, ...grant })
const ids = (prefix: string) => fc.integer({ min: 1, max: 40 }).map(number => `${prefix}${number}`)

const standing: fc.Arbitrary<Rule> = fc
  .record({ id: ids('r'), agents: agentSelector, surfaces: surfaceSelector, grant: ladder(1), ...subs, ...bounds })
  .map(one => flat(one) as unknown as Rule)
/** For one agent and one surface, with an end: a time, or that surface's closing. */
export const anyTemporary: fc.Arbitrary<Rule> = fc
  .record({
    id: ids('t'),
    agents: fc.constantFrom<AgentSelector>('a', 'b', 'i', ['a']),
    surfaces: fc.constantFrom<SurfaceSelector>(
      ...SURFACE_IDS.flatMap(id => [{ id }, { id, openedBy: 'self' }, { id, workspace: 'web' }]),
    ),
    ends: fc.constantFrom(...ENDS, null),
    grant: ladder(1),
    ...subs,
    ...bounds,
  })
  .map(({ ends, ...one }) => {
    const { id } = one.surfaces as { id: string }
    return flat({ ...one, until: ends ?? { closes: id } } as { grant: object }) as unknown as Rule
  })
export const anyRule: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 4, arbitrary: standing },
  { weight: 1, arbitrary: anyTemporary },
)

const lockOf = (id: fc.Arbitrary<string>): fc.Arbitrary<Lock> =>
  fc
    .record({ id, agents: agentSelector, surfaces: surfaceSelector, grant: ladder(0), ...subs })
    .map(one => flat(one) as unknown as Lock)
export const anyLock = lockOf(fc.constant('l99'))

export const anyOpenRule: fc.Arbitrary<OpenRule> = fc
  .record({
    id: ids('o'),
    agents: agentSelector,
    presets: maybe(fc.constantFrom(['shell'], ['claude', 'shell'])),
    command: maybe(fc.constantFrom('deny', 'ask')),
    prompt: maybe(anySub),
    cwd: seldom(fc.constantFrom(['~/src/**'], ['/etc', '~'])),
    max: seldom(fc.nat({ max: 3 })),
    grant: fc.constantFrom('ask', 'allow'),
  })
  .map(one => defined(one) as unknown as OpenRule)

const byId = { selector: ({ id }: { readonly id: string }) => id }
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    rules: fc.uniqueArray(anyRule, { minLength: 1, maxLength: 8, ...byId }),
    locks: fc.uniqueArray(lockOf(ids('l')), { maxLength: 3, ...byId }),
    open: fc.uniqueArray(anyOpenRule, { minLength: 1, maxLength: 4, ...byId }),
  })
  .map(({ rules, locks, open }) => policyOf(rules, locks, open))
