// Deliveries into a surface a long way off: what is not known is said, what did not go in leaves no trace, and nothing goes in
// twice, wherever the connection breaks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delivered } from '../../main/surfaces/surface.ts'
import { type Far, farSurface, lineOf, sendFar } from './support-far.ts'

const WRAPPED = (text: string) => `\x1b[200~${text}\x1b[201~`
const send = async (far: Far, text: string, enter: boolean) => far.clock.until(sendFar(far, text, enter))
const rows = async ({ surface, clock }: Far) => {
  const read = await clock.until(surface.read({ what: 'screen' }))
  if (!read.ok) throw new Error(read.code)
  return read.value
}

describe('80 ms each way', () => {
  test.each([
    ['a shell that takes pastes', true, 'the program took the line and left its prompt'],
    ['one that takes none', false, 'the cursor moved below the line'],
  ])('a line is seen to leave: %s', async (_what, paste, evidence) => {
    const far = await farSurface({ paste })
    expect(await send(far, 'make', true)).toMatchObject({ outcome: 'submitted', evidence })
    expect(far.input()).toBe(`${paste ? WRAPPED('make') : 'make'}\r`)
    expect(far.ran).toEqual(['make'])
    expect((await lineOf(far)).by).toEqual([])
  })

  test('the waits begin when the bytes are in: two seconds each way are none too many', async () => {
    const far = await farSurface({ delay: 2000, takes: 400 })
    expect(await send(far, 'make', true)).toMatchObject({ outcome: 'submitted' })
  })

  test('what the program shows right behind the answer is seen', async () => {
    const far = await farSurface()
    let handed = 0
    far.onWrite = () => {
      handed = far.clock.mono()
    }
    expect(await send(far, 'make', false)).toEqual({ outcome: 'inserted', bytes: 16, evidence: 'the text went in' })
    // There and back, and the quiet after the echo: not the time after which nothing is expected any more.
    expect(far.clock.mono() - handed).toBeLessThan(300)
  })

  test('what was on its way before Enter came there is no sign that the line left', async () => {
    const far = await farSurface({ paste: false, deaf: true })
    far.onWrite = bytes => {
      if (bytes === '\r') far.print('a job\r\nin the background\r\n')
    }
    expect(await send(far, 'make', true)).toEqual({
      outcome: 'unconfirmed',
      bytes: 5,
      evidence: 'Enter went in, and nothing showed that the line left',
    })
  })
})

describe('a text that surely did not go in', () => {
  test('leaves no trace but that something was tried', async () => {
    const far = await farSurface()
    const before = await lineOf(far)
    far.refuse = 'the pane shows its history'
    const sent = await send(far, 'rm -rf build', true)
    expect(sent).toEqual({ outcome: 'unreached', bytes: 0, evidence: 'the pane shows its history' })
    const after = await lineOf(far)
    expect(after.by).toEqual([])
    expect(after.version).toBeGreaterThan(before.version)
    expect(far.input()).toBe('')
    far.print('rm -rf build')
    await far.clock.advance(500)
    const { lines, typed } = await rows(far)
    expect(lines).toEqual(['$ rm -rf build'])
    expect(typed).toEqual([])
  })

  test('leaves what stood there before as it was', async () => {
    const far = await farSurface()
    await send(far, 'echo ', false)
    far.refuse = 'no'
    expect((await send(far, 'more', false)).outcome).toBe('unreached')
    expect((await lineOf(far)).by).toEqual(['cursor'])
    expect((await rows(far)).typed).toEqual([{ line: 0, by: 'cursor' }])
    expect(await send(far, '', true)).toMatchObject({ outcome: 'submitted' })
    expect(far.ran).toEqual(['echo '])
  })

  test('is not even handed over where the connection is lost', async () => {
    const far = await farSurface()
    const { line } = await far.clock.until(far.surface.readiness())
    far.cut()
    const sent = far.surface.deliver({ by: 'cursor', text: 'ls', enter: true, lineVersion: line.version })
    expect(await far.clock.until(sent)).toEqual({
      outcome: 'unreached',
      bytes: 0,
      evidence: 'the connection to build is lost',
    })
    expect(far.handed).toEqual([])
    expect((await lineOf(far)).version).toBe(line.version)
  })
})

describe('Enter', () => {
  test('that surely did not go in: the text stands there, it is said why, and there is no second Enter', async () => {
    const far = await farSurface()
    far.onWrite = () => {
      far.onInput = () => {
        far.refuse = 'the pane shows its history'
      }
    }
    const sent = await send(far, 'make', true)
    expect(sent).toEqual({
      outcome: 'unconfirmed',
      bytes: 16,
      evidence: 'the text went in, but not Enter: the pane shows its history',
    })
    expect(far.handed).toEqual([WRAPPED('make'), '\r'])
    expect(far.input()).toBe(WRAPPED('make'))
    expect((await lineOf(far)).by).toEqual(['cursor'])
    far.onWrite = null
    far.onInput = null
    expect(await send(far, '', true)).toMatchObject({ outcome: 'submitted' })
    expect(far.ran).toEqual(['make'])
  })

  test('of which nobody knows: unknown, and the line counts as not empty', async () => {
    const far = await farSurface()
    far.onWrite = bytes => {
      if (bytes === '\r') far.clock.after(10, () => far.cut(false))
    }
    const sent = await send(far, 'make', true)
    expect(sent).toEqual({ outcome: 'unknown', bytes: 17, evidence: 'the connection was lost' })
    expect(far.handed).toEqual([WRAPPED('make'), '\r'])
    far.mend()
    await far.clock.advance(10)
    expect((await lineOf(far)).by).toEqual(['cursor'])
  })

  test('is not sent where the connection was lost after the text', async () => {
    const far = await farSurface()
    far.onInput = () => void far.clock.after(100, () => far.cut())
    const sent = await send(far, 'make', true)
    expect(sent).toEqual({
      outcome: 'unconfirmed',
      bytes: 16,
      evidence: 'the text went in, then the connection to build is lost; Enter was not sent',
    })
    expect(far.input()).toBe(WRAPPED('make'))
  })

  test('is not sent where the connection was away for a moment after the text', async () => {
    const far = await farSurface()
    far.onInput = () => {
      far.clock.after(100, () => far.cut())
      far.clock.after(120, () => far.mend())
    }
    const sent = await send(far, 'make', true)
    expect(sent).toMatchObject({ outcome: 'unconfirmed', evidence: expect.stringContaining('Enter was not sent') })
    expect(far.input()).toBe(WRAPPED('make'))
    expect((await lineOf(far)).by).toEqual(['cursor'])
  })

  test.each([
    [
      'stays away',
      60_000,
      'Enter went in, and then the connection to build is lost: nothing showed that the line left',
    ],
    ['is back soon', 300, 'Enter went in, and then the screen was drawn anew: nothing showed that the line left'],
  ])('that went in, and then the connection is lost and %s: unconfirmed', async (_what, ms, evidence) => {
    const far = await farSurface({ takes: 1000 })
    far.onInput = bytes => {
      if (bytes !== '\r') return
      // The answer gets through, what the program prints does not.
      far.clock.after(80, () => far.cut())
      far.clock.after(80 + ms, () => far.mend())
    }
    // Nothing else tells: the sign of a line that leaves is what the screen drawn anew looks like, too.
    expect(await send(far, 'make', true)).toEqual({ outcome: 'unconfirmed', bytes: 17, evidence })
    expect(far.ran).toEqual(['make'])
  })
})

test('a text of which nobody knows: no Enter follows, and the line counts as not empty', async () => {
  const far = await farSurface()
  far.onWrite = () => void far.clock.after(10, () => far.cut(false))
  expect(await send(far, 'make', true)).toEqual({ outcome: 'unknown', bytes: 16, evidence: 'the connection was lost' })
  expect(far.handed).toHaveLength(1)
  far.mend()
  await far.clock.advance(10)
  expect((await lineOf(far)).by).toEqual(['cursor'])
})

describe('keys', () => {
  const press = async (far: Far, names: string[], dialog?: string) => {
    const read = far.surface.readKeys(names)
    if (!read.ok) throw new Error(read.unknown)
    const { line } = await far.clock.until(far.surface.readiness())
    const more = dialog === undefined ? {} : { dialog }
    return far.clock.until(far.surface.press({ by: 'cursor', keys: read.keys, lineVersion: line.version, ...more }))
  }
  const asking = () => ({ open: 'yes', why: 'it asks', id: 'd1' }) as const

  test('go in, and an Enter among them is seen to send the line off', async () => {
    const far = await farSurface()
    expect(await press(far, ['l', 's', 'Enter'])).toMatchObject({ outcome: 'pressed', bytes: 3 })
    expect(far.ran).toEqual(['ls'])
    expect((await lineOf(far)).by).toEqual([])
  })

  test('that surely did not go in leave no trace', async () => {
    const far = await farSurface()
    far.refuse = 'no'
    expect(await press(far, ['l', 'Enter'])).toEqual({ outcome: 'unreached', bytes: 0, evidence: 'no' })
    expect((await lineOf(far)).by).toEqual([])
    expect((await rows(far)).typed).toEqual([])
  })

  test('of which nobody knows may stand there', async () => {
    const far = await farSurface()
    far.onWrite = () => void far.clock.after(10, () => far.cut(false))
    expect(await press(far, ['l', 'Enter'])).toMatchObject({ outcome: 'unknown', bytes: 2 })
    expect((await lineOf(far)).by).toEqual(['cursor'])
  })

  test('one by one stop at the first that does not surely go in, and say which', async () => {
    for (const [at, taken, expected] of [
      [0, 'no', { outcome: 'unreached', bytes: 0, evidence: 'no' }],
      [1, 'no', { outcome: 'failed', bytes: 3, evidence: 'no; keys[1] and what follows did not go in' }],
      [1, 'lost', { outcome: 'unknown', bytes: 4, evidence: 'the connection was lost' }],
    ] as const) {
      const far = await farSurface({ hook: asking })
      far.onWrite = () => {
        if (far.handed.length === at + 1 && taken === 'lost') far.clock.after(10, () => far.cut(false))
      }
      far.onInput = () => {
        far.refuse = at === 1 && taken === 'no' ? taken : null
      }
      if (at === 0) far.refuse = taken
      expect(await press(far, ['Down', '1', 'Enter'], 'd1')).toEqual(expected)
      expect(far.handed).toHaveLength(at + 1)
    }
  })
})

describe('a person’s keys', () => {
  test('typed while the connection is lost go nowhere, then and later', async () => {
    const far = await farSurface()
    await send(far, 'make', false)
    far.cut()
    far.surface.keys('x\r')
    far.mend()
    await far.clock.advance(1000)
    expect(far.input()).toBe(WRAPPED('make'))
    expect((await lineOf(far)).by).toEqual(['cursor'])
  })

  test('that surely did not go in, an Enter among them, leave the line as it was', async () => {
    const far = await farSurface()
    await send(far, 'make', false)
    far.refuse = 'no'
    far.surface.keys('\r')
    await far.clock.advance(1000)
    expect((await lineOf(far)).by).toEqual(['cursor'])
    expect(await send(far, '', true)).toMatchObject({ outcome: 'submitted' })
  })

  test('of which nobody knows leave the line not empty', async () => {
    const far = await farSurface()
    await send(far, 'make', false)
    far.surface.keys('\r')
    await far.clock.advance(10)
    far.cut(false)
    await far.clock.advance(31_000)
    far.mend()
    await far.clock.advance(10)
    expect((await lineOf(far)).by).toEqual(['cursor'])
  })
})

describe('what is known of it', () => {
  test('whether a program asks something cannot be known in a pane of tmux', async () => {
    const { dialog, tty, unreached } = await (await farSurface()).surface.readiness()
    expect(dialog).toEqual({
      open: 'unknown',
      why: 'this is a pane of tmux on build, and whether a program asks something there cannot be known',
      id: null,
    })
    expect([tty, unreached]).toEqual([null, null])
  })

  test('while the connection is lost the state is unknown, and then it is what it was, since when it was', async () => {
    const far = await farSurface({ hook: () => ({ open: 'yes', why: 'it asks', id: 'd1' }) })
    const before = far.surface.summary().state
    expect(before).toMatchObject({ is: 'needs_you', dialog: { id: 'd1' } })
    await far.clock.advance(1000)
    far.cut()
    expect(far.surface.summary().state).toMatchObject({ is: 'unknown', evidence: 'the connection to build is lost' })
    const ready = far.surface.readiness()
    expect((await ready).unreached).toEqual({ why: 'The connection to build is lost: no answer.', retryMs: 500 })
    await far.clock.advance(1000)
    far.mend()
    await far.clock.advance(10)
    expect(far.surface.summary().state).toEqual(before)
    expect((await far.surface.readiness()).unreached).toBeNull()
  })

  test('the screen is read as it was', async () => {
    const far = await farSurface()
    far.print('hello')
    await far.clock.advance(200)
    far.cut()
    expect((await rows(far)).lines).toEqual(['$ hello'])
  })
})

describe('wherever the connection breaks', () => {
  const schedule = fc.record({
    delay: fc.integer({ min: 0, max: 300 }),
    takes: fc.integer({ min: 0, max: 500 }),
    paste: fc.boolean(),
    /** ms after the start of the send; what is on its way then comes through or not; how long it is away */
    cut: fc.option(fc.record({ at: fc.nat(2500), arrives: fc.boolean(), away: fc.nat(45_000) })),
    refuse: fc.option(fc.nat(2)),
    person: fc.option(fc.record({ at: fc.nat(1500), keys: fc.constantFrom('x', '\x1b[A') })),
    enter: fc.boolean(),
  })

  function judge(sent: Delivered, input: string, whole: string, enter: boolean) {
    const texts = input.split(whole).length - 1
    // Nothing is doubled, whatever is said.
    expect(texts).toBeLessThanOrEqual(1)
    const known = { text: texts === 1, enter: input.endsWith('\r') && texts === 1 }
    switch (sent.outcome) {
      case 'submitted':
        return expect(known).toEqual({ text: true, enter: true })
      case 'inserted':
        return expect([known, enter]).toEqual([{ text: true, enter: false }, false])
      case 'unreached':
        return expect([known.text, sent.bytes]).toEqual([false, 0])
      case 'unconfirmed':
        expect(known.text).toBe(true)
        return expect(known.enter).toBe(sent.bytes > whole.length)
      case 'unknown':
        return expect(input.length).toBeLessThanOrEqual(sent.bytes)
      default:
        throw new Error(`${sent.outcome}: ${sent.evidence}`)
    }
  }

  test('nothing goes in twice, what is said is true, and the line is never taken to be empty where it is not', async () => {
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(schedule, async ({ delay, takes, paste, cut, refuse, person, enter }) => {
        const far = await farSurface({ delay, takes, paste })
        const text = 'make all'
        const whole = paste ? WRAPPED(text) : text
        let agents = ''
        far.onInput = bytes => {
          if (bytes === whole || (bytes === '\r' && far.handed.includes(whole))) agents += bytes
        }
        let writes = 0
        far.onWrite = () => {
          writes += 1
          if (writes === refuse) far.refuse = 'it is refused'
        }
        if (refuse === 0) far.refuse = 'it is refused'
        const { line } = await far.clock.until(far.surface.readiness())
        if (cut) {
          far.clock.after(cut.at, () => far.cut(cut.arrives))
          far.clock.after(cut.at + cut.away, () => far.mend())
        }
        // Never Enter: whose it was could not be told from the outside.
        if (person) far.clock.after(person.at, () => far.surface.keys(person.keys))
        const sent = await far.clock.until(
          far.surface.deliver({ by: 'cursor', text, enter, lineVersion: line.version }),
        )
        outcomes.add(sent.outcome)
        if (sent.outcome !== 'changed') judge(sent, agents, whole, enter)
        await far.clock.advance(60_000)
        const stands = far.input() !== '' && !far.input().endsWith('\r')
        if (stands) expect((await lineOf(far)).by).not.toEqual([])
        // Whoever says that it did not go in or left has cleared up behind it.
        const clean = sent.outcome === 'submitted' || sent.outcome === 'unreached'
        if (clean && !person) expect((await lineOf(far)).by).toEqual([])
      }),
      { numRuns: 100, seed: 20_261_122 },
    )
    expect([...outcomes].sort()).toEqual(
      expect.arrayContaining(['inserted', 'submitted', 'unconfirmed', 'unknown', 'unreached']),
    )
  }, 120_000)
})
