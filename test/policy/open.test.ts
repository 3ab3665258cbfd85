// May an agent open and close: every combination of conditions, and what holds whatever the rules. Rows of whole verdicts
// are in verdicts.test.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import type { AgentFacts, Lock, Opening, OpenRule } from '../../main/policy/model.ts'
import { couldAdopt, couldOpen, mayClose, mayOpen } from '../../main/policy/open.ts'
import { policyOf, surface } from './subjects.ts'

const HOME = '/home/ada'
const opening = (facts: Partial<Opening> = {}): Opening => ({
  command: false,
  prompt: false,
  cwd: `${HOME}/src/app`,
  home: HOME,
  openNow: 0,
  ...facts,
})
const rule = (facts: Partial<OpenRule> = {}): OpenRule => ({ id: 'o1', agents: 'a', grant: 'allow', ...facts })
const lock = (facts: Partial<Lock> = {}): Lock => ({ id: 'l1', agents: '*', surfaces: '*', level: 'read', ...facts })
const fresh = surface({ id: '', name: '', alias: 'build' })
const opens = (rules: readonly OpenRule[], facts: Partial<Opening> = {}, agent: AgentFacts = { id: 'a' }) =>
  mayOpen(policyOf([], [], rules), agent, fresh, opening(facts))

const STRICTNESS = ['deny', 'ask', 'allow']
const strictest = (effects: readonly string[]) => STRICTNESS.find(one => effects.includes(one))
const defined = (value: object) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

describe('another computer', () => {
  const on = (rules: readonly OpenRule[], host: string | null, preset = 'shell', facts: Partial<Opening> = {}) =>
    mayOpen(policyOf([], [], rules), { id: 'a' }, { ...fresh, preset, host }, opening(facts)).effect

  test.each<[rule: Partial<OpenRule>, host: string | null, preset: string, effect: string]>([
    [{}, null, 'shell', 'allow'],
    [{}, 'build', 'shell', 'deny'],
    [{ hosts: ['build'] }, 'build', 'shell', 'allow'],
    [{ hosts: ['build'] }, null, 'shell', 'deny'],
    [{ hosts: ['build'] }, 'prod', 'shell', 'deny'],
    [{ hosts: ['build'] }, 'Build', 'shell', 'deny'],
    [{ hosts: ['build', 'prod'], presets: ['claude'] }, 'prod', 'shell', 'deny'],
    // Folders of a rule are of this computer.
    [{ hosts: ['build'], cwd: ['~/src/**'] }, 'build', 'shell', 'deny'],
    // What runs there already is reached by a connection that a person made.
    [{ presets: ['tmux'] }, 'build', 'tmux', 'allow'],
    [{ presets: ['tmux'], hosts: ['build'] }, 'build', 'tmux', 'allow'],
    [{ presets: ['tmux'], hosts: ['build'] }, 'prod', 'tmux', 'deny'],
    [{ presets: ['tmux'], hosts: ['build'] }, null, 'tmux', 'deny'],
  ])('%j, on %s, %s: %s', (facts, host, preset, effect) => expect(on([rule(facts)], host, preset)).toBe(effect))

  test.each([
    [null, 'shell'] as const,
    ['build', 'shell'] as const,
    [null, 'tmux'] as const,
    ['build', 'tmux'] as const,
  ])(
    'what lets an agent open nothing holds everywhere, beside rules that name a computer or panes: on %s, %s',
    (host, preset) => {
      const wide = rule({ id: 'o2', ...(host === null ? {} : { hosts: [host] }), presets: [preset] })
      expect(on([wide], host, preset)).toBe('allow')
      expect(on([wide, rule({ id: 'o3', max: 0 })], host, preset)).toBe('deny')
    },
  )

  test('no rule without hosts ever starts anything there', () => {
    const rules = fc.record({
      grant: fc.constantFrom('ask', 'allow'),
      presets: fc.option(fc.constant(['shell']), { nil: undefined }),
      command: fc.option(fc.constantFrom('deny', 'ask'), { nil: undefined }),
      prompt: fc.option(fc.constantFrom('deny', 'ask', 'allow'), { nil: undefined }),
      cwd: fc.option(fc.constant(['/**']), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 5 }), fc.boolean(), fc.boolean(), (all, command, prompt) => {
        const open = all.map((facts, at) => rule({ ...(defined(facts) as Partial<OpenRule>), id: `o${at}` }))
        expect(on(open, 'build', 'shell', { command, prompt })).toBe('deny')
      }),
    )
  })
})

describe('what an open rule gives', () => {
  const conditions = [undefined, 'deny', 'ask'] as const
  const combinations = (['ask', 'allow'] as const).flatMap(grant =>
    conditions.flatMap(command =>
      ([...conditions, 'allow'] as const).flatMap(prompt =>
        ([undefined, 0, 1] as const).map(max => defined({ grant, command, prompt, max }) as Partial<OpenRule>),
      ),
    ),
  )

  // a command of its own is denied unless said, a prompt is asked about unless said
  test.each(combinations)('%j: the strictest of what the rule says to each thing the agent wants', facts => {
    for (const command of [false, true]) {
      for (const prompt of [false, true]) {
        for (const openNow of [0, 1, 2]) {
          const said = [
            facts.grant ?? '',
            ...(command ? [facts.command ?? 'deny'] : []),
            ...(prompt ? [facts.prompt ?? 'ask'] : []),
            ...(facts.max !== undefined && openNow >= facts.max ? ['deny'] : []),
          ]
          const acting = opens([rule(facts)], { command, prompt, openNow })
          expect(acting).toMatchObject({ effect: strictest(said), rule: 'o1', lock: null })
          // words are there where a condition made it stricter than the grant
          expect(acting.because !== null).toBe(acting.effect !== facts.grant)
        }
      }
    }
  })

  test.each<[presets: string[] | undefined, preset: string, command: boolean, selected: boolean]>([
    [undefined, 'codex', false, true],
    [['shell', 'codex'], 'codex', false, true],
    [['shell'], 'codex', false, false],
    // presets are names, not patterns
    [['*'], 'codex', false, false],
    // a command of its own is of no preset; whether it may be is `command`
    [['shell'], 'codex', true, true],
    // what a person runs in tmux is adopted where a rule names it, and nowhere else
    [undefined, 'tmux', false, false],
    [['*'], 'tmux', false, false],
    [['shell'], 'tmux', false, false],
    [['shell', 'tmux'], 'tmux', false, true],
  ])('presets %j and a %s (own command: %s): selected %s', (presets, preset, command, selected) => {
    const facts = { command: 'ask', ...(presets && { presets }) } as const
    const acting = mayOpen(policyOf([], [], [rule(facts)]), { id: 'a' }, { ...fresh, preset }, opening({ command }))
    expect(acting.rule).toBe(selected ? 'o1' : null)
    if (!selected) expect(acting.effect).toBe('deny')
  })

  test.each<[cwd: string[] | undefined, folder: string | null, home: string | null, selected: boolean]>([
    [undefined, null, null, true],
    [['~/src/**'], `${HOME}/src/app`, HOME, true],
    [['/srv/*', '~/src/**'], '/srv/www', HOME, true],
    [['~/src/**'], '/etc', HOME, false],
    // what is not known matches nothing
    [['/**'], null, HOME, false],
    [['~/**'], `${HOME}/src`, null, false],
  ])('folders %j and %s at home in %s: selected %s', (cwd, folder, home, selected) => {
    expect(opens([rule(defined({ cwd }))], { cwd: folder, home }).rule).toBe(selected ? 'o1' : null)
  })

  test('nothing is given where nothing is said about what is opened', () => {
    const acting = mayOpen(policyOf([], [], [rule({ cwd: ['/**'] })]), { id: 'a' }, fresh)
    expect(acting).toEqual({ effect: 'deny', rule: null, lock: null, because: null })
  })
})

describe('of several open rules', () => {
  test.each<[rules: OpenRule[], effect: string, rule: string | null]>([
    [[rule(), rule({ id: 'o2', grant: 'ask' })], 'ask', 'o2'],
    [[rule({ id: 'o2' }), rule({ id: 'o1' })], 'allow', 'o1'],
    // one that is full is stricter than one that asks
    [[rule({ id: 'o9', max: 0 }), rule({ grant: 'ask' })], 'deny', 'o9'],
    // a rule that names the agent, in a list too, is the whole truth about it
    [[rule({ agents: '*' }), rule({ id: 'o2', agents: ['b', 'a'], grant: 'ask' })], 'ask', 'o2'],
    [[rule({ agents: '*', grant: 'ask' }), rule({ id: 'o2' })], 'allow', 'o2'],
    [[rule({ agents: '*' }), rule({ id: 'o2', cwd: ['/etc'] })], 'deny', null],
    [[rule({ agents: '*' }), rule({ id: 'o2', presets: ['codex'], grant: 'ask' })], 'deny', null],
    // rules for others are nothing to it
    [[rule({ agents: '*' }), rule({ id: 'o2', agents: 'b', grant: 'ask' })], 'allow', 'o1'],
    [[rule({ agents: '*' }), rule({ id: 'o2', agents: { workspace: 'web' }, grant: 'ask' })], 'allow', 'o1'],
  ])('row %#: %s by %s', (rules, effect, by) => {
    expect(opens(rules)).toMatchObject({ effect, rule: by })
    expect(opens(rules.toReversed())).toMatchObject({ effect, rule: by })
  })

  test('one for agents that run in surfaces comes before one for all, and after one that names it', () => {
    const inside = { id: 'i', preset: 'claude', workspace: 'web' }
    const all = [
      rule({ agents: '*' }),
      rule({ id: 'o2', agents: { preset: 'claude' }, grant: 'ask' }),
      rule({ id: 'o3', agents: 'i', max: 0 }),
    ]
    expect(opens(all, {}, inside).rule).toBe('o3')
    expect(opens(all.slice(0, 2), {}, inside)).toMatchObject({ rule: 'o2', effect: 'ask' })
    expect(opens(all.slice(0, 1), {}, inside)).toMatchObject({ rule: 'o1', effect: 'allow' })
  })

  test('an agent the policy does not know opens nothing', () => {
    const nothing = { effect: 'deny', rule: null, lock: null, because: null }
    expect(opens([rule({ agents: '*' })], {}, { id: 'stranger' })).toEqual(nothing)
    expect(opens([rule({ agents: 'stranger' })], {}, { id: 'stranger' })).toEqual(nothing)
  })
})

describe('a lock', () => {
  test.each<[leaves: string, facts: Partial<Lock>, effect: string]>([
    ['everything', { level: 'submit' }, 'allow'],
    ['submit if a person allows it', { level: 'read', ask: 'submit' }, 'ask'],
    ['less', { level: 'type' }, 'deny'],
    ['less, and asks for less', { level: 'none', ask: 'type' }, 'deny'],
    ['submit and no sub-grant', { level: 'submit', answer: 'deny', interrupt: 'deny', secret: 'deny' }, 'allow'],
  ])('that leaves %s', (_, facts, effect) => {
    const policy = policyOf([], [lock(facts)], [rule()])
    const by = effect === 'allow' ? null : 'l1'
    const opened = mayOpen(policy, { id: 'a' }, fresh, opening())
    expect([opened.effect, opened.lock?.id ?? null]).toEqual([effect, by])
    const closed = mayClose(policy, { id: 'a' }, surface({ openedBy: 'a' }))
    expect([closed.effect, closed.lock?.id ?? null]).toEqual([effect, by])
  })

  test.each<[what: string, surfaces: Lock['surfaces'], effect: string]>([
    ['the name the agent chose', { name: 'bui*' }, 'deny'],
    ['surfaces agents open', { openedBy: 'self' }, 'deny'],
    ['surfaces this agent opens', { openedBy: 'a' }, 'deny'],
    ['surfaces another agent opens', { openedBy: 'b' }, 'allow'],
    ['surfaces people open', { openedBy: 'person' }, 'allow'],
    ['the workspace it will be in', { workspace: 'web' }, 'deny'],
    ['another name', { name: 'prod-*' }, 'allow'],
  ])('on %s', (_, surfaces, effect) => {
    const policy = policyOf([], [lock({ surfaces })], [rule()])
    expect(mayOpen(policy, { id: 'a' }, fresh, opening()).effect).toBe(effect)
  })

  test('is not named where the rule alone is as strict', () => {
    const policy = policyOf([], [lock({ level: 'read', ask: 'submit' })], [rule({ grant: 'ask' })])
    expect(mayOpen(policy, { id: 'a' }, fresh, opening())).toMatchObject({ effect: 'ask', rule: 'o1', lock: null })
  })
})

describe('closing', () => {
  test.each<[agent: AgentFacts, openedBy: string, effect: string, rule: string | null]>([
    [{ id: 'a' }, 'a', 'allow', 'opened'],
    [{ id: 'a' }, 'person', 'deny', null],
    [{ id: 'a' }, 'b', 'deny', null],
    [{ id: 'stranger' }, 'stranger', 'deny', null],
    [{ id: 'i', preset: 'claude' }, 'i', 'allow', 'opened'],
  ])('%j closes what %s opened: %s', (agent, openedBy, effect, by) => {
    // no rule gives or takes it
    const policy = policyOf([{ id: 'r1', agents: '*', surfaces: '*', level: 'submit' }], [], [rule({ agents: '*' })])
    expect(mayClose(policy, agent, surface({ openedBy }))).toEqual({ effect, rule: by, lock: null, because: null })
  })
})

describe('whatever the open rules', () => {
  const anyOpenRule = fc
    .record({
      agents: fc.constantFrom<OpenRule['agents']>('*', 'a', ['a', 'b'], 'b', { preset: 'claude' }, {}),
      presets: fc.option(fc.subarray(['shell', 'codex'], { minLength: 1 }), { nil: undefined }),
      command: fc.constantFrom(undefined, 'deny', 'ask'),
      prompt: fc.constantFrom(undefined, 'deny', 'ask', 'allow'),
      cwd: fc.constantFrom(undefined, ['~/src/**'], ['/etc']),
      max: fc.constantFrom(undefined, 0, 1, 2),
      grant: fc.constantFrom('ask', 'allow'),
    })
    .map(defined)
  const anyRules = fc
    .array(anyOpenRule, { maxLength: 5 })
    .map(all => all.map((one, index) => ({ id: `o${index}`, ...one }) as OpenRule))
  const anyOpening = fc
    .record({
      command: fc.boolean(),
      prompt: fc.boolean(),
      cwd: fc.constantFrom(null, '/etc', `${HOME}/src/app`),
      openNow: fc.nat({ max: 2 }),
    })
    .map(opening)
  const anyAgent = fc.constantFrom<AgentFacts>({ id: 'a' }, { id: 'b' }, { id: 'x' }, { id: 'i', preset: 'claude' })
  const anyLock = fc
    .record({
      surfaces: fc.constantFrom<Lock['surfaces']>('*', { name: 'build' }, { openedBy: 'self' }, { preset: 'codex' }),
      level: fc.constantFrom('none', 'read', 'type', 'submit'),
      ask: fc.constantFrom(undefined, 'type', 'submit'),
    })
    .map(facts => lock(defined(facts) as Partial<Lock>))
  const rank = (effect: string) => STRICTNESS.indexOf(effect)

  test('their order does not matter', () => {
    fc.assert(
      fc.property(anyRules, anyAgent, anyOpening, (rules, agent, how) => {
        const answer = (open: OpenRule[]) => mayOpen(policyOf([], [], open), agent, fresh, how)
        expect(answer(rules.toReversed())).toEqual(answer(rules))
      }),
    )
  })

  test('a lock only takes away', () => {
    fc.assert(
      fc.property(anyRules, anyAgent, anyOpening, anyLock, (rules, agent, how, more) => {
        const without = mayOpen(policyOf([], [], rules), agent, fresh, how)
        const locked = mayOpen(policyOf([], [more], rules), agent, fresh, how)
        expect(rank(locked.effect)).toBeLessThanOrEqual(rank(without.effect))
        expect(locked.rule).toBe(without.rule)
        expect(locked.lock === null).toBe(locked.effect === without.effect)
      }),
    )
  })

  test('to want more, or to have more open, never makes an answer milder', () => {
    fc.assert(
      fc.property(anyRules, anyAgent, anyOpening, (rules, agent, how) => {
        const answer = (facts: Opening) => rank(mayOpen(policyOf([], [], rules), agent, fresh, facts).effect)
        expect(answer({ ...how, prompt: true })).toBeLessThanOrEqual(answer({ ...how, prompt: false }))
        expect(answer({ ...how, openNow: how.openNow + 1 })).toBeLessThanOrEqual(answer(how))
      }),
    )
  })

  test('they say nothing of what may be done on surfaces', () => {
    fc.assert(
      fc.property(anyRules, anyAgent, (rules, agent) => {
        const grant = (open: OpenRule[]) => grantFor(policyOf([], [], open), agent, surface())
        expect(grant(rules)).toEqual(grant([]))
      }),
    )
  })
})

test.each<[agent: string, rules: OpenRule[], could: boolean]>([
  ['a', [], false],
  ['a', [rule()], true],
  ['a', [rule({ grant: 'ask' })], true],
  ['a', [rule({ agents: '*' })], true],
  ['a', [rule({ agents: 'b' })], false],
  ['a', [rule({ max: 0 })], false],
  ['a', [rule({ max: 0 }), rule({ id: 'o2', max: 1 })], true],
  // the rule that names it is the whole truth about it
  ['a', [rule({ max: 0 }), rule({ id: 'o2', agents: '*' })], false],
  ['nobody', [rule({ agents: '*' })], false],
])('%s with %j could open anything: %s', (id, rules, could) => {
  expect(couldOpen(policyOf([], [], rules), { id })).toBe(could)
})

test('what could not open anything opens nothing', () => {
  const some = fc.record({
    id: fc.constantFrom('o1', 'o2', 'o3'),
    agents: fc.constantFrom('*', 'a', 'b', { preset: 'claude' }),
    max: fc.constantFrom(0, 1, 2),
    grant: fc.constantFrom('ask' as const, 'allow' as const),
  })
  fc.assert(
    fc.property(
      fc.array(some, { maxLength: 4 }),
      fc.constantFrom({ id: 'a' }, { id: 'i', preset: 'claude' }),
      (rules, agent) => {
        const policy = policyOf([], [], rules)
        fc.pre(!couldOpen(policy, agent))
        expect(mayOpen(policy, agent, fresh, opening()).effect).toBe('deny')
      },
    ),
  )
})

describe('before it is known which pane is to be adopted', () => {
  const rules = fc.array(
    fc.record({
      id: fc.constantFrom('o1', 'o2', 'o3'),
      agents: fc.constantFrom('*', 'a', 'b'),
      presets: fc.constantFrom<string[] | undefined>(undefined, ['shell'], ['tmux'], ['shell', 'tmux']),
      cwd: fc.constantFrom(undefined, ['~/src/**'], ['/etc']),
      max: fc.constantFrom(undefined, 0, 2),
      grant: fc.constantFrom('ask' as const, 'allow' as const),
    }),
    { maxLength: 4 },
  )
  const locks = fc.array(
    fc.constantFrom(lock(), lock({ level: 'read', ask: 'submit' }), lock({ surfaces: { name: 'x' } })),
  )

  test('nothing that any folder could give is more than what is said then', () => {
    fc.assert(
      fc.property(rules, locks, fc.nat({ max: 3 }), (all, held, openNow) => {
        const policy = policyOf([], held, all.map(defined) as unknown as OpenRule[])
        const pane = { ...fresh, preset: 'tmux', backend: 'tmux' }
        const most = couldAdopt(policy, { id: 'a' }, pane, openNow)
        const given = [null, '/etc', `${HOME}/src/app`, '/srv'].map(
          cwd => mayOpen(policy, { id: 'a' }, pane, opening({ cwd, openNow })).effect,
        )
        for (const effect of given) expect(STRICTNESS.indexOf(effect)).toBeLessThanOrEqual(STRICTNESS.indexOf(most))
        // without a rule that names it there is nothing to look for
        const named = all.some(({ presets }) => presets?.includes('tmux'))
        if (!named) expect(most).toBe('deny')
      }),
    )
  })

  test('an agent that the policy does not know gets nothing', () => {
    const policy = policyOf([], [], [rule({ agents: '*', presets: ['tmux'] })])
    expect(couldAdopt(policy, { id: 'nobody' }, fresh, 0)).toBe('deny')
    expect(couldAdopt(policy, { id: 'a' }, fresh, 0)).toBe('allow')
  })
})
