// What the mirror and a window hold while a program prints and sizes change: the same, however the stream is cut.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWholeCharacters } from '../../main/surfaces/whole-characters.ts'
import { resize } from '../../renderer/terminal/inside.ts'
import { mirrorOf, mirrorState, stateOf, streams as text, windowOf } from './hostile-support.ts'

/** The mirror, and a window that gets the same stream in fewer pieces. */
function pathOf(cols: number, rows: number) {
  const { screen } = mirrorOf(cols, rows)
  const whole = createWholeCharacters()
  const window = windowOf(cols, rows)
  let batch: Uint8Array[] = []
  const flush = () => {
    window.terminal.write(Buffer.concat(batch))
    batch = []
  }
  return {
    screen,
    window,
    flush,
    put(chunk: Uint8Array) {
      const bytes = whole(chunk)
      screen.write(bytes)
      batch.push(bytes)
    },
    resize(newCols: number, newRows: number) {
      screen.resize(newCols, newRows)
      flush()
      window.terminal.write('', () => resize(window.terminal as never, newCols, newRows))
    },
    async settled() {
      flush()
      await Promise.all([screen.settled(), window.parsed()])
    },
  }
}

describe('characters', () => {
  test('come whole, each once, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        text,
        fc.array(fc.nat(6), { minLength: 1 }),
        (noise, good, sizes) => {
          for (const bytes of [good, Buffer.concat([good, noise, good])]) {
            const whole = createWholeCharacters()
            const got: Uint8Array[] = []
            for (let at = 0, i = 0; at < bytes.length; i += 1) {
              const size = sizes[i % sizes.length]! + 1
              got.push(whole(bytes.subarray(at, at + size)))
              at += size
            }
            const all = Buffer.concat(got)
            expect(bytes.subarray(0, all.length).equals(all)).toBe(true)
            expect(bytes.length - all.length).toBeLessThanOrEqual(3)
            if (bytes === good) {
              expect(all.length).toBe(good.length)
              expect(got.map(piece => new TextDecoder('utf-8', { ignoreBOM: true }).decode(piece)).join('')).toBe(
                good.toString(),
              )
            }
          }
        },
      ),
    )
  })

  test('are on the screen also when each byte comes alone', async () => {
    const { screen, put } = pathOf(40, 4)
    const said = 'it\u2019s \u2014 \u2022 \u00e0 \u4e00 \u{1f600} \u{1f480}'
    for (const byte of Buffer.from(said)) put(Uint8Array.of(byte))
    await screen.settled()
    expect(screen.grid.active.getLine(0)?.translateToString(true)).toBe(said)
  })
})

describe('mirror and window', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ text, cuts: fc.array(fc.nat(), { maxLength: 6 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ cols: fc.integer({ min: 2, max: 60 }), rows: fc.integer({ min: 1, max: 20 }) }),
    },
    { weight: 1, arbitrary: fc.constant('pause' as const) },
    { weight: 1, arbitrary: fc.constant('flush' as const) },
  )

  test('hold the same after any stream with any sizes in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        const path = pathOf(20, 6)
        for (const one of steps) {
          if (one === 'flush') path.flush()
          else if (one === 'pause') await new Promise(resolve => setImmediate(resolve))
          else if ('cols' in one) path.resize(one.cols, one.rows)
          else {
            const ends = [...one.cuts.map(cut => cut % (one.text.length + 1)), one.text.length].sort((a, b) => a - b)
            for (const [i, end] of ends.entries()) path.put(one.text.subarray(ends[i - 1] ?? 0, end))
          }
        }
        await path.settled()
        const expected = mirrorState(path.screen)
        const { modes, ...shown } = stateOf(path.window.terminal)
        expect({ ...shown, paste: modes.bracketedPasteMode }).toEqual(expected)
        expect(path.window.typed).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
