// Shift+Enter: a new line where the program is known to take one, by its modes or by what it is; Enter everywhere else.
import { copyFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { KNOWLEDGE } from '../../main/status/agents/index.ts'
import { PLAIN_MODES } from '../../main/surfaces/key-bytes.ts'
import { newlineBytes } from '../../main/surfaces/newline.ts'
import { createKeyReader } from '../../main/surfaces/person-keys.ts'
import { openShell, openSurface, RECORDER, shows, testFolder, testRegistry, until } from './support.ts'

describe('the bytes', () => {
  test.each([
    ['a shell', {}, null, '\r'],
    ['the kitty protocol, disambiguating', { kitty: 1 }, null, '\x1b[13;2u'],
    ['the kitty protocol with every key', { kitty: 31 }, null, '\x1b[13;2u'],
    ['the kitty protocol with event types alone', { kitty: 2 }, null, '\r'],
    ['modifyOtherKeys 1', { modifyOther: 1 }, null, '\x1b[27;2;13~'],
    ['modifyOtherKeys 2', { modifyOther: 2 }, null, '\x1b[27;2;13~'],
    ['an input box that takes a line feed', {}, '\n', '\n'],
    ['the same, which set the kitty protocol', { kitty: 7 }, '\n', '\x1b[13;2u'],
  ] as const)('of %s', (_, modes, taken, bytes) => {
    expect(newlineBytes({ ...PLAIN_MODES, ...modes }, taken)).toBe(bytes)
  })

  test('of every agent that is known send nothing off', () => {
    expect(Object.keys(KNOWLEDGE)).not.toHaveLength(0)
    for (const [id, { newline }] of Object.entries(KNOWLEDGE)) {
      expect([id, newline === undefined || newline === '\r']).toEqual([id, false])
      expect([id, createKeyReader().read(newline!)]).toEqual([id, { typed: true, entered: false, after: true }])
    }
  })
})

describe('a program', () => {
  const given = async (start: string) => {
    const { registry } = testRegistry()
    const file = path.join(testFolder(), 'given')
    const surface = await openSurface(registry, { command: `${start}exec node '${RECORDER}' '${file}'` })
    await shows(surface, 'ready')
    surface.newline()
    const bytes = await until('what it was given', () => readFile(file, 'utf8'))
    // Whoever sends next has to know that a person has put something there.
    expect(surface.lastPersonKey()).not.toBeNull()
    return bytes
  }

  test('of which nothing is known gets Enter', async () => {
    expect(await given('')).toBe('\r')
  })

  test('that has switched the kitty protocol on gets that key', async () => {
    expect(await given("printf '\\033[>1u'; ")).toBe('\x1b[13;2u')
  })

  test('that has switched it off again gets Enter', async () => {
    expect(await given("printf '\\033[>1u\\033[<u'; ")).toBe('\r')
  })
})

test.runIf(process.platform === 'linux')(
  'an agent that a person started by hand in a shell gets what its box takes',
  async () => {
    const { registry } = testRegistry()
    const folder = testFolder()
    const surface = await openShell(registry)
    const given = path.join(folder, 'given')
    await copyFile(RECORDER, path.join(folder, 'claude.mjs'))
    surface.keys(`'${process.execPath}' --no-warnings '${folder}/claude.mjs' '${given}'\r`)
    await shows(surface, 'ready')
    surface.newline()
    expect(await until('what it was given', () => readFile(given, 'utf8'))).toBe(KNOWLEDGE['claude']!.newline)
  },
)
