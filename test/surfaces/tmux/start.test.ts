import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProcess } from '../../../main/surfaces/process-table.ts'
import type { PaneStart, TmuxServer } from '../../../main/surfaces/tmux/model.ts'
import { until } from '../support.ts'
import { hear, surfaceId, type TmuxRig, tmuxRig } from './support.ts'

const SECRET = 'gh_secret "$HOME" ; #{pane_id} \\ ~ \n last line'

function spec(rig: TmuxRig, command: string, more: Partial<PaneStart> = {}): PaneStart {
  const surface = surfaceId()
  const env = { GATEHOUSE_SURFACE: surface, GATEHOUSE_TOKEN: SECRET, PATH: process.env['PATH']! }
  return {
    ...{ surface, env, cwd: rig.folder, cols: 91, rows: 27, name: 'shell' },
    ...{ file: '/bin/sh', args: ['-c', command], ...more },
  }
}

async function start(server: TmuxServer, wanted: PaneStart) {
  const started = await server.start(wanted)
  if (!started.ok) throw new Error(`${started.code}: ${started.message}`)
  return hear(started.value)
}

describe('a program that starts in tmux', () => {
  test('starts where no server runs, as it is given, in a session of its own that has nothing of its variables', async () => {
    const rig = tmuxRig()
    const out = path.join(rig.folder, 'out')
    const wanted = spec(
      rig,
      `printf '%s' "$GATEHOUSE_TOKEN" > '${out}'; pwd; echo "$0" "$@" "$TERM"; stty size; exec cat`,
      {},
    )
    const args = [...wanted.args, 'zero', 'a b', '$HOME', ';', '"#{q}"', "it's"]
    const heard = await start(rig.server(), { ...wanted, args })
    await until('it runs', () => `${heard.drawing()}${heard.text()}`.includes('27 91'))
    const shown = `${heard.drawing()}${heard.text()}`
    expect(shown).toContain(rig.folder)
    expect(shown).toMatch(/zero a b \$HOME ; "#\{q\}" it's (screen|tmux)/)
    expect(readFileSync(out, 'utf8')).toBe(SECRET)
    const session = `shell-${wanted.surface.slice(2)}`
    expect(heard.terminal.where()).toMatchObject({ session, ours: true })
    for (const scope of [['-g'], ['-t', `=${session}`]]) {
      expect(rig.tmux('show-environment', ...scope)).not.toMatch(/GATEHOUSE|gh_secret/)
    }
    expect(rig.tmux('list-panes', '-a', '-F', '#{pane_start_command}')).not.toContain('gh_secret')
    const root = heard.terminal.root
    expect(root && readProcess(root.pid)?.born).toBe(root?.born)
    expect(heard.terminal.group()).toBe(root?.pid)
  })

  test('what is told as the last of them ends runs, though the server ends with our leave', async () => {
    const rig = tmuxRig()
    // A shell there takes its time to start.
    const bin = path.join(rig.folder, 'bin')
    mkdirSync(bin)
    writeFileSync(path.join(bin, 'sh'), '#!/bin/sh\nsleep 0.3\nexec /bin/sh "$@"\n', { mode: 0o755 })
    rig.env['PATH'] = `${bin}:${rig.env['PATH']}`
    const server = rig.server()
    const { terminal } = await start(server, spec(rig, 'read x'))
    const told = path.join(rig.folder, 'told')
    void terminal.exited.then(() => server.tell(`touch '${told}'`))
    await terminal.write(Buffer.from('\n'), 'person')
    await until('the server to end', () => spawnSync('tmux', ['-S', rig.place.socket!, 'ls']).status !== 0)
    await until('what was told', () => existsSync(told))
  })

  test('a folder of any name, a program without arguments, several of the same name', async () => {
    const rig = tmuxRig()
    const program = path.join(rig.folder, 'a=b $HOME')
    writeFileSync(program, '#!/bin/sh\npwd\nexec cat\n', { mode: 0o755 })
    const server = rig.server()
    for (const name of ['my: shell.1', 'my: shell.1', '%3', '']) {
      const heard = await start(server, spec(rig, '', { file: program, args: [], name }))
      await until('it runs', () => `${heard.drawing()}${heard.text()}`.includes(rig.folder))
      expect((await heard.terminal.write(Buffer.from('hello\r'), 'agent')).bytes).toBe(6)
      await until('its echo', () => heard.text().includes('hello'))
    }
    const sessions = rig.tmux('list-sessions', '-F', '#{session_name}').split('\n')
    expect(sessions.filter(one => one.startsWith('my-shell-1-'))).toHaveLength(2)
    expect(sessions).toHaveLength(5)
  })

  test('its end tells its exit code and its last words, and leaves nothing behind', async () => {
    const rig = tmuxRig()
    rig.session('keeps', 'exec cat')
    const server = rig.server()
    for (const [command, exit] of [
      ['read x; echo last words; exit 5', { code: 5, signal: null }],
      ['read x; echo last words; kill -TERM $$', { code: null, signal: 'SIGTERM' }],
    ] as const) {
      const heard = await start(server, spec(rig, command))
      await heard.terminal.write(Buffer.from('\r'), 'agent')
      expect(await heard.terminal.exited).toEqual(exit)
      expect(`${heard.drawing()}${heard.text()}`).toContain('last words')
    }
    await until('only what was there', () => !rig.tmux('list-sessions').includes('shell-'))
  })

  test('outlives us, keeps its surface, and is ended with everything it started when that is closed', async () => {
    const rig = tmuxRig()
    const child = path.join(rig.folder, 'child')
    const wanted = spec(
      rig,
      `(trap '' HUP; echo $$ > '${child}'; exec sleep 1000) & until [ -s '${child}' ]; do sleep 0.02; done; printf ready; exec cat`,
    )
    const before = rig.room()
    const started = await before.server(rig.place).start(wanted)
    expect(started.ok).toBe(true)
    await before.close()
    const server = rig.server()
    const found = await server.find(wanted.surface)
    if (!found.ok) throw new Error(found.code)
    const heard = hear(found.value)
    expect(found.value.where()).toMatchObject({ ours: true, session: `shell-${wanted.surface.slice(2)}` })
    await until('it is drawn', () => `${heard.drawing()}${heard.text()}`.includes('ready'))
    const root = found.value.root!
    await found.value.end(wanted.surface)
    expect(existsSync(child)).toBe(true)
    // It may stay in the table for a while: tmux 3.3a now and then does not ask how a program ended.
    for (const pid of [root.pid, Number(readFileSync(child, 'utf8'))]) {
      const left = readProcess(pid)
      expect(left === null || left.dead).toBe(true)
    }
    await found.value.exited
    expect(await server.find(wanted.surface)).toMatchObject({ ok: false, code: 'no_such_pane' })
  }, 20_000)

  test('what ended while we were away is found as it ended', async () => {
    const rig = tmuxRig()
    rig.session('keeps', 'exec cat')
    const go = path.join(rig.folder, 'go')
    const wanted = spec(rig, `while ! test -e '${go}'; do sleep 0.02; done; echo the very last; exit 3`)
    const before = rig.room()
    expect((await before.server(rig.place).start(wanted)).ok).toBe(true)
    await before.close()
    writeFileSync(go, '')
    await until('it is dead', () => rig.tmux('list-panes', '-a', '-F', '#{pane_dead}').includes('1'))
    const found = await rig.server().find(wanted.surface)
    if (!found.ok) throw new Error(found.code)
    const heard = hear(found.value)
    expect(await found.value.exited).toEqual({ code: 3, signal: null })
    expect(heard.drawing()).toContain('the very last')
    await until('it is gone', () =>
      rig
        .tmux('list-panes', '-a', '-F', '#{session_name}')
        .trim()
        .split('\n')
        .every(one => one !== 'shell'),
    )
  })

  test('what cannot be started says so', async () => {
    const rig = tmuxRig()
    const server = rig.server()
    const nul = await server.start(spec(rig, 'exec cat', { cwd: 'a\0b' }))
    expect(nul).toMatchObject({ ok: false, code: 'launch_failed' })
    const heard = await start(server, spec(rig, '', { file: '/no/such/program', args: ['x'] }))
    expect((await heard.terminal.exited).code).not.toBe(0)
  })
})
