// Thousands of damaged policy files: whatever they hold, there is an answer, and nothing opens. `npm run test:fuzz` does
// the long campaign. GATEHOUSE_FUZZ says how many files, GATEHOUSE_FUZZ_SEED and GATEHOUSE_FUZZ_FROM which.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import * as jsonc from 'jsonc-parser'
import { RE2JS } from 're2js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import type { AgentFacts, Fault, Policy } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { openPolicyFile, type PolicyFile } from '../../main/store/policy-file.ts'
import { INTENTS } from '../../preload/contract.ts'
import { surface } from './subjects.ts'
import { GOOD } from './support/good-policies.ts'
import { type Damaged, damaged, WAYS } from './support/mutations.ts'

const COUNT = Number(process.env['GATEHOUSE_FUZZ'] ?? 3000)
const SEED = Number(process.env['GATEHOUSE_FUZZ_SEED'] ?? 1)
const FROM = Number(process.env['GATEHOUSE_FUZZ_FROM'] ?? 0)
const IS_LONG = process.env['GATEHOUSE_FUZZ'] !== undefined
/** Every so many files one is written to disk too. */
const ON_DISK = 20

/** What reading took: counted where work grows with the text. */
const { steps, counted } = vi.hoisted(() => {
  const all = { tokens: 0, nodes: 0, words: 0, regexes: 0, looks: 0 }
  const one =
    <A extends unknown[], R>(what: keyof typeof all, real: (...args: A) => R) =>
    (...args: A): R => {
      all[what]++
      return real(...args)
    }
  return { steps: all, counted: one }
})
vi.mock('jsonc-parser', async load => {
  const real = await load<typeof jsonc>()
  return {
    ...real,
    createScanner(...args: Parameters<typeof real.createScanner>) {
      const scanner = real.createScanner(...args)
      return { ...scanner, scan: counted('tokens', scanner.scan) }
    },
    parseTree(...args: Parameters<typeof real.parseTree>) {
      const root = real.parseTree(...args)
      steps.nodes += count(root)
      return root
    },
  }
})
vi.mock('../../main/policy/nearest.ts', async load => {
  const real = await load<typeof import('../../main/policy/nearest.ts')>()
  return { nearest: counted('words', real.nearest) }
})
vi.mock('../../main/policy/match.ts', async load => {
  const real = await load<typeof import('../../main/policy/match.ts')>()
  return { ...real, agentMatches: counted('looks', real.agentMatches) }
})
const compile = counted('regexes', RE2JS.compile)
vi.spyOn(RE2JS, 'compile').mockImplementation(compile)

function count(root: jsonc.Node | undefined): number {
  const all = root ? [root] : []
  // grows while it is walked
  for (const node of all) for (const child of node.children ?? []) all.push(child)
  return all.length
}

const AGENTS: AgentFacts[] = [
  ...['claude-code', 'a', 'constructor', '__proto__'].map(id => ({ id })),
  { id: 'i', preset: 'claude', workspace: 'w-1' },
]
const SURFACES = [
  surface({ id: 's_7f3a', name: 'prod-1' }),
  surface({ name: 'build 1', workspace: 'w-1', openedBy: 'a' }),
]

/** All that these agents may do there. */
const verdicts = (policy: Policy) =>
  AGENTS.flatMap(agent =>
    SURFACES.flatMap(where => INTENTS.map(intent => decide(policy, agent, where, intent, { text: 'make it' }))),
  )

/** Faults that a person can find and read. */
function lookAt(faults: readonly Fault[], text: string) {
  expect(faults.length).toBeGreaterThan(0)
  expect(faults.length).toBeLessThanOrEqual(50)
  const lines = text.split(/\r\n|\r|\n/)
  for (const { line, column, path: where, message } of faults) {
    expect(column).toBeGreaterThanOrEqual(1)
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
    expect(`${where}: ${message}`).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{3,900}$/u)
  }
}

/** A policy that says what the text says, no more and no less, and that can be used. */
function lookInto(policy: Policy, text: string) {
  const meant: unknown = jsonc.parse(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true })
  expect(policy).toEqual({ agents: {}, rules: [], locks: [], open: [], tests: [], ...(meant as object) })
  for (const { why } of verdicts(policy)) expect(why).toMatch(/\.$/)
}

/** More than this no text may take; a step is one of what is counted. */
function limitSteps(length: number) {
  expect(steps.tokens).toBeLessThanOrEqual(length + 1)
  expect(steps.nodes).toBeLessThanOrEqual(2 * steps.tokens)
  // one for each fault that is kept
  expect(steps.words).toBeLessThanOrEqual(50)
  expect(steps.regexes).toBeLessThanOrEqual(2 * steps.nodes)
  // its own tests: what they may take together, looked at a few times
  expect(steps.looks).toBeLessThanOrEqual(400_000)
}

function readCounted(text: string) {
  Object.assign(steps, { tokens: 0, nodes: 0, words: 0, regexes: 0, looks: 0 })
  const parsed = parsePolicy(text)
  limitSteps(text.length)
  return parsed
}

let dir: string
let file: PolicyFile
let accepted: Policy
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-fuzz-'))
  await writeFile(path.join(dir, 'policy.json'), GOOD[0] ?? '')
  file = await openPolicyFile({ path: path.join(dir, 'policy.json') })
  accepted = file.policy()
})
afterAll(async () => {
  await file.close()
  await rm(dir, { recursive: true, force: true })
})

/** The damaged text stands in the file of a Gatehouse that runs: what was accepted before rules, to the letter. */
async function putOnDisk(text: string, restart: boolean) {
  const bytes = Buffer.from(text, 'utf8')
  const name = path.join(dir, 'policy.json')
  await writeFile(name, bytes)
  await file.check()
  expect(file.policy()).toBe(accepted)
  const { ruling, fault } = file.status()
  expect(ruling).toBe(bytes.equals(Buffer.from(GOOD[0] ?? '')) ? 'file' : 'accepted')
  const isPolicy = bytes.length <= 1_048_576 && parsePolicy(bytes.toString('utf8')).ok
  expect(fault === null).toBe(isPolicy)
  if (!restart) return
  const next = await openPolicyFile({ path: name })
  await next.close()
  expect(next.policy()).toEqual(accepted)
  expect(next.status().ruling).toBe(ruling)
}

describe('damaged policy files', () => {
  test('begin with good ones', () => {
    for (const text of GOOD) lookInto(policyOf(text), text)
    // and what is counted is counted
    readCounted((GOOD[0] ?? '').replace('"level": "read"', '"level": "raed"'))
    expect(steps).toMatchObject({ tokens: expect.toSatisfy(isSome), nodes: expect.toSatisfy(isSome), words: 1 })
    readCounted(GOOD[0] ?? '')
    expect(steps).toMatchObject({ regexes: expect.toSatisfy(isSome), looks: expect.toSatisfy(isSome) })
    expect(verdicts(accepted).filter(({ effect }) => effect !== 'deny').length).toBeGreaterThan(5)
  })

  test(
    `${COUNT} of seed ${SEED}: faults or a policy, never a throw, never more steps than the text is long, nothing opened`,
    async () => {
      const before = verdicts(accepted)
      const seen = { refused: 0, policies: 0, onDisk: 0, mutations: new Set<string>() }
      let slowest = { ms: 0, index: 0 }
      for (let index = FROM; index < FROM + COUNT; index++) {
        const one = damaged(SEED, index)
        for (const name of one.how) seen.mutations.add(name)
        const start = performance.now()
        try {
          const parsed = readCounted(one.text)
          if (parsed.ok) lookInto(parsed.policy, one.text)
          else lookAt(parsed.faults, one.text)
          if (index % ON_DISK === 0) await putOnDisk(one.text, index % (10 * ON_DISK) === 0)
          if (parsed.ok) seen.policies++
          else seen.refused++
        } catch (error) {
          throw new Error(report(index, one), { cause: error })
        }
        if (index % ON_DISK === 0) seen.onDisk++
        const ms = performance.now() - start
        if (ms > slowest.ms) slowest = { ms, index }
        if (IS_LONG && (index + 1 - FROM) % 10_000 === 0) console.log(`${index + 1 - FROM} files …`)
      }
      expect(verdicts(accepted)).toEqual(before)
      expect(Object.prototype).not.toHaveProperty('level')
      if (IS_LONG) {
        console.log(
          `seed ${SEED}: ${COUNT} files, ${seen.refused} refused, ${seen.policies} read as policies, ${seen.onDisk} put on disk too; the slowest (${slowest.index}) took ${slowest.ms.toFixed(0)} ms`,
        )
      }
      if (COUNT < 1000) return
      // damage that damages nothing, or everything, would test nothing
      expect(seen.refused).toBeGreaterThan(COUNT / 2)
      expect(seen.policies).toBeGreaterThan(COUNT / 100)
      expect(seen.mutations.size).toBe(WAYS)
    },
    60_000 + COUNT * 20,
  )
})

describe('a text made to take long', () => {
  const times = (one: (index: number) => string) => (size: number) => {
    const parts: string[] = []
    for (let length = 0, index = 0; length < size; index++) length += parts[parts.push(one(index)) - 1]?.length ?? 0
    return parts
  }
  const list = (key: string, one: (index: number) => string) => (size: number) =>
    `{"version": 1, "${key}": [${times(one)(size)}]}`
  const RULE = '"agents": "*", "surfaces": "*", "level": "read"'

  test.each<[what: string, text: (size: number) => string]>([
    ['of unknown keys', size => `{"version": 1, ${times(index => `"verzion${index}": 1`)(size)}}`],
    ['of one key', size => `{${times(() => '"version": 1')(size)}}`],
    ['of agents', size => `{"version": 1, "agents": {${times(index => `"a${index}": {"name": "A"}`)(size)}}}`],
    ['of rules', list('rules', index => `{"id": "r${index}", ${RULE}}`)],
    ['of rules with typing errors', list('rules', () => '{"lvel": "raed", "agnets": "A", "surfces": 7}')],
    ['of one rule’s agents', size => list('rules', () => `{"agents": [${times(index => `"a${index}"`)(size)}]}`)(1)],
    [
      'of rules on texts',
      size => list('rules', () => `{"text": [${times(() => '{"deny": {"regex": "(a*)*"}}')(size)}]}`)(1),
    ],
    ['of regexes too large', list('rules', () => '{"text": [{"deny": {"regex": "([ab]{100}[ab]{100}){9}"}}]}')],
    ['of tests', list('tests', () => '{"agent": "a", "surface": {}, "intent": "read", "expect": "deny"}')],
    ['of numbers', list('rules', () => '1e999')],
    ['of lists in lists', size => times(() => `${'['.repeat(30)}${']'.repeat(30)}`)(size).join(',')],
    ['of ends that fit nothing', size => '[},'.repeat(size / 3)],
    ['of beginnings', size => '['.repeat(size)],
    ['of ends', size => ']'.repeat(size)],
    ['of quotes', size => '"'.repeat(size)],
    ['of one string', size => `{"version": "${'\\n'.repeat(size / 2)}"}`],
    ['of comments', size => `${times(() => '/* */ //\n')(size).join('')}{"version": 1}`],
    ['of half a comment', size => '/*'.repeat(size / 2)],
    ['of lines', size => `${'\r\n'.repeat(size / 2)}{"version": 2}`],
  ])('%s takes as many steps as it is long', (_, textOf) => {
    const total = (size: number) => {
      const text = textOf(size)
      const parsed = readCounted(text)
      if (!parsed.ok) lookAt(parsed.faults, text)
      return steps.tokens + steps.nodes + steps.words + steps.regexes + steps.looks
    }
    const [once, twice] = [total(50_000), total(100_000)]
    expect(twice).toBeLessThan(2.1 * once + 100)
    if (IS_LONG) expect(total(1_000_000)).toBeLessThan(21 * once + 100)
  })
})

const isSome = (counts: number) => counts > 0

function report(index: number, { how, text }: Damaged): string {
  const shown = JSON.stringify(text.length > 2000 ? `${text.slice(0, 2000)}…` : text)
  return `file ${index} of seed ${SEED} (${how.join(', ')}), again with --seed ${SEED} --from ${index} --count 1: ${shown}`
}

function policyOf(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
