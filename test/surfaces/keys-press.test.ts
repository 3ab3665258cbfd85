// Keys pressed in real programs: the bytes each mode gets, what happens to the line, and that nothing goes in after a change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type KeyModes, keyBytes, PLAIN_MODES } from '../../main/surfaces/key-bytes.ts'
import { readKeys } from '../../main/surfaces/keys.ts'
import type { Key, PersonSurface } from '../../main/surfaces/surface.ts'
import {
  atPrompt,
  lines,
  openRecorder,
  openShell,
  openSurface,
  send,
  shows,
  testFolder,
  testRegistry,
  until,
} from './support.ts'
import { everyKey } from './support-keys.ts'

function keysOf(names: string): readonly Key[] {
  const read = readKeys(names.split(' '))
  if (!read.ok) throw new Error(`${read.unknown} is no key`)
  return read.keys
}

/** Presses as the gate does after its check. */
async function press(surface: PersonSurface, keys: string | readonly Key[], by = 'cursor') {
  const { line } = await surface.readiness()
  return surface.press({ by, keys: typeof keys === 'string' ? keysOf(keys) : keys, lineVersion: line.version })
}

describe('a program that sets a mode gets the keys of that mode', () => {
  const modes: [string, string, KeyModes][] = [
    ['none', '', PLAIN_MODES],
    [
      'application cursor and keypad',
      '\x1b[?1h\x1b=',
      { ...PLAIN_MODES, applicationCursor: true, applicationKeypad: true },
    ],
    ['kitty flag 1', '\x1b[>1u', { ...PLAIN_MODES, kitty: 1 }],
    ['every flag of kitty, on the other screen', '\x1b[?1049h\x1b[>31u', { ...PLAIN_MODES, kitty: 31 }],
    ['modifyOtherKeys', '\x1b[>4;2m', { ...PLAIN_MODES, modifyOther: 2 }],
    ['set and taken back', '\x1b[?1h\x1b[>1u\x1b[>4;2m\x1b[?1l\x1b[<u\x1b[>4m', PLAIN_MODES],
  ]
  test.each(modes)('%s', async (_, sequence, expected) => {
    const folder = testFolder()
    const [file, script] = [path.join(folder, 'bytes'), path.join(folder, 'recorder.mjs')]
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs'
      process.stdin.setRawMode(true)
      process.stdin.on('data', bytes => appendFileSync(${JSON.stringify(file)}, bytes))
      process.stdout.write(${JSON.stringify(sequence)} + 'ready')`,
    )
    writeFileSync(file, '')
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `exec node '${script}'` })
    await shows(surface, 'ready')
    const pressable = everyKey().filter(key => keyBytes(key, expected) !== null)
    const all = pressable.map(key => keyBytes(key, expected)).join('')
    expect(await press(surface, pressable)).toMatchObject({ bytes: all.length })
    await until('the keys to arrive', () => readFileSync(file).length >= all.length)
    expect(readFileSync(file, 'latin1')).toBe(all)
    for (const without of everyKey()
      .filter(key => keyBytes(key, expected) === null)
      .slice(0, 3)) {
      const refused = await press(surface, [keysOf('a')[0]!, without])
      expect(refused).toMatchObject({
        outcome: 'unencodable',
        bytes: 0,
        evidence: expect.stringContaining(without.name),
      })
    }
    expect(readFileSync(file, 'latin1')).toBe(all)
  })

  test('modes that a program left on are not used where the kernel acts on keys: C-c is a signal', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, `printf '\\033[>1u\\033[>4;2m'; sleep 100`, true)
    await until('sleep to run', () => shell.summary().state.evidence.includes('sleep'))
    expect((await press(shell, 'C-c')).outcome).toBe('pressed')
    await atPrompt(shell)
  })
})

describe('in a shell', () => {
  test('C-c ends what runs, and leaves an empty line empty', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, 'sleep 100', true)
    await until('sleep to run', () => shell.summary().state.evidence.includes('sleep'))
    expect((await press(shell, 'C-c')).outcome).toBe('pressed')
    await atPrompt(shell)
    expect((await shell.readiness()).line.by).toEqual([])
    expect((await send(shell, 'echo hi-$((40+2))', true)).outcome).toBe('submitted')
    await shows(shell, 'hi-42')
  })

  test('characters are their agent’s on the line and marked; Enter sends them off; nothing after it is lost', async () => {
    const { registry, home } = testRegistry()
    const shell = await openShell(registry)
    expect((await press(shell, ['e', 'c', 'h', 'o'].join(' '))).outcome).toBe('pressed')
    expect((await shell.readiness()).line.by).toEqual(['cursor'])
    const read = await lines(shell)
    expect(read.typed).toEqual([{ line: read.lines.findIndex(line => line.includes('echo')), by: 'cursor' }])
    expect(await press(shell, `Space y e s > ${[...`${home}/f`].join(' ')} Enter`)).toMatchObject({
      outcome: 'pressed',
    })
    await until('the command to run', () => existsSync(`${home}/f`))
    await atPrompt(shell)
    expect((await shell.readiness()).line.by).toEqual([])
    expect(readFileSync(`${home}/f`, 'utf8')).toBe('yes\n')
  })

  test('what C-u left cannot be known: the line stays its agent’s until Enter', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, 'half', false)
    await press(shell, 'C-u')
    expect((await shell.readiness()).line.by).toEqual(['cursor'])
    expect((await press(shell, 'Enter')).outcome).toBe('pressed')
    expect((await shell.readiness()).line.by).toEqual([])
  })

  test('C-d ends it, and that is no failure; then nothing goes in', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    expect((await press(shell, 'C-d')).outcome).toBe('pressed')
    await until('the shell to end', () => shell.summary().exit)
    expect(await shell.press({ by: 'a', keys: keysOf('C-c'), lineVersion: 0 })).toMatchObject({
      outcome: 'gone',
      bytes: 0,
    })
  })
})

test('Enter that nothing is seen of is unconfirmed, and the line is not taken to be empty', async () => {
  const file = path.join(testFolder(), 'bytes')
  const { registry } = testRegistry()
  const surface = await openRecorder(registry, file)
  expect((await press(surface, 'y Enter')).outcome).toBe('unconfirmed')
  expect(readFileSync(file, 'latin1')).toBe('y\r')
  expect((await surface.readiness()).line.by).toEqual(['cursor'])
})

test('a key of a person after the check stops the press', async () => {
  const file = path.join(testFolder(), 'bytes')
  const { registry } = testRegistry()
  const surface = await openRecorder(registry, file)
  const { line } = await surface.readiness()
  surface.keys('k')
  const pressed = await surface.press({ by: 'cursor', keys: keysOf('y'), lineVersion: line.version })
  expect(pressed).toMatchObject({ outcome: 'changed', bytes: 0 })
  await until('the key to arrive', () => readFileSync(file, 'latin1') === 'k')
  expect(readFileSync(file, 'latin1')).toBe('k')
})

test.runIf(existsSync('/usr/bin/less'))('Up and Down move less, which wants application keys', async () => {
  const { registry, home } = testRegistry()
  writeFileSync(`${home}/long`, Array.from({ length: 200 }, (_, index) => `line ${index + 1}`).join('\n'))
  const surface = await openSurface(registry, { command: `exec /usr/bin/less '${home}/long'` })
  await shows(surface, 'line 2')
  const top = async () => (await lines(surface)).lines[0]?.trim()
  await press(surface, 'Down Down')
  await until('two lines down', async () => (await top()) === 'line 3')
  await press(surface, 'Up')
  await until('one up again', async () => (await top()) === 'line 2')
})
