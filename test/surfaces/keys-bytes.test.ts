// The bytes of every key: against the table they were measured by, against xterm.js's own encoder, and by the protocols'
// rules. What real programs get is keys-press.test.ts.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import { transformWithOxc } from 'vite'
import { beforeAll, describe, expect, test } from 'vitest'
import { type KeyModes, keyBytes, PLAIN_MODES } from '../../main/surfaces/key-bytes.ts'
import { followKeyModes } from '../../main/surfaces/key-modes.ts'
import { keyNamed } from '../../main/surfaces/key-names.ts'
import { classOf } from '../../main/surfaces/keys.ts'
import type { Key } from '../../main/surfaces/surface.ts'
import { everyKey } from './support-keys.ts'

const APPLICATION: KeyModes = { ...PLAIN_MODES, applicationCursor: true, applicationKeypad: true }
const KITTY: KeyModes = { ...PLAIN_MODES, kitty: 1 }

function bytesOf(name: string, modes: KeyModes): string | null {
  const key = keyNamed(name)
  if ('unknown' in key) throw new Error(`${name} is no key`)
  return keyBytes(key, modes)
}

/** ESC as E, so that rows fit a line; null = no bytes of its own. */
const shown = (bytes: string | null) => bytes?.replaceAll('\x1b', 'E') ?? null

describe('the table', () => {
  /** [key, plain, application cursor and keypad, kitty flag 1] */
  const table: [string, string | null, string | null, string | null][] = [
    ['Up', 'E[A', 'EOA', 'E[A'],
    ['Down', 'E[B', 'EOB', 'E[B'],
    ['Right', 'E[C', 'EOC', 'E[C'],
    ['Left', 'E[D', 'EOD', 'E[D'],
    ['Home', 'E[H', 'EOH', 'E[H'],
    ['End', 'E[F', 'EOF', 'E[F'],
    ['PageUp', 'E[5~', 'E[5~', 'E[5~'],
    ['PageDown', 'E[6~', 'E[6~', 'E[6~'],
    ['Insert', 'E[2~', 'E[2~', 'E[2~'],
    ['Delete', 'E[3~', 'E[3~', 'E[3~'],
    ['F1', 'EOP', 'EOP', 'E[P'],
    ['F2', 'EOQ', 'EOQ', 'E[Q'],
    ['F3', 'EOR', 'EOR', 'E[13~'],
    ['F4', 'EOS', 'EOS', 'E[S'],
    ['F5', 'E[15~', 'E[15~', 'E[15~'],
    ['F6', 'E[17~', 'E[17~', 'E[17~'],
    ['F7', 'E[18~', 'E[18~', 'E[18~'],
    ['F8', 'E[19~', 'E[19~', 'E[19~'],
    ['F9', 'E[20~', 'E[20~', 'E[20~'],
    ['F10', 'E[21~', 'E[21~', 'E[21~'],
    ['F11', 'E[23~', 'E[23~', 'E[23~'],
    ['F12', 'E[24~', 'E[24~', 'E[24~'],
    ['Enter', '\r', '\r', '\r'],
    ['Tab', '\t', '\t', '\t'],
    ['S-Tab', 'E[Z', 'E[Z', 'E[9;2u'],
    ['Backspace', '\x7f', '\x7f', '\x7f'],
    ['Escape', 'E', 'E', 'E[27u'],
    ['Space', ' ', ' ', ' '],
    ['a', 'a', 'a', 'a'],
    ['A', 'A', 'A', 'A'],
    ['~', '~', '~', '~'],
    ['C-a', '\x01', '\x01', 'E[97;5u'],
    ['C-c', '\x03', '\x03', 'E[99;5u'],
    ['C-z', '\x1a', '\x1a', 'E[122;5u'],
    ['C-\\', '\x1c', '\x1c', 'E[92;5u'],
    ['C-]', '\x1d', '\x1d', 'E[93;5u'],
    ['C-^', '\x1e', '\x1e', 'E[94;5u'],
    ['C-_', '\x1f', '\x1f', 'E[95;5u'],
    ['C-Space', '\0', '\0', 'E[32;5u'],
    ['M-x', 'Ex', 'Ex', 'E[120;3u'],
    ['M-A', 'EA', 'EA', 'E[97;4u'],
    ['M-Enter', 'E\r', 'E\r', 'E[13;3u'],
    ['M-Escape', 'EE', 'EE', 'E[27;3u'],
    ['M-Backspace', 'E\x7f', 'E\x7f', 'E[127;3u'],
    ['C-M-x', 'E\x18', 'E\x18', 'E[120;7u'],
    // another key without kitty: nothing is sent then
    ['C-Enter', null, null, 'E[13;5u'],
    ['S-Enter', null, null, 'E[13;2u'],
    ['C-Tab', null, null, 'E[9;5u'],
    ['C-S-a', null, null, 'E[97;6u'],
    ['S-Escape', null, null, 'E[27;2u'],
    ['C-;', null, null, 'E[59;5u'],
    ['C-1', null, null, 'E[49;5u'],
    // modified
    ['S-Up', 'E[1;2A', 'E[1;2A', 'E[1;2A'],
    ['M-Down', 'E[1;3B', 'E[1;3B', 'E[1;3B'],
    ['C-Right', 'E[1;5C', 'E[1;5C', 'E[1;5C'],
    ['C-M-S-Left', 'E[1;8D', 'E[1;8D', 'E[1;8D'],
    ['C-Home', 'E[1;5H', 'E[1;5H', 'E[1;5H'],
    ['C-Delete', 'E[3;5~', 'E[3;5~', 'E[3;5~'],
    ['S-F1', 'E[1;2P', 'E[1;2P', 'E[1;2P'],
    ['S-F3', 'E[1;2R', 'E[1;2R', 'E[13;2~'],
    ['C-F5', 'E[15;5~', 'E[15;5~', 'E[15;5~'],
    // the keypad
    ['KP0', '0', 'EOp', '0'],
    ['KP9', '9', 'EOy', '9'],
    ['KPEnter', '\r', 'EOM', 'E[57414u'],
    ['C-KPEnter', null, null, 'E[57414;5u'],
  ]
  test.each(table)('%s', (name, plain, application, kitty) => {
    const found = [PLAIN_MODES, APPLICATION, KITTY].map(modes => shown(bytesOf(name, modes)))
    expect(found).toEqual([plain, application, kitty])
  })

  test.each<[string, number, string]>([
    // Codex pushes 7: what 2 and 4 add is for releases and for other layouts
    ['Escape', 7, 'E[27u'],
    ['Enter', 7, '\r'],
    ['Enter', 8, 'E[13u'],
    ['a', 8, 'E[97u'],
    ['A', 9, 'E[97;2u'],
    ['KP5', 8, 'E[57404u'],
    ['Up', 8, 'E[A'],
    ['a', 24, 'E[97;;97u'],
    ['A', 24, 'E[97;2;65u'],
    ['Space', 24, 'E[32;;32u'],
    ['C-a', 24, 'E[97;5u'],
    ['Enter', 24, 'E[13u'],
    // without "disambiguate" they change nothing
    ['Escape', 2, 'E'],
    ['C-c', 6, '\x03'],
  ])('%s with the kitty flags %i', (name, kitty, expected) => {
    expect(shown(bytesOf(name, { ...PLAIN_MODES, kitty }))).toBe(expected)
  })

  test.each([
    ['C-Enter', 'E[27;5;13~'],
    ['S-Enter', 'E[27;2;13~'],
    ['C-Tab', 'E[27;5;9~'],
    ['C-S-a', 'E[27;6;97~'],
    ['C-c', '\x03'],
    ['Enter', '\r'],
    ['Up', 'E[A'],
  ])('%s with modifyOtherKeys', (name, expected) => {
    expect(shown(bytesOf(name, { ...PLAIN_MODES, modifyOther: 2 }))).toBe(expected)
  })
})

describe('every key', () => {
  const modes: [string, KeyModes][] = [
    ['plain', PLAIN_MODES],
    ['application', APPLICATION],
    ['kitty', KITTY],
    ['kitty, all keys', { ...PLAIN_MODES, kitty: 31 }],
    ['modifyOtherKeys', { ...PLAIN_MODES, modifyOther: 2 }],
  ]
  test.each(modes)('%s: bytes that only keys of the same class have, and never a line end or a paste', (_, now) => {
    const seen = new Map<string, string>()
    for (const key of everyKey()) {
      const bytes = keyBytes(key, now)
      if (bytes === null) continue
      expect(bytes).toMatch(/^[\x00-\x7f]+$/)
      expect(bytes).not.toMatch(/\x1b\[20[01]~/)
      if (/[\r\n]/.test(bytes)) expect([key.name, classOf(key)]).toEqual([key.name, 'submit'])
      expect([key.name, seen.get(bytes) ?? classOf(key)]).toEqual([key.name, classOf(key)])
      seen.set(bytes, classOf(key))
    }
  })

  test('kitty, all keys: each has bytes of its own', () => {
    const seen = everyKey().map(key => keyBytes(key, { ...PLAIN_MODES, kitty: 31 }))
    expect(seen).not.toContain(null)
    expect(new Set(seen).size).toBe(seen.length)
  })
})

interface KeyboardEventLike {
  keyCode: number
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}
type Evaluate = (event: KeyboardEventLike, application: boolean, isMac: boolean, meta: boolean) => { key?: string }

/** xterm.js ships the source of its encoder, and no way to call it. */
async function xtermEncoder(): Promise<Evaluate> {
  const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('@xterm/xterm/package.json')), 'src')
  const source = (file: string) => readFileSync(path.join(folder, file), 'utf8').replaceAll(/^import .*$/gm, '')
  const types = 'const KeyboardResultType = { SEND_KEY: 0, SELECT_ALL: 1, PAGE_UP: 2, PAGE_DOWN: 3 }\n'
  const both = types + source('common/data/EscapeSequences.ts') + source('common/input/Keyboard.ts')
  const { code } = await transformWithOxc(both, 'encoder.ts')
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)
  return module.evaluateKeyboardEvent
}

describe('xterm.js encodes the same', () => {
  const codes: Record<string, number> = {
    ...{ Enter: 13, Tab: 9, Space: 32, Backspace: 8, Delete: 46, Insert: 45, Escape: 27, Up: 38, Down: 40, Left: 37 },
    ...{ Right: 39, Home: 36, End: 35, PageUp: 33, PageDown: 34 },
    ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`F${index + 1}`, 112 + index])),
    ...Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map(one => [one, one.toUpperCase().charCodeAt(0)])),
    ...{ '[': 219, '\\': 220, ']': 221 },
  }
  /** Where it knows nothing of a modifier, or scrolls by itself, and we send what xterm does. The space comes as text. */
  const OTHER = new Set([
    'Space',
    ...['M-Tab', 'M-S-Tab', 'M-PageUp', 'M-PageDown', 'S-PageUp', 'S-PageDown', 'M-S-PageUp', 'M-S-PageDown'],
    ...['C-S-PageUp', 'C-S-PageDown', 'C-M-S-PageUp', 'C-M-S-PageDown'],
    ...['C-Insert', 'S-Insert', 'M-Insert', 'C-M-Insert', 'C-S-Insert', 'M-S-Insert', 'C-M-S-Insert'],
    ...['C-M-\\', 'C-M-]'],
  ])
  let evaluate: Evaluate
  beforeAll(async () => {
    evaluate = await xtermEncoder()
  })

  const encoded = (key: Key, application: boolean) => {
    const low = key.base.length === 1 ? key.base.toLowerCase() : key.base
    const shiftKey = key.shift || low !== key.base
    const { ctrl: ctrlKey, alt: altKey } = key
    const event = { keyCode: codes[low]!, key: key.base === 'Space' ? ' ' : key.base, shiftKey, altKey, ctrlKey }
    return evaluate({ ...event, metaKey: false }, application, false, true).key
  }
  const known = everyKey().filter(({ base }) => (base.length === 1 ? base.toLowerCase() : base) in codes)

  test.each([
    ['plain', PLAIN_MODES, false],
    ['application cursor', { ...PLAIN_MODES, applicationCursor: true }, true],
  ] as const)('%s', (_, modes, application) => {
    const both = known.filter(key => !OTHER.has(key.name) && keyBytes(key, modes) !== null)
    expect(both.length).toBeGreaterThan(300)
    expect(both.map(key => [key.name, shown(keyBytes(key, modes))])).toEqual(
      both.map(key => [key.name, shown(encoded(key, application) ?? null)]),
    )
  })

  test('the exceptions are some', () => {
    const wrong = known.filter(key => OTHER.has(key.name) && encoded(key, false) === keyBytes(key, PLAIN_MODES))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })
})

describe('the modes a program sets', () => {
  async function after(stream: string): Promise<KeyModes> {
    const terminal = new Terminal({ cols: 20, rows: 5, allowProposedApi: true })
    const modes = followKeyModes(terminal)
    await new Promise<void>(resolve => terminal.write(stream.replaceAll('E', '\x1b'), resolve))
    return modes()
  }

  test.each<[string, string, Partial<KeyModes>]>([
    ['nothing', '', {}],
    ['application cursor', 'E[?1h', { applicationCursor: true }],
    ['and off', 'E[?1hE[?1l', {}],
    ['application keypad', 'E=', { applicationKeypad: true }],
    ['and off', 'E=E>', {}],
    ['kitty pushed', 'E[>7u', { kitty: 7 }],
    ['pushed without flags', 'E[>1uE[>u', {}],
    ['pushed twice, popped once', 'E[>1uE[>8uE[<u', { kitty: 1 }],
    ['popped as often as pushed', 'E[>1uE[>8uE[<2u', {}],
    ['popped more often', 'E[>1uE[<99uE[>3u', { kitty: 3 }],
    ['set', 'E[=5u', { kitty: 5 }],
    ['some added', 'E[=1uE[=4;2u', { kitty: 5 }],
    ['some taken away', 'E[=5uE[=1;3u', { kitty: 4 }],
    ['set, then pushed and popped', 'E[=1uE[>8uE[<u', { kitty: 1 }],
    ['flags nobody knows', 'E[>1023u', { kitty: 31 }],
    ['far more sets than are kept', `${'E[>1u'.repeat(1000)}E[<15u`, { kitty: 1 }],
    ['on the other screen', 'E[>1uE[?1049hE[>8u', { kitty: 8 }],
    ['back from there', 'E[>1uE[?1049hE[>8uE[?1049l', { kitty: 1 }],
    ['a query changes nothing', 'E[>1uE[?u', { kitty: 1 }],
    ['restoring the cursor is no such thing', 'E[>1uE[sE[u', { kitty: 1 }],
    ['modifyOtherKeys', 'E[>4;2m', { modifyOther: 2 }],
    ['back to what it was', 'E[>4;2mE[>4m', {}],
    ['all of them back', 'E[>4;1mE[>m', {}],
    ['off', 'E[>4;1mE[>4n', {}],
    ['another resource', 'E[>1;2m', {}],
    ['a full reset', 'E[?1hE=E[>1uE[>4;2mEc', {}],
    ['a soft reset', 'E[?1hE[>1uE[>4;2mE[!p', {}],
  ])('%s', async (_, stream, modes) => {
    expect(await after(stream)).toEqual({ ...PLAIN_MODES, ...modes })
  })
})
