// A bell, an end and a failure stay until a person looks; what happens before their eyes leaves nothing.
import { describe, expect, test } from 'vitest'
import { isUnread } from '../../main/status/unread.ts'
import { createUnseen } from '../../main/surfaces/unseen.ts'
import { openSurface, shows, testRegistry, until } from './support.ts'

/** Prints `first`, and `then` once it was given a line. */
const program = (first: string, then = '') =>
  `printf '${first}ready\\n'; read line; printf '${then}again\\n'; read line`

describe('a bell of a real program', () => {
  test('that nobody watched is unread until somebody looks', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: program('\\a') })
    await shows(surface, 'ready')
    expect(surface.summary()).toMatchObject({ unread: true, rang: expect.any(Number) })
    registry.watch(surface.facts.id)
    expect(surface.summary()).toMatchObject({ unread: false, rang: null })
    registry.watch(null)
    expect(surface.summary()).toMatchObject({ unread: false, rang: null })
  })

  test('leaves nothing while it is watched, and counts again once somebody looked away', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `read line; ${program('\\a', '\\a')}` })
    registry.watch(surface.facts.id)
    surface.keys('\r')
    await shows(surface, 'ready')
    registry.watch(null)
    expect(surface.summary().unread).toBe(false)
    surface.keys('\r')
    await shows(surface, 'again')
    expect(surface.summary().unread).toBe(true)
  })

  test('that ends a sequence, and one that is not to be heard, are none', async () => {
    let heard = true
    const { registry } = testRegistry({ hearsBells: () => heard })
    const sequences = '\\033]0;title\\a\\033]9;4;1;50\\a\\033]52;c;eA==\\a\\033]133;A\\a'
    const surface = await openSurface(registry, { command: program(sequences, '\\a') })
    await shows(surface, 'ready')
    expect(surface.summary()).toMatchObject({ title: 'title', unread: false })
    heard = false
    surface.keys('\r')
    await shows(surface, 'again')
    expect(surface.summary().unread).toBe(false)
  })
})

test('bells that follow each other closely are one, drawn once', () => {
  let now = 0
  let drawn = 0
  const unseen = createUnseen(
    () => true,
    () => {
      drawn += 1
    },
    { now: () => 1_000_000 + now, mono: () => now },
  )
  for (; now < 10_000; now += 100) unseen.bell()
  expect([unseen.rang(), drawn]).toEqual([1_000_000, 1])
  now += 1000
  unseen.bell()
  expect([unseen.rang(), drawn]).toEqual([1_011_000, 2])
})

describe('an end of a real program', () => {
  test.each([
    ['exit 3', 'failed'],
    ['exit 0', 'exited'],
  ])('by `%s` while nobody watched is unread until somebody looks', async (command, is) => {
    // It is right after its start, however long that takes here.
    const { registry } = testRegistry({ clock: { now: Date.now, mono: () => 0 } })
    const surface = await openSurface(registry, { command })
    await until('its end', () => surface.summary().exit)
    expect(surface.summary()).toMatchObject({ state: { is }, unread: true })
    registry.watch(surface.facts.id)
    expect(surface.summary().unread).toBe(false)
    registry.watch(null)
    expect(surface.summary().unread).toBe(false)
  })

  test('before a person’s eyes is not', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: 'read line; exit 3' })
    registry.watch(surface.facts.id)
    surface.keys('\r')
    await until('its end', () => surface.summary().exit)
    registry.watch(null)
    expect(surface.summary().unread).toBe(false)
  })
})

test.each([
  ['idle', 5, false],
  ['working', 5, false],
  ['needs_you', 5, false],
  ['done_unseen', 5, true],
  ['done_unseen', 500, true],
  ['failed', 5, true],
  ['failed', 500, false],
  ['exited', 5, true],
  ['exited', 500, false],
] as const)('%s since 100, looked at last at %i: unread is %s', (is, lookedAt, expected) => {
  expect(isUnread({ is, since: 100 }, { rang: false, lookedAt })).toBe(expected)
  expect(isUnread({ is, since: 100 }, { rang: true, lookedAt })).toBe(true)
})

test('what is watched is told by the registry, and nothing is once it is closed', async () => {
  const { registry } = testRegistry()
  const surface = await openSurface(registry, { command: 'sleep 60' })
  const { id } = surface.facts
  const heard: string[] = []
  registry.onChange(one => heard.push(one))
  registry.watch(id)
  expect([registry.watching(), heard.includes(id)]).toEqual([id, true])
  await registry.remove(id)
  expect(registry.watching()).toBeNull()
})
