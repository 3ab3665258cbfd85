import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type DialogHook, type DialogSignals, dialogOf, sameTold, toldBy } from '../../main/surfaces/dialog.ts'
import { readForeground, statFields } from '../../main/surfaces/foreground.ts'
import type { Tty } from '../../main/surfaces/tty.ts'
import { atPrompt, lines, openShell, openSurface, send, shows, testRegistry, until } from './support.ts'

const EDITING: Tty = {
  canonical: false,
  echo: false,
  signals: true,
  control: [3],
  returnIsNewline: false,
  rewrites: false,
}
const LINES: Tty = { ...EDITING, canonical: true, echo: true, returnIsNewline: true }
const PROMPT: DialogSignals = {
  told: null,
  elsewhere: null,
  interactiveShell: true,
  bash: true,
  foreground: { is: 'shell', group: 7 },
  tty: EDITING,
  printed: true,
  bracketedPaste: true,
  pasteByShell: true,
  pasteEverByShell: true,
  editorEver: true,
  awaitsMark: false,
  phase: 'none',
  left: false,
  drawn: true,
  bare: false,
  alt: false,
  sinceStart: 10_000,
  sinceOutput: 10_000,
  sinceInput: 10_000,
}
const QUIET = { bracketedPaste: false, pasteByShell: false, pasteEverByShell: false }
const DASH = { ...QUIET, bash: false, tty: LINES, editorEver: false }

describe('no dialog is said only where a shell of ours surely waits', () => {
  const table: [string, Partial<DialogSignals>, 'no' | 'unknown'][] = [
    ['a shell that marks its prompt', {}, 'no'],
    ['a shell without marks, in the foreground and quiet', DASH, 'no'],
    ['a command', { interactiveShell: false }, 'unknown'],
    ['another program', { foreground: { is: 'other', group: 8, program: 'vim' } }, 'unknown'],
    ['a system that does not tell', { foreground: { is: 'unknown', group: null } }, 'unknown'],
    ['nothing printed yet', { printed: false }, 'unknown'],
    ['the alternate screen', { alt: true }, 'unknown'],
    ['bracketed paste left on by another program', { pasteByShell: false }, 'unknown'],
    ['bracketed paste once on and now off: `read`', { bracketedPaste: false }, 'unknown'],
    ['without marks, just started', { ...DASH, sinceStart: 999 }, 'unknown'],
    ['without marks, just printed', { ...DASH, sinceOutput: 149 }, 'unknown'],
    ['without marks, just typed into', { ...DASH, sinceInput: 149 }, 'unknown'],
    ['without marks, and no prompt: a line that it has not read yet', { ...DASH, bare: true }, 'unknown'],
    ['marks, and a prompt without text', { bare: true }, 'no'],
    // Where the terminal's state is not known, these rules are all there is.
    ['marks, and no state', { tty: null }, 'no'],
    ['no marks, and no state', { ...DASH, tty: null }, 'no'],
    ['no marks, no state, and an editor seen before', { ...DASH, tty: null, editorEver: true }, 'no'],
    ['marks, and whole lines: `read` after a printed mode', { tty: LINES }, 'unknown'],
    ['marks, and echo: `read -n1`', { tty: { ...EDITING, echo: true } }, 'unknown'],
    ['marks, and CR turned to LF: `read -sn1`', { tty: { ...EDITING, returnIsNewline: true } }, 'unknown'],
    ['the same where the shell is no bash: zsh', { bash: false, tty: { ...EDITING, returnIsNewline: true } }, 'no'],
    ['marks, and whole lines without echo', { tty: { ...LINES, echo: false } }, 'unknown'],
    ['bytes that are changed on their way', { tty: { ...EDITING, rewrites: true } }, 'unknown'],
    ['no marks, and bytes that are changed', { ...DASH, tty: { ...LINES, rewrites: true } }, 'unknown'],
    ['no marks, and an editor', { ...QUIET, tty: EDITING }, 'no'],
    ['no marks, an editor once, and whole lines now', { ...QUIET, tty: LINES }, 'unknown'],
    ['no marks, and single keys with echo', { ...DASH, tty: { ...LINES, canonical: false } }, 'unknown'],
    ['no marks, and single keys in bash', { ...QUIET, tty: { ...EDITING, returnIsNewline: true } }, 'unknown'],
    ['no marks, and whole lines without echo', { ...DASH, tty: { ...LINES, echo: false } }, 'unknown'],
    ['a start file that prints and waits', { ...DASH, bash: true, awaitsMark: true }, 'unknown'],
    ['a start file that prints and waits, and no state', { ...DASH, tty: null, awaitsMark: true }, 'unknown'],
    ['a line editor, its mark not there yet', { awaitsMark: true, sinceOutput: 999 }, 'unknown'],
    ['a line editor, and no mark for long: thrown away', { awaitsMark: true, sinceOutput: 1000 }, 'no'],
    // A shell that we started in tmux: all is known of it but its terminal.
    ['in tmux, with marks of bracketed paste', { elsewhere: 'a pane of tmux', tty: null }, 'no'],
    ['in tmux, by nothing but its quiet', { ...DASH, elsewhere: 'a pane of tmux', tty: null }, 'unknown'],
    ['in tmux, whatever runs in it', { elsewhere: 'a pane of tmux', tty: null, interactiveShell: false }, 'unknown'],
  ]
  const marked: typeof table = [
    ['by its own marks: at its prompt', {}, 'no'],
    ['at its prompt, whoever switched bracketed paste on', { pasteByShell: false }, 'no'],
    ['at its prompt, without bracketed paste from the start', QUIET, 'no'],
    ['at its prompt, and no state is known', { tty: null }, 'no'],
    ['a command runs, with all as at a prompt: `read -e`', { phase: 'running' }, 'unknown'],
    ['a command runs, however quiet it is', { ...DASH, phase: 'running' }, 'unknown'],
    ['a command is over, and no prompt yet', { phase: 'between' }, 'unknown'],
    ['the prompt is drawn, the editor not there yet', { bracketedPaste: false }, 'unknown'],
    ['the prompt is drawn, and whole lines', { ...QUIET, tty: LINES }, 'unknown'],
    ['the editor was left, and no command started: a second line', { left: true }, 'unknown'],
    ['the prompt has begun and is not drawn', { drawn: false, sinceOutput: 149 }, 'unknown'],
    ['a prompt without text', { drawn: false, sinceOutput: 150 }, 'no'],
    ['its prompt, and another program', { foreground: { is: 'other', group: 8, program: 'vim' } }, 'unknown'],
    ['its prompt, and the alternate screen', { alt: true }, 'unknown'],
    ['its prompt, and whole lines without echo', { tty: { ...LINES, echo: false } }, 'unknown'],
    ['its prompt, and bytes that are changed', { tty: { ...EDITING, rewrites: true } }, 'unknown'],
  ]
  const rows = [
    ...table,
    ...marked.map(([what, signals, open]) => [what, { phase: 'prompt' as const, ...signals }, open] as const),
  ]
  test.each(rows)('%s', (_what, signals, open) => {
    const dialog = dialogOf({ ...PROMPT, ...signals })
    expect(dialog.open).toBe(open)
    expect(dialog.why).toMatch(/^\w.*[^.!]$/)
  })
})

describe("a preset's hook", () => {
  const COMMAND = { ...PROMPT, interactiveShell: false }
  const composer = { open: 'no', why: 'it is at its composer', id: null } as const
  const dialog = { open: 'yes', why: 'it asks whether it may run a command', id: 'd1' } as const
  const SECRET = { ...LINES, echo: false }

  test('is believed over what is only unknown', () => {
    expect(dialogOf({ ...COMMAND, told: composer })).toEqual(composer)
    expect(dialogOf({ ...COMMAND, tty: null, told: composer })).toEqual(composer)
  })
  test('is believed over a shell at its prompt when it says that a dialog is open', () => {
    expect(dialogOf({ ...PROMPT, told: dialog })).toEqual(dialog)
    expect(dialogOf({ ...PROMPT, tty: SECRET, told: dialog })).toEqual(dialog)
  })
  test('is not believed where a part of what was printed could not be read', () => {
    for (const told of [null, composer, dialog]) {
      expect(dialogOf({ ...PROMPT, told, misread: true })).toMatchObject({ open: 'unknown', id: null })
    }
  })
  test('is not believed at a password prompt when it says that there is none', () => {
    expect(dialogOf({ ...COMMAND, tty: SECRET, told: composer })).toMatchObject({ open: 'unknown', id: null })
  })
  test('says nothing where it does not know', () => {
    expect(toldBy(null)).toBeNull()
    expect(toldBy(() => null)).toBeNull()
  })
  test('names an open dialog and nothing else', () => {
    const why = 'it says so'
    const table: [ReturnType<DialogHook>, string | null][] = [
      [{ open: 'yes', why, id: 'd1' }, 'd1'],
      [{ open: 'yes', why }, null],
      [{ open: 'no', why, id: 'd1' }, null],
    ]
    for (const [says, id] of table) expect(toldBy(() => says)).toMatchObject({ open: says?.open, why, id })
    for (const signals of [PROMPT, COMMAND]) expect(dialogOf(signals).id).toBeNull()
  })
  test('tells one dialog from the next, and from none', () => {
    const says = [null, composer, dialog, { ...dialog, id: 'd2' }, { ...dialog, id: null }]
    for (const one of says) for (const two of says) expect(sameTold(one, two)).toBe(one === two)
    expect(sameTold(dialog, { ...dialog, why: 'in other words' })).toBe(true)
  })
})

describe('a real bash', () => {
  test('is unknown while it starts, no at its prompt, unknown while a program runs, and no again', async () => {
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, '.bash_profile'), 'while [ ! -e ~/go ]; do :; done\n')
    const shell = await openSurface(registry)
    expect((await shell.readiness()).dialog).toEqual({ open: 'unknown', why: 'the shell is still starting', id: null })
    expect(shell.summary().state.is).toBe('starting')
    writeFileSync(path.join(home, 'go'), '')
    await atPrompt(shell)
    await send(shell, 'sleep 100', true)
    const during = await until('sleep in the foreground', async () => {
      const { dialog } = await shell.readiness()
      return dialog.why.startsWith('sleep') ? dialog : null
    })
    expect(during.open).toBe('unknown')
    shell.keys('\x03')
    await atPrompt(shell)
  })

  test.each(['echo hi; read x', "read -n1 -p 'hi? ' x", 'echo hi; until [ -e ~/go ]; do sleep 0.02; done'])(
    'is unknown while a start file of its own prints and reads, however long: %s',
    async reads => {
      let later = 0
      const clock = { now: Date.now, mono: () => performance.now() + later }
      const { registry, home } = testRegistry({ clock })
      writeFileSync(path.join(home, '.bash_profile'), `${reads}\necho then\n`)
      const shell = await openSurface(registry)
      await until('what it asks', async () => (await lines(shell)).lines.some(line => line.includes('hi')))
      later = 60_000
      expect((await shell.readiness()).dialog.open).toBe('unknown')
      shell.keys('y\r')
      writeFileSync(path.join(home, 'go'), '')
      await shows(shell, 'then')
      await atPrompt(shell)
    },
  )

  test('is unknown from the moment a submit was confirmed until its prompt is back', async () => {
    const { registry, home } = testRegistry()
    const shell = await openShell(registry)
    for (let round = 0; round < 5; round += 1) {
      const command = `until [ -e ~/${round} ]; do sleep 0.02; done; echo round-$((${round}+100))`
      expect((await send(shell, command, true)).outcome).toBe('submitted')
      expect((await shell.readiness()).dialog.open).toBe('unknown')
      writeFileSync(path.join(home, String(round)), '')
      await atPrompt(shell)
      await shows(shell, `round-${round + 100}`)
    }
  })

  test.each(['read x', 'read -n1 x', 'read -s x', 'select x in a b; do break; done'])(
    'is unknown while its builtin holds the line: %s',
    async command => {
      const { registry } = testRegistry()
      const shell = await openShell(registry)
      expect((await send(shell, `${command}; echo done`, true)).outcome).toBe('submitted')
      expect((await shell.readiness()).dialog.open).toBe('unknown')
      // A return that comes while readline still has the terminal is none to who reads next.
      await until('its modes', async () => {
        const { tty } = await shell.readiness()
        return tty && 'returnIsNewline' in tty && tty.returnIsNewline
      })
      shell.keys('1\r')
      await shows(shell, 'done')
      await atPrompt(shell)
    },
  )

  test('is unknown when another program left bracketed paste on for a builtin that reads', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, `sh -c "printf '\\\\033[?2004hon'; sleep 0.3"; read -n1 x`, true)
    await until('the spoofed mode', async () => (await shell.readiness()).bracketedPaste)
    await until('the builtin to read', () => shell.summary().state.evidence.startsWith('the shell'))
    const { dialog, bracketedPaste } = await shell.readiness()
    expect(bracketedPaste).toBe(true)
    expect(dialog.open).toBe('unknown')
  })

  test('is another program after exec, though the process is the same', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, 'exec sleep 100', true)
    await until('sleep in its place', async () => (await shell.readiness()).dialog.why.startsWith('sleep'))
  })

  test('that took its own place (exec bash) is known again, as one without marks', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, 'exec bash --norc', true)
    const ready = await atPrompt(shell)
    expect(ready.insertable).toEqual({ ok: false, why: 'no shell with our marks was started here' })
    expect(shell.commands()).toMatchObject([{ text: 'exec bash --norc', exit: null, endedAt: expect.any(Number) }])
    expect((await send(shell, 'echo again-$((1+1))', true)).outcome).toBe('submitted')
    await shows(shell, 'again-2')
    expect((await atPrompt(shell)).line.by).toEqual([])
  })

  test.each([
    "exec bash -c 'read -e x; exit'",
    'exec bash ask',
    'exec bash < ask',
    'exec bash -i ask',
    'exec bash < tty',
  ])('that a script of bash replaced is unknown, though the terminal is as at a prompt: %s', async command => {
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, 'ask'), 'read -e x < /dev/tty\n')
    writeFileSync(path.join(home, 'tty'), 'read -e x < "$(readlink /proc/$$/fd/1)"\n')
    const shell = await openShell(registry)
    await send(shell, command, true)
    await until('its line editor', async () => {
      const { tty, bracketedPaste } = await shell.readiness()
      return tty && !tty.canonical && !tty.echo && bracketedPaste
    })
    const { dialog, insertable } = await shell.readiness()
    expect([dialog.open, insertable.ok]).toEqual(['unknown', false])
  })

  test('is still at its prompt with a job in the background', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    await send(shell, 'sleep 100 &', true)
    await atPrompt(shell)
  })
})

describe('other surfaces', () => {
  test('a dash is known by its quiet', async () => {
    const { registry } = testRegistry({ shell: '/bin/dash' })
    const shell = await openShell(registry)
    await send(shell, 'sleep 100', true)
    expect((await shell.readiness()).dialog.open).toBe('unknown')
    // Before it has the terminal the key would be for dash alone.
    await until('sleep in the foreground', async () => (await shell.readiness()).dialog.why.startsWith('sleep'))
    shell.keys('\x03')
    await atPrompt(shell)
  })

  test('a dash that has not run since its line went in is unknown, however long that takes', async () => {
    let later = 0
    const clock = { now: Date.now, mono: () => performance.now() + later }
    const { registry } = testRegistry({ shell: '/bin/dash', clock })
    const shell = await openShell(registry)
    const pid = (await shell.readiness()).group!
    process.kill(pid, 'SIGSTOP')
    onTestFinished(() => {
      process.kill(pid, 'SIGCONT')
    })
    await send(shell, 'sleep 100', true)
    later = 60_000
    expect((await shell.readiness()).dialog).toMatchObject({ open: 'unknown', why: 'the shell shows no prompt' })
  })

  test('a command is never known', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: 'echo up; exec bash --norc' })
    await shows(surface, 'up')
    expect((await surface.readiness()).dialog.open).toBe('unknown')
  })
})

test('what cannot be read is unknown', () => {
  expect(readForeground(999_999_999, '/bin/sh')).toEqual({ is: 'unknown', group: null })
  expect(statFields('1 (a) b) (c) S 2 3 4 5 6').slice(0, 3)).toEqual(['S', '2', '3'])
})
