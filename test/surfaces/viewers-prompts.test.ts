// Where a window is told that prompts stand, they stand: at any size, in any scrollback, whenever it joined and asked.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../main/surfaces/clock.ts'
import { createCommands } from '../../main/surfaces/commands.ts'
import { createFlow } from '../../main/surfaces/flow.ts'
import { parseMark } from '../../main/surfaces/integration/marks.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import type { Viewer } from '../../main/surfaces/surface.ts'
import { createViewers } from '../../main/surfaces/viewers.ts'
import type { PromptPlace } from '../../preload/contract.ts'
import { resize } from '../../renderer/terminal/inside.ts'
import { windowOf } from './hostile-support.ts'

const NONCE = '0123456789abcdef0123456789abcdef'
const STILL: Clock = { now: () => 0, mono: () => 0, after: () => () => {}, wait: () => Promise.resolve() }
const mark = (is: string, rest = '') => `\x1b]133;${is};k=${NONCE}${rest}\x07`

interface Answer {
  readonly alt: boolean
  /** what stands at each place in the window, and how that command ended */
  readonly found: readonly (readonly [text: string, exit: number | null])[]
}

/** A shell's mirror with its commands, and windows on it. */
function shellOf(cols: number, rows: number) {
  const screen = createScreen(cols, rows, 'here', {
    onReply() {},
    onParsed() {},
    onPasteOn() {},
    onClaim() {},
    onShellMark(body) {
      const one = parseMark(body, NONCE)
      if (one) commands.mark(one)
    },
  })
  const commands = createCommands(() => screen, STILL)
  const flow = createFlow({ pause() {}, resume() {} }, () => false, STILL)
  const viewers = createViewers(screen, flow, STILL, { prompts: commands.places })
  const answers: Answer[] = []
  const windows: { ask(): void; parsed(): Promise<void> }[] = []

  function join() {
    const { terminal, parsed } = windowOf(7, 3)
    const told = (places: readonly PromptPlace[]) => {
      const { active } = terminal.buffer
      const at = ({ row, exit }: PromptPlace) => [textAt(active.baseY + row), exit] as const
      const textAt = (line: number) => active.getLine(line)?.translateToString(true) ?? 'no such line'
      answers.push({ alt: active.type === 'alternate', found: places.map(at) })
    }
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
      prompts: places => terminal.write('', () => told(places)),
      exit() {},
    }
    const attachment = viewers.attach(viewer)
    windows.push({ ask: attachment.prompts, parsed })
  }

  return {
    answers,
    windows,
    join,
    print(text: string) {
      const bytes = Buffer.from(text)
      screen.write(bytes)
      viewers.push(bytes)
    },
    resize(newCols: number, newRows: number) {
      screen.resize(newCols, newRows)
      viewers.size(newCols, newRows)
    },
    async settled() {
      await screen.settled()
      for (const window of windows) await window.parsed()
    },
    end: () => viewers.end({ code: 0, signal: null }),
  }
}

/** A prompt, what is typed at it, and what that printed. */
const command = (name: string, output: string, exit = 0) =>
  `${mark('B')}${name}$ run\r\n${mark('C', ';t=run')}${output}${mark('D', `;${exit}`)}`

/** The last of the steps that runs a command. */
function newest(steps: readonly unknown[]): unknown {
  return steps.findLast(one => typeof one === 'object' && one !== null && 'exit' in one)
}

async function asked(shell: ReturnType<typeof shellOf>): Promise<Answer['found']> {
  await shell.settled()
  shell.windows[0]!.ask()
  await shell.settled()
  return shell.answers.at(-1)!.found
}

describe('a window that asks where the prompts are', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ lines: fc.nat(9), width: fc.nat(60), exit: fc.nat(2), redraw: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: fc.record({ cols: fc.integer({ min: 12, max: 50 }), rows: fc.integer({ min: 2, max: 12 }) }),
    },
    { weight: 3, arbitrary: fc.constantFrom('join', 'ask', 'pause', 'empty', 'alternate', 'forge') },
  )

  test('finds each at its row, with its exit code, after any stream with any sizes in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
        const shell = shellOf(20, 6)
        const exits: number[] = []
        shell.join()
        for (const one of steps) {
          if (one === 'join') shell.join()
          else if (one === 'ask') for (const window of shell.windows) window.ask()
          else if (one === 'pause') await new Promise(resolve => setImmediate(resolve))
          else if (one === 'empty') shell.print(`${mark('B')}none$ \r\n${mark('D', ';0')}`)
          else if (one === 'alternate') shell.print('\x1b[?1049hover\x1b[5;9H\x1b[?1049l')
          else if (one === 'forge') shell.print('\x1b]133;B\x07\x1b]133;B;k=1\x07\x1b]133;C\x07forged\r\n')
          else if (typeof one === 'string') continue
          else if ('cols' in one) shell.resize(one.cols, one.rows)
          else {
            // As Ctrl-L does it: the prompt is drawn anew on an empty screen, and nothing marks it.
            const name = `P${exits.length}`
            if (one.redraw) shell.print(`${mark('B')}${name}$ \x1b[H\x1b[2J${name}$ run\r\n${mark('C', ';t=run')}`)
            else shell.print(`${mark('B')}${name}$ run\r\n${mark('C', ';t=run')}`)
            shell.print(`${'='.repeat(one.width)}\r\n`.repeat(one.lines) + mark('D', `;${one.exit}`))
            exits.push(one.exit)
          }
        }
        const last = await asked(shell)
        // The newest stands right above what was printed last, if not much was.
        if (exits.length > 0 && steps.at(-1) === newest(steps)) expect(last.length).toBeGreaterThan(0)
        for (const { found } of shell.answers) {
          for (const [text, exit] of found) {
            const number = Number(/^P(\d+)\$/.exec(text)?.[1] ?? Number.NaN)
            expect([text, exit]).toEqual([expect.stringMatching(/^P\d+\$ run$/), exits[number]])
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('is told of every prompt that is still there, oldest first, and of none that only was printed', async () => {
    const shell = shellOf(20, 6)
    shell.join()
    expect(await asked(shell)).toEqual([])
    shell.print(command('a', 'x\r\n'.repeat(20)) + command('b', '\x1b]133;B\x07forged\r\n', 3) + command('c', ''))
    shell.print(`${mark('B')}now$ `)
    const three = [
      ['a$ run', 0],
      ['b$ run', 3],
      ['c$ run', 0],
    ]
    expect(await asked(shell)).toEqual(three)
    shell.resize(13, 4)
    expect(await asked(shell)).toEqual(three)
    shell.print(`run\r\n${mark('C', ';t=run')}`)
    expect(await asked(shell)).toEqual([...three, ['now$ run', null]])
  })

  test('is not told of rows that scrolled out of the mirror or were cleared', async () => {
    const shell = shellOf(20, 6)
    shell.join()
    shell.print(command('a', '') + command('b', 'x\r\n'.repeat(11_000)) + command('c', 'x\r\n'))
    expect(await asked(shell)).toEqual([['c$ run', 0]])
    shell.print('\x1b[H\x1b[2J\x1b[3J')
    expect(await asked(shell)).toEqual([])
  })

  test('gets the places once more before the exit, then never again', async () => {
    const shell = shellOf(20, 6)
    shell.join()
    shell.print(command('a', 'x\r\n'))
    await shell.settled()
    shell.end()
    await shell.settled()
    expect(shell.answers).toEqual([{ alt: false, found: [['a$ run', 0]] }])
    shell.windows[0]!.ask()
    await shell.settled()
    expect(shell.answers).toHaveLength(1)
  })
})
