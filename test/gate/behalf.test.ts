// On whose behalf an agent acts: cases, laws over any history, and the record that keeps it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createBehalf, type Inside } from '../../main/gate/behalf.ts'
import { entry } from '../../main/gate/entries.ts'
import { activityFolder, listSegments } from '../../main/gate/segments.ts'
import { verifyActivity } from '../../main/gate/verify.ts'

/** A ledger with its own time, in which every step takes one. */
function ledger() {
  let time = 0
  const keys = new Map<string, number>()
  const behalf = createBehalf({ lastPersonKey: surface => keys.get(surface) ?? null, now: () => time })
  return {
    behalf,
    submits(agent: Inside, surface: string) {
      time += 1
      behalf.submitted(agent, surface)
    },
    types(surface: string) {
      time += 1
      keys.set(surface, time)
    },
    of: (agent: Inside) => behalf.onBehalfOf(agent),
    hold() {
      time -= 1
    },
  }
}

const outside: Inside = { id: 'cursor' }
const other: Inside = { id: 'codex' }
const inA: Inside = { id: 'a', surface: 's_a' }
const inB: Inside = { id: 'b', surface: 's_b' }

describe('an agent in a surface acts', () => {
  test('for itself until another sends there, then on its behalf, until a person types', () => {
    const { submits, types, of } = ledger()
    expect(of(inA)).toEqual([])
    submits(outside, 's_a')
    expect(of(inA)).toEqual(['cursor'])
    expect(of(inB)).toEqual([])
    types('s_b')
    expect(of(inA)).toEqual(['cursor'])
    types('s_a')
    expect(of(inA)).toEqual([])
    submits(other, 's_a')
    expect(of(inA)).toEqual(['codex'])
  })

  test('on behalf of all who sent since, the latest first', () => {
    const { submits, of } = ledger()
    submits(outside, 's_a')
    submits(other, 's_a')
    expect(of(inA)).toEqual(['codex', 'cursor'])
    submits(outside, 's_a')
    expect(of(inA)).toEqual(['cursor', 'codex'])
  })

  test('on behalf of those on whose behalf it was asked, as that was then', () => {
    const { submits, types, of } = ledger()
    submits(outside, 's_a')
    submits(inA, 's_b')
    expect(of(inB)).toEqual(['a', 'cursor'])
    types('s_a')
    expect(of(inB)).toEqual(['a', 'cursor'])
    types('s_b')
    submits(inA, 's_b')
    expect(of(inB)).toEqual(['a'])
  })

  test('never on its own behalf, however they send to each other', () => {
    const { submits, of } = ledger()
    submits(inA, 's_b')
    submits(inB, 's_a')
    submits(inA, 's_b')
    expect(of(inA)).toEqual(['b'])
    expect(of(inB)).toEqual(['a'])
    submits(inA, 's_a')
    expect(of(inA)).toEqual(['b'])
  })

  test('on its behalf still when a person typed at the very same instant', () => {
    const { submits, types, of, hold } = ledger()
    submits(outside, 's_a')
    hold()
    types('s_a')
    expect(of(inA)).toEqual(['cursor'])
  })

  test('for itself in a surface that was closed, and outside of all', () => {
    const { behalf, submits, of } = ledger()
    submits(outside, 's_a')
    behalf.surfaceGone('s_a')
    expect(of(inA)).toEqual([])
    submits(other, 's_a')
    expect(of(outside)).toEqual([])
  })
})

describe('in any history', () => {
  const SURFACES = ['s_a', 's_b', 's_c'] as const
  const AGENTS: readonly Inside[] = [
    outside,
    other,
    inA,
    inB,
    { id: 'c', surface: 's_c' },
    { id: 'c2', surface: 's_c' },
  ]
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ agent: fc.constantFrom(...AGENTS), surface: fc.constantFrom(...SURFACES) }) },
    { weight: 1, arbitrary: fc.record({ types: fc.constantFrom(...SURFACES) }) },
  )
  const histories = fc.array(step, { maxLength: 30 })
  type Step = { agent: Inside; surface: string } | { types: string }

  /** The same, told another way: from a send, back over every send that led to it. */
  function ledTo(steps: readonly Step[], agent: Inside, at = steps.length, seen = new Set<string>()): Set<string> {
    for (let index = at - 1; index >= 0; index -= 1) {
      const one = steps[index]!
      if ('types' in one) {
        if (one.types === agent.surface) break
      } else if (one.surface === agent.surface) {
        seen.add(one.agent.id)
        ledTo(steps, one.agent, index, seen)
      }
    }
    return seen
  }

  function play(steps: readonly Step[]) {
    const played = ledger()
    for (const one of steps) {
      if ('types' in one) played.types(one.types)
      else played.submits(one.agent, one.surface)
    }
    return played
  }

  test('it is those whose sends led there, each once, never the agent itself', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(...AGENTS), (steps, agent) => {
        const found = play(steps).of(agent)
        const expected = agent.surface === undefined ? new Set<string>() : ledTo(steps, agent)
        expected.delete(agent.id)
        expect(found).toHaveLength(new Set(found).size)
        expect(new Set(found)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('the agent that sent last into a surface comes first, and a person’s key there leaves nobody', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(inA, inB), fc.constantFrom(outside, other), (steps, agent, last) => {
        const played = play(steps)
        played.submits(last, agent.surface!)
        expect(played.of(agent)[0]).toBe(last.id)
        played.types(agent.surface!)
        expect(played.of(agent)).toEqual([])
      }),
    )
  })
})

test('a record says on whose behalf it was, and the chain holds with and without', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-behalf-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const activity = await openActivity(dir)
  await activity.append(entry('send', 'a', { intent: 'submit', text: 'x' }))
  await activity.append(entry('send', 'b', { intent: 'submit', text: 'y', onBehalfOf: ['a', 'cursor'] }))
  await activity.append(entry('send', 'b', { intent: 'submit', of: 2, outcome: 'delivered', onBehalfOf: ['a'] }))
  await activity.append(entry('send', 'c', { intent: 'submit', onBehalfOf: [] }))
  await activity.close()
  expect(await verifyActivity(dir)).toEqual({ ok: true, records: 4 })
  const [segment = ''] = await listSegments(activityFolder(dir))
  const lines = readFileSync(path.join(activityFolder(dir), segment), 'utf8')
    .trim()
    .split('\n')
  const records = lines.map(line => JSON.parse(line) as { onBehalfOf?: string[] })
  expect(records.map(record => record.onBehalfOf)).toEqual([undefined, ['a', 'cursor'], ['a'], undefined])
})
