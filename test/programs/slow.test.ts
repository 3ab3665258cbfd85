// Programs that read slowly, later or never: nothing is lost, nothing hangs, and nothing is said to be done that is not.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { shows, until } from '../surfaces/support.ts'
import { AGENTS, type Finishing, type House, openHouse } from './support/house.ts'
import { report } from './support/report.ts'
import { filler } from './support/texts.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const [ann, bob] = AGENTS
const TEXT = filler(65_536)
const PASTED = `\x1b[200~${TEXT}\x1b[201~`
/** the gate's patience, and some time for a busy machine */
const ANSWER_MS = 12_000
const SLOWLY = `exec node '${path.resolve(import.meta.dirname, 'support/slow-reader.mjs')}' kept`
const RAW = `stty raw -echo; printf '\\033[?2004hready'; `

async function reading(
  context: Finishing,
  command: string,
): Promise<{ house: House; surface: PersonSurface; id: string }> {
  const house = openHouse(context, { patient: true, rule: { answer: 'allow' } })
  const surface = await house.open({ command: `${RAW}${command}` })
  await shows(surface, 'ready')
  return { house, surface, id: surface.facts.id }
}

const kept = (house: House) => readFileSync(path.join(house.home, 'kept'), { encoding: 'utf8', flag: 'a+' })

test.concurrent('100 bytes at a time: all 64 KiB arrive, in order', async context => {
  const { house, id } = await reading(context, SLOWLY)
  const start = performance.now()
  const answer = await house.gate.send(ann!, { intent: 'type', surface: id, text: TEXT })
  expect(answer).toMatchObject({ outcome: 'inserted' })
  await until('all of it to arrive', () => kept(house).length >= PASTED.length, 25_000)
  report('64 KiB, 100 bytes at a time', { ms: Math.round(performance.now() - start) })
  expect(kept(house)).toBe(PASTED)
})

test.concurrent('100 bytes at a time: a submit is whole, then one Enter, now or when it is asked for', async context => {
  const { house, id } = await reading(context, SLOWLY)
  const answer = await house.gate.send(ann!, { intent: 'submit', surface: id, text: TEXT })
  // Raw bytes give no sign that a line left.
  expect(answer).toMatchObject({ outcome: 'unconfirmed' })
  const without = !answer.refused && 'evidence' in answer && answer.evidence.includes('Enter was not sent')
  if (without) expect(await house.gate.send(ann!, { intent: 'submit', surface: id })).toMatchObject({ refused: false })
  await until('all of it to arrive', () => kept(house).length >= PASTED.length + 1, 25_000)
  expect(kept(house)).toBe(`${PASTED}\r`)
})

test.concurrent('a program that reads later gets it whole, and nobody else’s text with it', async context => {
  const { house, id } = await reading(
    context,
    'until [ -e go ]; do sleep 0.05; done; exec dd bs=100 of=kept status=none',
  )
  const first = await house.gate.send(ann!, { intent: 'submit', surface: id, text: TEXT })
  expect(first).toMatchObject({ outcome: 'unconfirmed', evidence: expect.stringContaining('Enter was not sent') })
  const second = await house.gate.send(bob!, { intent: 'submit', surface: id, text: 'me too' })
  expect(second).toMatchObject({ refused: true, code: 'line_not_empty' })
  writeFileSync(path.join(house.home, 'go'), '')
  await until('all of it to arrive', () => kept(house).length >= PASTED.length)
  // Only what the sender asks for comes after it.
  await house.gate.send(ann!, { intent: 'type', surface: id, text: 'end' })
  await until('the end to arrive', () => kept(house).endsWith('end\x1b[201~'))
  expect(kept(house)).toBe(`${PASTED}\x1b[200~end\x1b[201~`)
})

test.concurrent('a program that never reads: an answer in time, and the next are refused', async context => {
  const { house, surface, id } = await reading(context, 'exec sleep 1000')
  const start = performance.now()
  const first = await house.gate.send(ann!, { intent: 'submit', surface: id, text: TEXT })
  const took = performance.now() - start
  expect(first).toMatchObject({ outcome: 'unconfirmed', evidence: expect.stringContaining('Enter was not sent') })
  expect(took).toBeLessThan(ANSWER_MS)
  report('64 KiB, never read: answered', { ms: Math.round(took) })
  const second = await house.gate.send(bob!, { intent: 'submit', surface: id, text: 'me too' })
  expect(second).toMatchObject({ refused: true, code: 'line_not_empty' })
  // It can be closed as any other.
  expect(await surface.close()).toMatchObject({ signal: expect.any(String) })
})
