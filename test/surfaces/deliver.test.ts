import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertPlain } from '../../main/surfaces/plain-text.ts'
import { processorTime } from '../helpers/processor.ts'
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

const WRAPPED = (text: string) => `\x1b[200~${text}\x1b[201~`

describe('a delivery to a real bash', () => {
  test('submits a command, sees the line leave, and the output is on the mirror', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    const sent = await send(shell, 'echo hi-$((40+2))', true)
    expect(sent).toMatchObject({ outcome: 'submitted' })
    await shows(shell, 'hi-42')
    expect((await atPrompt(shell)).line.by).toEqual([])
  })

  test('an insert stays on the line, is attributed to its agent, and runs nothing', async () => {
    const { registry, home } = testRegistry()
    const shell = await openShell(registry)
    const sent = await send(shell, `touch ${home}/ran`, false)
    expect(sent.outcome).toBe('inserted')
    expect((await shell.readiness()).line.by).toEqual(['cursor'])
    const read = await lines(shell)
    expect(read.typed).toEqual([{ line: read.lines.findIndex(line => line.includes('touch')), by: 'cursor' }])
    expect(existsSync(path.join(home, 'ran'))).toBe(false)
    expect((await send(shell, '', true)).outcome).toBe('submitted')
    await until('the command to run', () => existsSync(path.join(home, 'ran')))
  })

  test('two lines arrive as two lines, and neither runs before Enter', async () => {
    const { registry, home } = testRegistry()
    const shell = await openShell(registry)
    const text = `echo one > ${home}/a\necho two > ${home}/b`
    expect((await send(shell, text, false)).outcome).toBe('inserted')
    await shows(shell, 'echo two')
    const shown = await lines(shell)
    expect(shown.lines.some(line => line.includes('echo one'))).toBe(true)
    expect(shown.lines.some(line => line.startsWith('echo two'))).toBe(true)
    expect(existsSync(path.join(home, 'a'))).toBe(false)
    expect((await send(shell, '', true)).outcome).toBe('submitted')
    await until('the second line to run', () => existsSync(path.join(home, 'b')))
    expect(readFileSync(path.join(home, 'a'), 'utf8')).toBe('one\n')
  })

  test('a submit that ends the shell counts as submitted', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    expect((await send(shell, 'exit 3', true)).outcome).toBe('submitted')
    await until('the shell to end', () => shell.summary().exit)
    expect(shell.summary().exit).toEqual({ code: 3, signal: null })
    expect(await shell.deliver({ by: 'a', text: 'x', enter: true, lineVersion: 0 })).toMatchObject({
      outcome: 'gone',
      bytes: 0,
    })
  })
})

test('Enter is not sent to a program whose terminal modes changed while the text went in', async () => {
  const { registry, home } = testRegistry()
  const script = path.join(home, 'turns.mjs')
  // Raw until it has read something; from then on whole lines, as a program that asks something next would.
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs'
    process.stdin.setRawMode(true)
    process.stdin.on('data', data => {
      process.stdin.setRawMode(false)
      writeFileSync(process.argv[2], data, { flag: 'a' })
      process.stdout.write('read')
    })
    process.stdout.write('\\x1b[?2004hready')`,
  )
  const surface = await openSurface(registry, { command: `exec node '${script}' '${home}/got'` })
  await shows(surface, 'ready')
  expect(await send(surface, 'yes', true)).toMatchObject({
    outcome: 'unconfirmed',
    evidence: expect.stringMatching(/changed (its terminal modes )?before Enter; Enter was not sent/),
  })
  expect(readFileSync(path.join(home, 'got'), 'utf8')).toBe(WRAPPED('yes'))
})

describe('a delivery to dash, which takes no pastes', () => {
  test('one line goes in as it is and is submitted', async () => {
    const { registry } = testRegistry({ shell: '/bin/dash' })
    const shell = await openShell(registry)
    expect((await shell.readiness()).bracketedPaste).toBe(false)
    expect((await send(shell, 'echo dash-$((1+1))', true)).outcome).toBe('submitted')
    await shows(shell, 'dash-2')
  })

  test('several lines are not written at all', async () => {
    const { registry, home } = testRegistry({ shell: '/bin/dash' })
    const shell = await openShell(registry)
    expect(await send(shell, `touch ${home}/a\ntouch ${home}/b`, true)).toMatchObject({
      outcome: 'unwrapped',
      bytes: 0,
    })
    expect((await shell.readiness()).line).toEqual({ by: [], version: 0 })
    expect(existsSync(path.join(home, 'a'))).toBe(false)
  })
})

describe('the bytes that reach a program', () => {
  const file = () => path.join(testFolder(), 'bytes')
  const recorded = (name: string) => readFileSync(name, 'utf8')
  /** The recorder shows nothing, so that a delivery does not wait until it has read. */
  const arrived = (name: string, text: string) =>
    until('the text to arrive', () => recorded(name).length >= text.length)

  test('with bracketed paste: the text between brackets, then one Enter and never a second', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    const sent = await send(surface, 'héllo\tthere', true)
    expect(sent).toMatchObject({ outcome: 'unconfirmed', bytes: Buffer.byteLength(WRAPPED('héllo\tthere')) + 1 })
    expect(recorded(name)).toBe(`${WRAPPED('héllo\tthere')}\r`)
    expect((await surface.readiness()).line.by).toEqual(['cursor'])
  })

  test('a new line inside a paste is sent as terminals send it', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    expect((await send(surface, 'one\ntwo', false)).outcome).toBe('inserted')
    await arrived(name, WRAPPED('one\rtwo'))
    expect(recorded(name)).toBe(WRAPPED('one\rtwo'))
  })

  test('without it: the text as it is; several lines, a Tab or a long text not at all', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name)
    for (const text of ['a\nb', 'a\tb', 'x'.repeat(3000)]) {
      expect(await send(surface, text, true)).toMatchObject({ outcome: 'unwrapped', bytes: 0 })
    }
    expect((await send(surface, 'plain', false)).outcome).toBe('inserted')
    await arrived(name, 'plain')
    expect(recorded(name)).toBe('plain')
  })

  test('a key after the check stops the whole delivery', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    const { line } = await surface.readiness()
    surface.keys('k')
    const sent = await surface.deliver({ by: 'cursor', text: 'text', enter: true, lineVersion: line.version })
    expect(sent).toMatchObject({ outcome: 'changed', bytes: 0 })
    await until('the key to arrive', () => recorded(name) === 'k')
    expect((await surface.readiness()).line.by).toEqual(['person'])
  })

  test("a person's key between text and Enter keeps Enter from being pressed", async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    const sending = send(surface, 'text', true)
    // Not when it has arrived: Enter follows after a while, whether it has or not.
    await until('the text to go in', () => surface.summary().typing === 'cursor')
    surface.keys('k')
    expect(await sending).toMatchObject({
      outcome: 'unconfirmed',
      evidence: expect.stringMatching(/Enter was not sent/),
    })
    await until('the key to arrive', () => recorded(name).endsWith('k'))
    expect(recorded(name)).toBe(`${WRAPPED('text')}k`)
    expect((await surface.readiness()).line.by).toEqual(['cursor', 'person'])
  })

  test('of two deliveries after the same check one is written and the other refused', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    const both = await Promise.all([send(surface, 'first', false, 'a'), send(surface, 'other', false, 'b')])
    expect(both.map(sent => sent.outcome).sort()).toEqual(['changed', 'inserted'])
    await arrived(name, WRAPPED('first'))
    expect([WRAPPED('first'), WRAPPED('other')]).toContain(recorded(name))
  })

  test("a person's keys never fall into the middle of a long text", async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    const text = 'long '.repeat(12_000)
    const sending = send(surface, text, false)
    await until('the first bytes to arrive', () => recorded(name).length > 0)
    surface.keys('KEY')
    await sending
    await until('the key to arrive', () => recorded(name).endsWith('KEY'))
    expect(recorded(name)).toBe(`${WRAPPED(text)}KEY`)
  })

  test('a text with an acting byte throws before anything is written', async () => {
    const name = file()
    const { registry } = testRegistry()
    const surface = await openRecorder(registry, name, '--paste')
    for (const text of ['a\x1b[201~\r', 'a\rb', '\x03', 'a\x7f', 'a\x9b', '\ud800']) {
      await expect(send(surface, text, true)).rejects.toMatchObject({ code: 'unfit_text' })
    }
    expect((await send(surface, 'fine', false)).outcome).toBe('inserted')
    await arrived(name, WRAPPED('fine'))
    expect(recorded(name)).toBe(WRAPPED('fine'))
  })
})

describe('Enter is not pressed when the program is not the one that was checked', () => {
  test('it changed screens after the text', async () => {
    const { registry } = testRegistry()
    const script = path.join(testFolder(), 'script.mjs')
    const act =
      "process.stdin.on('data', data => String(data).includes('text') && process.stdout.write('\\x1b[?1049h'))"
    writeFileSync(script, `process.stdin.setRawMode(true)\n${act}\nprocess.stdout.write('\\x1b[?2004hready')\n`)
    const command = `exec node '${script}'`
    const surface = await openSurface(registry, { command })
    await shows(surface, 'ready')
    expect(await send(surface, 'text', true)).toMatchObject({
      outcome: 'unconfirmed',
      evidence: 'the program changed before Enter; Enter was not sent',
    })
  })

  test('it changed after the check and before the text: nothing is written', async () => {
    const { registry } = testRegistry()
    const go = path.join(testFolder(), 'go')
    const wait = `while [ ! -e '${go}' ]; do sleep 0.02; done`
    const surface = await openSurface(registry, {
      command: `printf '\\033[?2004hready'; ${wait}; printf '\\033[?1049hgone'; sleep 100`,
    })
    await shows(surface, 'ready')
    const { line } = await surface.readiness()
    writeFileSync(go, '')
    await shows(surface, 'gone')
    const sent = await surface.deliver({ by: 'a', text: 'text', enter: true, lineVersion: line.version })
    expect(sent).toMatchObject({ outcome: 'changed', bytes: 0 })
  })

  test('it does not read: the app stays alive, and Enter is not sent', async () => {
    const { registry } = testRegistry()
    const command = `stty raw -echo; printf '\\033[?2004hready'; exec sleep 100`
    const surface = await openSurface(registry, { command })
    await shows(surface, 'ready')
    let worst = 0
    let used = processorTime()
    const watch = setInterval(() => {
      worst = Math.max(worst, used())
      used = processorTime()
    }, 5)
    const sent = await send(surface, 'x'.repeat(200_000), true)
    clearInterval(watch)
    expect(sent).toMatchObject({ outcome: 'unconfirmed', evidence: 'the program is not reading; Enter was not sent' })
    expect(worst).toBeLessThan(400)
  })
})

test('assertPlain lets every printable text, Tab and LF pass, and no control', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const acting = [...text].some(one => /[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]/u.test(one))
      if (acting) expect(() => assertPlain(text)).toThrow()
      else expect(() => assertPlain(text)).not.toThrow()
    }),
  )
})
