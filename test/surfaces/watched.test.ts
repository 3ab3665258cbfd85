// A state that waits for a person to look, and ends when one does.
import { expect, test } from 'vitest'
import type { AgentSignals } from '../../main/status/agents/judge.ts'
import { UNBORN } from '../../main/status/agents/life.ts'
import { createJudged, type JudgedSpec } from '../../main/surfaces/judged.ts'

type Does = 'working' | 'waiting'

/** A surface with an agent's CLI in it; its hooks and its screen agree. */
function agentSurface() {
  let does: Does = 'waiting'
  let now = 0
  const signals = (): AgentSignals => ({
    title: 'Claude Code',
    life: { ...UNBORN, phase: does === 'working' ? 'working' : 'stopped', at: 0 },
    ...{ sinceHook: 5000, sinceScreen: 5000, sinceOutput: 0, sinceInput: 60_000, lived: 60_000 },
    screen: does === 'working' ? { is: 'working', why: 'it spins' } : { is: 'composer', why: 'its box is empty' },
    ...{ workedSince: false, askedSince: false, lineTaken: false, screenKnown: true, untouched: false, inFront: true },
  })
  const spec = {
    terminal: { root: null, tty: () => null, link: () => null, where: () => null },
    screen: { look: () => null, progress: null },
    prompt: {
      foreground: () => ({ is: 'other', group: 1, program: 'claude' }),
      sinceOutput: () => 0,
      told: () => null,
      dialog: () => ({ open: 'unknown', why: '', id: null }),
    },
    agent: { signals },
    cwd: '/',
    ended: () => null,
    changed() {},
  }
  const clock = { now: () => now, mono: () => now, after: () => () => {}, wait: async () => {} }
  const judged = createJudged(spec as unknown as JudgedSpec, clock)
  return {
    watched: judged.watched,
    becomes(next: Does) {
      does = next
      now += 1000
      judged.judge()
      return judged.state().is
    },
    is: () => judged.state().is,
  }
}

test('work that ended while nobody looked is done and unseen until somebody does', () => {
  const surface = agentSurface()
  expect(surface.becomes('working')).toBe('working')
  expect(surface.becomes('waiting')).toBe('done_unseen')
  surface.watched(false)
  expect(surface.is()).toBe('done_unseen')
  surface.watched(true)
  expect(surface.is()).toBe('idle')
  surface.watched(false)
  expect(surface.becomes('waiting')).toBe('idle')
})

test('work that ended before a person’s eyes is not unseen', () => {
  const surface = agentSurface()
  surface.watched(true)
  surface.becomes('working')
  expect(surface.becomes('waiting')).toBe('idle')
})

test('work that a person looked away from is unseen once it ends', () => {
  const surface = agentSurface()
  surface.watched(true)
  surface.becomes('working')
  surface.watched(false)
  expect(surface.becomes('waiting')).toBe('done_unseen')
})
