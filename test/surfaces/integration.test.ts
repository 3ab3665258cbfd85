// Scripted lives of real shells with our integration. A shell that is not installed is skipped, its package named.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { atPrompt, lines, openShell, openSurface, send, shows, testRegistry, until } from './support.ts'
import { inBrief, output, run, startShell } from './support-shells.ts'

interface Kind {
  readonly name: 'bash' | 'zsh' | 'fish'
  readonly file: string
  /** where its interactive files lie in a home */
  readonly rc: string
  /** reads one line with the shell's own editor, by a builtin of the shell */
  readonly edits: string
  readonly status: string
}
const KINDS: readonly Kind[] = [
  { name: 'bash', file: '/bin/bash', rc: '.bash_profile', edits: 'read -e x', status: '$?' },
  { name: 'zsh', file: '/usr/bin/zsh', rc: '.zshrc', edits: 'x=; vared x', status: '$?' },
  { name: 'fish', file: '/usr/bin/fish', rc: '.config/fish/config.fish', edits: 'read x', status: '$status' },
]

/** A shell of this kind at its first prompt; `rc` is the person's own file. */
const start = (kind: Kind, rc = '') => startShell(kind.file, { files: { [kind.rc]: rc } })

describe.each(KINDS)('$name', kind => {
  const there = existsSync(kind.file)
  const live = there ? test : test.skip
  if (!there) test.skip(`needs the package ${kind.name}`, () => {})

  live('marks each command with its text, its exit code and its output', async () => {
    const { shell } = await start(kind)
    expect(shell.commands()).toEqual([])
    const hi = await run(shell, "printf 'one\\ntwo\\n'")
    expect(hi).toMatchObject({ id: 1, text: "printf 'one\\ntwo\\n'", exit: 0, by: ['cursor'] })
    expect(hi.endedAt).toBeGreaterThanOrEqual(hi.startedAt)
    expect(await output(shell, hi)).toEqual(['one', 'two'])
    expect(inBrief(await run(shell, 'false'))).toEqual(['false', 1])
    expect(inBrief(await run(shell, `sh -c 'exit 7'`))).toEqual([`sh -c 'exit 7'`, 7])
    expect(inBrief(await run(shell, `echo left-${kind.status}`))).toEqual([`echo left-${kind.status}`, 0])
    await shows(shell, 'left-7')
    const strange = 'echo "a;b%25 ü \\e" \'$x\' | cat'
    expect(inBrief(await run(shell, strange))).toEqual([strange, 0])
  })

  live('says which folder it is in', async () => {
    const { shell, home } = await start(kind)
    expect(shell.summary().cwd).toBe(home)
    const odd = path.join(home, 'a b%41;ü')
    mkdirSync(odd)
    await run(shell, `cd '${odd}'`)
    expect(shell.summary().cwd).toBe(odd)
  })

  live('shows nothing of it on the screen', async () => {
    const { shell } = await start(
      kind,
      kind.name === 'bash'
        ? 'PS1="ready "'
        : kind.name === 'zsh'
          ? 'PS1="ready "'
          : 'set fish_greeting; function fish_prompt; echo -n "ready "; end',
    )
    await run(shell, 'true')
    const shown = (await lines(shell, 'scrollback')).lines.filter(line => line.trim() !== '')
    expect(shown.map(line => line.trim())).toEqual(['ready true', 'ready'])
  })

  live('several lines in one paste, and several in a row, are marked', async () => {
    const { shell } = await start(kind)
    await send(shell, 'echo one\necho two', true)
    await shows(shell, 'two')
    await until('the last of them to end', async () => (await atPrompt(shell)) && shell.commands().at(-1)?.endedAt)
    const texts = shell.commands().map(command => command.text)
    expect(texts.join('\n').split('\n')).toEqual(['echo one', 'echo two'])
  })

  live('Ctrl-C and an empty line at the prompt are no commands, and the prompt is known after them', async () => {
    const { shell } = await start(kind)
    shell.keys('half a line')
    await shows(shell, 'half a line')
    // fish may lose an interrupt that comes while it paints the line; a person who sees it stay presses again.
    let pressed = Number.NEGATIVE_INFINITY
    await until('the line to go', async () => {
      if (performance.now() - pressed > 1000) {
        shell.keys('\x03')
        pressed = performance.now()
      }
      return !(await lines(shell)).lines.filter(Boolean).at(-1)?.includes('half a line')
    })
    await atPrompt(shell)
    shell.keys('\r')
    await atPrompt(shell)
    expect(shell.commands()).toEqual([])
    expect(inBrief(await run(shell, 'false'))).toEqual(['false', 1])
  })

  live('a command that Ctrl-C ends has its code', async () => {
    const { shell } = await start(kind)
    await send(shell, 'sleep 100', true)
    await until('sleep', async () => (await shell.readiness()).dialog.why.startsWith('sleep'))
    shell.keys('\x03')
    await atPrompt(shell)
    expect(shell.commands().map(inBrief)).toEqual([['sleep 100', 130]])
  })

  live('a line editor that one of its builtins opens is not its prompt', async () => {
    const { shell } = await start(kind)
    const sent = await send(shell, kind.edits, true)
    expect(sent.outcome).toBe('submitted')
    // All that can be seen is as at a prompt.
    await until('the editor', async () => {
      const { tty, bracketedPaste } = await shell.readiness()
      return shell.commands().length === 1 && tty && !tty.canonical && !tty.echo && bracketedPaste
    })
    expect((await shell.readiness()).dialog).toMatchObject({
      open: 'unknown',
      why: expect.stringMatching(/runs a command/),
    })
    shell.keys('text\r')
    await atPrompt(shell)
    expect(inBrief(shell.commands()[0]!)).toEqual([kind.edits, 0])
  })

  live('a shell within it is another program, whose prompts are not marked', async () => {
    const { shell } = await start(kind)
    await send(shell, `${kind.file}`, true)
    await until('the inner shell', async () => (await shell.readiness()).dialog.why.startsWith(`${kind.name} is in`))
    await until('its prompt', async () => (await shell.readiness()).bracketedPaste)
    shell.keys('echo in"ner"\r')
    await shows(shell, 'inner')
    expect(shell.commands().map(inBrief)).toEqual([[kind.file, null]])
    shell.keys('exit 4\r')
    await atPrompt(shell)
    expect(shell.commands().map(inBrief)).toEqual([[kind.file, 4]])
  })

  live('a shell that takes its place has no marks, and is known as one without them', async () => {
    const { shell } = await start(kind)
    await send(shell, `exec ${kind.file}`, true)
    await until('the new shell', () => shell.commands().length === 1)
    shell.keys('echo in"ner"\r')
    await shows(shell, 'inner')
    expect((await atPrompt(shell)).insertable.ok).toBe(false)
    expect(shell.commands()).toMatchObject([{ exit: null, endedAt: expect.any(Number) }])
  })

  live('what a program prints changes nothing', async () => {
    const { shell, home } = await start(kind)
    const forged = ['A', 'B', 'C;t=evil', 'D;0', 'B;k=', 'B;k=;m=emacs', 'C;k=;t=evil', `B;k=${'0'.repeat(32)}`]
    writeFileSync(path.join(home, 'forged'), forged.map(body => `\x1b]133;${body}\x07\x1b]133;${body}\x1b\\`).join(''))
    await run(shell, 'cat ~/forged')
    expect(shell.commands().map(inBrief)).toEqual([['cat ~/forged', 0]])
    const sent = await send(shell, `cat ~/forged; ${kind.edits}`, true)
    expect(sent.outcome).toBe('submitted')
    await until('the editor', async () => shell.commands().length === 2 && (await shell.readiness()).bracketedPaste)
    expect((await shell.readiness()).dialog.open).toBe('unknown')
    expect(shell.commands()[1]).toMatchObject({ text: `cat ~/forged; ${kind.edits}`, endedAt: null })
    shell.keys('\r')
    await atPrompt(shell)
  })

  live('no child of it knows the nonce, nor does its own environment, and no agent reads it', async () => {
    const { shell, home } = await start(kind)
    await run(shell, `env > ~/env; cat /proc/self/environ > ~/own; ps -o args= -A > ~/args`)
    const pid = kind.name === 'fish' ? '$fish_pid' : '$$'
    await run(shell, `cat /proc/${pid}/environ > ~/shell; set > ~/variables`)
    const nonce = /__gatehouse_nonce[= ]'?([0-9a-f]{32})/.exec(readFileSync(path.join(home, 'variables'), 'utf8'))?.[1]
    expect(nonce).toHaveLength(32)
    for (const file of ['env', 'own', 'args', 'shell']) {
      expect(readFileSync(path.join(home, file), 'utf8')).not.toContain(nonce!)
    }
    await run(shell, `echo "shown:$__gatehouse_nonce:"; printf '%*s%s\\n' 70 '' "$__gatehouse_nonce"`)
    await shows(shell, `shown:${'*'.repeat(32)}:`)
    const text = (await lines(shell, 'scrollback')).lines.join('')
    expect(text).not.toContain(nonce!)
    expect(text.split('*'.repeat(32))).toHaveLength(3)
    expect(JSON.stringify([shell.summary(), shell.commands()])).not.toContain(nonce!)
  })

  live('the nonce lies in no file once the shell has it, and our folder is for its owner alone', async () => {
    const { home } = await start(kind, `ls -ld "$GATEHOUSE_INTEGRATION" > ~/folder`)
    const { shell } = await start(kind)
    await run(shell, 'true')
    const folders = readdirSync(tmpdir()).filter(name => name.startsWith('gatehouse-shells-'))
    for (const name of folders) {
      const folder = path.join(tmpdir(), name)
      try {
        expect(statSync(folder).mode & 0o777).toBe(0o700)
        expect(readdirSync(folder)).not.toContain(`nonce-${shell.facts.id}`)
      } catch (fault) {
        // Some are those of other runs, and go with them at any moment.
        if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault
      }
    }
    expect(existsSync(path.join(home, 'folder'))).toBe(true)
  })

  live('says that the shell started the command, or that it left its prompt', async () => {
    const { shell } = await start(kind)
    const evidence: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const sent = await send(shell, 'sleep 0.05', true)
      evidence.push(sent.evidence)
      // Whatever showed it first: the shell said so.
      await until('the mark', () => shell.commands().length === round + 1)
      await atPrompt(shell)
    }
    for (const sign of evidence) expect(sign).toMatch(/started the command|left its prompt|below the line|foreground/)
  })
})

test('a surface that runs a command, and a shell without integration, have no commands', async () => {
  const { registry } = testRegistry({ shell: '/bin/dash' })
  const shell = await openShell(registry)
  await send(shell, 'echo x-$((1+1))', true)
  await shows(shell, 'x-2')
  const command = await openSurface(registry, { command: 'echo y-$((1+1)); sleep 100' })
  await shows(command, 'y-2')
  expect([shell.commands(), command.commands()]).toEqual([[], []])
})
