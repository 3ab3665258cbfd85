// The emulator core is the same as the window's; what it draws is looked at in test/e2e/prompts.test.ts.
import { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { type Looking, promptFrom, promptJumps, type Toward } from '../../renderer/terminal/prompts.ts'

describe('the next prompt', () => {
  const lines = [2, 10, 30, 95]
  const bottom = { line: null, viewport: 80, bottom: 80 }
  const table: [what: string, at: Looking, steps: number, to: number | 'bottom' | null][] = [
    ['back from the bottom is the last, though it is on the screen', bottom, -1, 95],
    ['two back from the bottom', bottom, -2, 30],
    ['on from the bottom is the bottom', bottom, 1, 'bottom'],
    ['back from a place in the scrollback', { ...bottom, viewport: 20 }, -1, 10],
    ['on from a place in the scrollback', { ...bottom, viewport: 20 }, 1, 30],
    ['back from a prompt at the top', { ...bottom, viewport: 30 }, -1, 10],
    ['on from one that was jumped to', { line: 30, viewport: 30, bottom: 80 }, 1, 95],
    ['back from one that could not get to the top', { line: 95, viewport: 80, bottom: 80 }, -1, 30],
    ['on from the last', { line: 95, viewport: 80, bottom: 80 }, 1, 'bottom'],
    ['back from the first is the first', { line: 2, viewport: 2, bottom: 80 }, -1, 2],
    ['further back than there are', bottom, -9, 2],
    ['back from above the first', { ...bottom, viewport: 1 }, -1, null],
  ]
  test.each(table)('%s', (_what, at, steps, to) => expect(promptFrom(lines, at, steps)).toBe(to))

  test('is one of them, in the direction that was asked for', () => {
    const sorted = fc.uniqueArray(fc.nat(500), { minLength: 1 }).map(all => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(sorted, fc.nat(500), fc.integer({ min: 1, max: 5 }), (all, viewport, steps) => {
        const at = { line: null, viewport, bottom: 1000 }
        const [back, on] = [promptFrom(all, at, -steps), promptFrom(all, at, steps)]
        expect(back === null ? !all.some(line => line <= viewport) : all.includes(back as number)).toBe(true)
        expect(back === null || (back as number) <= viewport).toBe(true)
        expect(on === 'bottom' || (all.includes(on as number) && (on as number) > viewport)).toBe(true)
      }),
    )
  })
})

/** Twelve prompts, five lines apart, on a screen of ten; `told` by row below the top of the screen. */
async function terminalOf(names = Array.from({ length: 12 }, (_, i) => `P${i}`)) {
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 10, scrollback: 500 })
  const write = (text: string) => new Promise<void>(resolve => terminal.write(text, resolve))
  await write(names.map(name => `${name}$\r\n${'x\r\n'.repeat(4)}`).join(''))
  const marks: { line: number; dispose: ReturnType<typeof vi.fn> }[] = []
  const none = vi.fn()
  const decorated = Object.assign(terminal, {
    registerDecoration({ marker }: { marker: { line: number } }) {
      const mark = { line: marker.line, dispose: vi.fn(), onRender() {} }
      marks.push(mark)
      return mark
    },
  })
  const places = () => {
    const { active } = terminal.buffer
    return Array.from({ length: active.length }, (_, line) => line)
      .filter(line => /^P\d+\$/.test(active.getLine(line)!.translateToString()))
      .map(line => ({ row: line - active.baseY, exit: 0 }))
  }
  const ask = vi.fn(() => jumps.told(places()))
  const jumps = promptJumps(decorated as never, ask, none)
  const top = () => {
    const { active } = terminal.buffer
    return active.getLine(active.viewportY)!.translateToString(true)
  }
  const jump = (...all: Toward[]) => {
    for (const one of all) jumps.jump(one)
    return top()
  }
  return { terminal, write, jumps, jump, top, marks, none, ask, places }
}

describe('a jump', () => {
  /** ends what is marked; the emulator's own timers go on */
  let later: (() => void)[] = []
  beforeEach(() => {
    later = []
    vi.stubGlobal('window', { clearTimeout() {}, setTimeout: (run: () => void) => later.push(run) })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('puts the prompt at the top, marks its row for a moment, and goes on from there', async () => {
    const { jump, marks, terminal } = await terminalOf()
    expect(jump('previous', 'previous', 'previous')).toBe('P9$')
    expect(jump('previous')).toBe('P8$')
    expect(marks.at(-1)!.line).toBe(40)
    expect(marks.at(-1)!.dispose).not.toHaveBeenCalled()
    later.at(-1)!()
    expect(marks.at(-1)!.dispose).toHaveBeenCalled()
    expect(jump('next', 'next')).toBe('P10$')
    jump('next', 'next')
    expect(terminal.buffer.active.viewportY).toBe(terminal.buffer.active.baseY)
  })

  it('starts where a person has scrolled to, and at the bottom again once they typed', async () => {
    const { jump, terminal } = await terminalOf()
    expect(jump('previous', 'previous', 'previous')).toBe('P9$')
    terminal.scrollToLine(22)
    expect(jump('previous')).toBe('P4$')
    terminal.scrollToBottom()
    terminal.input('x', true)
    expect(jump('previous', 'previous', 'previous')).toBe('P9$')
  })

  it('keeps its place while lines are printed and cut off at the other end', async () => {
    const { jump, write, terminal } = await terminalOf()
    terminal.options.scrollback = 70
    expect(jump('previous', 'previous', 'previous', 'previous', 'previous')).toBe('P7$')
    await write('y\r\n'.repeat(40))
    expect(jump('next')).toBe('P8$')
  })

  it('on the alternate screen is none, and no answer is acted on there', async () => {
    const { jumps, write, ask, marks, places } = await terminalOf()
    await write('\x1b[?1049h')
    expect(jumps.jump('previous')).toBe(false)
    expect(ask).not.toHaveBeenCalled()
    jumps.told(places())
    expect(marks).toEqual([])
  })

  it('says so where there are no prompts', async () => {
    const { jump, none } = await terminalOf(['one', 'two'])
    jump('previous')
    expect(none).toHaveBeenCalledOnce()
  })

  it('goes on after the program ended, at other widths too', async () => {
    const { jumps, jump, ask, places, terminal, write } = await terminalOf()
    await write(`${'long '.repeat(60)}\r\n`)
    jumps.told(places())
    jumps.ended()
    for (const cols of [13, 40, 7]) {
      terminal.resize(cols, 10)
      terminal.scrollToBottom()
      terminal.input('x', true)
      expect(jump('previous', 'previous', 'previous')).toBe('P9$')
    }
    expect(ask).not.toHaveBeenCalled()
  })
})
