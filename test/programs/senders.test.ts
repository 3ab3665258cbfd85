// Four senders and a person who types, all into one shell: every line that it ran is exactly one sender's text or the
// person's, and none is missing.
import { expect, test, vi } from 'vitest'
import { atPrompt, until } from '../surfaces/support.ts'
import { AGENTS, openHouse } from './support/house.ts'
import { personTypes, sender } from './support/person.ts'
import { howMany, report, SEED } from './support/report.ts'
import { randomInts } from './support/texts.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const ROUNDS = howMany(30, 2)

test(`four senders and a typing person, ${ROUNDS} rounds: nothing fuses, nothing is lost`, {
  timeout: 30_000 + ROUNDS * 3000,
}, async context => {
  const house = openHouse(context, { shell: 'bash', patient: true })
  const surface = await house.open()
  await atPrompt(surface)
  let senders = AGENTS.length
  const sent = AGENTS.map(async (agent, at) => {
    const result = await sender(house, surface, agent, ROUNDS, randomInts(SEED + at))
    senders -= 1
    return result
  })
  const person = personTypes(house, surface, ROUNDS, randomInts(SEED + 100), () => senders === 0)
  const results = await Promise.all(sent)
  const typed = await person

  const surely = [...typed.lines, ...results.flatMap(result => result.submitted)]
  const perhaps = results.flatMap(result => result.unconfirmed)
  await until('every line to have run', () => house.received().length >= surely.length)
  const ran = house.received()
  const unexpected = ran.filter(line => !surely.includes(line) && !perhaps.includes(line))
  const lost = surely.filter(line => !ran.includes(line))
  const sum = (of: (result: (typeof results)[number]) => number) => results.reduce((total, one) => total + of(one), 0)
  const figures = {
    rounds: ROUNDS,
    lines: ran.length,
    person: typed.lines.length,
    'looked again': typed.cleared,
    submitted: sum(result => result.submitted.length),
    unconfirmed: perhaps.length,
    'Enter not sent': sum(result => result.unsent),
    refused: sum(result => result.refused),
    lost: lost.length,
    fused: unexpected.length,
    doubled: ran.length - new Set(ran).size,
  }
  report('four senders and a person', figures)
  expect(unexpected).toEqual([])
  expect(lost).toEqual([])
  expect(figures.doubled).toBe(0)
})
