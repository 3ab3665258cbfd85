// What a person is told outside of the window: once for each stretch, never of what they look at, nothing that goes by itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KINDS, type Reason } from '../../main/status/attention.ts'
import { FLAP_MS, STANDS_MS, TOGETHER_MS } from '../../main/status/notify.ts'
import { notifying, reason } from './support/notifying.ts'

/** One whose first look is behind it. */
function afternoon() {
  const person = notifying()
  person.set({})
  return person
}

const LONG = 60_000

describe('a connection that is lost', () => {
  const away = { reasons: [], unreached: new Set(['s_tests']) }
  const back = { reasons: [reason('tests')], unreached: new Set<string>() }

  test('is told to nobody, and takes nothing back', () => {
    const person = afternoon()
    person.set(back)
    person.pass(LONG)
    person.set(away)
    person.pass(LONG)
    expect(person.shown).toHaveLength(1)
    expect(person.open()).toHaveLength(1)
  })

  test('and is back is no news: neither what was told nor what was seen is told again', () => {
    for (const watched of [null, 's_tests']) {
      const person = afternoon()
      person.set({ ...back, watched })
      person.pass(LONG)
      for (let times = 0; times < 3; times += 1) {
        person.set({ ...away, watched: null })
        person.pass(LONG)
        person.set(back)
        person.pass(LONG)
      }
      expect(person.shown).toHaveLength(watched === null ? 1 : 0)
    }
  })

  test('what is new then is told', () => {
    const person = afternoon()
    person.set(away)
    person.pass(LONG)
    person.set(back)
    person.pass(LONG)
    expect(person.shown).toHaveLength(1)
  })
})

describe('one reason', () => {
  test.each(KINDS)('%s is told once, when it has stood for its time', kind => {
    const person = afternoon()
    person.set({ reasons: [reason('tests', kind)] })
    person.pass(STANDS_MS[kind] - 1)
    expect(person.shown).toEqual([])
    person.pass(LONG)
    expect(person.shown).toMatchObject([{ at: STANDS_MS[kind], surface: 's_tests' }])
  })

  test.each([
    ['needs_you', 'tests needs you'],
    ['failed', 'tests failed'],
    ['done', 'tests is done'],
  ] as const)('%s is told as "%s", with why below', (kind, title) => {
    const person = afternoon()
    person.set({ reasons: [reason('tests', kind)] })
    person.pass(LONG)
    expect(person.shown).toMatchObject([{ title, body: 'Claude Code waits for an answer' }])
  })

  test('what was there before the first look is no news', () => {
    const person = notifying()
    person.set({ reasons: [reason('tests'), reason('build', 'failed')] })
    person.pass(LONG)
    expect(person.shown).toEqual([])
  })

  test('prompts that the program answers itself, one after the other, are told to nobody', () => {
    const person = afternoon()
    for (let turn = 0; turn < 50; turn += 1) {
      person.set({ reasons: [reason('tests', 'needs_you', `needs_you d${turn}`)] })
      person.pass(900)
    }
    person.set({ reasons: [] })
    person.pass(LONG)
    expect(person.shown).toEqual([])
  })

  test('a turn that ends and goes on at once is not done', () => {
    const person = afternoon()
    for (let turn = 0; turn < 20; turn += 1) {
      person.set({ reasons: [reason('tests', 'done')] })
      person.pass(STANDS_MS.done - 1)
      person.set({ reasons: [] })
      person.pass(500)
    }
    expect(person.shown).toEqual([])
  })

  test('one that goes and comes back within two seconds is the same, and its notification stays', () => {
    const person = afternoon()
    for (let turn = 0; turn < 5; turn += 1) {
      person.set({ reasons: [reason('tests')] })
      person.pass(5000)
      person.set({ reasons: [] })
      person.pass(FLAP_MS - 1)
    }
    expect(person.titles()).toEqual(['tests needs you'])
    expect(person.open()).toHaveLength(1)
  })

  test('once it has been gone for longer its notification is taken back, and the next one is told', () => {
    const person = afternoon()
    person.set({ reasons: [reason('tests')] })
    person.pass(5000)
    person.set({ reasons: [] })
    person.pass(FLAP_MS)
    expect(person.open()).toEqual([])
    person.set({ reasons: [reason('tests')] })
    person.pass(5000)
    expect(person.shown).toHaveLength(2)
  })

  test('another dialog of a surface that still needs somebody is not told again', () => {
    const person = afternoon()
    person.set({ reasons: [reason('tests', 'needs_you', 'needs_you d1')] })
    person.pass(5000)
    person.set({ reasons: [reason('tests', 'needs_you', 'needs_you d2')] })
    person.pass(LONG)
    expect(person.shown).toHaveLength(1)
  })

  test('the most pressing of a surface is told, and the other when that has gone', () => {
    const person = afternoon()
    person.set({ reasons: [reason('tests', 'done'), reason('tests', 'needs_you')] })
    person.pass(10_000)
    expect(person.titles()).toEqual(['tests needs you'])
    person.set({ reasons: [reason('tests', 'done')] })
    person.pass(10_000)
    expect(person.titles()).toEqual(['tests needs you', 'tests is done'])
  })
})

describe('a look', () => {
  test('takes the notification back at once, and what was seen is not told later', () => {
    const person = afternoon()
    person.set({ reasons: [reason('tests')] })
    person.pass(5000)
    person.set({ watched: 's_tests' })
    expect(person.open()).toEqual([])
    person.set({ watched: null })
    person.pass(LONG)
    expect(person.shown).toHaveLength(1)
  })

  test('what begins before their eyes is not told when they look away', () => {
    const person = afternoon()
    person.set({ watched: 's_tests', reasons: [reason('tests')] })
    person.pass(5000)
    person.set({ watched: null })
    person.pass(LONG)
    expect(person.shown).toEqual([])
  })

  test('what comes after it is told, however soon', () => {
    const person = afternoon()
    person.set({ watched: 's_tests', reasons: [reason('tests', 'needs_you', 'needs_you d1')] })
    person.pass(5000)
    person.set({ watched: null, reasons: [] })
    person.pass(500)
    person.set({ reasons: [reason('tests', 'needs_you', 'needs_you d2')] })
    person.pass(5000)
    expect(person.titles()).toEqual(['tests needs you'])
  })

  test('at any surface is enough for an ask that concerns none', () => {
    const connect: Reason = {
      ...reason('x'),
      id: 'ask a_aaaa',
      surface: null,
      name: 'Cursor',
      why: 'Cursor asks to connect',
    }
    const person = afternoon()
    person.set({ reasons: [connect] })
    person.pass(5000)
    expect(person.shown).toMatchObject([{ title: 'Cursor needs you', body: 'Cursor asks to connect', surface: null }])
    person.set({ watched: 's_tests' })
    expect(person.open()).toEqual([])
  })
})

describe('several', () => {
  const three = ['a', 'b', 'c'].map(name => reason(name))

  test('at once are one notification, which goes with the last of them', () => {
    const person = afternoon()
    person.set({ reasons: three })
    person.pass(LONG)
    expect(person.shown).toMatchObject([{ title: '3 surfaces need you', body: 'a, b, c', surface: 's_a' }])
    person.set({ watched: 's_a' })
    expect(person.open()).toHaveLength(1)
    person.set({ watched: 's_b' })
    person.set({ watched: 's_c' })
    expect(person.open()).toEqual([])
  })

  test('within a second are one, told a second after the first at the latest', () => {
    const person = afternoon()
    for (const upTo of [1, 2, 3]) {
      person.set({ reasons: three.slice(0, upTo) })
      person.pass(450)
    }
    person.pass(LONG)
    expect(person.shown).toMatchObject([{ title: '3 surfaces need you', at: STANDS_MS.needs_you + 900 }])
  })

  test('one alone is not held back', () => {
    const person = afternoon()
    person.set({ reasons: three.slice(0, 1) })
    person.pass(STANDS_MS.needs_you)
    expect(person.shown).toHaveLength(1)
    person.set({ reasons: three })
    person.pass(LONG)
    expect(person.titles()).toEqual(['a needs you', '2 surfaces need you'])
  })

  test('of several kinds say which, the most pressing first; many are not all named', () => {
    const many = afternoon()
    many.set({ reasons: 'abcdefg'.split('').map((name, at) => reason(name, at === 6 ? 'failed' : 'done')) })
    many.pass(LONG)
    expect(many.shown).toMatchObject([
      {
        title: '7 surfaces have something new',
        body: 'g failed, a is done, b is done, c is done, d is done and 2 more',
      },
    ])
  })
})

test('what is switched off is not told, nor later when it is switched on again', () => {
  const person = afternoon()
  person.set({ wants: { needs_you: true, failed: true, done: false } })
  person.set({ reasons: [reason('a', 'done'), reason('b', 'failed')] })
  person.pass(LONG)
  person.set({ wants: { needs_you: true, failed: true, done: true } })
  person.pass(LONG)
  expect(person.titles()).toEqual(['b failed'])
})

describe('whatever happens', () => {
  const names = ['a', 'b', 'c']
  const step = fc.record({
    reasons: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        kind: fc.constantFrom(...KINDS),
        dialog: fc.constantFrom('', ' d1', ' d2'),
      }),
      { maxLength: 4, selector: one => `${one.name} ${one.kind}${one.dialog}` },
    ),
    watched: fc.constantFrom(null, null, ...names.map(name => `s_${name}`)),
    wants: fc.record({ needs_you: fc.boolean(), failed: fc.boolean(), done: fc.boolean() }),
    pass: fc.constantFrom(0, 1, 300, 999, 1000, 1999, 2000, 4000, 20_000),
  })
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
  const afternoons = fc.array(step, { maxLength: 30 })

  function live(steps: readonly Step[]) {
    const person = afternoon()
    for (const { reasons, watched, wants, pass } of steps) {
      const there = reasons.map(({ name, kind, dialog }) => reason(name, kind, `${kind}${dialog}`))
      person.set({ reasons: there, watched, wants })
      person.pass(pass)
    }
    return person
  }

  test('nobody is told of what they look at, nor of what is switched off, nor of what is not so', () => {
    fc.assert(
      fc.property(afternoons, steps => {
        for (const { surface, amid } of live(steps).shown) {
          expect(surface).not.toBe(amid.watched)
          expect(amid.reasons.some(one => one.surface === surface && amid.wants[one.kind])).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a surface is told of at most once until nothing of that kind was there for two seconds, or somebody looked', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ there: fc.boolean(), pass: fc.integer({ min: 0, max: 5000 }) })), steps => {
        const person = afternoon()
        let time = 0
        let gone = Number.NEGATIVE_INFINITY
        const ends: number[] = []
        for (const { there, pass } of steps) {
          const was = person.now.reasons.length > 0
          if (was && !there) gone = time
          if (!was && there && time - gone >= FLAP_MS) ends.push(time)
          person.set({ reasons: there ? [reason('tests')] : [] })
          person.pass(pass)
          time += pass
        }
        const stretches = person.shown.map(one => ends.filter(end => end <= one.at).length)
        expect(new Set(stretches).size).toBe(stretches.length)
      }),
      { numRuns: 500 },
    )
  })

  test('what stands unseen and is wanted is told, within its time and a second', () => {
    fc.assert(
      fc.property(afternoons, fc.constantFrom(...KINDS), (steps, kind) => {
        const person = live(steps)
        person.set({ reasons: [], watched: null, wants: { needs_you: true, failed: true, done: true } })
        person.pass(FLAP_MS)
        const before = person.shown.length
        person.set({ reasons: [reason('z', kind)] })
        person.pass(STANDS_MS[kind] + TOGETHER_MS)
        expect(person.titles().slice(before)).toHaveLength(1)
        person.set({ reasons: [] })
        person.pass(FLAP_MS)
        expect(person.open()).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
