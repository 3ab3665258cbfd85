import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../support.ts'
import { adopt, type Heard, hear, surfaceId, tmuxRig } from './support.ts'

describe('adopting', () => {
  test('takes up one pane as it stands: its screen, its size, its place', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'printf "hello there\\n"; exec cat', { cols: 90, rows: 20 })
    await until('its words', () => rig.tmux('capture-pane', '-p', '-t', id).includes('hello there'))
    const heard = await adopt(rig.server(), id)
    await until('it is drawn', () => heard.drawn() === 1)
    expect(heard.drawing()).toContain('hello there')
    expect(heard.size()).toBe('90x20')
    expect(heard.terminal.where()).toMatchObject({ session: 'work', pane: id, ours: false })
    expect(heard.terminal.link().is).toBe('live')
    expect(await heard.terminal.write(Buffer.from('abc\r'), 'agent')).toEqual({ bytes: 4, why: null })
    await until('its echo', () => heard.text().includes('abc\r\nabc'))
  })

  test('of thirty panes each gets its own bytes and nothing else, with two Gatehouses on one server', async () => {
    const rig = tmuxRig()
    const file = (name: string) => path.join(rig.folder, name)
    const echo = (name: string) => `stty raw -echo; printf 'I am ${name}.'; exec tee '${file(name)}'`
    const ids = new Map<string, string>()
    for (let session = 0; session < 5; session += 1) {
      const name = `p${session}-0`
      ids.set(name, rig.session(`prod${'-db'.repeat(session)}`, echo(name), { cols: 200, rows: 60 }))
      for (let part = 1; part < 6; part += 1) {
        const next = `p${session}-${part}`
        const target = ids.get(`p${session}-${part - 1}`)!
        const how = part === 3 ? ['new-window', '-d'] : ['split-window', '-d', part % 2 ? '-h' : '-v']
        const where = part === 3 ? `=prod${'-db'.repeat(session)}:` : target
        ids.set(next, rig.tmux(...how, '-P', '-F', '#{pane_id}', '-t', where, '/bin/sh', '-c', echo(next)))
      }
    }
    expect(ids.size).toBe(30)
    // What they print once they are adopted would be taken for an answer, and so would an echo of a terminal not yet raw.
    for (const [name, id] of ids) {
      await until(`${name} runs`, () => rig.tmux('capture-pane', '-p', '-t', id).includes(`I am ${name}.`))
    }
    for (const instance of ['one', 'two']) {
      const server = rig.server(instance)
      const panes = new Map<string, Heard>()
      await Promise.all([...ids].map(async ([name, id]) => panes.set(name, await adopt(server, id))))
      for (const [name, heard] of panes) {
        await until(`${name} is drawn`, () => heard.drawn() > 0)
        await until(`${name} says who it is`, () => `${heard.drawing()}${heard.text()}`.includes(`I am ${name}.`))
      }
      const sent = await Promise.all(
        [...panes].map(([name, { terminal }]) => terminal.write(Buffer.from(`<${instance} to ${name}>`), 'agent')),
      )
      for (const taken of sent) expect(taken.why).toBeNull()
      for (const [name, heard] of panes) {
        await until(`${name} answers`, () => heard.text().includes(`<${instance} to ${name}>`))
        expect(heard.text()).toBe(`<${instance} to ${name}>`)
      }
    }
    for (const name of ids.keys()) {
      const wanted = `<one to ${name}><two to ${name}>`
      // tee shows it before it keeps it.
      await until(`${name} keeps it`, () => readFileSync(file(name)).byteLength >= wanted.length)
      expect(readFileSync(file(name), 'utf8')).toBe(wanted)
    }
  })

  test('a pane is one surface, and one that is not there is none', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat')
    const server = rig.server()
    const surface = surfaceId()
    await adopt(server, id, surface)
    expect(await server.adopt(id, surfaceId())).toMatchObject({ ok: false, code: 'adopted', surface })
    expect(await server.adopt('%77', surfaceId())).toMatchObject({ ok: false, code: 'no_such_pane' })
    const listed = await server.list()
    expect(listed.ok && listed.value.sessions.map(one => one.name)).toEqual(['work'])
    expect(listed.ok && listed.value.sessions[0]?.windows[0]?.panes[0]).toMatchObject({
      id,
      surface,
      cols: 80,
      rows: 24,
    })
  })

  test('where no server runs none is started, and that is said', async () => {
    const rig = tmuxRig()
    expect(await rig.server().list()).toMatchObject({ ok: false, code: 'no_server' })
    expect(rig.server().link()).toBeNull()
    expect(() => rig.tmux('list-sessions')).toThrow(/no server|error connecting/)
  })

  test('lets go of a pane without a trace in its window, and can take it up again', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat')
    const server = rig.server()
    const first = await adopt(server, id)
    await until('it is drawn', () => first.drawn() === 1)
    await first.terminal.letGo()
    expect(await first.terminal.exited).toEqual({ code: null, signal: null })
    expect(first.terminal.link().is).toBe('ended')
    await until('our session has only its own window', () =>
      rig
        .tmux('list-windows', '-a', '-F', '#{window_linked_sessions}')
        .split('\n')
        .every(count => count === '1'),
    )
    rig.tmux('send-keys', '-t', id, 'meanwhile', 'Enter')
    await until('both of it', () => rig.tmux('capture-pane', '-p', '-t', id).startsWith('meanwhile\nmeanwhile'))
    const again = await adopt(server, id)
    await until('it is drawn', () => again.drawn() === 1)
    expect(again.drawing()).toContain('meanwhile')
    expect(await again.terminal.write(Buffer.from('now\r'), 'person')).toEqual({ bytes: 4, why: null })
    await until('its echo', () => again.text().includes('now'))
    expect(again.text()).not.toContain('meanwhile')
  })

  test('is found again by its mark, not by anything else, and not with another program in it', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat')
    const surface = surfaceId()
    const before = rig.room()
    const adopted = await before.server(rig.place).adopt(id, surface)
    expect(adopted.ok).toBe(true)
    await before.close()
    // One at a time: a second Gatehouse on one data folder does not start.
    const then = rig.room()
    const found = await then.server(rig.place).find(surface)
    expect(found.ok && found.value.where()).toMatchObject({ pane: id, ours: false, session: 'work' })
    if (found.ok) {
      const heard = hear(found.value)
      await until('it is live', () => found.value.link().is === 'live')
      expect(await found.value.write(Buffer.from('still\r'), 'agent')).toEqual({ bytes: 6, why: null })
      await until('its echo', () => heard.text().includes('still'))
    }
    expect(await then.server(rig.place).find('s_nobody')).toMatchObject({ ok: false, code: 'no_such_pane' })
    await then.close()
    const other = rig.room('other')
    expect(await other.server(rig.place).find(surface)).toMatchObject({ ok: false, code: 'no_such_pane' })
    await other.close()
    rig.tmux('respawn-pane', '-k', '-t', id, 'exec cat')
    expect(await rig.server().find(surface)).toMatchObject({ ok: false, code: 'no_such_pane' })
  })
})
