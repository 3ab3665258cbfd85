import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRegistry } from '../../main/surfaces/registry.ts'
import { atPrompt, lines, openShell, openSurface, send, shows, testFolder, testRegistry, until } from './support.ts'

describe('opening', () => {
  test('gives an id, a free name, the workspace of the folder, and who opened it', async () => {
    const { registry } = testRegistry()
    const cwd = testFolder()
    const one = await openSurface(registry, { cwd })
    const two = await openSurface(registry, { cwd, openedBy: 'cursor' })
    const named = await openSurface(registry, { cwd, name: 'build', workspace: 'web' })
    const command = await openSurface(registry, { command: 'sleep 100' })
    expect(one.facts).toMatchObject({
      name: 'shell',
      workspace: path.basename(cwd),
      preset: 'shell',
      openedBy: 'person',
    })
    expect(one.facts.id).toMatch(/^s_[a-z0-9]{6}$/)
    expect(two.facts).toMatchObject({ name: 'shell 2', openedBy: 'cursor' })
    expect(named.facts).toMatchObject({ name: 'build', workspace: 'web' })
    expect(command.facts).toMatchObject({ name: 'command', preset: 'command' })
    expect(registry.get(one.facts.id)).toBe(one)
    expect(registry.all()).toHaveLength(4)
  })

  const refusals: [string, Parameters<ReturnType<typeof createRegistry>['open']>[0], string, RegExp][] = [
    [
      'a preset that is not there',
      { preset: 'nothing', openedBy: 'person' },
      'no_such_preset',
      /Presets: shell, claude/,
    ],
    [
      'a folder that is not there',
      { preset: 'shell', openedBy: 'person', cwd: '/no/such' },
      'no_such_folder',
      /\/no\/such/,
    ],
    ['a file for a folder', { preset: 'shell', openedBy: 'person', cwd: '/etc/passwd' }, 'no_such_folder', /passwd/],
  ]
  test.each(refusals)('%s is a refusal with its own code', async (_what, spec, code, message) => {
    const { registry } = testRegistry()
    expect(await registry.open(spec)).toMatchObject({ ok: false, code, message: expect.stringMatching(message) })
    expect(registry.all()).toEqual([])
  })

  test('a shell that cannot be run is a refusal', async () => {
    for (const shell of ['/no/such/shell', '/etc/passwd', 'bash', '/tmp']) {
      const opened = await createRegistry({ shell }).open({ preset: 'shell', openedBy: 'person' })
      expect(opened).toMatchObject({ ok: false, code: 'no_shell' })
    }
  })

  test("a $SHELL that cannot be run falls back to the person's entry in the user list", async () => {
    const { registry } = testRegistry()
    const other = createRegistry({ env: { ...process.env, SHELL: '/no/such' } })
    const opened = await other.open({ preset: 'shell', openedBy: 'person' })
    expect(opened.ok).toBe(true)
    await other.closeAll()
    expect(registry.all()).toEqual([])
  })

  test('a relative folder and ~ start from home', async () => {
    const { registry, home } = testRegistry()
    for (const cwd of [undefined, '~', '.', '']) {
      const surface = await openSurface(registry, { cwd, command: 'pwd; sleep 100' })
      await shows(surface, home)
      expect(surface.summary().cwd).toBe(home)
    }
  })
})

describe('a surface', () => {
  test('is a login shell in its folder with its environment', async () => {
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, '.bash_profile'), 'export FROM_PROFILE=yes\n')
    const shell = await openShell(registry, { cwd: '/usr' })
    await send(
      shell,
      'echo "$FROM_PROFILE:$TERM:$COLORTERM:$TERM_PROGRAM:$LANG:$PWD:$GATEHOUSE_SURFACE"; shopt -q login_shell && echo login-$((1+1))',
      true,
    )
    await shows(shell, 'login-2')
    await shows(shell, `yes:xterm-256color:truecolor:gatehouse:C.UTF-8:/usr:${shell.facts.id}`)
  })

  test('runs a command through login and interactive files', async () => {
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, '.bash_profile'), '[ -f ~/.bashrc ] && . ~/.bashrc; export A=login\n')
    writeFileSync(path.join(home, '.bashrc'), 'case $- in *i*) export B=interactive;; esac\n')
    const surface = await openSurface(registry, { command: 'echo "$A-$B"; sleep 100' })
    await shows(surface, 'login-interactive')
  })

  test('inherits no terminal of another surface', async () => {
    const { registry } = testRegistry()
    await openShell(registry)
    const shell = await openShell(registry)
    await send(shell, 'echo found-$(ls -l /proc/$$/fd | grep -c ptmx)-others', true)
    await shows(shell, 'found-0-others')
  })

  test.each([
    ['exit 7', { code: 7, signal: null }, 'failed'],
    ['exit 0', { code: 0, signal: null }, 'exited'],
    ['kill -KILL $$', { code: null, signal: 'SIGKILL' }, 'exited'],
  ])('says how it ended: %s', async (command, exit, is) => {
    // It is right after its start, however long that takes here.
    const { registry } = testRegistry({ clock: { now: Date.now, mono: () => 0 } })
    const surface = await openSurface(registry, { command: `echo out; ${command}` })
    await until('the end', () => surface.summary().exit)
    expect(surface.summary()).toMatchObject({ exit, state: { is } })
    expect((await lines(surface)).lines).toContain('out')
    expect((await surface.readiness()).alive).toBe(false)
    expect(registry.get(surface.facts.id)).toBe(surface)
  })

  test('goes from starting to idle to working and back', async () => {
    const { registry, home } = testRegistry()
    const surface = await openSurface(registry)
    await until('idle', () => surface.summary().state.is === 'idle')
    await send(surface, 'sh -c "until [ -e ~/go ]; do echo at it; sleep 0.1; done"', true)
    await until('working', () => surface.summary().state.is === 'working')
    writeFileSync(path.join(home, 'go'), '')
    await until('idle again', () => surface.summary().state.is === 'idle')
    expect(surface.summary().lastLine).toMatch(/[$#]$/)
  })

  test('says who types, and for how long', async () => {
    let now = 0
    const { registry } = testRegistry({ clock: { now: () => now, mono: () => now } })
    const surface = await openSurface(registry, { command: 'cat' })
    expect(surface.summary().typing).toBeNull()
    surface.keys('x')
    expect(surface.summary().typing).toBe('person')
    expect((await surface.readiness()).sincePersonKey).toBe(0)
    now += 1_500
    expect(surface.summary().typing).toBe('person')
    now += 1
    expect(surface.summary().typing).toBeNull()
    expect((await surface.readiness()).sincePersonKey).toBe(1_501)
    await send(surface, 'y', false, 'cursor')
    expect(surface.summary().typing).toBe('cursor')
  })

  test('knows a composition, and does not take focus or mouse reports for typing', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: 'cat' })
    surface.keys('\x1b[I\x1b[<0;1;1M')
    expect(await surface.readiness()).toMatchObject({ sincePersonKey: null, composing: false, line: { by: [] } })
    expect(surface.summary().typing).toBeNull()
    surface.composing(true)
    expect((await surface.readiness()).composing).toBe(true)
    surface.composing(false)
    expect((await surface.readiness()).composing).toBe(false)
  })

  test("answers a program's query, and the answer is no typing", async () => {
    const { registry } = testRegistry()
    const command = `stty raw -echo; printf '\\033[6n'; answer=$(head -c 6 | od -An -c | tr -d ' \\n'); stty sane; echo "got:$answer"; sleep 100`
    const surface = await openSurface(registry, { command })
    await shows(surface, 'got:033[1;1R')
    expect(await surface.readiness()).toMatchObject({ line: { by: [], version: 0 }, sincePersonKey: null })
  })

  test('a file full of queries gets a handful of answers', async () => {
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, 'evil'), '\x1b[c'.repeat(5000))
    const shell = await openShell(registry)
    await send(shell, 'cat evil; sleep 0.3; echo over-$((1+1))', true)
    await shows(shell, 'over-2')
    await atPrompt(shell)
    const text = (await lines(shell, 'scrollback')).lines.join('\n')
    expect(text.split('?1;2c').length - 1).toBeLessThan(100)
  })

  test('tells who listens of opening, state, end and removal', async () => {
    const { registry } = testRegistry()
    const heard: string[] = []
    const stop = registry.onChange(id => heard.push(id))
    const surface = await openSurface(registry, { command: 'echo hi' })
    expect(heard).toEqual([surface.facts.id])
    await until('the end to be told', () => surface.summary().exit && heard.length > 1)
    await registry.remove(surface.facts.id)
    const count = heard.length
    expect(await registry.remove(surface.facts.id)).toBeNull()
    expect(heard).toHaveLength(count)
    stop()
    await openSurface(registry, { command: 'echo hi' })
    expect(heard).toHaveLength(count)
  })
})
