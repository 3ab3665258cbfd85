import { describe, expect, it } from 'vitest'
import { byTheClock, clockTime } from '../../renderer/state/words.ts'

const at = Date.parse('2026-11-22T04:53:53.604Z')
const clock = clockTime(at, false)

describe('a sentence of the gate, by the clock on the wall', () => {
  it('has the time alone on the same day', () => {
    const says = 't1 gives cursor submit in "shell" until 2026-11-22T04:53:53.604Z.'
    expect(byTheClock(says, at)).toBe(`t1 gives cursor submit in "shell" until ${clock}.`)
  })
  it('has the date before it on another day', () => {
    const says = byTheClock('until 2026-11-22T04:53:53Z', at + 3 * 86_400_000)
    expect(says).toContain('2026')
    expect(says.endsWith(clock)).toBe(true)
  })
  it.each(['until 2026-13-45T99:99:99Z', 'until it closes', 'version 2026-11-22', ''])('leaves %j as it is', says => {
    expect(byTheClock(says, at)).toBe(says)
  })
})
