// A computer that only says it runs tmux: whatever it sends, reading it takes neither all memory nor all time.
import { describe, expect, test } from 'vitest'
import { feed } from '../../../main/surfaces/feed.ts'
import { isPaneSize } from '../../../main/surfaces/terminal-size.ts'
import { type Captured, type PaneFacts, readCaptured } from '../../../main/surfaces/tmux/capture.ts'
import { drawn } from '../../../main/surfaces/tmux/draw.ts'
import { createLines, MOST_REPLY_BYTES, type Reply } from '../../../main/surfaces/tmux/lines.ts'
import { readListing } from '../../../main/surfaces/tmux/listing.ts'
import { processorTime } from '../../helpers/processor.ts'

const reply = (...rows: string[]): Reply => ({ ok: true, rows: rows.map(row => Buffer.from(row)) })

const FACTS: PaneFacts = {
  ...{ pid: 1, dead: false, cols: 80, rows: 2, cursorX: 0, cursorY: 0, alternate: false, saved: null },
  ...{ insert: false, cursorShown: true, applicationCursor: false, applicationKeypad: false, wrap: true },
  ...{ origin: false, mouse: [], top: 0, bottom: 1, tabs: [], inMode: false, bracketedPaste: null },
  ...{ title: '', folder: '' },
}

describe('what another computer says', () => {
  test('a reply that has no end is broken off before it fills the memory', () => {
    let broken = 0
    let replies = 0
    const push = createLines({
      ...{ output() {}, notice() {}, begins: () => null },
      reply() {
        replies += 1
      },
      broken() {
        broken += 1
      },
    })
    push(Buffer.from('%begin 1 1 1\n'))
    // Rows without a byte: keeping them is what they cost.
    const rows = Buffer.alloc(65_536, 0x0a)
    let pushed = 0
    for (; broken === 0 && pushed < MOST_REPLY_BYTES; pushed += rows.byteLength) push(rows)
    expect(broken).toBe(1)
    expect(pushed).toBeLessThan(MOST_REPLY_BYTES / 100)
    push(Buffer.from('%end 1 1 1\n'))
    expect([broken, replies]).toEqual([1, 0])
  })

  test('a row of links that never end is drawn in the time of its length', () => {
    const row = (links: number): Captured => {
      const bytes = Buffer.from('\x1b]8;'.repeat(links))
      return { facts: FACTS, shown: [bytes, bytes], normal: [], joined: [bytes], rest: Buffer.alloc(0) }
    }
    const used = processorTime()
    drawn(row(250_000), null)
    expect(used()).toBeLessThan(3_000)
  })

  test('a pane larger than a screen can be is no pane', () => {
    const plain = (cols: string, rows: string) =>
      ['7', '0', cols, rows, ...Array.from({ length: 20 }, () => '0'), '', '~', 'h~', '~'].join(' ')
    const read = (cols: string, rows: string) =>
      readCaptured([reply(plain(cols, rows)), ...Array.from({ length: 7 }, () => reply())])
    expect(read('80', '24')?.facts).toMatchObject({ cols: 80, rows: 24 })
    for (const [cols, rows] of [
      ['80', '1000000000'],
      ['9999', '9999'],
      ['80', '1.5'],
      ['-1', '24'],
      ['80', 'NaN'],
    ] as const)
      expect(read(cols, rows)).toBeNull()
  })

  test('a screen is never made larger than that', () => {
    const sizes: string[] = []
    let told = (_cols: number, _rows: number) => {}
    feed({
      terminal: {
        onData() {},
        onRedrawn() {},
        onSize(hear) {
          told = hear
        },
      },
      screen: { write() {}, resize: (cols, rows) => void sizes.push(`${cols}x${rows}`) },
      viewers: { push() {}, size() {} },
      prompt: { output() {} },
      changed() {},
    })
    for (const [cols, rows] of [
      [99_999, 99_999],
      [Number.NaN, 24],
      [80, 0],
      [500, 200],
    ] as const)
      told(cols, rows)
    expect(sizes).toEqual(['500x200'])
    expect(isPaneSize(10_000, 200)).toBe(true)
  })

  test('a list of more panes than anybody has is cut', () => {
    const record = (at: number) => `%${at} @1 $1 0 0 80 24 0 1 0 ${at + 1} 1 0 s~ w~ t~ sh~ /~ ~ ~`
    const listed = readListing(reply(...Array.from({ length: 20_000 }, (_, at) => record(at))))
    expect(listed).toHaveLength(5_000)
    expect(listed[0]).toMatchObject({ pane: '%0', pid: 1 })
  })
})
