// What is sent while a real shell runs what it runs before each prompt, by an agent that may answer whatever asks.
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import { shows, until } from '../surfaces/support.ts'
import { startShell } from '../surfaces/support-shells.ts'
import { cursor, rig, rule, short } from './support/rig.ts'

/** Once `$HOME/slow` is there, each waits for `$HOME/on` before its prompt. */
const WAITS = '[ -e ~/slow ] || return 0; rm ~/slow; until [ -e ~/on ]; do sleep 0.01; done'
const FILES = {
  '.bash_profile': `waits() { ${WAITS}; }\nPROMPT_COMMAND=waits\n`,
  '.zshrc': `waits() { ${WAITS} }\nprecmd_functions+=(waits)\n`,
  '.config/fish/config.fish':
    'function waits --on-event fish_prompt\n if test -e ~/slow\n rm ~/slow\n while not test -e ~/on\n sleep 0.01\n end\n end\nend\n',
}

test.each(['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish'].filter(shell => existsSync(shell)))(
  '%s: it goes in at the prompt, with its Enter',
  async file => {
    const { shell, home } = await startShell(file, { files: FILES })
    // A busy computer may need longer than the gate is patient: its time stands still.
    const clock = { ...systemClock, monotonic: () => 0 }
    const state = rig({
      rules: [rule('r1', '*', 'submit', { answer: 'allow' })],
      make: options => createGate({ ...options, surfaces: { get: () => shell, all: () => [shell] }, clock }),
    })
    const submit = (text: string) => state.gate.send(cursor, { intent: 'submit', surface: shell.facts.id, text })

    writeFileSync(path.join(home, 'slow'), '')
    expect(short(await submit('echo "first-$(expr 6 + 1)"'))).toBe('submitted')
    await until('the shell to be between two commands', async () => (await shell.readiness()).betweenCommands)
    const second = submit('echo "second-$(expr 6 + 1)"')
    writeFileSync(path.join(home, 'on'), '')
    expect(short(await second)).toBe('submitted')
    await shows(shell, 'second-7')
  },
)

test('a program that a key of the prompt started does not pass by itself', async () => {
  const { shell } = await startShell('/bin/bash', { files: { '.bash_profile': `bind -x '"\\C-g": cat'\n` } })
  expect((await shell.readiness()).betweenCommands).toBe(false)
  shell.keys('\x07')
  await until('cat in front', async () => (await shell.readiness()).dialog.why.startsWith('cat is in the foreground'))
  expect((await shell.readiness()).betweenCommands).toBe(false)
})

test('nor does the second line of a command', async () => {
  const { shell } = await startShell('/bin/bash')
  shell.keys('for one in 1 2\r')
  await until('the second line', async () => (await shell.readiness()).cursorLine.startsWith('>'))
  expect((await shell.readiness()).betweenCommands).toBe(false)
})
