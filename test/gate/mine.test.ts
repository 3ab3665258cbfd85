// What an agent can look up of itself: its own records, and no word that it did not write.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entry } from '../../main/gate/entries.ts'
import { createMine } from '../../main/gate/mine.ts'
import type { ActivityEntry } from '../../main/gate/model.ts'
import { codex, cursor, rig, rule } from './support/rig.ts'

const clock = { now: () => 0 }

function ring(append: (entry: ActivityEntry) => Promise<number> = async () => 1) {
  const noted: ActivityEntry[] = []
  const inner = { append, noteRead: (one: ActivityEntry) => void noted.push(one), status: () => ({ fault: null }) }
  return { mine: createMine({ ...inner, async close() {} }, clock), noted }
}

test('an agent sees its sends and refusals in their order, with what became of each', async () => {
  const state = rig({ rules: [rule('r1', 'cursor', 'submit')], names: { s_aaaa: 'api' } })
  await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'echo hi' })
  await state.gate.send(cursor, { intent: 'submit', surface: 'nowhere', text: 'echo lost' })
  const records = state.gate.mine(cursor, 50)
  expect(records.map(({ intent, text, outcome }) => [intent, text, outcome])).toEqual([
    ['submit', 'echo hi', null],
    ['submit', null, 'delivered'],
    ['submit', 'echo lost', 'denied'],
  ])
  expect(records[0]).toMatchObject({ kind: 'send', surface: { id: 's_aaaa', name: 'api' }, verdict: { rule: 'r1' } })
})

test('nobody sees another’s records, the person’s or Gatehouse’s', async () => {
  const actor = fc.constantFrom('cursor', 'codex', 'person', 'gatehouse')
  await fc.assert(
    fc.asyncProperty(fc.array(actor, { maxLength: 40 }), async actors => {
      const { mine } = ring()
      for (const [index, who] of actors.entries())
        await mine.activity.append(entry('send', who, { text: `${who} ${index}` }))
      for (const who of ['cursor', 'codex'])
        expect(mine.of(who, 100).every(({ text }) => text!.startsWith(`${who} `))).toBe(true)
      expect([mine.of('person', 100), mine.of('gatehouse', 100)]).toEqual([[], []])
    }),
  )
})

test('a draft of another’s that it releases is there without its text', async () => {
  const state = rig({ rules: [rule('r1', 'cursor', 'submit'), rule('r2', 'codex', 'type')] })
  const staged = await state.gate.send(codex, { intent: 'type', surface: 'api', text: 'codex wrote this' })
  const draft = 'draft' in staged ? staged.draft! : ''
  await state.gate.send(cursor, { intent: 'submit', surface: 'api', draft })
  const records = state.gate.mine(cursor, 50)
  expect(records).not.toEqual([])
  expect(JSON.stringify(records)).not.toContain('codex wrote this')
  expect(JSON.stringify(state.gate.mine(codex, 50))).toContain('codex wrote this')
})

describe('no text is shown', () => {
  const sent = { intent: 'submit', text: 'words', outcome: 'delivered' } as const
  test.each([
    ['of what a person let pass, maybe with other words', { ...sent, approval: 'ask-1' }],
    ['of what a person released', { ...sent, releasedBy: 'person', draft: 'd_1@1' }],
    ['of a draft it named', { ...sent, draft: 'd_1@1' }],
  ])('%s', async (_what, facts) => {
    const { mine } = ring()
    await mine.activity.append(entry('send', 'cursor', facts))
    expect(mine.of('cursor', 1)).toMatchObject([{ text: null, intent: 'submit' }])
  })
})

test('what could not be recorded is not there either', async () => {
  const { mine } = ring(() => Promise.reject(new Error('disk full')))
  await expect(mine.activity.append(entry('send', 'cursor', { text: 'x' }))).rejects.toThrow('disk full')
  expect(mine.of('cursor', 10)).toEqual([])
})

test('equal reads in a row are one with a count, and reach the record as they were', () => {
  const { mine, noted } = ring()
  const read = entry('read', 'cursor', { surface: { id: 's_1', name: 'api' }, intent: 'read', text: 'screen' })
  for (let i = 0; i < 500; i++) mine.activity.noteRead(read)
  mine.activity.noteRead({ ...read, text: 'since' })
  expect(mine.of('cursor', 10)).toMatchObject([{ text: 'screen', count: 500 }, { text: 'since' }])
  expect(noted).toHaveLength(501)
})

test('it keeps the newest and stays small', async () => {
  const { mine } = ring()
  for (let i = 0; i < 300; i++)
    await mine.activity.append(entry('send', 'cursor', { text: `${i} ${'x'.repeat(60_000)}` }))
  const records = mine.of('cursor', 1000)
  expect(records).toHaveLength(100)
  expect(records.at(-1)!.text).toMatch(/^299 /)
  expect(Math.max(...records.map(({ text }) => text!.length))).toBe(2000)
  expect(mine.of('cursor', 3).map(({ text }) => text!.slice(0, 3))).toEqual(['297', '298', '299'])
})

test('a revoked agent’s records are gone: its id may be another’s next', async () => {
  const state = rig()
  await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'x' })
  state.gate.agentGone('cursor')
  expect(state.gate.mine(cursor, 50)).toEqual([])
})
