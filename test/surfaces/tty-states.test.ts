import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PersonSurface, Readiness } from '../../main/surfaces/surface.ts'
import { atPrompt, openShell, openSurface, send, shows, testFolder, testRegistry, until } from './support.ts'
import { openHooked } from './support-hooks.ts'

/** ICANON, ECHO, ISIG as letters, capital = on; `cr` = Enter arrives as CR. */
function modes({ tty }: Readiness): string {
  if (!tty) return 'not known'
  const letters = `${tty.canonical ? 'C' : 'c'}${tty.echo ? 'E' : 'e'}${tty.signals ? 'S' : 's'}`
  return 'returnIsNewline' in tty && !tty.returnIsNewline ? `${letters} cr` : letters
}

async function inModes(surface: PersonSurface, expected: string): Promise<Readiness> {
  let last: Readiness | null = null
  const found = until(`the terminal to be ${expected}`, async () => {
    last = await surface.readiness()
    return modes(last) === expected ? last : null
  })
  return found.catch(fault => {
    throw new Error(`${fault.message}; it is ${last && modes(last)}: ${last?.dialog.why}`)
  })
}

/** A bash by another name is not given our marks. */
function unmarkedBash(): string {
  const file = path.join(testFolder(), 'bash5')
  symlinkSync('/bin/bash', file)
  return file
}

/** From the moment the command was taken: the shell's own prompt has the same modes as some of these. */
async function running(surface: PersonSurface, command: string): Promise<void> {
  expect((await send(surface, `printf 'up\\137\\n'; ${command}`, true)).outcome).toBe('submitted')
  await shows(surface, 'up_')
}

describe('at a prompt the terminal is', () => {
  const shells: [file: string, modes: string][] = [
    ['/bin/bash', 'ceS cr'],
    ['/bin/dash', 'CES'],
    ['/usr/bin/zsh', 'ceS'],
    ['/usr/bin/fish', 'ceS cr'],
  ]
  for (const [file, expected] of shells) {
    test.runIf(existsSync(file))(path.basename(file), async () => {
      const { registry, home } = testRegistry({ shell: file })
      writeFileSync(path.join(home, '.zshrc'), '')
      const shell = await openShell(registry)
      expect(modes(await shell.readiness())).toBe(expected)
      expect((await shell.readiness()).dialog.open).toBe('no')
    })
  }
})

const BASHES = [
  ['a bash of ours', () => '/bin/bash', /runs a command/],
  ['a bash without our marks', unmarkedBash, /reads the line/],
] as const
describe.each(BASHES)(
  'while %s runs it, the terminal is as measured, and a dialog may be open',
  (_bash, bash, reads) => {
    const spoof = `printf '\\033[?2004h'; `
    const table: [command: string, modes: string, why: RegExp][] = [
      ['read x', 'CES', /reads the line/],
      ['read -s x', 'CeS', /password/],
      ['read -n1 x', 'cES', /reads the line/],
      ['read -sn1 x', 'ceS', /reads the line/],
      // What the shell itself prints makes bracketed paste look like its own: the kernel knows better.
      [`${spoof}read x`, 'CES', /reads the line/],
      [`${spoof}read -n1 x`, 'cES', /reads the line/],
      [`${spoof}read -sn1 x`, 'ceS', /reads the line/],
      [`${spoof}read -s x`, 'CeS', /password/],
      ['cat', 'CES', /^cat is in the foreground/],
      ['stty -isig; cat', 'CEs', /^cat is in the foreground/],
      ['stty -echo; cat', 'CeS', /password/],
      ['stty raw; cat', 'cEs cr', /^cat is in the foreground/],
      ['stty raw -echo; cat', 'ces cr', /^cat is in the foreground/],
    ]
    test.each(table)('%s', async (command, expected, unmarked) => {
      const why = unmarked.source === 'reads the line' ? reads : unmarked
      const { registry } = testRegistry({ shell: bash() })
      const shell = await openShell(registry)
      await running(shell, command)
      const found = await inModes(shell, expected)
      const ready = why.test(found.dialog.why)
        ? found
        : await until('its program', async () => {
            const now = await shell.readiness()
            return why.test(now.dialog.why) ? now : null
          })
      expect(ready.dialog.open).toBe('unknown')
      expect(ready.dialog.why).toMatch(why)
    })

    test('stty eol x: the terminal has one more control character', async () => {
      const { registry } = testRegistry()
      const shell = await openShell(registry)
      await running(shell, 'stty eol x; cat')
      const { tty } = await until('eol', async () => {
        const now = await shell.readiness()
        return now.tty?.control.includes(0x78) ? now : null
      })
      expect(tty).toMatchObject({ canonical: true, echo: true, signals: true })
    })

    test.runIf(existsSync('/usr/bin/python3'))('getpass of python asks for a secret', async () => {
      const { registry } = testRegistry()
      const shell = await openShell(registry)
      await running(shell, `/usr/bin/python3 -c 'import getpass; getpass.getpass()'`)
      expect((await inModes(shell, 'CeS')).dialog).toMatchObject({
        open: 'unknown',
        why: expect.stringMatching(/password/),
      })
    })

    test('read -e: no mode tells it from the prompt, the marks of the shell do', async () => {
      const { registry } = testRegistry()
      const shell = await openShell(registry)
      await running(shell, 'read -e x')
      expect((await inModes(shell, 'ceS cr')).dialog.open).toBe('unknown')
      // readline sets the terminal's modes before it switches bracketed paste on
      const { dialog } = await until('bracketed paste', async () => {
        const now = await shell.readiness()
        return now.bracketedPaste ? now : null
      })
      expect(dialog.open).toBe('unknown')
      shell.keys('text\r')
      await atPrompt(shell)
    })

    test('read -e where the shell has no marks: taken for the prompt', async () => {
      const { registry } = testRegistry({ shell: unmarkedBash() })
      const shell = await openShell(registry)
      await running(shell, 'read -e x')
      await inModes(shell, 'ceS cr')
      await until('it to be taken for it', async () => (await shell.readiness()).dialog.open === 'no')
    })
  },
)

describe('other shells of ours', () => {
  test('a bash without bracketed paste is not at its prompt while a builtin reads whole lines', async () => {
    const { registry, home } = testRegistry({ shell: unmarkedBash() })
    writeFileSync(path.join(home, '.inputrc'), 'set enable-bracketed-paste off\n')
    const shell = await openShell(registry)
    expect((await shell.readiness()).bracketedPaste).toBe(false)
    for (const [command, expected] of [
      ['read x', 'CES'],
      ['read -sn1 x', 'ceS'],
    ] as const) {
      await running(shell, command)
      expect((await inModes(shell, expected)).dialog.open).toBe('unknown')
      // Long after the last output, too: it is the modes that tell.
      const still = await until('a quiet', async () => {
        const now = await shell.readiness()
        return now.dialog.why.includes('busy') ? null : now
      })
      expect(still.dialog).toEqual({ open: 'unknown', why: 'something that the shell runs reads the line', id: null })
      shell.keys('1\r')
      await atPrompt(shell)
      shell.keys('clear\r')
      await atPrompt(shell)
    }
  })

  test('a dash that switched the echo off asks for a secret', async () => {
    const { registry } = testRegistry({ shell: '/bin/dash' })
    const shell = await openShell(registry)
    await running(shell, 'stty -echo; read x; stty echo')
    expect((await inModes(shell, 'CeS')).dialog.why).toMatch(/password/)
    shell.keys('x\r')
    await atPrompt(shell)
  })

  test.runIf(existsSync('/usr/bin/zsh'))('a zsh is not at its prompt while a builtin reads', async () => {
    const { registry, home } = testRegistry({ shell: '/usr/bin/zsh' })
    writeFileSync(path.join(home, '.zshrc'), '')
    for (const [command, expected] of [
      ['read x', 'CES'],
      ['read -s x', 'CeS'],
      ['read -k1 x', 'cES'],
      [`printf '\\033[?2004h'; read -k1 x`, 'cES'],
    ] as const) {
      const shell = await openShell(registry)
      await running(shell, command)
      expect((await inModes(shell, expected)).dialog.open).toBe('unknown')
    }
  })
})

describe('between the check and the first byte', () => {
  test.each([
    ['echo', '-echo'],
    ['whole lines', '-icanon'],
    ['a control character', 'eol x'],
  ])('%s changed: nothing is written', async (_what, stty) => {
    const { registry } = testRegistry()
    const go = path.join(testFolder(), 'go')
    const script = `printf ready; while [ ! -e '${go}' ]; do sleep 0.02; done; stty ${stty}; printf done; sleep 100`
    const file = path.join(testFolder(), 'script')
    writeFileSync(file, script)
    const surface = await openSurface(registry, { command: `exec /bin/sh '${file}'` })
    await shows(surface, 'ready')
    const { line } = await surface.readiness()
    writeFileSync(go, '')
    await shows(surface, 'done')
    const sent = await surface.deliver({ by: 'a', text: 'text', enter: true, lineVersion: line.version })
    expect(sent).toEqual({ outcome: 'changed', bytes: 0, evidence: 'the program changed its terminal modes' })
  })
})

test("a preset's hook is asked anew each time, and heard over what is only unknown", async () => {
  let says: { open: 'yes' | 'no'; why: string } | null = null
  const surface = openHooked(() => says, 'stty raw -echo; printf ready; exec sleep 100')
  await shows(surface, 'ready')
  expect((await surface.readiness()).dialog.open).toBe('unknown')
  says = { open: 'no', why: 'it is at its composer' }
  expect((await surface.readiness()).dialog).toEqual({ ...says, id: null })
  says = { open: 'yes', why: 'it asks whether it may run a command' }
  expect((await surface.readiness()).dialog).toEqual({ ...says, id: null })
  says = null
  expect((await surface.readiness()).dialog.open).toBe('unknown')
})
