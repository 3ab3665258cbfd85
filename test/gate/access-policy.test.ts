// What a request for access writes into a real policy file, and that what is answered is what rules from then on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import { createPeople } from '../../main/people.ts'
import { openPolicyRoom } from '../../main/policy-room.ts'
import type { Registry } from '../../main/surfaces/surface.ts'
import { cursor, rig, settle, short, submit } from './support/rig.ts'

const ALONE = `{
  "version": 1,
  "agents": { "cursor": { "name": "Cursor", "token": "sha256:${'1'.repeat(64)}" } },
  "rules": [
    { "id": "r1", "agents": "cursor", "surfaces": "*", "level": "read" } // mine
  ]
}
`

async function room(policy: string, managed = false) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-access-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = path.join(dir, 'policy.json')
  await writeFile(file, policy, { mode: 0o600 })
  const rules = await openPolicyRoom({ dataDir: dir, managed: managed ? file : null, isOpen: () => true })
  onTestFinished(() => rules.close())
  const state = rig({
    make(options) {
      const registry = options.surfaces as Registry
      const people = createPeople(rules.file, registry, options.activity, Date.now)
      return createGate({ ...options, policy: rules.policy, people, clock: systemClock })
    },
  })
  rules.onChange(() => state.gate.policyChanged())
  async function answered(how: 'minutes' | 'always', minutes?: number) {
    const asking = state.gate.requestAccess(cursor, { surface: 'api', level: 'submit', why: 'to run the tests' })
    await settle()
    const [card] = state.gate.approvals().waiting
    if (card) await state.gate.answer({ ref: card.ref, how, ...(minutes === undefined ? {} : { minutes }) })
    return asking
  }
  return { state, answered, written: () => readFile(file, 'utf8') }
}

test('a temporary rule for this agent and surface, with the end that the agent is told; the rest stays', async () => {
  const { state, answered, written } = await room(ALONE)
  const before = Date.now()
  const granted = await answered('minutes', 20)
  const until = 'until' in granted ? (granted.until ?? '') : ''
  expect(granted).toEqual({ refused: false, granted: 'submit', until })
  expect(Date.parse(until)).toBeGreaterThanOrEqual(before + 20 * 60_000)
  expect(Date.parse(until)).toBeLessThanOrEqual(Date.now() + 20 * 60_000)
  const text = await written()
  expect(text).toContain('// mine')
  expect(text).toContain(until)
  expect(text).toContain('"s_aaaa"')
  expect(short(await state.gate.send(cursor, submit('ls')))).toBe('submitted')
  // asked again, it has it: nobody is asked, and it is told the same end
  expect(await answered('minutes')).toEqual(granted)
})

test('for good is a standing rule, without an end', async () => {
  const { state, answered, written } = await room(ALONE)
  expect(await answered('always')).toEqual({ refused: false, granted: 'submit' })
  expect(await written()).not.toContain('until')
  expect(short(await state.gate.send(cursor, submit('ls')))).toBe('submitted')
})

test('where a longer rule of a person holds the agent back, a yes gives nothing, and says so', async () => {
  const until = new Date(Date.now() + 3 * 3_600_000).toISOString()
  const held = `{ "id": "hold", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "none", "ask": "read", "until": "${until}" },
    `
  const { state, answered, written } = await room(ALONE.replace('{ "id": "r1"', `${held}{ "id": "r1"`))
  const before = await written()
  expect(await answered('minutes', 20)).toMatchObject({ refused: true, code: 'denied', rule: 'hold' })
  expect(await written()).toBe(before)
  expect(state.surface.bytes()).toBe('')
})

test('a managed policy asks nobody and is never written', async () => {
  const { state, answered, written } = await room(ALONE, true)
  expect(await answered('always')).toMatchObject({ code: 'denied', why: expect.stringContaining('managed') })
  expect(state.gate.approvals().handled).toEqual([])
  expect(await written()).toBe(ALONE)
})
