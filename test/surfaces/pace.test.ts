// When mirrors parse, on a clock that parsing itself moves: 40 bytes take a microsecond, so a piece about 0.2 ms.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Backlog, createBacklog } from '../../main/surfaces/backlog.ts'
import { createPace } from '../../main/surfaces/pace.ts'

const BYTES_PER_MS = 40_000
/** Of a turn and of a period, as pace.ts says, with the piece that came too late. */
const PIECE_MS = 8192 / BYTES_PER_MS
const MOST = { turn: 4 + 4 * PIECE_MS, flood: 10 + PIECE_MS, period: 33 }

interface Mirror extends Backlog {
  readonly name: string
  readonly got: number[]
  readonly told: number[]
  full: boolean
  /** when its last byte was parsed, in ms */
  at: number
}

/** A loop of turns: what is planned for this turn runs in it, then timers that are due, then time goes on. */
function loop() {
  let now = 0
  let turn: (() => void)[] = []
  let timers: { at: number; run: () => void }[] = []
  const pieces: { who: string; from: number; to: number; bytes: number }[] = []
  const pace = createPace({
    mono: () => now,
    soon: run => void turn.push(run),
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(one => one !== timer)
      }
    },
  })
  function mirror(name: string, parse: (bytes: Uint8Array) => void = () => {}): Mirror {
    const own = { name, got: [] as number[], told: [] as number[], full: false, at: -1 }
    const backlog = createBacklog(
      {
        parse(bytes) {
          const from = now
          now += bytes.byteLength / BYTES_PER_MS
          for (const byte of bytes) own.got.push(byte)
          own.at = now
          pieces.push({ who: name, from, to: now, bytes: bytes.byteLength })
          parse(bytes)
        },
        parsed: waiting => own.told.push(waiting),
        full: on => {
          own.full = on
        },
      },
      pace,
    )
    return Object.assign(own, backlog)
  }
  /** One turn; how long it took in ms. */
  function once(): number {
    const from = now
    const due = timers.filter(({ at }) => at <= now)
    timers = timers.filter(({ at }) => at > now)
    for (const { run } of due) run()
    const runs = turn
    turn = []
    for (const run of runs) run()
    return now - from
  }
  /** Turns of a loop in which nothing else happens, until `ms` have passed. */
  function pass(ms: number): number {
    const end = now + ms
    let longest = 0
    while (now < end) {
      longest = Math.max(longest, once())
      if (turn.length > 0) continue
      now = Math.min(end, ...timers.map(({ at }) => Math.max(at, now)))
      if (timers.length === 0) now = end
    }
    return longest
  }
  return { mirror, once, pass, pieces, now: () => now, idle: () => turn.length === 0 && timers.length === 0 }
}

const many = (bytes: number) => new Uint8Array(bytes).fill(120)
const flood = (mirror: Backlog & { full: boolean }) => {
  while (!mirror.full) mirror.write(many(4096))
}

describe('what comes for a mirror', () => {
  test('is never parsed before the one who brings it has gone on', () => {
    const { mirror, once } = loop()
    const one = mirror('one')
    one.write(many(10))
    one.atPoint(() => one.told.push(-1))
    expect(one.got).toHaveLength(0)
    once()
    expect(one.got).toHaveLength(10)
    expect(one.told).toEqual([0, -1])
  })

  test.each([1, 100, 4096, 16_384])('is parsed in the same turn where it is little: %i bytes', bytes => {
    const { mirror, once, pass } = loop()
    const floods = ['a', 'b', 'c'].map(name => mirror(name))
    const seen = mirror('seen')
    seen.shown(true)
    for (const one of [...floods, seen]) flood(one)
    pass(100)
    for (const one of [...floods, seen]) flood(one)
    const little = mirror('little')
    little.write(many(bytes))
    once()
    expect(little.got).toHaveLength(bytes)
  })

  test('is little again soon after a flood has ended', () => {
    const { mirror, once, pass } = loop()
    const one = mirror('one')
    flood(one)
    pass(500)
    const other = mirror('other')
    flood(other)
    const before = one.got.length
    one.write(many(200))
    once()
    expect(one.got).toHaveLength(before + 200)
  })

  test('holds no turn up for long, and of a period no more than floods may take that nobody looks at', () => {
    const { mirror, pass, once, pieces, now } = loop()
    const floods = ['a', 'b', 'c', 'd'].map(name => mirror(name))
    let longest = 0
    while (now() < 800) {
      for (const one of floods) if (!one.full) flood(one)
      longest = Math.max(longest, once(), pass(0.5))
    }
    expect(longest).toBeLessThan(MOST.turn)
    for (let from = 200; from + MOST.period < 800; from += 7) {
      const spent = pieces
        .filter(one => one.from >= from && one.to <= from + MOST.period)
        .reduce((sum, one) => sum + one.to - one.from, 0)
      // A period of ours may begin within one of theirs.
      expect(spent).toBeLessThan(2 * MOST.flood)
    }
    const all = pieces.reduce((sum, one) => sum + one.to - one.from, 0)
    expect(all).toBeLessThan((now() / MOST.period + 1) * MOST.flood)
    const shares = floods.map(one => one.got.length)
    expect(Math.min(...shares) / Math.max(...shares)).toBeGreaterThan(0.8)
  })

  test('goes at full speed where a person sees it, whatever floods elsewhere', () => {
    const { mirror, once, pieces } = loop()
    const seen = mirror('seen')
    seen.shown(true)
    const other = mirror('other')
    for (let turn = 0; turn < 60; turn += 1) {
      flood(seen)
      flood(other)
      once()
    }
    const time = (who: string) => pieces.filter(one => one.who === who).reduce((sum, one) => sum + one.to - one.from, 0)
    expect(time('seen')).toBeGreaterThan(2 * time('other'))
    expect(time('other')).toBeGreaterThan(0)
  })

  test('is caught up with for who waits, in short turns, before floods of others', async () => {
    const { mirror, once, pass, pieces } = loop()
    const others = ['a', 'b'].map(name => mirror(name))
    for (const one of others) flood(one)
    pass(60)
    for (const one of others) flood(one)
    const one = mirror('one')
    one.write(many(262_144))
    let settled = false
    void one.settled().then(() => {
      settled = true
    })
    const from = pieces.length
    let turns = 0
    while (one.got.length < 262_144) {
      expect(once()).toBeLessThan(MOST.turn)
      turns += 1
    }
    await Promise.resolve()
    expect(settled).toBe(true)
    expect(turns).toBe(2)
    const meanwhile = pieces.slice(from).filter(({ who }) => who !== 'one')
    expect(meanwhile.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(262_144 / 2)
  })

  test('makes its program wait while too much of it waits, less where nobody looks, and lets it go on then', () => {
    const { mirror, pass } = loop()
    const one = mirror('one')
    one.write(many(65_536))
    expect(one.full).toBe(false)
    one.write(many(1))
    expect(one.full).toBe(true)
    one.shown(true)
    expect(one.full).toBe(true)
    pass(3)
    expect(one.full).toBe(false)
    one.write(many(262_000))
    expect(one.full).toBe(false)
    one.shown(false)
    expect(one.full).toBe(true)
    pass(100)
    expect(one.full).toBe(false)
    expect(one.got).toHaveLength(65_537 + 262_000)
  })
})

test('one that throws loses that piece alone, and stops nobody', () => {
  const { mirror, once, pass } = loop()
  let throws = true
  const bad = mirror('bad', () => {
    if (!throws) return
    throws = false
    throw new Error('a handler failed')
  })
  const good = mirror('good')
  bad.write(many(10))
  bad.write(many(20))
  good.write(many(30))
  expect(() => once()).toThrow('a handler failed')
  pass(50)
  expect(bad.got).toHaveLength(30)
  expect(good.got).toHaveLength(30)
  expect(bad.told.at(-1)).toBe(0)
})

test('one whose listener throws keeps nobody from hearing that it has caught up', () => {
  const { mirror, once, pass } = loop()
  const bad = mirror('bad')
  const good = mirror('good')
  bad.told.push = () => {
    throw new Error('a listener failed')
  }
  bad.write(many(10))
  good.write(many(70_000))
  expect(good.full).toBe(true)
  expect(() => pass(50)).toThrow('a listener failed')
  pass(50)
  once()
  expect(good.full).toBe(false)
  expect(good.told.at(-1)).toBe(0)
})

test('whatever comes in whatever order, each byte is parsed once, in order, at its point, and everybody hears of it', async () => {
  const step = fc.oneof(
    fc.record({ is: fc.constant('write' as const), who: fc.nat(3), bytes: fc.integer({ min: 1, max: 40_000 }) }),
    fc.record({ is: fc.constant('point' as const), who: fc.nat(3) }),
    fc.record({ is: fc.constant('settled' as const), who: fc.nat(3) }),
    fc.record({ is: fc.constant('shown' as const), who: fc.nat(3), on: fc.boolean() }),
    fc.record({ is: fc.constant('turn' as const), times: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ is: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 80 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
      const { mirror, once, pass, idle } = loop()
      const mirrors = ['a', 'b', 'c', 'd'].map(name => mirror(name))
      const written = mirrors.map((): number[] => [])
      const waits: Promise<void>[] = []
      let points = 0
      let reached = 0
      let next = 0
      for (const one of steps) {
        if (one.is === 'write') {
          const bytes = Uint8Array.from({ length: one.bytes }, () => (next = (next + 7) % 128))
          written[one.who]!.push(...bytes)
          mirrors[one.who]!.write(bytes)
        } else if (one.is === 'point') {
          const before = written[one.who]!.length
          points += 1
          mirrors[one.who]!.atPoint(() => {
            reached += 1
            expect(mirrors[one.who]!.got).toHaveLength(before)
          })
        } else if (one.is === 'settled') {
          const before = written[one.who]!.length
          waits.push(
            mirrors[one.who]!.settled().then(() => {
              expect(mirrors[one.who]!.got.length).toBeGreaterThanOrEqual(before)
              if (before > 0) expect(mirrors[one.who]!.told.length).toBeGreaterThan(0)
            }),
          )
        } else if (one.is === 'shown') mirrors[one.who]!.shown(one.on)
        else if (one.is === 'turn') for (let nth = 0; nth < one.times; nth += 1) expect(once()).toBeLessThan(MOST.turn)
        else expect(pass(one.ms)).toBeLessThan(MOST.turn)
      }
      // Nothing waits for ever: all of it takes so long where only floods are left.
      pass(((4 * 60 * 40_000) / BYTES_PER_MS) * 4)
      await Promise.all(waits)
      expect(idle()).toBe(true)
      expect(reached).toBe(points)
      for (const [nth, one] of mirrors.entries()) {
        expect(Buffer.from(one.got).equals(Buffer.from(written[nth]!))).toBe(true)
        if (one.got.length > 0) expect(one.told.at(-1)).toBe(0)
        expect(one.full).toBe(false)
      }
    }),
    { numRuns: 150 },
  )
})
