// The emulator core is the same as the window's; what it draws is looked at in test/e2e/activity.test.ts.
import { Terminal } from '@xterm/headless'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sendPlaces } from '../../renderer/terminal/sends.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Sixty lines on a screen of ten: fifty are in the scrollback. */
async function rig() {
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 10, scrollback: 500 })
  const write = (text: string) =>
    new Promise<void>(resolve => {
      terminal.write(text, resolve)
      vi.runAllTimers()
    })
  await write(Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\r\n'))
  const marks: { line: number; dispose: ReturnType<typeof vi.fn> }[] = []
  const window = Object.assign(terminal, {
    registerDecoration({ marker }: { marker: { line: number } }) {
      const mark = { line: marker.line, dispose: vi.fn(), onRender() {} }
      marks.push(mark)
      return mark
    },
    // As the window draws it: rows of 20 px from 100 px on.
    element: { querySelector: () => ({ getBoundingClientRect: () => ({ top: 100, height: 200 }) }) },
  })
  const [ask, gone] = [vi.fn(), vi.fn()]
  const sends = sendPlaces(window as never, ask, gone)
  return { terminal, write, marks, ask, gone, sends }
}
const place = (row: number, seq: number) => ({ row, seq, by: 'cursor' as never, surface: 's_1' as never })

describe('to where a send stands', () => {
  test('its row comes into view and is marked, for a moment', async () => {
    const { terminal, marks, sends } = await rig()
    sends.go(7)
    sends.told([place(-30, 7), place(-29, 7), place(-3, 8)])
    expect(marks.map(({ line }) => line)).toEqual([20])
    const { viewportY } = terminal.buffer.active
    expect(viewportY).toBeLessThanOrEqual(20)
    expect(viewportY + terminal.rows).toBeGreaterThan(20)
    expect(marks[0]!.dispose).not.toHaveBeenCalled()
    vi.runAllTimers()
    expect(marks[0]!.dispose).toHaveBeenCalled()
  })

  test.each([
    ['that main does not know any more', []],
    ['that is above what the window holds', [place(-51, 7)]],
  ])('one %s is said to be gone', async (_what, places) => {
    const { marks, gone, sends } = await rig()
    sends.go(7)
    sends.told(places)
    expect(gone).toHaveBeenCalledWith('It has scrolled away.')
    expect(marks).toEqual([])
  })

  test('behind a full-screen program nothing is scrolled', async () => {
    const { write, gone, marks, sends } = await rig()
    await write('\x1b[?1049h')
    sends.go(7)
    sends.told([place(-1, 7)])
    expect(gone).toHaveBeenCalledWith('A full-screen program is in front of it.')
    expect(marks).toEqual([])
  })

  test('what was asked for before the terminal was connected is asked for then, and gone to once', async () => {
    const { ask, marks, sends } = await rig()
    sends.attached()
    expect(ask).not.toHaveBeenCalled()
    sends.go(7)
    ask.mockClear()
    sends.attached()
    expect(ask).toHaveBeenCalledTimes(1)
    sends.told([place(-5, 7)])
    sends.told([place(-5, 7)])
    expect(marks).toHaveLength(1)
  })
})

describe('from a row to its send', () => {
  test('the row under the pointer, and a wrapped row by where its line begins', async () => {
    const { write, sends } = await rig()
    await write(`\r\n${'w'.repeat(50)}`)
    const at = async (y: number) => {
      const found = sends.at(y)
      sends.told([place(7, 3), place(2, 4)])
      return (await found)?.seq ?? null
    }
    // Rows 7 to 9 are one line.
    expect(await at(100 + 9 * 20 + 5)).toBe(3)
    expect(await at(100 + 7 * 20 + 5)).toBe(3)
    expect(await at(100 + 2 * 20 + 5)).toBe(4)
    expect(await at(100 + 3 * 20 + 5)).toBe(null)
    expect(await at(90)).toBe(null)
    expect(await at(300)).toBe(null)
  })

  test('without an answer there is none', async () => {
    const { sends } = await rig()
    const found = sends.at(110)
    vi.runAllTimers()
    expect(await found).toBe(null)
  })
})
