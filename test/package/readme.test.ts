// What the newcomer's walk takes from README.md (npm run test:walk) is there, and the walk notices where it no longer is.
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { questionOf } from '../../main/policy/question.ts'
import { read } from '../guards/support/sources.ts'

const scripts = path.resolve(import.meta.dirname, '../../scripts')
const { alsoFor, planOf } = await import(path.join(scripts, 'fresh/readme.mjs'))
const readme = read('README.md')

/** What this policy says of a submit. */
function says(text: string, agent: string, name: string) {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  const { surface, particulars, ...asked } = questionOf({ agent, surface: { name }, intent: 'submit' }, '/home/you')
  return decide(parsed.policy, asked.agent, surface, 'submit', particulars).effect
}

describe('README.md', () => {
  const plan = planOf(readme)

  test('has two commands, and those of a start without a window', () => {
    expect(plan.two).toEqual({ start: 'npm start', test: 'npm test' })
    expect(plan.token).toBe(`npm run -s gatehouse -- token new ${plan.agent}`)
    expect(plan.headless).toContain(`--policy=${plan.file}`)
  })

  test('its policy lets that agent submit there, and elsewhere once a line is added for it', () => {
    const policy = plan.policy(`sha256:${'a'.repeat(64)}`)
    const more = alsoFor(policy, plan.surface, 'notes')
    const effects = [policy, more].map(text => [plan.surface, 'notes'].map(name => says(text, plan.agent, name)))
    expect(effects).toEqual([
      ['allow', 'deny'],
      ['allow', 'allow'],
    ])
  })

  test.each([
    ['one of the two commands', 'npm test', 'npm run tests', 'two commands'],
    ['the section', '## Without a window', '## Headless', 'no section "Without a window"'],
    ['the token', 'token new my-agent', 'token', 'has no token'],
    ['the name of the surface', '--name=build', '', 'has no token, policy file or surface'],
    ['the hash of the token', '"sha256:…"', '"…"', 'has no policy for my-agent'],
  ])('without %s the walk stops', (_, from, to, why) => {
    expect(readme).toContain(from)
    expect(() => planOf(readme.replaceAll(from, to))).toThrow(why)
  })
})
