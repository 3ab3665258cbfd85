// No sequence of agents' calls raises any agent's level on any surface. A small model of a house: what agents' calls can
// change of it, with everything that is theirs to choose chosen freely, and after every call everyone's grants compared.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import { reach } from '../../main/policy/grant.ts'
import { createTally, limitsOn } from '../../main/policy/limits.ts'
import type { AgentFacts, GrantInForce, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { inForce } from '../../main/policy/temporary.ts'
import { LEVELS } from '../../preload/contract.ts'
import { policyOf, surface } from './subjects.ts'
import { anyPolicy, anySurface, anyText } from './support/generated.ts'
import { law, RANK } from './support/law.ts'

/** Before every end of a generated temporary rule: time is not an agent's to move. */
const NOW = Date.parse('2026-11-21T00:00:00Z')

/** A title and a folder are an agent's or a program's: they stand beside what a selector sees. */
type Placed = SurfaceSubject & { readonly title: string; readonly cwd: string }

interface House {
  readonly agents: readonly AgentFacts[]
  readonly surfaces: readonly Placed[]
  readonly opened: number
}

const chosen = fc.constantFrom('web', 'prod-1', 'prod-2', 'shell', 'mine', '*', '@own', '')
const nth = fc.nat({ max: 9 })
const anyCall = fc.oneof(
  fc.record({ call: fc.constant('rename' as const), by: nth, on: nth, to: chosen }),
  fc.record({ call: fc.constant('retitle' as const), by: nth, on: nth, to: chosen }),
  fc.record({
    call: fc.constant('open' as const),
    by: nth,
    preset: fc.constantFrom('shell', 'claude', 'codex'),
    alias: fc.option(chosen),
    cwd: chosen,
  }),
  fc.record({ call: fc.constant('close' as const), by: nth, on: nth }),
  // nobody is there to answer it
  fc.record({ call: fc.constant('request_access' as const), by: nth, on: nth }),
  fc.record({
    call: fc.constant('send' as const),
    by: nth,
    on: nth,
    intent: fc.constantFrom('type' as const, 'submit' as const),
    text: anyText,
  }),
)
type Call = typeof anyCall extends fc.Arbitrary<infer T> ? T : never

const AGENTS: readonly AgentFacts[] = [
  { id: 'a' },
  { id: 'b' },
  { id: 'c' },
  { id: 'i', preset: 'claude', workspace: 'web' },
  { id: 'j', preset: 'codex', workspace: 'shell' },
]
const anyHouse: fc.Arbitrary<House> = fc
  .uniqueArray(anySurface, { minLength: 1, maxLength: 2, selector: ({ id }) => id })
  .map(found => {
    return { agents: AGENTS, surfaces: found.map(one => ({ ...one, title: '', cwd: '' })), opened: 0 }
  })

/** The house after a call. Whether the policy would let it is not asked: the law holds for what is let and what is not. */
function after(house: House, call: Call): House {
  const { agents, surfaces, opened } = house
  const by = pick(agents, call.by)
  if (call.call === 'open') {
    const id = `s_new${opened}`
    const workspace = by.workspace ?? ''
    // its name is ours, as it is where nobody gives one: by what runs there, and what is there already
    const name = [call.preset, `${call.preset} 2`].find(one => surfaces.every(other => other.name !== one)) ?? ''
    const made = { ...surface({ id, name, alias: call.alias, workspace, preset: call.preset, openedBy: by.id }) }
    const inside = { id: `inside-${opened}`, preset: call.preset, workspace }
    return {
      agents: call.preset === 'shell' ? agents : [...agents, inside],
      surfaces: [...surfaces, { ...made, title: '', cwd: call.cwd }],
      opened: opened + 1,
    }
  }
  const on = surfaces.length === 0 ? undefined : pick(surfaces, call.on)
  if (!on || call.call === 'request_access' || call.call === 'send') return house
  const others = surfaces.filter(one => one !== on)
  if (call.call === 'close') return on.openedBy === by.id ? { ...house, surfaces: others } : house
  if (call.call === 'retitle') return { ...house, surfaces: [...others, { ...on, title: call.to, cwd: call.to }] }
  // an alias that was is one of its former names: what a lock once held by name it holds on to
  const formerNames = [...on.formerNames, ...(on.alias === null ? [] : [on.alias])]
  return { ...house, surfaces: [...others, { ...on, alias: call.to, formerNames }] }
}

function pick<T>(all: readonly T[], which: number): T {
  return all[which % all.length]!
}

/** What counts of a grant, each part as a number. */
function sizes({ level, ask, answer, interrupt, secret }: GrantInForce): Record<string, number> {
  const subs = { answer: RANK[answer], interrupt: RANK[interrupt], secret: RANK[secret] }
  return { level: LEVELS.indexOf(level), reach: reach({ level, ask }), ...subs }
}

function expectNoMore(grant: GrantInForce, most: GrantInForce, who: string): void {
  const least = sizes(most)
  const more = Object.entries(sizes(grant)).filter(([part, size]) => size > (least[part] ?? 0))
  // hundreds of comparisons a run: an `expect` for each would take most of the time
  if (more.length > 0) expect.fail(`${who}: ${JSON.stringify(grant)} is more than ${JSON.stringify(most)}`)
}

/** What an opener has by `opened` and the rules that may raise it, with nothing that takes away. */
function openersMost(policy: Policy, agent: AgentFacts, on: SurfaceSubject): GrantInForce {
  const rules = policy.rules.filter(({ surfaces }) => surfaces === '*' || surfaces.openedBy === 'self')
  return grantFor({ ...policy, rules, locks: [] }, agent, { ...on, alias: null, formerNames: [] })
}

describe('no sequence of agents’ calls', () => {
  law(
    'raises the level, the ask or a sub-grant of any agent on any surface',
    fc.property(anyPolicy, anyHouse, fc.array(anyCall, { maxLength: 8 }), (policy, start, calls) => {
      const tally = createTally()
      const most = new Map<string, GrantInForce>()
      let house = start
      for (const call of [null, ...calls]) {
        if (call) house = after(house, call)
        const isOpen = (id: string) => house.surfaces.some(one => one.id === id)
        const present = inForce(policy, NOW, isOpen)
        if (call?.call === 'send' && house.surfaces.length > 0) {
          const [agent, on] = [pick(house.agents, call.by), pick(house.surfaces, call.on)]
          decide(present, agent, on, call.intent, { text: call.text })
          tally.reserve(limitsOn(present, agent, on), call.intent, NOW)
        }
        for (const agent of house.agents) {
          for (const on of house.surfaces) {
            const pair = `${agent.id} on ${on.id}`
            const grant = grantFor(present, agent, on)
            // those who were there at first are compared with then, the others with when they came
            const first = most.get(pair)
            if (first) expectNoMore(grant, first, pair)
            else most.set(pair, grant)
            if (on.id.startsWith('s_new') && on.openedBy === agent.id) {
              expectNoMore(grant, openersMost(present, agent, on), `${pair}, which it opened`)
            }
          }
        }
      }
    }),
  )

  law(
    'lets an agent open where it could not, but by closing what it has open',
    fc.property(anyPolicy, anyHouse, fc.array(anyCall, { maxLength: 8 }), (policy, start, calls) => {
      const verdicts = (house: House) =>
        AGENTS.map(agent => {
          const openNow = house.surfaces.filter(one => one.openedBy === agent.id).length
          const opening = { command: false, prompt: false, cwd: '/home/ada/src', home: '/home/ada', openNow }
          const would = surface({ id: '', name: '', workspace: agent.workspace ?? '' })
          return { effect: decide(policy, agent, would, 'open', { opening }).effect, openNow }
        })
      const before = verdicts(start)
      const house = calls.reduce(after, start)
      for (const [index, { effect, openNow }] of verdicts(house).entries()) {
        const first = before[index]!
        if (openNow >= first.openNow) expect(RANK[effect]).toBeLessThanOrEqual(RANK[first.effect])
      }
    }),
  )

  law(
    'gives anybody more by what it calls a surface that it opens',
    fc.property(anyPolicy, fc.constantFrom(...AGENTS), chosen, chosen, (policy, opener, alias, workspace) => {
      const made = surface({ id: 's_new', name: 'shell', alias: null, workspace, openedBy: opener.id })
      for (const agent of AGENTS) {
        const plain = grantFor(policy, agent, made)
        expectNoMore(grantFor(policy, agent, { ...made, alias }), plain, `${agent.id} under ${JSON.stringify(alias)}`)
      }
      const would = { ...made, id: '', name: '' }
      const opening = { command: false, prompt: false, cwd: '/home/ada/src', home: '/home/ada', openNow: 0 }
      const effect = (called: string | null) =>
        decide(policy, opener, { ...would, alias: called }, 'open', { opening }).effect
      expect(RANK[effect(alias)]).toBeLessThanOrEqual(RANK[effect(null)])
    }),
  )

  test('can end a rule on another surface: a rule that ends by closing ends with the surface it is for', () => {
    // b opened s_bbbb; by closing it, b would end the rule that holds it back on s_aaaa
    const rule = { id: 'r1', agents: 'b', surfaces: { id: 's_aaaa' }, level: 'none', until: { closes: 's_bbbb' } }
    const parsed = parsePolicy(JSON.stringify({ ...policyOf([]), rules: [rule] }))
    expect(parsed.ok || parsed.faults.map(({ path }) => path)).toEqual(['rules[0].until'])
  })
})
