// After a person's key every other surface is read slowly for 250 ms, and not a moment longer than that.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFocus, type FocusSeat } from '../../main/surfaces/focus.ts'
import { lines, openSurface, send, shows, testRegistry, until } from './support.ts'
import { handClock } from './support-clock.ts'

const CHUNK = 4096

/** Surfaces that print as fast as they are read. */
function house(count: number) {
  const { clock, move, waiting } = handClock()
  const focus = createFocus(clock)
  const surfaces = Array.from({ length: count }, () => ({ held: false, bytes: 0, seat: null as unknown as FocusSeat }))
  for (const one of surfaces) {
    one.seat = focus.join(on => {
      expect(on, 'told twice').not.toBe(one.held)
      one.held = on
    })
  }
  /** `ms` of floods everywhere, a chunk each half ms. */
  const flood = (ms: number) => {
    for (let i = 0; i < ms * 2; i += 1) {
      for (const one of surfaces) {
        if (one.held) continue
        one.bytes += CHUNK
        one.seat.read(CHUNK)
      }
      move(0.5)
    }
  }
  const read = () => surfaces.map(({ bytes }) => bytes)
  const held = () => surfaces.map(one => one.held)
  return { surfaces, flood, read, held, move, waiting }
}

describe('surfaces that flood', () => {
  test('are read as they come while nobody types', () => {
    const { flood, read, held, waiting } = house(3)
    flood(100)
    expect(read()).toEqual([200, 200, 200].map(chunks => chunks * CHUNK))
    expect(held()).toEqual([false, false, false])
    expect(waiting()).toBe(0)
  })

  test('are read at 16 KB in 33 ms for 250 ms after a key on another, then as before', () => {
    const { surfaces, flood, read, held, waiting } = house(3)
    surfaces[0]!.seat.key()
    flood(250)
    const [first, ...others] = read()
    expect(first).toBe(500 * CHUNK)
    for (const bytes of others) {
      expect(bytes).toBeGreaterThanOrEqual(7 * 16_384)
      expect(bytes).toBeLessThanOrEqual(8 * 16_384)
    }
    flood(1)
    expect(held()).toEqual([false, false, false])
    expect(waiting()).toBe(0)
    const before = read()
    flood(50)
    expect(read()).toEqual(before.map(bytes => bytes + 100 * CHUNK))
  })

  test('go on at once where the key is pressed, and the one of before waits', () => {
    const { surfaces, flood, held } = house(2)
    surfaces[0]!.seat.key()
    flood(5)
    expect(held()).toEqual([false, true])
    surfaces[1]!.seat.key()
    expect(held()).toEqual([false, false])
    flood(5)
    expect(held()).toEqual([true, false])
  })

  test('that have ended are read on', () => {
    const { surfaces, flood, held } = house(2)
    surfaces[0]!.seat.key()
    flood(5)
    surfaces[1]!.seat.leave()
    expect(held()).toEqual([false, false])
    flood(50)
    expect(held()).toEqual([false, false])
  })

  test('whoever types where, and whatever ends: none waits 250 ms after the last key, none where the key is, none without keys', () => {
    const step = fc.oneof(
      fc.record({ key: fc.nat(3) }),
      fc.record({ ends: fc.nat(3) }),
      fc.record({ chunk: fc.nat(100_000), on: fc.nat(3) }),
      fc.record({ flood: fc.nat(60) }),
      fc.record({ pause: fc.nat(400) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const { surfaces, flood, held, move } = house(4)
        const ended = new Set<number>()
        let at = 0
        let keyAt = Number.NEGATIVE_INFINITY
        let first = -1
        for (const one of steps) {
          if ('key' in one) {
            surfaces[one.key]!.seat.key()
            first = one.key
            keyAt = at
          } else if ('ends' in one) {
            surfaces[one.ends]!.seat.leave()
            ended.add(one.ends)
          } else if ('chunk' in one) {
            if (!surfaces[one.on]!.held) surfaces[one.on]!.seat.read(one.chunk)
          } else if ('flood' in one) {
            flood(one.flood)
            at += one.flood
          } else {
            move(one.pause)
            at += one.pause
          }
          const now = held()
          for (const gone of ended) expect(now[gone]).toBe(false)
          if (first >= 0) expect(now[first]).toBe(false)
          if (at - keyAt >= 250) expect(now).toEqual([false, false, false, false])
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('a person who types in one surface holds a flood in another up, and an agent who sends there does not', async () => {
  let stopped: number | null = null
  const mono = () => stopped ?? performance.now()
  const { registry } = testRegistry({ clock: { now: Date.now, mono } })
  const quiet = await openSurface(registry, { command: `printf 'ready\n'; cat` })
  const flooding = await openSurface(registry, {
    command: `printf 'go\n'; read x; yes 'a line of a flood that goes on'`,
  })
  await shows(quiet, 'ready')
  await shows(flooding, 'go')
  let bytes = 0
  const attachment = flooding.attach({
    screen() {},
    bytes(data) {
      bytes += data.byteLength
      queueMicrotask(() => attachment.ack(data.byteLength))
    },
    size() {},
    exit() {},
  })
  flooding.keys('\r')
  await until('the flood', () => bytes > 1_000_000)
  // Half a second later the key that started it is forgotten.
  stopped = performance.now() + 500
  await send(quiet, 'agent', false)
  const before = bytes
  await until('the flood to go on', () => bytes > before + 1_000_000)
  quiet.keys('k')
  const typed = bytes
  await until('what was typed', async () => (await lines(quiet)).lines.some(line => line.includes('k')))
  // The clock stands still, and so does the flood, but for a slice and what was under way.
  const held = await until('the flood to stand still', async () => {
    const before = bytes
    for (let turn = 0; turn < 400; turn += 1) await new Promise(resolve => setImmediate(resolve))
    return bytes === before ? before : null
  })
  expect(held - typed).toBeLessThan(400_000)
  stopped += 251
  await until('the flood to go on', () => bytes > held + 1_000_000)
  await flooding.close()
})
