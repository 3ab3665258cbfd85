// When a window gets the next screen of a flood, and when the flood is over.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSkip } from '../../main/surfaces/skip.ts'
import { handClock } from './support-clock.ts'

/** A window that draws each screen in `drawMs`; null = it never does by itself. */
function skipping(drawMs: number | null = 0) {
  const { clock, move, waiting } = handClock()
  const frames: number[] = []
  const state = { torn: false, second: false }
  const overs: number[] = []
  const skip = createSkip(
    {
      frame(isDue) {
        if (state.torn && !isDue) return false
        frames.push(clock.mono())
        if (drawMs !== null) clock.after(drawMs, skip.drawn)
        return true
      },
      over: () => overs.push(clock.mono()),
    },
    clock,
    () => state.second,
  )
  /** `bytes` each ms. */
  const flood = (ms: number, bytes: number) => {
    for (let i = 0; i < ms; i += 1) {
      skip.passed(bytes)
      move(1)
    }
  }
  return { skip, frames, overs, move, waiting, flood, state }
}

describe('a window in a flood', () => {
  test('gets its first screen when it has drawn what it had, then one every 33 ms', () => {
    const { skip, frames, overs, flood } = skipping()
    flood(20, 10_000)
    expect(frames).toEqual([])
    skip.drawn()
    flood(980, 10_000)
    expect(frames[0]).toBe(20)
    expect(frames.length).toBe(30)
    expect(overs).toEqual([])
  })

  test('that draws slowly gets the next one when it has drawn the last', () => {
    const { skip, frames, flood } = skipping(100)
    skip.drawn()
    flood(999, 10_000)
    expect(frames.length).toBe(10)
  })

  test('gets no half of a screen where a whole one comes soon, and else one every 66 ms', () => {
    const { skip, frames, flood, state } = skipping()
    skip.drawn()
    state.torn = true
    flood(10, 10_000)
    state.torn = false
    flood(10, 10_000)
    expect(frames).toEqual([12])
    state.torn = true
    flood(600, 10_000)
    expect(frames.length).toBe(10)
  })

  test('gets five screens a second while a person types elsewhere', () => {
    const { skip, frames, flood, state } = skipping()
    skip.drawn()
    state.second = true
    flood(1000, 10_000)
    expect(frames).toEqual([0, 200, 400, 600, 800, 1000])
    state.second = false
    flood(1000, 10_000)
    expect(frames.length).toBeGreaterThan(30)
  })

  test('gets screens that take long to be made as much more rarely', () => {
    const { clock, move } = handClock()
    let spent = 0
    const frames: number[] = []
    const slow = { after: clock.after, mono: () => clock.mono() + spent }
    const events = {
      frame() {
        frames.push(slow.mono())
        spent += 50
        clock.after(0, skip.drawn)
        return true
      },
      over() {},
    }
    const skip = createSkip(events, slow)
    skip.drawn()
    for (let i = 0; i < 1000; i += 1) {
      skip.passed(10_000)
      move(1)
    }
    expect(frames.length).toBeGreaterThan(3)
    for (const [i, at] of frames.entries()) if (i > 0) expect(at - frames[i - 1]!).toBeGreaterThanOrEqual(250)
  })

  test('gets no screen twice', () => {
    const { skip, frames, move } = skipping()
    skip.passed(10)
    skip.drawn()
    move(20)
    skip.passed(0)
    move(1000)
    expect(frames).toEqual([0, 33])
  })

  test('gets everything when less than 250 KB a second came for 50 ms, also where it goes on like that', () => {
    for (const rest of [0, 200]) {
      const { skip, overs, flood, waiting } = skipping()
      skip.drawn()
      flood(100, 10_000)
      flood(100, rest)
      expect(overs).toEqual([150])
      expect(waiting()).toBe(0)
    }
  })

  test('gets none of it while others are only given more time than this one (16 KB in 33 ms)', () => {
    const { skip, overs, move } = skipping()
    skip.drawn()
    for (let slice = 0; slice < 100; slice += 1) {
      skip.passed(16_384)
      move(33)
    }
    expect(overs).toEqual([])
  })

  test('that has not drawn gets nothing, and nothing runs meanwhile; it gets everything when it has', () => {
    const { skip, frames, overs, flood, move, waiting } = skipping(null)
    skip.drawn()
    flood(50, 10_000)
    move(10_000)
    expect([frames.length, overs.length, waiting()]).toEqual([1, 0, 0])
    skip.passed(10)
    expect(waiting()).toBe(0)
    skip.drawn()
    expect([frames.length, overs.length]).toEqual([1, 1])
  })

  test('that needs everything gets it when it has drawn what it had, flood or not', () => {
    const { skip, overs, flood } = skipping(null)
    flood(10, 10_000)
    skip.hurry()
    flood(10, 10_000)
    expect(overs).toEqual([])
    skip.drawn()
    expect(overs).toEqual([20])
  })

  test('is told nothing after the end, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ passed: fc.nat(30_000) }),
      fc.record({ move: fc.nat(80) }),
      fc.constantFrom('drawn' as const, 'hurry' as const, 'stop' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const { skip, frames, overs, move, waiting } = skipping(null)
        let stopped = false
        let told: number | null = null
        for (const one of steps) {
          if (one === 'stop') {
            skip.stop()
            stopped = true
          } else if (one === 'drawn' || one === 'hurry') skip[one]()
          else if ('passed' in one) skip.passed(one.passed)
          else move(one.move)
          const now = frames.length + overs.length
          if (stopped || overs.length > 0) {
            expect(now).toBe(told ?? now)
            told = now
          }
        }
        expect(overs.length).toBeLessThanOrEqual(1)
        for (const [i, at] of frames.entries()) if (i > 0) expect(at - frames[i - 1]!).toBeGreaterThanOrEqual(33)
        if (stopped || overs.length > 0) {
          move(100)
          expect(waiting()).toBe(0)
        }
      }),
    )
  })
})
