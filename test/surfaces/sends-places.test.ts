// A window that asks where what agents sent stands: at the point where it hears it, the text is there.
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../main/surfaces/clock.ts'
import { createFlow } from '../../main/surfaces/flow.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import type { Viewer } from '../../main/surfaces/surface.ts'
import { createTypedRows } from '../../main/surfaces/typed-rows.ts'
import { createViewers } from '../../main/surfaces/viewers.ts'
import type { SendPlace } from '../../preload/contract.ts'
import { resize } from '../../renderer/terminal/inside.ts'
import { windowOf } from './hostile-support.ts'

const STILL: Clock = { now: () => 0, mono: () => 0, after: () => () => {}, wait: () => Promise.resolve() }
const NOTHING = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }

function room(cols = 40, rows = 6) {
  const screen = createScreen(cols, rows, 'here', NOTHING)
  const typed = createTypedRows(screen, STILL)
  const flow = createFlow({ pause() {}, resume() {} }, () => false, STILL)
  const sends = () => typed.places().map(place => ({ ...place, surface: 's_aaaa' }))
  const viewers = createViewers(screen, flow, STILL, { sends })
  const { terminal, parsed } = windowOf(cols, rows)
  const heard: [text: string, seq: number, by: string][][] = []
  const prompts: number[] = []
  const told = (places: readonly SendPlace[]) => {
    const { normal } = terminal.buffer
    const textAt = (row: number) => normal.getLine(normal.baseY + row)?.translateToString(true) ?? 'no such line'
    heard.push(places.map(({ row, seq, by }) => [textAt(row), seq, by]))
  }
  const viewer: Viewer = {
    screen: data => terminal.write(data),
    bytes(data) {
      terminal.write(data)
      queueMicrotask(() => attachment.ack(data.byteLength))
    },
    size: (newCols, newRows) => terminal.write('', () => resize(terminal as never, newCols, newRows)),
    clear: () => terminal.write('', () => terminal.clear()),
    prompts: () => prompts.push(heard.length),
    sends: places => terminal.write('', () => told(places)),
    exit() {},
  }
  const attachment = viewers.attach(viewer)
  const settled = async () => {
    await screen.settled()
    await parsed()
  }
  const print = async (text: string) => {
    const bytes = Buffer.from(text)
    screen.write(bytes)
    viewers.push(bytes)
    await settled()
  }
  return {
    ...{ print, heard, prompts, attachment, viewers, settled },
    async type(text: string, record?: number, by = 'cursor') {
      const typing = typed.begin(by, record)
      typing.holds(text, text)
      await print(text)
      typing()
    },
    async ask() {
      attachment.sends()
      await settled()
      return heard.at(-1)
    },
  }
}

describe('where what agents sent stands', () => {
  test('is told with the number of its record, on the screen and in the scrollback', async () => {
    const { print, type, ask } = room()
    await print('$ ')
    await type('first', 3)
    await print('\r\n$ ')
    await type('second', 5, 'codex')
    await print(`\r\n${'output\r\n'.repeat(20)}$ `)
    await type('third', 9)
    expect(await ask()).toEqual([
      ['$ first', 3, 'cursor'],
      ['$ second', 5, 'codex'],
      ['$ third', 9, 'cursor'],
    ])
  })

  test('holds at its point among the bytes, whatever is printed meanwhile', async () => {
    const { print, type, attachment, heard, settled } = room()
    await print('$ ')
    await type('here', 4)
    attachment.sends()
    await print(`\r\n${'more\r\n'.repeat(30)}`)
    await settled()
    expect(heard).toEqual([[['$ here', 4, 'cursor']]])
  })

  test('has every row of a text that takes several', async () => {
    const { print, type, ask } = room(20)
    await print('$ ')
    await type('0123456789012345678901234567890', 4)
    expect((await ask())?.map(([, seq]) => seq)).toEqual([4, 4])
  })

  test('leaves out what was cleared, and what came with no record', async () => {
    const { print, type, ask } = room()
    await print('$ ')
    await type('gone', 4)
    await print('\x1b[2J\x1b[3J\x1b[H$ ')
    await type('nobody knows')
    expect(await ask()).toEqual([])
  })

  test('is answered beside the prompts, where both are asked for at once', async () => {
    const { print, type, attachment, heard, prompts, settled } = room()
    await print('$ ')
    await type('both', 4)
    attachment.prompts()
    attachment.sends()
    await settled()
    await settled()
    expect(prompts).toHaveLength(1)
    expect(heard).toEqual([[['$ both', 4, 'cursor']]])
  })

  test('is told of a program that has ended, too', async () => {
    const { print, type, ask, viewers } = room()
    await print('$ ')
    await type('exit', 4)
    viewers.end({ code: 0, signal: null })
    expect(await ask()).toEqual([['$ exit', 4, 'cursor']])
  })
})
