// How often a person may be asked on an agent's behalf, over times that are given in ms.
import { beforeEach, describe, expect, test } from 'vitest'
import { type AskLimits, type AskTaken, createAskLimits } from '../../main/policy/ask-limits.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

let limits: AskLimits
beforeEach(() => {
  limits = createAskLimits()
})

/** Asks, and expects to be let. */
function ask(ms: number, agent = 'a', surface = 's_aaaa'): AskTaken {
  const taken = limits.ask(agent, surface, ms)
  if (!taken.ok) throw new Error(`refused: ${taken.why}`)
  return taken
}
/** Why an ask is refused and for how long, or null; an ask that is let is withdrawn at once. */
function refusal(ms: number, agent = 'a', surface = 's_aaaa') {
  const taken = limits.ask(agent, surface, ms)
  if (taken.ok) taken.end('withdrawn', ms)
  return taken.ok ? null : [taken.why, taken.retryAfterMs]
}
function refuse(ms: number, agent = 'a', surface = 's_aaaa') {
  ask(ms, agent, surface).end('refused', ms)
}

describe('three wait at once', () => {
  test.each(['refused', 'allowed', 'withdrawn'] as const)('a fourth only when one is %s', how => {
    const [first] = [ask(0), ask(0, 'a', 's_bbbb'), ask(0, 'a', 's_cccc')]
    expect(refusal(SECOND, 'a', 's_dddd')).toEqual(['waiting', null])
    expect(refusal(SECOND)).toEqual(['waiting', null])
    expect(refusal(SECOND, 'b')).toBeNull()
    first?.end(how, 2 * SECOND)
    expect(refusal(2 * SECOND, 'a', 's_dddd')).toBeNull()
  })

  test('an ask that is over is over once', () => {
    const first = ask(0)
    for (const surface of ['s_bbbb', 's_cccc']) ask(0, 'a', surface)
    first.end('withdrawn', 0)
    first.end('withdrawn', 0)
    ask(0)
    expect(refusal(0)).toEqual(['waiting', null])
  })

  test('asks do not grow old: one that waits for hours still counts', () => {
    for (let index = 0; index < 3; index++) ask(0)
    expect(refusal(60 * MINUTE)).toEqual(['waiting', null])
  })
})

describe('ten a minute', () => {
  test('the eleventh when the first is a minute old, however they ended', () => {
    const ends = ['allowed', 'withdrawn', 'refused', 'allowed', 'withdrawn'] as const
    for (let index = 0; index < 10; index++) {
      const surface = `s_${index}`
      ask(index * SECOND, 'a', surface).end(ends[index % ends.length] ?? 'allowed', index * SECOND)
    }
    expect(refusal(10 * SECOND)).toEqual(['a_minute', 50 * SECOND])
    expect(refusal(MINUTE - 1)).toEqual(['a_minute', 1])
    expect(refusal(10 * SECOND, 'b')).toBeNull()
    expect(refusal(MINUTE)).toBeNull()
    // that was one more; the second of the ten is the next to leave
    expect(refusal(MINUTE)).toEqual(['a_minute', SECOND])
  })

  test('an ask that was refused a place takes none', () => {
    for (let index = 0; index < 10; index++) refusal(0)
    for (let ms = 1; ms < MINUTE; ms += SECOND) expect(refusal(ms)?.[0]).toBe('a_minute')
    expect(refusal(MINUTE)).toBeNull()
  })

  test('slides over full minutes', () => {
    for (let index = 0; index < 10; index++) refusal(MINUTE - 1)
    expect(refusal(MINUTE)).toEqual(['a_minute', MINUTE - 1])
  })
})

describe('two refusals', () => {
  test('silence the surface for five minutes from the second one on, and no other', () => {
    refuse(0)
    expect(refusal(SECOND)).toBeNull()
    refuse(2 * SECOND)
    expect(refusal(2 * SECOND)).toEqual(['silenced', 5 * MINUTE])
    expect(refusal(5 * MINUTE + 2 * SECOND - 1)).toEqual(['silenced', 1])
    expect(refusal(3 * SECOND, 'a', 's_bbbb')).toBeNull()
    expect(refusal(3 * SECOND, 'b')).toBeNull()
    expect(refusal(5 * MINUTE + 2 * SECOND)).toBeNull()
  })

  test('after the silence it takes two again', () => {
    refuse(0)
    refuse(0)
    refuse(5 * MINUTE)
    expect(refusal(5 * MINUTE)).toBeNull()
    refuse(5 * MINUTE)
    expect(refusal(5 * MINUTE)).toEqual(['silenced', 5 * MINUTE])
  })

  test('an ask that is allowed in between ends the row; one that is withdrawn does not', () => {
    refuse(0)
    ask(0).end('allowed', 0)
    refuse(0)
    expect(refusal(0)).toBeNull()
    ask(0).end('withdrawn', 0)
    refuse(0)
    expect(refusal(0)?.[0]).toBe('silenced')
  })

  test('one more, that waited already, begins the five minutes anew', () => {
    const last = ask(0)
    refuse(0)
    refuse(0)
    last.end('refused', MINUTE)
    expect(refusal(2 * MINUTE)).toEqual(['silenced', 4 * MINUTE])
  })

  test('silence is said before the other limits: it lasts longest', () => {
    refuse(0)
    refuse(0)
    for (let index = 0; index < 8; index++) refusal(0, 'a', 's_bbbb')
    expect(refusal(0, 'a', 's_bbbb')?.[0]).toBe('a_minute')
    expect(refusal(0)?.[0]).toBe('silenced')
  })
})

describe('what a person is told', () => {
  const told = (ms: number, agent = 'a', surface: string | null = 's_aaaa') => {
    const no = limits.tell(agent, surface, ms)
    return no && [no.why, no.retryAfterMs]
  }

  test('shares the ten a minute with what they are asked', () => {
    for (let index = 0; index < 5; index++) {
      expect(told(0)).toBeNull()
      expect(refusal(0)).toBeNull()
    }
    expect(told(SECOND, 'a', null)).toEqual(['a_minute', 59 * SECOND])
    expect(refusal(SECOND)).toEqual(['a_minute', 59 * SECOND])
    expect(told(SECOND, 'b')).toBeNull()
    expect(told(MINUTE)).toBeNull()
  })

  test('takes none of the three that wait, and needs none', () => {
    for (let index = 0; index < 3; index++) ask(0)
    expect(told(0)).toBeNull()
    expect(refusal(0)).toEqual(['waiting', null])
  })

  test('is silent where asks are, and about no surface while any is', () => {
    refuse(0)
    refuse(0)
    expect(told(0)).toEqual(['silenced', 5 * MINUTE])
    expect(told(0, 'a', null)).toEqual(['silenced', 5 * MINUTE])
    expect(told(0, 'a', 's_bbbb')).toBeNull()
    expect(told(0, 'b', null)).toBeNull()
    expect(told(5 * MINUTE, 'a', null)).toBeNull()
  })

  test('one agent’s silence is not that of another whose id begins the same', () => {
    refuse(0, 'ab')
    refuse(0, 'ab')
    expect(told(0, 'a', null)).toBeNull()
  })

  test('what was refused takes no place', () => {
    for (let index = 0; index < 10; index++) told(0)
    for (let ms = 1; ms < MINUTE; ms += SECOND) expect(told(ms)?.[0]).toBe('a_minute')
    expect(told(MINUTE)).toBeNull()
  })
})
