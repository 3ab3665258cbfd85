// Level type with `insertAtPrompt` in real shells: what goes onto the line does nothing before a person's Enter, and where
// the line is not a prompt's, not a byte goes in.
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import type { PersonSurface, Registry } from '../../main/surfaces/surface.ts'
import { atPrompt, lines, send, shows, until } from '../surfaces/support.ts'
import { startShell } from '../surfaces/support-shells.ts'
import { corpus, textsOf } from './support/corpus.ts'
import { cursor, rig, rule, short } from './support/rig.ts'

const SHELLS = ['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish'].filter(existsSync)
const FILES = { '.bash_profile': "PS1='$ ' PS2='more> '", '.zshrc': 'setopt prompt_subst', 'folder/file': '' }

function gateOn(registry: Registry, shell: PersonSurface) {
  const rules = [rule('r1', '*', 'type', { insertAtPrompt: true })]
  const state = rig({ rules, make: options => createGate({ ...options, surfaces: registry, clock: systemClock }) })
  return {
    ...state,
    type: async (text: string) =>
      short(await state.gate.send(cursor, { intent: 'type', surface: shell.facts.id, text })),
  }
}
async function shellWithGate(file: string, files: Record<string, string> = FILES) {
  const { shell, registry, home } = await startShell(file, { files })
  return { shell, home, ...gateOn(registry, shell) }
}

/** A moment of quiet belongs to it. */
function atFitPrompt(shell: PersonSurface): Promise<unknown> {
  return until('a prompt that is fit for it', async () => (await shell.readiness()).insertable.ok)
}
/** As the agent that may; a person's keys would keep the next text away for 1.5 s. */
async function pressed(shell: PersonSurface, name: string): Promise<void> {
  const read = shell.readKeys([name])
  if (!read.ok) throw new Error(`${name} is no key`)
  const { version } = (await shell.readiness()).line
  await shell.press({ by: 'cursor', keys: read.keys, lineVersion: version })
}
/** Why not, once it is quiet: a moment without a byte is one of the conditions. */
function unfit(shell: PersonSurface): Promise<string> {
  return until('a lasting reason against it', async () => {
    const { insertable } = await shell.readiness()
    return insertable.ok || /a moment ago/.test(insertable.why) ? null : insertable.why
  })
}
const lineOf = async (shell: PersonSurface) => (await shell.readiness()).cursorLine
const versionOf = async (shell: PersonSurface) => (await shell.readiness()).line.version

/** What programs did with in the measured cases, or might do in a shell. */
const ATTACKS = [
  'echo $(touch @MARK@) ',
  'touch @MARK@',
  'echo $HOME[(touch @MARK@)] ',
  'echo $HOME[$(touch @MARK@)] ',
  'echo $a[(touch @MARK@)]',
  'echo $(touch @MARK@) http://x?a=b',
  'xx; touch @MARK@',
  ':!touch @MARK@',
  'S#touch @MARK@',
  '!! ',
  '!tou',
  'zz ',
  'accept-line',
]

test('each of the attacks is a measured case', () => {
  const measured = corpus.flatMap(textsOf)
  for (const attack of ATTACKS) expect(measured).toContain(attack.replaceAll('@MARK@', '/tmp/mark'))
})

describe.each(SHELLS)('%s', file => {
  test('the text is on the line, marked as typed by the agent, and runs at a person’s Enter, not before', async () => {
    const { shell, home, type, gate } = await shellWithGate(file)
    await atFitPrompt(shell)
    expect(await type('touch ran; printf %s-%s did 42')).toBe('inserted')
    await shows(shell, 'touch ran; printf')
    const { lines: shown, typed } = await lines(shell)
    expect(typed).toEqual([{ line: shown.findIndex(line => line.includes('touch ran')), by: 'cursor' }])
    expect([existsSync(`${home}/ran`), shell.commands(), gate.drafts()]).toEqual([false, [], []])
    expect((await shell.readiness()).line.by).toEqual(['cursor'])
    // A second one would be added to it.
    expect(await type('; echo more')).toBe('staged')
    expect(await lineOf(shell)).not.toMatch(/more/)
    shell.keys('\r')
    await shows(shell, 'did-42')
    expect(existsSync(`${home}/ran`)).toBe(true)
  })

  test('measured attacks stay on the line as they are', async () => {
    const { shell, home, type } = await shellWithGate(file)
    const before = readdirSync(home).sort()
    let commands = shell.commands().length
    for (const attack of ATTACKS) {
      const text = attack.replaceAll('@MARK@', 'mark')
      await atFitPrompt(shell)
      const { version } = (await shell.readiness()).line
      expect([text, await type(text)]).toEqual([text, 'inserted'])
      await until(`${text} on the line`, async () => (await lineOf(shell)).includes(text.trim()))
      expect([text, await versionOf(shell)]).not.toEqual([text, version])
      expect([text, readdirSync(home).filter(name => name === 'mark')]).toEqual([text, []])
      expect([text, shell.commands().length]).toEqual([text, commands])
      await pressed(shell, 'C-u')
      await until('the line to be empty', async () => !(await lineOf(shell)).includes(text.trim()))
      expect((await send(shell, 'true', true)).outcome).toBe('submitted')
      commands += 1
      await until('the next prompt', () => shell.commands().length === commands && shell.commands().at(-1)?.endedAt)
      await atPrompt(shell)
    }
    const left = readdirSync(home).sort()
    expect(left.filter(name => !before.includes(name) && !name.startsWith('.'))).toEqual([])
  }, 60_000)

  test('with a person’s text on the line it is a draft, and the line stays as it was', async () => {
    const { shell, type, gate } = await shellWithGate(file)
    await atFitPrompt(shell)
    shell.keys('half a lin')
    await until('it to show', async () => (await lineOf(shell)).endsWith('half a lin'))
    expect(await unfit(shell)).toMatch(/something went in/)
    const version = await versionOf(shell)
    expect(await type('echo never')).toBe('staged')
    expect([await versionOf(shell), await lineOf(shell)]).toEqual([version, expect.stringMatching(/half a lin$/)])
    expect(gate.drafts()).toMatchObject([{ agent: 'cursor', text: 'echo never' }])
  })
})

describe('not a byte goes in', () => {
  test('with the keys of vi in bash', async () => {
    const { shell, type } = await shellWithGate('/bin/bash', { '.bash_profile': 'set -o vi' })
    expect(await unfit(shell)).toMatch(/keys of bash/)
    expect(await type('dd')).toBe('staged')
    expect(await versionOf(shell)).toBe(0)
  })

  const python = 'import sys; sys.ps1 = "py> "; x = 1'
  test.each([
    ['in a line editor that a command opened', 'read -e -p "name: " x', 'name:'],
    ['at a line prompt', 'read -p "really? " x', 'really?'],
    ['at a prompt for one key', 'read -n1 -p "key? " x', 'key?'],
    ['at a password prompt', 'read -s -p "Password: " x', 'Password:'],
    ['in a REPL', `python3 -q -i -c '${python}'`, 'py>'],
    ['in a shell inside the shell', 'PS1="inner> " bash --norc', 'inner>'],
  ])('%s', async (_, command, prompt) => {
    const { shell, type, gate } = await shellWithGate('/bin/bash')
    expect((await send(shell, command, true, 'codex')).outcome).not.toBe('changed')
    await until(`"${prompt}"`, async () => (await lineOf(shell)).startsWith(prompt))
    await unfit(shell)
    const version = await versionOf(shell)
    expect(await type('y')).toBe('staged')
    expect([await versionOf(shell), (await lineOf(shell)).endsWith('y')]).toEqual([version, false])
    expect(gate.drafts()).toHaveLength(1)
  })
})
