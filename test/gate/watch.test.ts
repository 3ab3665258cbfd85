// News of a surface for an agent that listens: when they come, and who gets none.
import { describe, expect, test } from 'vitest'
import { codex, cursor, rig, rule } from './support/rig.ts'

function watching(given: Parameters<typeof rig>[0] = {}) {
  const state = rig(given)
  let heard = 0
  const stop = state.gate.watch(cursor, 's_aaaa', () => {
    heard += 1
  })
  return { state, stop, heard: () => heard }
}

test('the first news come at once, those of a flood four times a second, and the last is never lost', () => {
  const { state, heard } = watching()
  const seen: number[] = []
  for (let ms = 0; ms < 1000; ms += 10) {
    state.surface.news()
    seen.push(heard())
    state.clock.advance(10)
  }
  expect(seen[0]).toBe(1)
  expect(heard()).toBe(5)
  state.clock.advance(250)
  const flooded = heard()
  expect(flooded).toBeLessThanOrEqual(6)
  state.clock.advance(10_000)
  expect(heard()).toBe(flooded)
  state.surface.news()
  expect(heard()).toBe(flooded + 1)
})

test('news say nothing after the watch has ended', () => {
  const { state, stop, heard } = watching()
  state.surface.news()
  state.surface.news()
  stop!()
  state.clock.advance(1000)
  state.surface.news()
  expect(heard()).toBe(1)
})

describe('nobody hears of a surface it may not read', () => {
  test('from the start', () => {
    const { stop } = watching({ rules: [rule('r1', 'codex', 'read')] })
    expect(stop).toBeNull()
  })
  test('where reading would ask', () => {
    const { stop } = watching({ rules: [rule('r1', 'cursor', 'none', { ask: 'read' })] })
    expect(stop).toBeNull()
  })
  test('by another id or by its name', () => {
    const { state } = watching()
    expect(state.gate.watch(cursor, 's_gone', () => {})).toBeNull()
    expect(state.gate.watch(cursor, 'api', () => {})).toBeNull()
  })
  test('from the moment the policy says no, and again when it says yes', () => {
    const { state, heard } = watching()
    const rules = state.rules
    state.rules = []
    state.surface.news()
    state.clock.advance(250)
    expect(heard()).toBe(0)
    state.rules = rules
    state.surface.news()
    expect(heard()).toBe(1)
  })
  test('while the gate is closed', () => {
    const { state, heard } = watching()
    state.fault = 'disk full'
    state.surface.news()
    expect(heard()).toBe(0)
  })
  test('once the surface is gone', () => {
    const { state, heard } = watching()
    const [surface] = state.surfaces.splice(0)
    surface!.news()
    expect(heard()).toBe(0)
  })
})

test('one agent’s end of watching is not another’s', () => {
  const { state, stop, heard } = watching()
  let others = 0
  state.gate.watch(codex, 's_aaaa', () => {
    others += 1
  })
  stop!()
  state.surface.news()
  expect([heard(), others]).toEqual([0, 1])
})
