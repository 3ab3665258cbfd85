// "Enter lost" and "Enter swallowed": many submits of 1 to 40 lines into each shell, one after the other. Each runs exactly
// once and whole; `unconfirmed` may only be said of one that did not surely run.
import { describe, expect, it, vi } from 'vitest'
import { atPrompt } from '../surfaces/support.ts'
import { AGENTS, openHouse } from './support/house.ts'
import { missing } from './support/programs.ts'
import { howMany, median, report, SEED } from './support/report.ts'
import { nothingYet, submitOne } from './support/submits.ts'
import { randomInts, randomText, recCall } from './support/texts.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const MOST_LINES = 40
const COUNT = howMany(20)

describe.concurrent.each(['bash', 'zsh', 'fish'])('%s', shell => {
  const { skip, note } = missing(shell)
  const run = skip ? it.skip : it
  run(`runs each of ${COUNT} submitted texts once and whole${note}`, { timeout: 30_000 + COUNT * 2000 }, async test => {
    const house = openHouse(test, { shell, patient: true })
    const surface = await house.open()
    await atPrompt(surface)
    const int = randomInts(SEED)
    const sum = nothingYet()
    for (let number = 0; number < COUNT; number += 1) {
      const text = randomText(int, MOST_LINES)
      await submitOne(house, surface, AGENTS[0]!, sum, { text, whole: recCall(shell, text) })
    }
    const ran = house.received()
    const doubled = ran.length - sum.expected.length
    const { submitted, unconfirmed, unsent, lost, again, took } = sum
    report(`submits into ${shell}`, {
      count: COUNT,
      submitted,
      unconfirmed,
      'Enter not sent': unsent,
      lost,
      doubled,
      again,
      'median ms': median(took),
    })
    expect(ran).toEqual(sum.expected)
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
    expect(submitted + unconfirmed + unsent).toBe(COUNT)
  })
})
