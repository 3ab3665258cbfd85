// Attached windows hold what the mirror holds, also while sizes change and whenever they joined.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../main/surfaces/clock.ts'
import { createFlow } from '../../main/surfaces/flow.ts'
import type { Viewer } from '../../main/surfaces/surface.ts'
import { createViewers } from '../../main/surfaces/viewers.ts'
import { createWholeCharacters } from '../../main/surfaces/whole-characters.ts'
import { resize } from '../../renderer/terminal/inside.ts'
import { mirrorOf, mirrorState, stateOf, streams as text, windowOf } from './hostile-support.ts'

const STILL: Clock = { now: () => 0, mono: () => 0, after: () => () => {}, wait: () => Promise.resolve() }

/** The mirror and its windows, put together as a surface does it. */
function pathOf(cols: number, rows: number) {
  const { screen } = mirrorOf(cols, rows)
  const whole = createWholeCharacters()
  const viewers = createViewers(
    screen,
    createFlow({ pause() {}, resume() {} }, () => false, STILL),
    STILL,
  )
  const windows: ReturnType<typeof windowOf>[] = []
  const join = () => {
    const window = windowOf(7, 3)
    const { terminal } = window
    // As the page does it: each message takes effect where it stands in the stream.
    const viewer: Viewer = {
      screen(data, newCols, newRows) {
        terminal.write('', () => resize(terminal as never, newCols, newRows))
        terminal.write(data)
      },
      bytes(data) {
        terminal.write(data)
        queueMicrotask(() => attachment.ack(data.byteLength))
      },
      size: (newCols, newRows) => terminal.write('', () => resize(terminal as never, newCols, newRows)),
      exit() {},
    }
    const attachment = viewers.attach(viewer)
    windows.push(window)
  }
  return {
    screen,
    windows,
    join,
    put(chunk: Uint8Array) {
      const bytes = whole(chunk)
      screen.write(bytes)
      viewers.push(bytes)
    },
    resize(newCols: number, newRows: number) {
      screen.resize(newCols, newRows)
      viewers.size(newCols, newRows)
    },
    async settled() {
      await screen.settled()
      // An exit makes every window get what still waits to be sent together.
      viewers.end({ code: 0, signal: null } as never)
      for (const window of windows) await window.parsed()
    },
  }
}

describe('an attached window and the mirror', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ text, cuts: fc.array(fc.nat(), { maxLength: 6 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ cols: fc.integer({ min: 2, max: 60 }), rows: fc.integer({ min: 1, max: 20 }) }),
    },
    { weight: 1, arbitrary: fc.constant('pause' as const) },
    { weight: 1, arbitrary: fc.constant('join' as const) },
  )

  test('hold the same after any stream with any sizes in it, joined from the start', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        const path = pathOf(20, 6)
        path.join()
        for (const one of steps) {
          if (one === 'join') continue
          if (one === 'pause') await new Promise(resolve => setImmediate(resolve))
          else if ('cols' in one) path.resize(one.cols, one.rows)
          else {
            const ends = [...one.cuts.map(cut => cut % (one.text.length + 1)), one.text.length].sort((a, b) => a - b)
            for (const [i, end] of ends.entries()) path.put(one.text.subarray(ends[i - 1] ?? 0, end))
          }
        }
        await path.settled()
        const expected = mirrorState(path.screen)
        for (const { terminal, typed } of path.windows) {
          const { modes, ...shown } = stateOf(terminal)
          expect({ ...shown, paste: modes.bracketedPasteMode }).toEqual(expected)
          expect(typed).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
  })

  test('have the same size and text where one joined in the middle of sizes and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constant('join' as const), fc.nat(9), fc.nat(9)), { maxLength: 20 }),
        async steps => {
          const path = pathOf(20, 6)
          let lines = 0
          for (const one of steps) {
            if (one === 'join') path.join()
            else if (one < 5) path.resize(20 + one, 6 + (one % 3))
            else path.put(Buffer.from(`line ${lines++} ${'='.repeat(one * 3)}\r\n`))
          }
          await path.settled()
          const { lines: shown, x, y, cols } = mirrorState(path.screen)
          for (const { terminal } of path.windows) expect(stateOf(terminal)).toMatchObject({ lines: shown, x, y, cols })
        },
      ),
      { numRuns: 100 },
    )
  })
})
