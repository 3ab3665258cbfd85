// press_key from the gate to real programs on real terminals: what is refused reaches none, what is allowed acts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import type { KeysRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { atPrompt, lines, openShell, openSurface, shows, testRegistry, until } from '../surfaces/support.ts'
import { cursor, rig, rule, short } from './support/rig.ts'

function realRig() {
  const { registry, home } = testRegistry()
  const state = rig({ make: options => createGate({ ...options, surfaces: registry, clock: systemClock }) })
  const grant = (more: Partial<Rule>) => Object.assign(state, { rules: [rule('r1', '*', 'submit', more)] })
  const press = async ({ facts }: PersonSurface, ...keys: string[]) => {
    const request: KeysRequest = { intent: 'keys', surface: facts.id, keys }
    return short(await state.gate.send(cursor, request))
  }
  return { ...state, registry, home, grant, press }
}
const versionOf = async (surface: PersonSurface) => (await surface.readiness()).line.version

test('C-c asks by default and sends not a byte; with the grant to interrupt it ends what runs', async () => {
  const { registry, gate, grant, press } = realRig()
  const shell = await openShell(registry)
  const { id } = shell.facts
  expect(short(await gate.send(cursor, { intent: 'submit', surface: id, text: 'sleep 100' }))).toBe('submitted')
  await until('sleep to run', () => shell.summary().state.evidence.includes('sleep'))
  const before = await versionOf(shell)
  expect(await press(shell, 'C-c')).toBe('no: no_answer')
  grant({ answer: 'allow' })
  expect(await press(shell, 'ctrl-c')).toBe('no: no_answer')
  expect(await versionOf(shell)).toBe(before)
  grant({ interrupt: 'allow' })
  expect(await press(shell, 'C-c')).toBe('pressed')
  await atPrompt(shell)
  // And the line is free for the next command.
  expect(short(await gate.send(cursor, { intent: 'submit', surface: id, text: 'echo hi-$((40+2))' }))).toBe('submitted')
  await shows(shell, 'hi-42')
})

test('Enter runs what the agent has inserted, and C-u takes it away, without further grants', async () => {
  const { registry, gate, grant, press } = realRig()
  grant({ answer: 'deny', interrupt: 'deny' })
  const shell = await openShell(registry)
  const { id } = shell.facts
  expect(await press(shell, 'C-u')).toBe('no: denied')
  expect(await press(shell, 'Enter')).toBe('no: denied')
  expect(await versionOf(shell)).toBe(0)
  expect(short(await gate.send(cursor, { intent: 'type', surface: id, text: 'false && echo one' }))).toBe('inserted')
  expect(await press(shell, 'C-u')).toBe('pressed')
  expect(short(await gate.send(cursor, { intent: 'type', surface: id, text: 'echo two-$((1+1))' }))).toBe('inserted')
  expect(await press(shell, 'Enter')).toBe('pressed')
  await shows(shell, 'two-2')
})

test.runIf(existsSync('/usr/bin/less'))('Up and Down in less need the grant to answer', async () => {
  const { registry, home, grant, press } = realRig()
  writeFileSync(`${home}/long`, Array.from({ length: 200 }, (_, index) => `line ${index + 1}`).join('\n'))
  const less = await openSurface(registry, { command: `exec /usr/bin/less '${home}/long'` })
  await shows(less, 'line 2')
  const top = async () => (await lines(less)).lines[0]?.trim()
  grant({ interrupt: 'allow' })
  for (const keys of [['Down'], ['q'], ['Enter'], ['C-l', 'Down']]) {
    expect(await press(less, ...keys)).toMatch(/^no: (no_answer|dialog_open)$/)
  }
  expect([await versionOf(less), await top()]).toEqual([0, 'line 1'])
  grant({ answer: 'allow' })
  expect(await press(less, 'Down', 'down', 'Up', 'arrow-down')).toBe('pressed')
  await until('two lines down', async () => (await top()) === 'line 3')
})

test('a program that has application cursor keys on gets them so', async () => {
  const { registry, home, grant, press } = realRig()
  grant({ answer: 'allow' })
  writeFileSync(
    `${home}/editor.mjs`,
    `import { appendFileSync } from 'node:fs'
    process.stdin.setRawMode(true)
    process.stdin.on('data', bytes => appendFileSync('${home}/got', bytes))
    process.stdout.write('\\x1b[?1049h\\x1b[?1h\\x1b=ready')`,
  )
  const editor = await openSurface(registry, { command: `exec node '${home}/editor.mjs'` })
  await shows(editor, 'ready')
  // It shows nothing, so that the line left was not seen.
  expect(await press(editor, 'Up', 'C-Right', 'KPEnter', 'S-Tab', 'C-m')).toBe('unconfirmed')
  expect(await press(editor, 'C-Enter')).toBe('no: bad_arguments')
  // Nothing it shows says that it has read them.
  const got = () => (existsSync(`${home}/got`) ? readFileSync(`${home}/got`, 'latin1') : '')
  await until('the last key', () => got().endsWith('\r'))
  expect(got()).toBe('\x1bOA\x1b[1;5C\x1bOM\x1b[Z\r')
})
