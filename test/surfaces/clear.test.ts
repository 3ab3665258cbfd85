// Clearing the scrollback, a person's act: the mirror and a window stay the same, and agents read none either.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clearScrollback } from '../../renderer/terminal/inside.ts'
import { mirrorOf, mirrorState, stateOf, streams, windowOf } from './hostile-support.ts'
import { atPrompt, lines, openShell, shows, testRegistry, until } from './support.ts'

const many = fc.integer({ min: 0, max: 60 }).map(count => Buffer.from('a line\r\n'.repeat(count)))

describe('the mirror and a window', () => {
  test('hold the same screen wherever in the stream it is cleared, and no scrollback right after', async () => {
    await fc.assert(
      fc.asyncProperty(many, streams, many, streams, async (first, strange, second, last) => {
        const { screen } = mirrorOf(30, 8)
        const { terminal, parsed } = windowOf(30, 8)
        const here = Object.assign(terminal, { refresh() {} })
        for (const bytes of [first, strange]) {
          screen.write(bytes)
          terminal.write(bytes)
        }
        screen.clearScrollback()
        terminal.write('', () => clearScrollback(here as never))
        await Promise.all([screen.settled(), parsed()])
        expect([screen.grid.normal.length, terminal.buffer.normal.length]).toEqual([8, 8])
        for (const bytes of [second, last]) {
          screen.write(bytes)
          terminal.write(bytes)
        }
        await Promise.all([screen.settled(), parsed()])
        const { modes, ...window } = stateOf(terminal)
        expect({ ...window, paste: modes.bracketedPasteMode }).toEqual(mirrorState(screen))
        expect(terminal.buffer.normal.length).toBe(screen.grid.normal.length)
      }),
      { numRuns: 60 },
    )
  })

  test('keep the screen as it is', async () => {
    const { screen } = mirrorOf(30, 5)
    for (let n = 1; n <= 20; n += 1) screen.write(Buffer.from(`row ${n}\r\n`))
    await screen.settled()
    const before = mirrorState(screen)
    const first = screen.grid.first()
    screen.clearScrollback()
    await screen.settled()
    expect(mirrorState(screen)).toEqual(before)
    // Rows keep their numbers, so that what is read by a cursor stays right.
    expect(screen.grid.first()).toBe(first + 16)
  })
})

test('a window hears of it at its point among the bytes, and an agent reads no scrollback then', async () => {
  const { registry } = testRegistry()
  const surface = await openShell(registry, { rows: 6 })
  const order: string[] = []
  const attachment = surface.attach({
    screen: () => order.push('screen'),
    bytes(data) {
      order.push(Buffer.from(data).toString())
      attachment.ack(data.byteLength)
    },
    size() {},
    exit() {},
    clear: () => order.push('clear'),
  })
  surface.keys('seq 100 130; echo end-$((1+1))\r')
  await shows(surface, 'end-2')
  await atPrompt(surface)
  expect((await lines(surface, 'scrollback')).lines).toContain('101')
  await until('all that was printed', () => order.join('').includes('end-2'))
  surface.clear()
  surface.keys('echo after-$((1+1))\r')
  await shows(surface, 'after-2')
  const left = (await lines(surface, 'scrollback')).lines
  expect(left).not.toContain('101')
  expect(left).toContain('130')
  const at = order.indexOf('clear')
  expect(order.slice(0, at).join('')).toContain('130')
  await until('what came after it', () => order.slice(at).join('').includes('after-2'))
  attachment.detach()
})
