// One case, one sentence: what a refused agent reads, what the record keeps, what "Why?" in the window shows and what the
// command line explains.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../main/cli.ts'
import type { SendRequest } from '../../main/gate/model.ts'
import type { Policy } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { whyList } from '../../main/policy/why-list.ts'
import { cursor, rig } from './support/rig.ts'

const HASH = `sha256:${'1'.repeat(64)}`
const FAR = '2999-01-01T00:00:00Z'

/** What the policy says, then what cursor wants of "api" (or of the surface named). */
const CASES: [title: string, rules: string, intent: 'read' | 'type' | 'submit', text?: string][] = [
  ['no rule', '', 'submit'],
  ['a level too low', '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "read" }', 'submit'],
  ['one step too low', '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "type" }', 'submit'],
  ['a rule of nothing', '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "none", "ask": "read" }', 'type'],
  ['an ask', '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "read", "ask": "submit" }', 'submit'],
  ['an ask to read', '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "none", "ask": "read" }', 'read'],
  [
    'the more exact of two',
    '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }, { "id": "r2", "agents": "*", "surfaces": { "name": "api" }, "level": "read" }',
    'type',
  ],
  [
    'a temporary rule',
    `{ "id": "r1", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "read", "until": "${FAR}" }`,
    'type',
  ],
  [
    'a text that is not let through',
    '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit", "text": [{ "deny": { "regex": "rm\\\\s" }, "reason": "no rm" }] }',
    'submit',
    'rm -rf x',
  ],
]
const LOCK = '{ "id": "l1", "agents": "*", "surfaces": { "name": "a*" }, "level": "read", "reason": "hands off" }'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-sentence-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function explained(text: string, intent: string, sent: string | undefined): Promise<string> {
  const file = path.join(dir, 'policy.json')
  await writeFile(file, text)
  let out = ''
  const io = {
    out: (said: string) => {
      out += said
    },
    err: () => {},
    version: '0',
  }
  const surface = 'id=s_aaaa,name=api,workspace=web,preset=shell'
  const question = ['--agent', 'cursor', '--surface', surface, '--intent', intent]
  const more = sent === undefined ? [] : ['--text', sent]
  expect(await runCli(['policy', 'explain', file, ...question, ...more], io)).toBe(0)
  return JSON.parse(out).why
}

function parsed(text: string): Policy {
  const found = parsePolicy(text)
  if (!found.ok) throw new Error(JSON.stringify(found.faults))
  return found.policy
}

describe.each([
  ['', ''],
  [' under a lock', LOCK],
])('the same sentence%s', (_, locks) => {
  test.each(CASES)('%s', async (title, rules, intent, sent) => {
    const text = `{ "version": 1, "agents": { "cursor": { "name": "Cursor", "token": "${HASH}" } }, "rules": [${rules}], "locks": [${locks}] }`
    const policy = parsed(text)
    const state = rig({ rules: [...policy.rules], locks: [...policy.locks] })
    const wanted = sent ?? 'ls'
    const request = { surface: 'api', intent, text: wanted } as SendRequest
    const answer =
      intent === 'read'
        ? await state.gate.read(cursor, { surface: 'api', what: 'screen' })
        : await state.gate.send(cursor, request)
    const sentence = await explained(text, intent, sent)

    if (title !== 'a text that is not let through') {
      expect(whyList(policy, cursor, state.surface.facts, intent).verdict.why).toBe(sentence)
    }
    expect(sentence).toMatch(/^[^\n]{10,300}\.$/)
    if (title === 'no rule' && locks === '') {
      // Such a surface does not exist for the agent, so its refusal may not speak of it.
      expect(answer).toMatchObject({ code: 'no_such_surface' })
      return
    }
    if (!('why' in answer)) throw new Error(`it was not refused: ${JSON.stringify(answer)}`)
    if (answer.code === 'no_such_surface') return expect(sentence).toMatch(/^No rule gives cursor/)
    // An ask that nobody can answer says so after the sentence.
    const rest = answer.code === 'no_answer' ? ' It would ask a person, and nobody can answer: no window.' : ''
    expect(answer.why).toBe(sentence + rest)
    const recorded = intent === 'read' ? state.reads.at(-1) : state.records.at(-1)
    expect(recorded?.verdict?.why).toBe(sentence + rest)
  })
})
