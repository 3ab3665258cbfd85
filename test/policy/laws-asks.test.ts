// Laws of how often a person may be asked: whatever the times and the answers. Plain lists of what was asked and refused are
// counted anew for every ask, to compare with.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAskLimits } from '../../main/policy/ask-limits.ts'
import { law } from './support/law.ts'

describe('limits on asking', () => {
  const MINUTE = 60_000
  const anyAct = fc.record({
    step: fc.constantFrom(0, 0, 1, 5000, 59_000, 60_000, 240_000, 299_999),
    agent: fc.constantFrom('a', 'b'),
    on: fc.constantFrom('s_aaaa', 's_bbbb'),
    /** after asking, the how manieth that waits is answered, and how */
    end: fc.option(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('refused', 'refused', 'allowed', 'withdrawn'))),
  })

  law(
    'three wait, ten a minute, and two refusals in a row are five minutes of silence there',
    fc.property(fc.array(anyAct, { maxLength: 40 }), acts => {
      const limits = createAskLimits()
      let waiting: { agent: string; pair: string; end(how: 'refused' | 'allowed' | 'withdrawn', now: number): void }[] =
        []
      const asked: { agent: string; at: number }[] = []
      const refusals = new Map<string, number[]>()
      let now = 0
      for (const { step: more, agent, on, end } of acts) {
        now += more
        const pair = `${agent} ${on}`
        const row = refusals.get(pair) ?? []
        const silentUntil = row.length < 2 ? 0 : row[row.length - 1]! + 5 * MINUTE
        const recent = asked.filter(one => one.agent === agent && now - one.at < MINUTE).map(({ at }) => at)
        const refusal = (why: string, retryAfterMs: number | null) => ({ ok: false, why, retryAfterMs })
        const result = limits.ask(agent, on, now)
        if (now < silentUntil) expect(result).toEqual(refusal('silenced', silentUntil - now))
        else if (recent.length >= 10) expect(result).toEqual(refusal('a_minute', recent[0]! + MINUTE - now))
        else if (waiting.filter(one => one.agent === agent).length >= 3)
          expect(result).toEqual(refusal('waiting', null))
        else expect(result.ok).toBe(true)
        // a silence that is over leaves nothing behind
        if (row.length >= 2 && now >= silentUntil) refusals.set(pair, [])
        if (result.ok) {
          asked.push({ agent, at: now })
          waiting.push({ agent, pair, end: result.end })
        }
        const answered = end === null ? undefined : waiting[end[0]]
        if (!end || !answered) continue
        answered.end(end[1], now)
        answered.end('refused', now) // it is over: a second answer counts for nothing
        if (end[1] === 'refused') refusals.set(answered.pair, [...(refusals.get(answered.pair) ?? []), now])
        if (end[1] === 'allowed') refusals.set(answered.pair, [])
        waiting = waiting.filter(one => one !== answered)
      }
    }),
  )

  test('the eleventh of a minute waits for the first to be a minute old', () => {
    const limits = createAskLimits()
    for (let at = 0; at < 10; at++) {
      const result = limits.ask('a', `s_${at}`, at * 100)
      if (result.ok) result.end('withdrawn', at * 100)
    }
    expect(limits.ask('a', 's_x', 1000)).toEqual({ ok: false, why: 'a_minute', retryAfterMs: 59_000 })
    expect(limits.ask('b', 's_x', 1000).ok).toBe(true)
    expect(limits.ask('a', 's_x', 59_999).ok).toBe(false)
    expect(limits.ask('a', 's_x', 60_000).ok).toBe(true)
  })

  test('a silence is for one agent on one surface', () => {
    const limits = createAskLimits()
    for (const at of [0, 1]) {
      const result = limits.ask('a', 's_aaaa', at)
      if (result.ok) result.end('refused', at)
    }
    expect(limits.ask('a', 's_aaaa', 300_000)).toEqual({ ok: false, why: 'silenced', retryAfterMs: 1 })
    expect(limits.ask('a', 's_bbbb', 300_000).ok).toBe(true)
    expect(limits.ask('b', 's_aaaa', 300_000).ok).toBe(true)
    expect(limits.ask('a', 's_aaaa', 300_001).ok).toBe(true)
  })
})
