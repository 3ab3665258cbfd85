// answer_prompt from the gate to real programs on real terminals: programs that read one key, a line, a password, and one
// whose hooks name its dialogs.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import type { AnswerRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { DialogHook } from '../../main/surfaces/dialog.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import {
  atPrompt,
  openShell,
  openSurface,
  RECORDER,
  shows,
  testFolder,
  testRegistry,
  until,
} from '../surfaces/support.ts'
import { openHooked } from '../surfaces/support-hooks.ts'
import { cursor, rig, rule, short } from './support/rig.ts'

function gateOn(surfaces: readonly PersonSurface[], more: Partial<Rule> = { answer: 'allow' }) {
  const source = { get: (id: string) => surfaces.find(({ facts }) => facts.id === id), all: () => surfaces }
  const state = rig({
    rules: [rule('r1', '*', 'submit', more)],
    make: options => createGate({ ...options, surfaces: source, clock: systemClock }),
  })
  const answer = async (choice: string, { surface = surfaces[0]!.facts.id, ...fields }: Partial<AnswerRequest> = {}) =>
    short(await state.gate.send(cursor, { intent: 'answer', surface, choice, ...fields }))
  return { state, answer }
}
const versionOf = async (surface: PersonSurface) => (await surface.readiness()).line.version

/** Asks for one key, without Enter, and says which it got; then again. */
const ONE_KEY = `
  process.stdin.setRawMode(true)
  let asked = 0
  const ask = () => process.stdout.write('go on ' + ++asked + '? [y/n] ')
  process.stdin.on('data', bytes => {
    process.stdout.write('got ' + JSON.stringify(String(bytes)) + '\\r\\n')
    ask()
  })
  ask()`

test('a program that asks for one key gets that key and no Enter', async () => {
  const { registry, home } = testRegistry()
  writeFileSync(`${home}/ask.mjs`, ONE_KEY)
  const program = await openSurface(registry, { command: `exec node '${home}/ask.mjs'` })
  await shows(program, 'go on 1?')
  const { answer } = gateOn([program])
  expect(await answer('y')).toBe('pressed')
  await shows(program, 'got "y"')
  await shows(program, 'go on 2?')
  expect(await answer('Enter')).toBe('pressed')
  await shows(program, 'got "\\r"')
  await shows(program, 'go on 3?')
  expect((await program.readiness()).line.version).toBeGreaterThan(0)
})

test('without the grant it gets nothing', async () => {
  const { registry, home } = testRegistry()
  writeFileSync(`${home}/ask.mjs`, ONE_KEY)
  const program = await openSurface(registry, { command: `exec node '${home}/ask.mjs'` })
  await shows(program, 'go on 1?')
  for (const more of [{}, { answer: 'deny' }] as const) {
    const { answer } = gateOn([program], more)
    for (const choice of ['y', 'Enter', 'yes']) expect(await answer(choice)).toMatch(/^no: (no_answer|denied)$/)
  }
  expect(await versionOf(program)).toBe(0)
})

describe('in bash', () => {
  /** A command of the shell's own that asks, in front. */
  async function asked(command: string, prompt: string, more?: Partial<Rule>) {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    const made = gateOn([shell], more)
    shell.keys(`${command}; echo "got <$x>"\r`)
    await until(`"${prompt}"`, async () => (await shell.readiness()).cursorLine.startsWith(prompt))
    // A person's keys come first for 1.5 s, and are off the line by then.
    return { shell, ...made }
  }

  test('read -n1 gets one key', async () => {
    const { shell, answer } = await asked("read -n1 -p 'key? ' x", 'key?')
    expect(await answer('y')).toBe('pressed')
    await shows(shell, 'got <y>')
  })

  test('read gets a line with its Enter, also of one character', async () => {
    for (const [choice, got] of [
      ['a whole line', 'a whole line'],
      ['y', 'y'],
    ] as const) {
      const { shell, answer } = await asked("read -p 'answer? ' x", 'answer?')
      expect(await answer(choice)).toBe('submitted')
      await shows(shell, `got <${got}>`)
    }
  })

  test('Enter is an empty line there, and the name of another key is none', async () => {
    const { shell, answer } = await asked("read -p 'answer? ' x", 'answer?')
    const before = await versionOf(shell)
    expect(await answer('Down')).toBe('no: bad_arguments')
    expect(await versionOf(shell)).toBe(before)
    expect(await answer('Enter')).toBe('pressed')
    await shows(shell, 'got <>')
  })

  test('read -s is a password prompt: the grant to answer is not enough', async () => {
    const { shell, answer } = await asked("read -s -p 'Password: ' x", 'Password:', {
      answer: 'allow',
      interrupt: 'allow',
    })
    const before = await versionOf(shell)
    for (const choice of ['hunter2', 'y', 'Enter']) expect(await answer(choice)).toBe('no: secret_prompt')
    expect(await versionOf(shell)).toBe(before)
  })

  test('and with the grant for secrets it goes in', async () => {
    const { shell, answer } = await asked("read -s -p 'Password: ' x", 'Password:', {
      answer: 'allow',
      secret: 'allow',
    })
    expect(await answer('hunter2')).toBe('submitted')
    await shows(shell, 'got <hunter2>')
  })

  test('at its prompt nothing asks', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await atPrompt(shell)
    const { answer } = gateOn([shell])
    for (const choice of ['y', 'Enter', 'rm -rf x']) expect(await answer(choice)).toBe('no: dialog_gone')
    expect(await versionOf(shell)).toBe(0)
  })
})

describe('a program whose hooks name its dialogs', () => {
  const open = (id: string) => ({ open: 'yes' as const, why: `it asks about ${id}`, id })

  async function hooked(first: ReturnType<DialogHook>) {
    const file = path.join(testFolder(), 'bytes')
    const hook = { says: first }
    const surface = openHooked(() => hook.says, `exec node '${RECORDER}' '${file}' --echo --paste`)
    await shows(surface, 'ready')
    return { surface, hook, bytes: () => readFileSync(file, 'latin1'), ...gateOn([surface]) }
  }

  test('the one that is named gets the answer', async () => {
    const { answer, bytes } = await hooked(open('A'))
    expect(await answer('2', { dialog: 'A' })).toBe('pressed')
    await until('the key', () => bytes() === '2')
  })

  test('another gets nothing', async () => {
    const { answer, bytes, hook, surface } = await hooked(open('B'))
    for (const choice of ['2', 'Enter', 'yes']) expect(await answer(choice, { dialog: 'A' })).toBe('no: dialog_gone')
    hook.says = { open: 'no', why: 'it is at its composer' }
    expect(await answer('2', { dialog: 'A' })).toBe('no: dialog_gone')
    expect(await answer('2')).toBe('no: dialog_gone')
    expect([await versionOf(surface), bytes()]).toEqual([0, ''])
  })

  test('another that opens while the record is written gets nothing, named or not', async () => {
    for (const dialog of [{ dialog: 'A' }, {}]) {
      for (const choice of ['2', 'yes']) {
        const made = await hooked(open('A'))
        made.state.onAppend = () => {
          made.hook.says = open('B')
        }
        expect(await made.answer(choice, dialog)).toBe('no: dialog_gone')
        expect([await versionOf(made.surface), made.bytes()]).toEqual([0, ''])
      }
    }
  })

  test('of a line the Enter stays out where the text has answered it', async () => {
    const made = await hooked(open('A'))
    let isIn = false
    let isLooking = false
    // From the moment that the text goes in: who waits to read it in the file may be later than the Enter.
    Object.defineProperty(made.hook, 'says', {
      get() {
        if (isIn || isLooking) return open(isIn ? 'B' : 'A')
        // the summary asks the hook too
        isLooking = true
        isIn = made.surface.summary().typing === 'cursor'
        isLooking = false
        return open(isIn ? 'B' : 'A')
      },
    })
    expect(await made.answer('yes', { dialog: 'A' })).toBe('failed')
    await until('the text', () => made.bytes().length >= 15)
    expect(made.bytes()).toBe('\x1b[200~yes\x1b[201~')
  })
})
