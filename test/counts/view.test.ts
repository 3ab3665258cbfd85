// What does not depend on the clock: how much goes to a window for what a program prints, and that nothing does where nothing happens.
import { expect, test } from 'vitest'
import { createFlow } from '../../main/surfaces/flow.ts'
import type { PersonSurface, Registry, Viewer } from '../../main/surfaces/surface.ts'
import { createViewers } from '../../main/surfaces/viewers.ts'
import { mirrorOf } from '../surfaces/hostile-support.ts'
import { openSurface, shows, testRegistry, until } from '../surfaces/support.ts'
import { handClock } from '../surfaces/support-clock.ts'

const MB = 1024 * 1024
const FLOOD_MB = 4

/** A window that reads as it gets, or not at all, and counts. */
function windowOn(surface: Pick<PersonSurface, 'attach'>, reads = true) {
  const count = { whole: 0, bytes: 0, frames: 0, data: 0, given: 0, ended: false }
  const viewer: Viewer = {
    whole() {
      count.whole += 1
    },
    bytes(data) {
      count.bytes += 1
      count.data += data.byteLength
      count.given += data.byteLength
      if (reads) setImmediate(() => attachment.ack(data.byteLength))
    },
    frame(_, bytes) {
      count.frames += 1
      count.given += bytes
      if (reads) setImmediate(() => attachment.ack(bytes))
    },
    size() {},
    exit() {
      count.ended = true
    },
  }
  const attachment = surface.attach(viewer)
  const messages = () => count.whole + count.bytes + count.frames
  return { count, messages, attachment }
}

/** Nothing comes after it: the end of a line may be a piece of its own. */
const READY = `printf ready; cat`

/** Waits for Enter, then prints that many MB and ends. */
async function flooding(registry: Registry): Promise<PersonSurface> {
  const line = 'a row of a flood, as long as the rows of most programs are\\n'
  const command = `printf 'go\\n'; read x; yes "$(printf '${line}')" | head -c ${FLOOD_MB * MB}`
  const surface = await openSurface(registry, { command })
  await shows(surface, 'go')
  return surface
}

const ended = (surface: PersonSurface) => until('the end', () => surface.summary().exit, 60_000)

/** A program that prints so many bytes a ms in pieces of 4 KB, for a window that reads so many a ms. By a clock of its own. */
async function printed(ms: number, prints: number, reads: number) {
  const { clock, move } = handClock()
  const { screen } = mirrorOf(120, 40)
  const viewers = createViewers(
    screen,
    createFlow({ pause() {}, resume() {} }, () => false, clock),
    clock,
  )
  const { count, messages, attachment } = windowOn({ attach: viewers.attach }, false)
  await until('the screen', () => count.whole === 1)
  const piece = Buffer.from('a row of a flood, as long as the rows of most programs\r\n'.repeat(73)).subarray(0, 4096)
  let due = 0
  let read = 0
  let total = 0
  for (let now = 0; now < ms; now += 1) {
    for (due += prints; due >= piece.byteLength; due -= piece.byteLength) {
      screen.write(piece)
      viewers.push(piece)
      total += piece.byteLength
    }
    move(1)
    const more = Math.min(reads, count.given - read)
    read += more
    if (more > 0) attachment.ack(more)
    if (now % 10 === 0) await screen.settled()
  }
  return { count, perMb: messages() / (total / MB) }
}

test('a flood is 30 frames a second to a window that cannot keep up, and next to no bytes', async () => {
  const { count, perMb } = await printed(1000, 20_000, 7_000)
  expect(count.frames).toBeLessThanOrEqual(31)
  expect(count.frames).toBeGreaterThan(20)
  expect(count.bytes).toBeLessThan(10)
  expect(perMb).toBeLessThan(4)
})

test('what a window can keep up with is at most 17 messages a MB where it is much, and 250 a second where it is little', async () => {
  const much = await printed(500, 18_000, 20_000)
  expect(much.count.frames).toBe(0)
  expect(much.perMb).toBeLessThan(17)
  const little = await printed(1000, 2_000, 20_000)
  expect(little.count.frames).toBe(0)
  expect(little.count.bytes).toBeLessThanOrEqual(251)
})

test('a window that reads nothing gets no more than it may have unread, and no frame, whatever is printed', async () => {
  const { registry } = testRegistry()
  const surface = await flooding(registry)
  const { count, messages } = windowOn(surface, false)
  surface.keys('\r')
  await ended(surface)
  expect(count.frames).toBe(0)
  expect(count.data).toBeLessThan(2 * 131_072 + 65_536)
  expect(messages()).toBeLessThan(60)
}, 90_000)

test('a program that prints nothing costs its window no message, and one that nobody looks at none at all', async () => {
  const { registry } = testRegistry()
  const surface = await openSurface(registry, { command: READY })
  await shows(surface, 'ready')
  const { messages, attachment } = windowOn(surface)
  await until('the screen', () => messages() === 1)
  for (let turn = 0; turn < 500; turn += 1) await new Promise(resolve => setImmediate(resolve))
  expect(messages()).toBe(1)
  attachment.detach()
  surface.keys('unseen\r')
  await shows(surface, 'unseen')
  expect(messages()).toBe(1)
})

test('a key is echoed in one message', async () => {
  const { registry } = testRegistry()
  const surface = await openSurface(registry, { command: READY })
  await shows(surface, 'ready')
  const { count } = windowOn(surface)
  await until('the screen', () => count.whole === 1)
  for (let key = 1; key <= 10; key += 1) {
    surface.keys('k')
    await until('its echo', () => count.data === key)
    expect(count.bytes).toBe(key)
  }
})
