// A person looks for a text on the screens of real terminals.
import { expect, test } from 'vitest'
import { createSearchCalls } from '../../main/search.ts'
import { calls, MOST_HITS } from '../../preload/contract.ts'
import { openSurface, testRegistry, until } from './support.ts'

async function printing(...commands: string[]) {
  const { registry } = testRegistry()
  const surfaces = []
  for (const command of commands) surfaces.push(await openSurface(registry, { preset: 'shell', command }))
  const search = createSearchCalls({ registry })['surface.search']
  const lines = async (text: string) => {
    const found = await search({ text })
    return calls['surface.search'].out.parse(found.ok && found.value).hits
  }
  return { lines, ids: surfaces.map(({ facts }) => facts.id) }
}

test('it is found on every surface, the newest first of each, whatever the case, wrapped or above the screen', async () => {
  const { lines, ids } = await printing(
    'echo First Needle; seq 200; echo last needle; exec cat',
    `printf '%0100d needle\\n' 7; exec cat`,
  )
  const found = await until('three lines', async () => {
    const now = await lines('NEEDLE')
    return now.length === 3 ? now : null
  })
  expect(found).toEqual([
    { surface: ids[0], line: 'last needle' },
    { surface: ids[0], line: 'First Needle' },
    { surface: ids[1], line: `${'0'.repeat(99)}7 needle` },
  ])
  expect(await lines('no such thing')).toEqual([])
})

test('a line that comes often is told once, a chatty surface leaves room, and a long line is cut around the text', async () => {
  const chatty = 'for i in $(seq 60); do echo same thing; echo thing number $i; done; exec cat'
  const long = `printf '%0800d thing %0800d\\n' 0 0; exec cat`
  const { lines, ids } = await printing(chatty, long)
  const found = await until('both', async () => {
    const now = await lines('thing')
    return now.length === 13 && now[0]!.line === 'thing number 60' ? now : null
  })
  expect(found.filter(({ line }) => line === 'same thing')).toHaveLength(1)
  const last = found.at(-1)!
  expect(last.surface).toBe(ids[1])
  expect(last.line).toMatch(/^…0+ thing 0+…$/)
  expect(last.line.length).toBeLessThanOrEqual(300)
  expect(found.length).toBeLessThanOrEqual(MOST_HITS)
})

test('hidden text is found by nobody', async () => {
  const { lines } = await printing(`printf 'seen \\033[8msecret\\033[0m\\n'; exec cat`)
  await until('the line', async () => (await lines('seen')).length === 1)
  expect(await lines('secret')).toEqual([])
})
