// Rows that left a terminal at one width, laid out at another, are what the emulator makes of the same text at that width.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type WrapRow, wrapRows } from '../../main/surfaces/wrap-rows.ts'
import { processorTime } from '../helpers/processor.ts'
import { windowOf } from './hostile-support.ts'

interface Inner {
  readonly _data: Uint32Array
  readonly _combined: Record<number, string>
  readonly isWrapped: boolean
}

/** The rows of what was printed on a terminal of that width, without the blanks at their ends. */
async function rowsAt(text: string, cols: number): Promise<WrapRow[]> {
  const { terminal, parsed } = windowOf(cols, 2)
  terminal.write(text)
  await parsed()
  const { normal } = (
    terminal as unknown as { _core: { buffers: { normal: { lines: { length: number; get(y: number): Inner } } } } }
  )._core.buffers
  return Array.from({ length: normal.lines.length }, (_, y) => {
    const { _data, _combined, isWrapped } = normal.lines.get(y)
    let end = cols
    while (end > 0 && _data[end * 3 - 3] === 1 << 22) end -= 1
    return { cells: _data.slice(0, end * 3), cols, wrapped: isWrapped, joined: { ..._combined } }
  })
}

const word = fc.constantFrom('a', 'word ', '\u4e2d\u6587', 'e\u0301', '='.repeat(17), '\u{1f600}', '\r\n', '\r\n')

test('whatever is printed and however wide it was and is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 40 }).map(words => words.join('')),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 2, max: 30 }),
      async (text, before, now) => {
        const rows = wrapRows(await rowsAt(text, before), now)
        const shown = (all: readonly WrapRow[]) => {
          const lines = all.map(({ cells, wrapped, joined }) => ({ cells: [...cells], wrapped, joined: { ...joined } }))
          while (lines.at(-1)?.cells.length === 0) lines.pop()
          return lines
        }
        expect(shown(rows)).toEqual(shown(await rowsAt(text, now)))
      },
    ),
    { numRuns: 300 },
  )
})

test('one endless line of marked characters is cut in no time', () => {
  const joined = Object.fromEntries(Array.from({ length: 80 }, (_, col) => [col, 'e\u0301']))
  const cells = Uint32Array.from({ length: 240 }, (_, word) => (word % 3 === 0 ? (1 << 22) | 0x200000 : 0))
  const rows = Array.from({ length: 4000 }, (_, nth) => ({ cells, cols: 80, wrapped: nth > 0, joined }))
  const used = processorTime()
  const cut = wrapRows(rows, 100)
  expect(used()).toBeLessThan(3000)
  expect(cut).toHaveLength(3200)
  for (const row of cut) expect(Object.keys(row.joined)).toHaveLength(100)
  expect(wrapRows(rows, 2)).toHaveLength(160_000)
}, 60_000)
