import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInputs } from '../../main/surfaces/inputs.ts'
import { type InsertSignals, insertableOf } from '../../main/surfaces/insertable.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import type { Taken } from '../../main/surfaces/terminal.ts'
import type { Tty } from '../../main/surfaces/tty.ts'
import { atPrompt, lines, openShell, send, shows, testRegistry, until } from './support.ts'
import { startShell } from './support-shells.ts'

const EDITING: Tty = {
  canonical: false,
  echo: false,
  signals: true,
  control: [3],
  returnIsNewline: false,
  rewrites: false,
}
const PROMPT: InsertSignals = {
  integrated: true,
  pasting: 'bash',
  foreground: { is: 'shell', group: 7 },
  tty: EDITING,
  phase: 'prompt',
  left: false,
  keymap: 'emacs',
  pasteByShell: true,
  bracketedPaste: true,
  alt: false,
  untouched: true,
  sinceInput: 150,
  sinceOutput: 150,
}

describe('each condition alone forbids it', () => {
  const table: [string, Partial<InsertSignals>, RegExp][] = [
    ['1: no marks of ours', { integrated: false }, /no shell with our marks/],
    ['1: another program', { foreground: { is: 'other', group: 8, program: 'vim' } }, /^vim is in the foreground/],
    ['1: a program without a name', { foreground: { is: 'other', group: 8, program: null } }, /^another program/],
    ['1: a system that does not tell', { foreground: { is: 'unknown', group: null } }, /cannot be known/],
    ['1: another shell', { pasting: null }, /how this shell takes a paste/],
    ['2: no mark yet', { phase: 'none' }, /has not said that it is at its prompt/],
    ['2: a command runs', { phase: 'running' }, /has not said/],
    ['2: between two', { phase: 'between' }, /has not said/],
    ['2: a line was taken since', { left: true }, /has taken a line/],
    ['3: not known', { tty: null }, /cannot be known here/],
    ['3: whole lines', { tty: { ...EDITING, canonical: true } }, /not as the line editor/],
    ['3: echo', { tty: { ...EDITING, echo: true } }, /not as the line editor/],
    ['3: bash, and CR turned to LF', { tty: { ...EDITING, returnIsNewline: true } }, /not as the line editor/],
    ['3: bytes are changed', { tty: { ...EDITING, rewrites: true } }, /changes what is typed/],
    ['4: no bracketed paste', { bracketedPaste: false }, /does not take pastes/],
    ['4: switched on by another program', { pasteByShell: false }, /does not take pastes/],
    ['4: the alternate screen', { alt: true }, /alternate screen/],
    ['5: bash with the keys of vi', { keymap: 'vi-insert' }, /keys of bash/],
    ['5: the same in command mode', { keymap: 'vi-command' }, /keys of bash/],
    ['5: not known', { keymap: null }, /keys of bash/],
    ['6: something went in', { untouched: false }, /something went in since/],
    ['7: something went in just now', { sinceInput: 149 }, /a moment ago/],
    ['7: something came out just now', { sinceOutput: 149 }, /a moment ago/],
  ]
  test.each(table)('%s', (_what, signals, why) => {
    const answer = insertableOf({ ...PROMPT, ...signals })
    expect(answer).toEqual({ ok: false, why: expect.stringMatching(why) })
    expect(answer).toEqual({ ok: false, why: expect.stringMatching(/^\w.*[^.!]$/) })
  })

  test('and with none of them it is allowed', () => {
    expect(insertableOf(PROMPT)).toEqual({ ok: true })
    const zle: Partial<InsertSignals> = { pasting: 'zsh', tty: { ...EDITING, returnIsNewline: true } }
    for (const keymap of ['emacs', 'vi-insert', 'vi-command', null] as const) {
      expect(insertableOf({ ...PROMPT, ...zle, keymap })).toEqual({ ok: true })
      expect(insertableOf({ ...PROMPT, pasting: 'fish', keymap })).toEqual({ ok: true })
    }
  })

  test('any of them together forbid it, for the first reason', () => {
    const flips = table.map(([, signals, why], order) => ({ signals, why, order }))
    fc.assert(
      fc.property(fc.subarray(flips, { minLength: 1 }), chosen => {
        // The later of two for one signal counts, so the reason is one of those chosen.
        const answer = insertableOf(Object.assign({ ...PROMPT }, ...chosen.map(({ signals }) => signals)))
        expect(answer.ok).toBe(false)
        if (!answer.ok) expect(chosen.some(({ why }) => why.test(answer.why))).toBe(true)
      }),
    )
  })
})

describe('what went in', () => {
  function inputs() {
    let now = 0
    const made = createInputs({ mono: () => now })
    const put = (known: boolean) => made.through(Promise.resolve({ bytes: 1, why: null }), known)
    const at = (ms: number) => {
      now = ms
    }
    return { ...made, put, at }
  }

  test('counts from the prompt on, whoever sent it', async () => {
    for (const known of [true, false]) {
      const { put, mark, untouched } = inputs()
      expect(untouched()).toBe(false)
      mark('prompt')
      expect(untouched()).toBe(true)
      await put(known)
      expect(untouched()).toBe(false)
    }
  })

  test('before the prompt counts only where the ledger does not know it, until a command has started', async () => {
    const { put, mark, untouched, entered } = inputs()
    await put(true)
    mark('prompt')
    expect(untouched()).toBe(true)
    mark('start')
    await put(false)
    mark('end')
    mark('prompt')
    expect(untouched()).toBe(false)
    // An Enter that starts no command.
    entered()
    mark('prompt')
    expect(untouched()).toBe(false)
    entered()
    mark('start')
    mark('end')
    mark('prompt')
    expect(untouched()).toBe(true)
  })

  test('is under way until the terminal has taken it, also over the beginning of a prompt', async () => {
    const { through, mark, untouched, since, at } = inputs()
    let taken: (how: Taken) => void = () => {}
    const going = through(new Promise<Taken>(resolve => (taken = resolve)), true)
    mark('prompt')
    expect(untouched()).toBe(false)
    at(500)
    taken({ bytes: 3, why: null })
    expect(await going).toEqual({ bytes: 3, why: null })
    expect(untouched()).toBe(false)
    expect(since()).toBe(0)
    at(700)
    mark('prompt')
    expect([untouched(), since()]).toEqual([true, 200])
  })
})

const PLAIN = { files: { '.bash_profile': "PS1='$ ' PS2='more> '" } }

/** Polls, since a moment of quiet belongs to it. */
function insertable(shell: PersonSurface): Promise<unknown> {
  return until('an insert to be allowed', async () => {
    const { insertable } = await shell.readiness()
    return insertable.ok
  }).catch(async fault => {
    throw new Error(`${fault.message}: ${JSON.stringify((await shell.readiness()).insertable)}`)
  })
}
/** Why not, once it is quiet. */
async function whyNot(shell: PersonSurface): Promise<string> {
  return until('a lasting reason against an insert', async () => {
    const { insertable } = await shell.readiness()
    if (insertable.ok) throw new Error('an insert is allowed')
    return /a moment ago/.test(insertable.why) ? null : insertable.why
  })
}
const insert = async (shell: PersonSurface, text: string) => {
  const { version } = (await shell.readiness()).line
  return shell.deliver({ by: 'cursor', text, enter: false, lineVersion: version, atPrompt: true })
}

describe('in a real shell', () => {
  for (const file of ['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish'].filter(existsSync)) {
    test(`${path.basename(file)}: at its prompt, again after a command, and not with text on the line`, async () => {
      const { shell } = await startShell(file, { files: { '.zshrc': '' } })
      await insertable(shell)
      expect((await send(shell, 'true', true)).outcome).toBe('submitted')
      await atPrompt(shell)
      await insertable(shell)
      expect(await insert(shell, 'echo never')).toMatchObject({ outcome: 'inserted' })
      expect(await whyNot(shell)).toMatch(/something went in since/)
      expect(await insert(shell, 'second')).toMatchObject({ outcome: 'changed', bytes: 0 })
      expect((await lines(shell)).lines.join('\n')).not.toMatch(/second/)
      expect(shell.commands()).toHaveLength(1)
    })
  }

  const vi = { files: { '.bash_profile': 'set -o vi', '.zshrc': 'bindkey -v' } }
  test('bash with the keys of vi: never; zsh with them: yes', async () => {
    expect(await whyNot((await startShell('/bin/bash', vi)).shell)).toMatch(/keys of bash/)
    if (existsSync('/usr/bin/zsh')) await insertable((await startShell('/usr/bin/zsh', vi)).shell)
  })

  test('not in a line editor that a command opened, though the terminal is as at the prompt', async () => {
    const { shell } = await startShell('/bin/bash')
    await send(shell, 'read -e x', true)
    await until('the editor', async () => {
      const { tty, bracketedPaste } = await shell.readiness()
      return shell.commands().length === 1 && tty && !tty.canonical && !tty.echo && bracketedPaste
    })
    expect(await whyNot(shell)).toMatch(/has not said that it is at its prompt/)
    expect(await insert(shell, 'x')).toMatchObject({ outcome: 'changed', bytes: 0 })
  })

  test('not in another program', async () => {
    const { shell } = await startShell('/bin/bash')
    await send(shell, 'sleep 100', true)
    await until('sleep to run', () => shell.summary().state.evidence.includes('sleep'))
    expect(await whyNot(shell)).toBe('sleep is in the foreground')
  })

  test('not at the prompt for the rest of a command', async () => {
    const { shell } = await startShell('/bin/bash', PLAIN)
    shell.keys("echo 'one\r")
    await shows(shell, 'more>')
    expect(await whyNot(shell)).toMatch(/has taken a line/)
  })

  test('not with what a person typed, nor with what they typed ahead of the prompt', async () => {
    const { shell } = await startShell('/bin/bash', PLAIN)
    shell.keys('e')
    expect(await whyNot(shell)).toMatch(/something went in/)
    shell.keys('\x7fsleep 0.3\r')
    await until('it to run', () => shell.commands().length === 1)
    shell.keys('ahead')
    await shows(shell, '$ ahead')
    expect(await whyNot(shell)).toMatch(/something went in/)
  })

  test('not where an answer to a query that nobody read stands on the line', async () => {
    const { shell } = await startShell('/bin/bash')
    await send(shell, `printf '\\033[6n'; sleep 0.2`, true)
    await atPrompt(shell)
    expect(await whyNot(shell)).toMatch(/something went in/)
  })

  test('not in a shell without our marks', async () => {
    const { registry } = testRegistry({ shell: '/bin/dash' })
    expect(await whyNot(await openShell(registry))).toMatch(/no shell with our marks/)
  })

  test('and never with Enter', async () => {
    const { shell, home } = await startShell('/bin/bash')
    await insertable(shell)
    const { version } = (await shell.readiness()).line
    const text = `touch ${home}/ran`
    const sent = await shell.deliver({ by: 'cursor', text, enter: true, lineVersion: version, atPrompt: true })
    expect(sent).toMatchObject({ outcome: 'changed', bytes: 0 })
    expect(existsSync(`${home}/ran`)).toBe(false)
  })
})

test('readiness says what has the terminal, on which screen, and what stands on the line of the cursor', async () => {
  const { shell, home } = await startShell('/bin/bash', PLAIN)
  const pid = (await shell.readiness()).group
  expect(pid).toBeGreaterThan(1)
  expect(await shell.readiness()).toMatchObject({ alt: false, cursorLine: '$' })
  const stands = (text: string) => until(text, async () => (await shell.readiness()).cursorLine === text)
  await send(shell, `echo ${'word '.repeat(30)}end`, false)
  await stands(`$ echo ${'word '.repeat(30)}end`)
  await send(shell, `; ${'x'.repeat(1500)}`, false)
  await stands('x'.repeat(1000))
  shell.keys('\x03')
  await stands('$')
  writeFileSync(`${home}/full`, `printf '\\033[?1049h\\033[HPassword: \\033[8mseen?\\033[m'; sleep 100`)
  shell.keys('sh full\r')
  const ready = await until('the other screen', async () => {
    const now = await shell.readiness()
    return now.alt && now.cursorLine !== '' ? now : null
  })
  expect(ready.cursorLine).toBe('Password: [hidden: 5 chars]')
  expect(ready.group).not.toBe(pid)
})
