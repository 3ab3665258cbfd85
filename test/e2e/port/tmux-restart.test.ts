// What runs in tmux outlives Gatehouse: after a kill -9 and a new start on the same folder everything about it is as it was, for
// people, for agents with grants and for the agent that runs inside.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppState } from '../../../preload/contract.ts'
import { until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'
import { type Windowed, type WindowedHouse, windowedHouse } from '../support/windowed.ts'

const PANES = 30
const HERE = { host: null, socket: null } as const
const CLAUDE = `#!/bin/sh
if [ "$1" = --version ]; then echo "2.1.300 (Claude Code)"; exit; fi
echo "token=$GATEHOUSE_TOKEN url=$GATEHOUSE_URL"
exec cat
`
const hasTmux = spawnSync('tmux', ['-V']).status === 0

let folder: DataFolder
let house: WindowedHouse
let app: Windowed
let reader: TestClient
let port: number
let env: NodeJS.ProcessEnv
let panes: string[]
/** by what stands on their screens */
const ids = new Map<string, string>()

const tmux = (...args: string[]) => spawnSync('tmux', args, { env, encoding: 'utf8' }).stdout.trim()
const start = () => house.start([`--user-data-dir=${folder.dir}`, `--mcp-port=${port}`], env)
const state = (): Promise<AppState> => app.person('state.get', {})
const id = (name: string) => ids.get(name) ?? ''
const screen = async (surface: string) => {
  const read = await reader.call('read_surface', { surface })
  return (read.data.lines ?? [JSON.stringify(read.data)]).join('\n')
}
const shows = (surface: string, text: string) => until(text, async () => (await screen(surface)).includes(text), 20_000)
const submit = async (surface: string, text: string) => {
  const sent = await reader.call('submit_text', { surface, text })
  expect(sent.data.outcome, JSON.stringify(sent.data)).toMatch(/^(submitted|unconfirmed)$/)
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const found = (server.address() as net.AddressInfo).port
  server.close()
  await once(server, 'close')
  return found
}

beforeAll(async () => {
  if (!hasTmux) return
  const rules = [
    { id: 'r1', agents: 'reader', surfaces: { backend: 'tmux' }, level: 'read' },
    { id: 'r2', agents: 'reader', surfaces: { name: 'by-name' }, level: 'submit', answer: 'allow' },
  ]
  folder = await dataFolder(['reader'], rules)
  const home = path.join(folder.dir, 'home')
  await mkdir(path.join(home, '.local/bin'), { recursive: true })
  await writeFile(path.join(home, '.local/bin/claude'), CLAUDE, { mode: 0o755 })
  await writeFile(path.join(home, '.bash_profile'), "PS1='ready> '\n")
  await writeFile(path.join(folder.dir, 'settings.json'), JSON.stringify({ inTmux: ['shell', 'claude'] }))
  const { TMUX: _server, TMUX_PANE: _pane, ...own } = process.env
  env = { ...own, HOME: home, SHELL: '/bin/bash', TMUX_TMPDIR: home, LANG: 'C.UTF-8' }
  port = await freePort()
  const cat = (n: number) => `sh -c 'echo pane-${n}-; exec cat'`
  const more = Array.from({ length: PANES - 1 }, (_, n) => [';', 'new-window', '-t', 'work:', cat(n + 1)]).flat()
  tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'work', '-x', '80', '-y', '24', cat(0), ...more)
  panes = tmux('list-panes', '-s', '-t', 'work', '-F', '#{pane_id}').split('\n')
  house = await windowedHouse()
  app = await start()
  reader = await currentClient(app.ready.mcp, folder.agents['reader']!.token)
})
afterAll(async () => {
  await reader?.close()
  await app?.stop()
  if (hasTmux) tmux('kill-server')
  await house?.remove()
  await folder?.remove()
})

test.skipIf(!hasTmux)(
  'thirty panes are adopted, a shell and an agent start in tmux, each with grants of its own',
  async () => {
    expect(panes).toHaveLength(PANES)
    const { results } = await app.person('tmux.adopt', { place: HERE, panes })
    for (const [n, { id: surface, message }] of results.entries()) ids.set(`pane-${n}-`, surface ?? message)
    const opened = await app.person('surface.open', { preset: 'shell', name: 'by-name', workspace: 'web' })
    ids.set('by-name', opened.id)
    ids.set('claude', (await app.person('surface.open', { preset: 'claude', name: 'claude', workspace: 'web' })).id)
    for (const [agent, surface, level] of [
      ['reader', id('pane-5-'), 'submit'],
      ['reader', id('pane-8-'), 'type'],
    ] as const) {
      await app.person('policy.cell', { agent, surface, level, ask: null })
      await app.person('policy.parts', { agent, surface, answer: 'allow' })
    }
    await app.person('policy.temporary', { agent: 'reader', surface: id('pane-6-'), level: 'type', minutes: null })
    await app.person('policy.lock', { agent: '*', surface: id('pane-7-'), level: 'none', ask: null, reason: 'mine' })
    await app.person('surface.rename', { id: id('pane-1-'), name: 'renamed', sure: true })

    for (const [text, surface] of ids) if (/^pane-(?!7-)/.test(text)) await shows(surface, text)
    await shows(id('by-name'), 'ready>')
    await submit('by-name', 'echo first-$((40+2))')
    await shows('by-name', 'first-42')
    await submit(id('pane-5-'), 'by id')
    await shows(id('pane-5-'), 'by id')
    for (const surface of [id('pane-8-'), id('pane-6-')]) {
      const typed = await reader.call('type_text', { surface, text: 'a draft' })
      expect(typed.data.outcome, JSON.stringify(typed.data)).toBe('staged')
    }
    await shows(id('claude'), 'token=')
    const layout = async () => JSON.parse(await readFile(path.join(folder.dir, 'layout.json'), 'utf8')).surfaces
    await until('all of it to be kept', async () => {
      const kept = await layout()
      return kept.length === PANES + 2 && kept.some(({ name }: { name: string }) => name === 'renamed')
    })
    await until('drafts to be kept', async () => {
      return (await readFile(path.join(folder.dir, 'drafts.json'), 'utf8')).split('a draft').length === 3
    })
  },
)

let before: AppState
const sameAs = ({ surfaces }: AppState, gone: readonly string[] = []) =>
  surfaces
    .filter(one => !gone.includes(one.id))
    .map(({ id, name, workspace, preset, backend, host, openedBy, alias, tmux }) => {
      return { id, name, workspace, preset, backend, host, openedBy, alias, pane: tmux?.pane, ours: tmux?.ours }
    })
    .sort((one, two) => one.id.localeCompare(two.id))

test.skipIf(!hasTmux)(
  'after a kill -9 and a new start all of it is as it was; what ended meanwhile is told',
  async () => {
    before = await state()
    await app.kill()
    const gone = [id('pane-28-'), id('pane-29-')]
    for (const n of [28, 29]) tmux('kill-pane', '-t', panes[n]!)
    tmux('send-keys', '-t', panes[3]!, 'meanwhile', 'Enter')

    app = await start()
    // At the first moment that a window could ask.
    expect(sameAs(await state())).toEqual(sameAs(before, gone))
    const now = await until('all of them to be reached', async () => {
      const seen = await state()
      return seen.surfaces.every(({ link }) => link?.is === 'live') ? seen : null
    })
    expect([now.dormant, now.earlier]).toEqual([[], []])
    expect(app.errors()).toMatch(/: ended in tmux while Gatehouse was not running\./)
    const told = (await folder.activity()).filter(({ actor, kind }) => actor === 'gatehouse' && kind === 'surface')
    expect(told.map(({ surface }) => (surface as { id: string }).id).sort()).toEqual([...gone].sort())
    const cells = ({ cells: all }: AppState) => all.filter(one => one.agent === 'reader' && !gone.includes(one.surface))
    expect(cells(now)).toEqual(cells(before))
  },
)

test.skipIf(!hasTmux)('an agent with grants reads and submits as before, and is kept out as before', async () => {
  for (const [text, surface] of ids) if (/^pane-(?!7-|28-|29-)/.test(text)) await shows(surface, text)
  await shows(id('pane-3-'), 'meanwhile')
  await shows('by-name', 'first-42')
  await submit('by-name', 'echo second-$((40+2))')
  await shows('by-name', 'second-42')
  await submit(id('pane-5-'), 'by id again')
  await shows(id('pane-5-'), 'by id again')
  expect((await reader.call('submit_text', { surface: id('pane-4-'), text: 'no' })).data.code).toBe('denied')
  expect((await reader.call('read_surface', { surface: id('pane-7-') })).isError).toBe(true)
  const { surfaces = [] } = (await reader.call('list_surfaces')).data
  const drafts = surfaces.filter(one => one.drafts?.length).map(one => one.id)
  expect(drafts.sort()).toEqual([id('pane-6-'), id('pane-8-')].sort())
  expect(surfaces.find(one => one.id === id('pane-6-'))?.level).toBe('type')
})

test.skipIf(!hasTmux)('the agent that runs inside goes on with its token', async () => {
  const text = (await screen(id('claude'))).replace(/\n/g, '')
  const [, token = '', url = ''] = /token=(\S+) url=(\S+mcp)/.exec(text) ?? []
  expect(url).toBe(app.ready.mcp)
  const inside = await currentClient(url, token)
  const { surfaces = [] } = (await inside.call('list_surfaces')).data
  await inside.close()
  expect(surfaces).toContainEqual(expect.objectContaining({ id: id('claude'), you: true }))
})

test.skipIf(!hasTmux)('a clean end leaves it running as well, and what a person closes then ends', async () => {
  await app.stop()
  const alive = async (count: number) => {
    const all = () => tmux('list-panes', '-a', '-F', '#{pane_id} #{session_name}').split('\n')
    await until(`${count} panes`, () => all().length === count).catch(() => expect(all()).toHaveLength(count))
  }
  await alive(PANES - 2 + 2)
  app = await start()
  expect(sameAs(await state())).toEqual(sameAs(before, [id('pane-28-'), id('pane-29-')]))
  await app.person('surface.close', { id: id('by-name'), sure: true })
  await app.person('surface.close', { id: id('pane-0-'), sure: true })
  await app.person('tmux.letGo', { id: id('claude') })
  await app.stop()
  await alive(PANES - 2 + 1)
  app = await start()
  expect((await state()).surfaces).toHaveLength(PANES - 3)
})
