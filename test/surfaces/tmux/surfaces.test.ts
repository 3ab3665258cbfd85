// Surfaces in tmux as the registry has them: adopted, started, closed, let go of, and taken up again by the next run.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { FromTmux, OpenSpec, PersonSurface, Registry } from '../../../main/surfaces/surface.ts'
import { atPrompt, openShell, openSurface, send, shows, until } from '../support.ts'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0
const adopt = (registry: Registry, id: string, more: Partial<OpenSpec> = {}) =>
  registry.open({ preset: 'tmux', pane: { place: HERE, id }, openedBy: 'person', ...more })

async function adopted(registry: Registry, id: string, more: Partial<OpenSpec> = {}): Promise<PersonSurface> {
  const opened = await adopt(registry, id, more)
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`)
  return opened.value
}

const left = ({ facts, summary, conversation }: PersonSurface): FromTmux => {
  const { tmux, cwd } = summary()
  return { facts, place: HERE, ours: tmux?.ours ?? false, cwd, conversation: conversation() }
}

describe.skipIf(!hasTmux)('an adopted pane', () => {
  test('has no name that a person gave, and locks by what tmux calls it hold', async () => {
    const { run, session, tmux } = tmuxHome()
    const [one, two] = session('prod', 'cat', 2)
    tmux('rename-window', '-t', one!, 'deploy')
    const { registry } = run()
    const surface = await adopted(registry, one!)
    const { id, ...facts } = surface.facts
    expect(id).toMatch(/^s_[a-z0-9]{6}$/)
    expect(facts).toEqual({
      ...{ name: 'prod:deploy', named: false, formerNames: ['prod', 'deploy'], formerIds: [], alias: null },
      ...{ workspace: '', preset: 'tmux', backend: 'tmux', host: null, openedBy: 'person' },
    })
    const named = await adopted(registry, two!, { name: 'build', workspace: 'web', alias: 'it', openedBy: 'cursor' })
    expect(named.facts).toMatchObject({ name: 'build', named: true, workspace: 'web', alias: 'it', openedBy: 'cursor' })
  })

  test('names that programs chose are shown as far as a list can, and never twice', async () => {
    const { run, session, tmux } = tmuxHome()
    const [one, two] = session('s', 'cat', 2)
    tmux('rename-window', '-t', one!, `\u202edeploy\u200b${'x'.repeat(100)}`)
    tmux('rename-window', '-t', two!, `deploy${'x'.repeat(100)}`)
    const { registry } = run()
    const names = [(await adopted(registry, one!)).facts.name, (await adopted(registry, two!)).facts.name]
    expect(names).toEqual([`s:deploy${'x'.repeat(50)}`, `s:deploy${'x'.repeat(50)} 2`])
  })

  test('is one surface, however often it is adopted, and says which', async () => {
    const { run, session } = tmuxHome()
    const [pane] = session('work', 'cat')
    const { registry } = run()
    const both = await Promise.all([adopt(registry, pane!), adopt(registry, pane!)])
    expect(both.map(one => (one.ok ? 'ok' : one.code)).sort()).toEqual(['adopted', 'ok'])
    expect(await adopt(registry, pane!)).toMatchObject({
      ok: false,
      code: 'adopted',
      message: expect.stringContaining('"work:run"'),
    })
    expect(registry.all()).toHaveLength(1)
  })

  test('is never the one that Gatehouse runs in, nor one in which another program runs than was looked at', async () => {
    const { run, session, tmux } = tmuxHome()
    const [pane] = session('work', 'cat')
    const { registry } = run()
    vi.stubEnv('TMUX', `${tmux('display-message', '-p', '#{socket_path}')},1,0`)
    vi.stubEnv('TMUX_PANE', pane!)
    vi.stubEnv('TMUX_TMPDIR', path.dirname(path.dirname(tmux('display-message', '-p', '#{socket_path}'))))
    const own = await adopt(registry, pane!)
    vi.unstubAllEnvs()
    expect(own).toMatchObject({ ok: false, code: 'own_pane' })
    const pid = Number(tmux('display-message', '-p', '-t', pane!, '#{pane_pid}'))
    expect(await adopt(registry, pane!, { pane: { place: HERE, id: pane!, pid: pid + 1 } })).toMatchObject({
      code: 'no_such_pane',
    })
    expect(await adopt(registry, pane!, { pane: { place: HERE, id: pane!, pid } })).toMatchObject({ ok: true })
    expect(await adopt(registry, '%99')).toMatchObject({ ok: false, code: 'no_such_pane' })
  })

  test('lives on when it is closed, when it is let go of and when Gatehouse quits', async () => {
    const { run, session, tmux } = tmuxHome()
    const panes = session('work', 'cat', 3)
    const first = run()
    const [one, two] = await Promise.all(panes.map(pane => adopted(first.registry, pane)))
    await send(one!, 'echoed', true)
    // As it was typed, and as cat says it.
    await until('both of it', () => tmux('capture-pane', '-p', '-t', panes[0]!) === 'echoed\nechoed')
    await first.registry.remove(one!.facts.id)
    expect(await first.registry.letGo(two!.facts.id)).not.toBeNull()
    expect(first.registry.all()).toHaveLength(1)
    await first.end()
    expect(tmux('list-panes', '-a', '-F', '#{pane_id} #{pane_dead}').split('\n')).toEqual(panes.map(one => `${one} 0`))
    expect(tmux('capture-pane', '-p', '-t', panes[0]!)).toBe('echoed\nechoed')
  })
})

describe.skipIf(!hasTmux)('what is started in tmux', () => {
  test('by choice or by the settings, is a surface as any other: environment, marks, folder, and it ends when it is closed', async () => {
    const { run, tmux, home } = tmuxHome()
    const { registry, lasting } = run({ inTmux: ['shell'] })
    const shell = await openShell(registry, { cwd: home, name: 'one' })
    const { id } = shell.facts
    expect(shell.facts).toMatchObject({ name: 'one', named: true, backend: 'tmux', host: null, preset: 'shell' })
    expect(shell.summary().tmux).toMatchObject({ ours: true, place: HERE })
    await send(shell, 'echo "$GATEHOUSE_SURFACE $TERM $TERM_PROGRAM in $PWD"', true)
    await shows(shell, `${id} ${tmux('show-option', '-gv', 'default-terminal')} tmux in ${home}`)
    await until('its command', () => shell.commands().at(-1)?.exit === 0)
    expect(shell.commands().at(-1)).toMatchObject({
      by: ['cursor'],
      text: expect.stringContaining('GATEHOUSE_SURFACE'),
    })
    const other = await openSurface(registry, { command: 'sleep 1000' })
    expect(other.facts.backend).toBe('pty')
    const chosen = await openSurface(registry, { command: 'exec sleep 1000', inTmux: true })
    expect(chosen.facts).toMatchObject({ backend: 'tmux', preset: 'command', name: 'command 2' })
    const left = await openSurface(registry, { inTmux: false })
    expect(left.facts.backend).toBe('pty')
    await registry.remove(id)
    expect(tmux('list-panes', '-a', '-F', '#{pane_start_command}')).not.toContain('posix')
    expect(tmux('list-panes', '-a', '-F', '#{pane_start_command}')).toContain('sleep 1000')
    expect([lasting.read(id), lasting.lives(chosen.facts.id)]).toEqual([null, true])
  })

  test('runs without where there is no tmux, and says so; who asked for tmux hears it instead', async () => {
    const { run } = tmuxHome()
    const { registry } = run({ inTmux: ['shell'], path: '/nonexistent' })
    const shell = await openShell(registry)
    expect(shell.facts.backend).toBe('pty')
    expect(shell.summary().lacks).toMatch(/^It is not in tmux, so it ends with Gatehouse: .*tmux.*\.$/)
    const wanted = await registry.open({ preset: 'shell', openedBy: 'person', inTmux: true })
    expect(wanted).toMatchObject({ ok: false, code: 'no_tmux' })
  })

  test('an agent in it has its token until its program ends, not until Gatehouse does', async () => {
    const { run, tmux, home } = tmuxHome()
    await mkdir(path.join(home, '.local/bin'), { recursive: true })
    writeFileSync(
      path.join(home, '.local/bin/claude'),
      `#!/bin/sh\n[ "$1" = --version ] && { echo "2.1.300 (Claude Code)"; exit; }\necho "token is $GATEHOUSE_TOKEN"\nexec cat\n`,
      { mode: 0o755 },
    )
    const first = run({ inTmux: ['claude'] })
    const agent = await openSurface(first.registry, { preset: 'claude' })
    const { id } = agent.facts
    await shows(agent, `token is token-of-${id}`)
    const events = first.lasting.events(id)!
    const told = (name: string) =>
      writeFileSync(
        path.join(events, `${name}.json`),
        `Stop\n${JSON.stringify({ session_id: name, hook_event_name: 'Stop' })}`,
      )
    const kept = left(agent)
    await first.end()
    expect(first.seats).toEqual([`take ${id}`])
    // What its hooks tell in between is heard.
    told('3f1c2a4e-1111-4222-8333-944445555666')

    const second = run()
    expect(second.lasting.lives(id)).toBe(true)
    const taken = await second.registry.takeUp(kept)
    if (!taken.ok) throw new Error(taken.message)
    expect(taken.value.facts).toEqual(agent.facts)
    await shows(taken.value, `token is token-of-${id}`)
    await until('its conversation', () => taken.value.conversation() === '3f1c2a4e-1111-4222-8333-944445555666')
    const { pane } = taken.value.summary().tmux!
    process.kill(Number(tmux('display-message', '-p', '-t', pane, '#{pane_pid}')), 'SIGKILL')
    await until('its end', () => taken.value.summary().exit !== null)
    await until('its seat to be free', () => second.seats.includes(`leave ${id}`))
    await second.registry.remove(id)
    expect(existsSync(events)).toBe(false)
  })

  test('is let go of alive, with the scripts that its hooks call, and its agent has no token any more', async () => {
    const { run, tmux } = tmuxHome()
    const { registry, lasting, seats } = run()
    const surface = await openSurface(registry, { command: 'exec sleep 1000', inTmux: true })
    const { id } = surface.facts
    const { pane } = surface.summary().tmux!
    await registry.letGo(id)
    expect(registry.get(id)).toBeUndefined()
    expect(seats).toContain(`leave ${id}`)
    expect(tmux('display-message', '-p', '-t', pane, '#{pane_dead}')).toBe('0')
    expect(lasting.lives(id)).toBe(true)
  })
})

describe.skipIf(!hasTmux)('the next run', () => {
  test('takes it up under its old id, with its screen, and a shell of ours marks its commands as before', async () => {
    const { run, session } = tmuxHome()
    const first = run()
    const shell = await openShell(first.registry, { inTmux: true, name: 'one', workspace: 'web' })
    await send(shell, 'echo first-$((40+2))', true)
    await shows(shell, 'first-42')
    const other = await adopted(first.registry, session('work', 'cat')[0]!)
    other.rename({ name: 'two' })
    const kept = [left(shell), left(other)]
    await first.end()

    const second = run()
    const taken = await Promise.all(kept.map(one => second.registry.takeUp(one)))
    const [again, cat] = taken.map(one => (one.ok ? one.value : undefined))
    expect([again?.facts, cat?.facts]).toEqual([shell.facts, { ...other.facts }])
    expect(cat!.facts).toMatchObject({ name: 'two', formerNames: ['work', 'run', 'work:run'] })
    expect(await second.registry.takeUp(kept[0]!)).toMatchObject({ ok: false, code: 'adopted' })
    await shows(again!, 'first-42')
    // Nothing is asked again because Gatehouse was away: no key of a person's has gone in, and no dialog is open.
    expect(await atPrompt(again!)).toMatchObject({ dialog: { open: 'no' }, bracketedPaste: true, line: { by: [] } })
    await send(again!, 'echo second-$((40+2))', true)
    await shows(again!, 'second-42')
    await until('its command', () => again!.commands().at(-1)?.exit === 0)
    expect(again!.commands().at(-1)?.text).toBe('echo second-$((40+2))')
    expect(again!.summary().tmux).toMatchObject({ ours: true })
    await send(cat!, 'echoed', true)
    await shows(cat!, 'echoed')
  })

  test('a pane that is gone, or in which another program runs now, is certainly not it', async () => {
    const { run, session, tmux } = tmuxHome()
    const [one, two] = session('work', 'cat', 2)
    session('other', 'cat')
    const first = run()
    const kept = [left(await adopted(first.registry, one!)), left(await adopted(first.registry, two!))]
    await first.end()
    tmux('kill-pane', '-t', one!)
    tmux('respawn-pane', '-k', '-t', two!, 'cat')
    const second = run()
    for (const was of kept) expect(await second.registry.takeUp(was)).toMatchObject({ ok: false, code: 'no_such_pane' })
    tmux('kill-server')
    await second.end()
    const third = run()
    expect(await third.registry.takeUp(kept[0]!)).toMatchObject({ ok: false, code: 'no_such_pane' })
    expect(third.registry.all()).toEqual([])
  })
})
