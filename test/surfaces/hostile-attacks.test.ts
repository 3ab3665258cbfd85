// Recorded escape-sequence attacks (test/fixtures/escape-attacks.json), each with the harmless thing that becomes of it.
// A fixture prints on a terminal of 40 x 6 that shows `$ `, has the title `mine` and no folder.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readScreen } from '../../main/surfaces/read.ts'
import { createWholeCharacters } from '../../main/surfaces/whole-characters.ts'
import { mirrorOf, mirrorState, stateOf, windowOf } from './hostile-support.ts'

type Piece = string | { text: string; times: number } | { hex: string }
interface Attack {
  readonly id: string
  readonly print: Piece[]
  /** what goes to the program, of all that was asked */
  readonly replies: string[]
  readonly title: string
  readonly folder: string | null
  readonly alt?: true
  /** the screen as an agent reads it, blanks of the prompt included */
  readonly lines: string[]
}

const FILE = path.resolve(import.meta.dirname, '../fixtures/escape-attacks.json')
const attacks = JSON.parse(readFileSync(FILE, 'utf8')) as Attack[]

const bytesOf = (pieces: Piece[]) =>
  Buffer.concat(
    pieces.map(piece => {
      if (typeof piece === 'string') return Buffer.from(piece)
      return 'hex' in piece ? Buffer.from(piece.hex, 'hex') : Buffer.from(piece.text.repeat(piece.times))
    }),
  )

const clipboard = { writeText: vi.fn(), readText: vi.fn(), write: vi.fn(), read: vi.fn() }
beforeEach(() => {
  vi.stubGlobal('navigator', { clipboard, platform: 'test' })
  vi.spyOn(console, 'error')
})
afterEach(() => {
  vi.unstubAllGlobals()
  expect(console.error).not.toHaveBeenCalled()
  vi.restoreAllMocks()
  for (const used of Object.values(clipboard)) expect(used).not.toHaveBeenCalled()
})

/** Prints in pieces of `size` bytes and tells what came of it. */
async function suffer(attack: Attack, size: number) {
  const { screen, replies, limited } = mirrorOf(40, 6)
  const window = windowOf(40, 6)
  const whole = createWholeCharacters()
  const put = (chunk: Uint8Array) => {
    const bytes = whole(chunk)
    screen.write(bytes)
    window.terminal.write(bytes)
  }
  put(Buffer.from('\x1b]2;mine\x07$ '))
  const bytes = bytesOf(attack.print)
  for (let at = 0; at < bytes.length; at += size) put(bytes.subarray(at, at + size))
  await Promise.all([screen.settled(), window.parsed()])
  const read = readScreen(screen, new Map(), { what: 'screen' })
  if (!read.ok) throw new Error(read.code)
  const { title, folder } = screen
  const { alt } = read.value.screen
  const outcome = { replies: limited, title, folder, ...(alt ? { alt } : {}), lines: read.value.lines }
  return { outcome, all: replies, screen, window }
}

test('there are at least sixty, each once', () => {
  expect(new Set(attacks.map(attack => attack.id)).size).toBe(attacks.length)
  expect(attacks.length).toBeGreaterThanOrEqual(60)
})

describe.each(attacks.map(attack => [attack.id, attack] as const))('%s', (_, attack) => {
  const { id: _id, print, ...expected } = attack

  test('does no harm', async () => {
    const { outcome, all, screen, window } = await suffer(attack, Number.POSITIVE_INFINITY)
    expect(outcome).toEqual(expected)
    // Answers hold nothing a program chose but numbers, and no key of a line.
    for (const reply of all) expect(reply).toMatch(/^\x1b[[\]P][?>0-9;:$a-z/]*[a-zA-Z]?(\x1b\\)?$/)
    expect(outcome.replies.length).toBeLessThanOrEqual(50)
    expect(outcome.replies.join('').length).toBeLessThanOrEqual(256)
    expect(window.typed).toEqual([])
    const { modes, ...shown } = stateOf(window.terminal)
    expect({ ...shown, paste: modes.bracketedPasteMode }).toEqual(mirrorState(screen))
  })

  const short = bytesOf(print).length < 20_000
  test(`also ${short ? 'byte by byte' : 'in pieces of 999 bytes'}`, async () => {
    const { outcome } = await suffer(attack, short ? 1 : 999)
    expect(outcome).toEqual(expected)
  })

  test('and the terminal goes on afterwards', async () => {
    const { screen } = await suffer(attack, 4096)
    // A reset ends any string, mode or charset that was left.
    screen.write(Buffer.from('\x18\x1bc\x1b]2;mine\x07go on'))
    await screen.settled()
    const read = readScreen(screen, new Map(), { what: 'screen' })
    expect(read.ok && read.value.lines).toEqual(['go on'])
    expect(screen.title).toBe('mine')
  })
})
