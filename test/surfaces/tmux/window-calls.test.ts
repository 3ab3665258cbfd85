// What the window asks of tmux: which servers and hosts there are without connecting to any, adopting with one result per pane,
// letting go only of what tmux has.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { OpenSpec, PersonSurface } from '../../../main/surfaces/surface.ts'
import type { TmuxServer } from '../../../main/surfaces/tmux/model.ts'
import { localServers, tmuxMissing } from '../../../main/surfaces/tmux/places.ts'
import { createTmuxCalls, type TmuxHouse } from '../../../main/tmux-calls.ts'
import { calls as contract, type Exit, type Link, type PanePlace, type TmuxPlace } from '../../../preload/contract.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-tmux-'))
  ends.push(() => fs.rm(dir, { recursive: true, force: true }))
  return dir
}
const socketsOf = (dir: string) => path.join(dir, `tmux-${process.getuid?.() ?? 0}`)

function surface(id: string, tmux: PanePlace | null, exit: Exit | null = null): PersonSurface {
  return { facts: { id, name: id }, summary: () => ({ tmux, exit }) } as unknown as PersonSurface
}
const at = (place: TmuxPlace, pane: string): PanePlace => ({
  ...{ place, session: 'web', window: '0', pane, ours: false, agent: null },
})
const HERE: TmuxPlace = { host: null, socket: null }

interface Told {
  readonly opened: OpenSpec[]
  readonly gone: string[]
  readonly asked: TmuxPlace[]
  retries: number
}

function house(surfaces: PersonSurface[] = [], talked: readonly { place: TmuxPlace; link: Link | null }[] = []) {
  const told: Told = { opened: [], gone: [], asked: [], retries: 0 }
  const server = (place: TmuxPlace, link: Link | null) =>
    ({
      ...{ place, link: () => link, warning: () => null },
      retry: () => {
        told.retries += 1
      },
      async list() {
        told.asked.push(place)
        return { ok: true, value: { version: '3.4', sessions: [] } }
      },
    }) as unknown as TmuxServer
  const made: TmuxHouse = {
    registry: { all: () => surfaces, get: id => surfaces.find(one => one.facts.id === id), searchPath: async () => '' },
    tmux: {
      server: place => server(place, null),
      servers: () => talked.map(({ place, link }) => server(place, link)),
    },
    async openSurface(spec) {
      told.opened.push(spec)
      if (spec.pane?.id === '%9') return { ok: false, code: 'no_such_pane', message: 'There is no pane %9 any more.' }
      return { ok: true, value: surface(`s_${told.opened.length}aaaaa`, null) }
    },
    async letGo(id) {
      told.gone.push(id)
      return { code: null, signal: null }
    },
  }
  return { made, told }
}

test('only sockets that somebody answers on are servers, the default one first', async () => {
  const dir = await folder()
  const sockets = socketsOf(dir)
  await fs.mkdir(sockets, { recursive: true, mode: 0o700 })
  for (const name of ['work', 'default']) {
    const server = net.createServer()
    await new Promise<void>(done => server.listen(path.join(sockets, name), done))
    ends.push(() => new Promise(done => server.close(done)))
  }
  await fs.writeFile(path.join(sockets, 'gone'), '')
  expect(await localServers({ TMUX_TMPDIR: dir })).toEqual([
    { socket: null, title: 'tmux' },
    { socket: path.join(sockets, 'work'), title: 'tmux (work)' },
  ])
  expect(await localServers({ TMUX_TMPDIR: path.join(dir, 'nothing') })).toEqual([])
})

const hasTmux = spawnSync('tmux', ['-V']).status === 0
test.skipIf(!hasTmux)('a real server is found, is not troubled by it, and is gone once it has ended', async () => {
  const dir = await folder()
  await fs.mkdir(socketsOf(dir), { mode: 0o700 })
  const socket = path.join(socketsOf(dir), 'default')
  const tmux = (...args: string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' })
  expect(tmux('new-session', '-d', '-s', 'one', 'cat').status).toBe(0)
  ends.push(() => tmux('kill-server'))
  for (let look = 0; look < 5; look += 1) {
    expect(await localServers({ TMUX_TMPDIR: dir })).toEqual([{ socket: null, title: 'tmux' }])
  }
  expect(tmux('list-clients').stdout).toBe('')
  expect(tmux('list-sessions', '-F', '#{session_name}').stdout).toBe('one\n')
  tmux('kill-server')
  await expect.poll(() => localServers({ TMUX_TMPDIR: dir }), { timeout: 8000 }).toEqual([])
})

test('without a tmux it says what installs one here', async () => {
  const dir = await folder()
  const program = (name: string) => fs.writeFile(path.join(dir, name), '#!/bin/sh\n', { mode: 0o755 })
  expect(await tmuxMissing(dir, 'linux')).toMatch(/^tmux was not found .* Install it with what your system has/)
  await program('dnf')
  expect(await tmuxMissing(dir, 'linux')).toBe('tmux was not found on your PATH. Install it: sudo dnf install tmux')
  await program('tmux')
  expect(await tmuxMissing(`/nowhere:${dir}`, 'linux')).toBe(null)
  expect(await tmuxMissing(dir, 'win32')).toMatch(/^tmux does not run on Windows/)
})

test('servers and hosts are listed with what is known of them, and nothing is asked of any', async () => {
  const home = await folder()
  await fs.mkdir(path.join(home, '.ssh'))
  await fs.writeFile(path.join(home, '.ssh/config'), 'Host build studio *.example\n')
  const build: TmuxPlace = { host: 'build', socket: null }
  const own: TmuxPlace = { host: null, socket: '/run/own.sock' }
  const { made, told } = house(
    [
      ...[surface('s_aaaaaa', at(build, '%1')), surface('s_bbbbbb', at(build, '%2')), surface('s_cccccc', null)],
      // Ended with their server, and not closed yet.
      ...['%3', '%4'].map(pane => surface('s_dddddd', at(HERE, pane), { code: null, signal: null })),
    ],
    [
      { place: build, link: { is: 'live', since: 1 } },
      { place: own, link: { is: 'live', since: 3 } },
      { place: HERE, link: { is: 'ended', since: 3, why: 'the server ended' } },
      { place: { host: 'me@else', socket: null }, link: { is: 'connecting', since: 2 } },
    ],
  )
  const calls = createTmuxCalls(made, { env: { HOME: home, TMUX_TMPDIR: home }, platform: 'linux' })
  const places = await calls['tmux.places']({})
  expect(places).toEqual({
    ok: true,
    value: {
      servers: [{ place: own, title: 'tmux (own.sock)', link: { is: 'live', since: 3 }, adopted: 0 }],
      hosts: [
        { place: build, title: 'build', link: { is: 'live', since: 1 }, adopted: 2 },
        { place: { host: 'studio', socket: null }, title: 'studio', link: null, adopted: 0 },
        {
          place: { host: 'me@else', socket: null },
          title: 'me@else',
          link: { is: 'connecting', since: 2 },
          adopted: 0,
        },
      ],
      warnings: [],
      missing: expect.stringMatching(/^tmux was not found/),
    },
  })
  expect(contract['tmux.places'].out.safeParse(places.ok && places.value).success).toBe(true)
  expect(told.asked).toEqual([])
})

test('adopting opens each pane for the person, in the order asked for, and says what became of each', async () => {
  const { made, told } = house()
  const calls = createTmuxCalls(made, { env: {}, platform: 'linux' })
  const answer = await calls['tmux.adopt']({ place: HERE, panes: ['%3', '%9', '%1'], workspace: 'web' })
  expect(answer).toEqual({
    ok: true,
    value: {
      results: [
        { pane: '%3', id: 's_1aaaaa', code: null, message: '' },
        { pane: '%9', id: null, code: 'no_such_pane', message: 'There is no pane %9 any more.' },
        { pane: '%1', id: 's_3aaaaa', code: null, message: '' },
      ],
    },
  })
  const spec = { preset: 'tmux', workspace: 'web', openedBy: 'person' }
  expect(told.opened).toEqual(['%3', '%9', '%1'].map(id => ({ ...spec, pane: { place: HERE, id } })))
})

test('with no workspace they come into one that nothing in tmux can name', async () => {
  const { made, told } = house()
  const calls = createTmuxCalls(made, { env: {}, platform: 'linux' })
  await calls['tmux.adopt']({ place: HERE, panes: ['%1'] })
  await calls['tmux.adopt']({ place: { host: 'build', socket: null }, panes: ['%1'] })
  await calls['ssh.open']({ host: 'build' })
  expect(told.opened.map(({ workspace }) => workspace)).toEqual(['tmux', 'build', 'build'])
  expect(told.opened[2]).toEqual({ preset: 'ssh', host: 'build', workspace: 'build', openedBy: 'person' })
})

test('only what is in tmux is let go of', async () => {
  const { made, told } = house([surface('s_aaaaaa', at(HERE, '%1')), surface('s_bbbbbb', null)])
  const calls = createTmuxCalls(made, { env: {}, platform: 'linux' })
  expect(await calls['tmux.letGo']({ id: 's_aaaaaa' })).toEqual({ ok: true, value: {} })
  expect(await calls['tmux.letGo']({ id: 's_bbbbbb' })).toMatchObject({ ok: false, code: 'not_tmux' })
  expect(await calls['tmux.letGo']({ id: 's_cccccc' })).toMatchObject({ ok: false, code: 'no_such_surface' })
  expect(told.gone).toEqual(['s_aaaaaa'])
})

test('a connection is tried again where there is one, and made by nothing else', async () => {
  const lost: Link = { is: 'lost', since: 1, why: 'it timed out', retryAt: 2 }
  const { made, told } = house([], [{ place: HERE, link: lost }])
  const calls = createTmuxCalls(made, { env: {}, platform: 'linux' })
  expect(await calls['tmux.reconnect']({ place: { host: 'build', socket: null } })).toEqual({ ok: true, value: {} })
  expect(told.retries).toBe(0)
  await calls['tmux.reconnect']({ place: HERE })
  expect(told.retries).toBe(1)
  expect(told.asked).toEqual([])
})
