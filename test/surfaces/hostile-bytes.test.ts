// Random and hostile bytes through the mirror and an emulator set up as the window's: both hold the same, one answers.
// GATEHOUSE_RUNS, whatever it says, makes it 10 MB.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createWholeCharacters } from '../../main/surfaces/whole-characters.ts'
import { dice, mirrorOf, mirrorState, stateOf, windowOf } from './hostile-support.ts'

const BYTES = process.env['GATEHOUSE_RUNS'] ? 10_000_000 : 2_000_000
const FILE = path.resolve(import.meta.dirname, '../fixtures/escape-attacks.json')

type Piece = string | { text: string; times: number } | { hex: string }
const attacks = (JSON.parse(readFileSync(FILE, 'utf8')) as { print: Piece[] }[]).map(({ print }) =>
  Buffer.concat(
    print.map(piece => {
      if (typeof piece === 'string') return Buffer.from(piece)
      return 'hex' in piece ? Buffer.from(piece.hex, 'hex') : Buffer.from(piece.text.repeat(Math.min(piece.times, 300)))
    }),
  ),
)

const FINALS = '@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstux{|}~'
const ENDS = ['\x1b[0m', '\x1b\\', '\x07', '\x18', '\x1bc', '\x1b[?1049l', '\x1b[?6l', '\x1b[r', '\r\n', '\x1b[?2026l']
const TEXT = [
  ...'abc XYZ 0189 \u00e9\u4e2d\u6587\u{1f600}\u{1f469}\u200d\u{1f4bb}\u0301\u202e\u2019\u2014\u05d0\u0627\t\b\r\n',
]

function generator(random: () => number) {
  const upTo = (most: number) => Math.floor(random() * most)
  const one = <T>(list: readonly T[]) => list[upTo(list.length)]!
  const number = () => one([upTo(5), upTo(100), upTo(3000), 2147483647, 99999999999])
  const kinds: (() => Buffer)[] = [
    () => Buffer.from(Array.from({ length: upTo(60) }, () => one(TEXT)).join('')),
    () => Buffer.from(Array.from({ length: upTo(60) }, () => one(TEXT)).join('')),
    () => Buffer.from(Array.from({ length: upTo(40) }, () => upTo(256))),
    () =>
      Buffer.from(
        `\x1b[${one(['', '', '?', '>', '='])}${Array.from({ length: upTo(4) }, number).join(';')}${one([...FINALS])}`,
      ),
    () => Buffer.from(`\x1b[${[upTo(120), one(['38;5;', '48;2;1;2;', '']) + upTo(256)].join(';')}m`),
    () =>
      Buffer.from(
        `\x1b[?${one([1, 3, 5, 6, 7, 12, 25, 45, 47, 66, 1000, 1003, 1004, 1047, 1049, 2004, 2026])}${one(['h', 'l'])}`,
      ),
    () => Buffer.from(`\x1b${one([...'78DEHM=>cNOZ'])}`),
    () => Buffer.from(`\x1b${one(['P', ']', '_', '^', 'X'])}${upTo(140)};${one(TEXT).repeat(upTo(30))}`),
    () => Buffer.from(one(ENDS)),
    () => one(attacks),
  ]
  return () => one(kinds)()
}

test(`${BYTES / 1e6} MB of hostile bytes in random pieces: equal grids, one answerer`, async () => {
  const random = dice(20261121)
  const next = generator(random)
  const whole = createWholeCharacters()
  const { screen, replies, limited } = mirrorOf(80, 24)
  const window = windowOf(80, 24)
  /** the window gets what is due in fewer, other pieces */
  let batch: Uint8Array[] = []
  let told = 0
  for (let sent = 0; sent < BYTES; ) {
    const bytes = Buffer.concat(Array.from({ length: 200 }, next))
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + Math.floor(random() ** 4 * 4000)
      const piece = whole(bytes.subarray(at, at + size))
      at += size
      screen.write(piece)
      batch.push(piece)
      if (random() < 0.3) {
        window.terminal.write(Buffer.concat(batch))
        batch = []
      }
    }
    window.terminal.write(Buffer.concat(batch))
    batch = []
    sent += bytes.length
    await Promise.all([screen.settled(), window.parsed()])
    const { modes, ...shown } = stateOf(window.terminal)
    expect({ ...shown, paste: modes.bracketedPasteMode }, `after ${sent} bytes`).toEqual(mirrorState(screen))
    for (const reply of replies.slice(told)) expect(reply).toMatch(/^\x1b[[\]P][?>0-9;:$a-z/ "]*[a-zA-Z]?(\x1b\\)?$/)
    told = replies.length
  }
  expect(window.typed).toEqual([])
  // The clock stood still, so this is one burst.
  expect(replies.length).toBeGreaterThan(100)
  expect(limited.length).toBeLessThanOrEqual(50)
  expect(limited.join('').length).toBeLessThanOrEqual(256)
}, 120_000)
