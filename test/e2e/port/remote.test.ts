// Presets that are started on another computer: a real sshd in a network of its own, a real tmux there, and the house as the app has
// it. Its agent reaches us through the port that ssh forwards, its hooks tell what it does, and after a kill -9 all of it is as it was.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppState, SurfaceSummary } from '../../../preload/contract.ts'
import { until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'
import { hasNetworks, type Network, startNetwork } from '../../helpers/network.ts'
import { type Relay, startRelay } from '../../helpers/relay.ts'
import { type Sshd, startSshd } from '../../helpers/sshd.ts'
import { type Windowed, type WindowedHouse, windowedHouse } from '../support/windowed.ts'

/** `hook EVENT JSON` runs what its settings have for that event, as the real one does; everything else is shown. */
const CLAUDE = `#!/usr/bin/env node
const { readFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const args = process.argv.slice(2)
if (args[0] === '--version') { console.log('2.1.300 (Claude Code)'); process.exit() }
const file = option => args.includes(option) ? JSON.parse(readFileSync(args[args.indexOf(option) + 1], 'utf8')) : {}
const { hooks = {} } = file('--settings')
const { mcpServers = {} } = file('--mcp-config')
console.log('server=' + (mcpServers.gatehouse?.url ?? 'none') + ' token=' + (process.env.GATEHOUSE_TOKEN ?? 'none') + ';')
require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
  const [word, event, ...rest] = line.split(' ')
  if (word !== 'hook') return console.log('said ' + line)
  const { command } = hooks[event][0].hooks[0]
  const done = spawnSync('/bin/sh', ['-c', command], { input: rest.join(' '), encoding: 'utf8' })
  console.log('hook ' + event + ' ' + done.status + ' [' + done.stdout + done.stderr + ']')
})
`
/** Everything that any list of arguments on this computer shows, while it is there. */
const WATCHER = `const fs = require('node:fs')
const seen = new Set()
setInterval(() => {
  for (const pid of fs.readdirSync('/proc')) {
    if (!/^[0-9]+$/.test(pid)) continue
    try { seen.add(fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8')) } catch {}
  }
}, 1)
process.stdin.on('data', () => {}).on('end', () => { process.stdout.write([...seen].join('\\n')); process.exit() })
`

let folder: DataFolder
let network: Network
let relay: Relay
let sshd: Sshd
let house: WindowedHouse
let app: Windowed
let reader: TestClient
let port: number

const start = () =>
  house.start([`--user-data-dir=${folder.dir}`, `--mcp-port=${port}`], { ...sshd.env, SHELL: '/bin/bash' })
const state = (): Promise<AppState> => app.person('state.get', {})
const summary = async (id: string) => (await state()).surfaces.find(one => one.id === id) as SurfaceSummary
const screen = async (surface: string) => {
  const read = await reader.call('read_surface', { surface, what: 'scrollback' })
  return (read.data.lines ?? [JSON.stringify(read.data)]).join('')
}
const shows = (surface: string, text: string) => until(text, async () => (await screen(surface)).includes(text), 20_000)
const say = async (surface: string, text: string) => {
  const sent = await reader.call('submit_text', { surface, text })
  expect(sent.data.outcome, JSON.stringify(sent.data)).toMatch(/^(submitted|unconfirmed)$/)
}
const there = (...names: string[]) => path.join(sshd.remote.HOME, ...names)
const isState = (id: string, is: string) =>
  until(`${id} to be ${is}`, async () => (await summary(id)).state.is === is, 20_000).catch(async () =>
    expect.fail(JSON.stringify((await summary(id)).state)),
  )
/** A POST from that computer to its own loopback. The HTTP status. */
const post = (token: string, body: string, more = '') =>
  network.run(
    `curl -q -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' ${more} --data-binary @- http://127.0.0.1:${port}/hooks`,
    body,
  )
const ASKS = '{"tool_name":"Bash","tool_input":{"command":"ls"},"session_id":"5f2b7f5e-0000-4000-8000-000000000000"}'
const told = (name: string, payload = '{}') => `{"name":"${name}","payload":${payload}}`

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const found = (server.address() as net.AddressInfo).port
  server.close()
  await once(server, 'close')
  return found
}

describe.skipIf(!hasNetworks())('another computer', { timeout: 120_000 }, () => {
  let claude = ''
  let token = ''

  beforeAll(async () => {
    const rules = [
      { id: 'r1', agents: 'reader', surfaces: { host: 'build' }, level: 'submit', answer: 'allow' },
      { id: 'r3', agents: { preset: 'claude' }, surfaces: { host: 'build' }, level: 'submit' },
      { id: 'r2', agents: 'other', surfaces: '*', level: 'submit', answer: 'allow' },
    ]
    folder = await dataFolder(['reader', 'other'], rules)
    sshd = await startSshd({ bashrc: "PS1='far> '\n" })
    network = await startNetwork()
    relay = await startRelay(await network.serve(sshd.serves), 0)
    sshd.host('build', { port: relay.port })
    sshd.host('shut', { port: relay.port })
    await mkdir(there('.local/bin'), { recursive: true })
    await writeFile(there('.profile'), '. ~/.bashrc\n')
    await writeFile(there('.local/bin/claude'), CLAUDE, { mode: 0o755 })
    await writeFile(path.join(folder.dir, 'settings.json'), JSON.stringify({ forwardTo: ['build'] }))
    port = await freePort()
    house = await windowedHouse()
    app = await start()
    reader = await currentClient(app.ready.mcp, folder.agents['reader']!.token)
  }, 120_000)
  afterAll(async () => {
    await reader?.close()
    await app?.stop()
    await house?.remove()
    await relay?.close()
    network?.stop()
    await sshd?.stop()
    await folder?.remove()
  })

  test('an agent starts there with a server and hooks of ours, and its token is in no list of arguments', async () => {
    const watcher = spawnWatcher()
    const { id } = await app.person('tmux.start', { host: 'build', preset: 'claude', name: 'far', workspace: 'web' })
    claude = id
    expect(await summary(id)).toMatchObject({
      name: 'far',
      workspace: 'web',
      backend: 'tmux',
      host: 'build',
      lacks: null,
    })
    await until('its token', async () => {
      const found = /server=(\S+) token=([^;]+);/.exec(await screen(id))
      token = found?.[2] ?? ''
      return found?.[1] === `http://127.0.0.1:${port}/mcp`
    })
    await say(id, 'hook UserPromptSubmit {"prompt":"hello"}')
    await shows(id, 'hook UserPromptSubmit 0 []')
    await isState(id, 'working')
    const seen = await watcher()
    expect(seen).toContain('carry.sh')
    expect(seen).not.toContain(token)
    // Nor in any file of its folder there.
    const files = spawnSync('grep', ['-r', token, there('.cache')], { encoding: 'utf8' })
    expect([files.status, files.stdout]).toEqual([1, ''])
    expect(sshd.tmux('show-environment', '-g')).not.toContain(token)
    expect(sshd.tmux('show-environment', '-t', `=far-${id.slice(2)}:`)).not.toContain(token)
  })

  test('hooks arrive in their order, and a question needs the person', async () => {
    await say(claude, `hook PermissionRequest ${ASKS}`)
    await isState(claude, 'needs_you')
    await say(claude, `hook PostToolUse ${ASKS}`)
    await isState(claude, 'working')
    await say(claude, 'hook Stop {}')
    await shows(claude, 'hook Stop 0 []')
    await until(
      'all of it to be brought',
      async () => (await readdir(there('.cache/gatehouse/surfaces', claude, 'events'))).length === 0,
    )
  })

  test('the agent calls us from there as itself, and not into itself', async () => {
    const body = JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name: 'submit_text', arguments: { surface: claude, text: 'hello' } },
    })
    const call = (name: string) =>
      network.run(
        `curl -q -s -H 'Authorization: Bearer ${name}' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' --data-binary @- http://127.0.0.1:${port}/mcp`,
        body,
      )
    expect(await call(token)).toContain('own_surface')
    const list = body.replace('submit_text', 'list_surfaces').replace(/"arguments":\{.*\}\}/, '"arguments":{}}}')
    const answer = await network.run(
      `curl -q -s -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' --data-binary @- http://127.0.0.1:${port}/mcp`,
      list,
    )
    expect(answer).toMatch(new RegExp(`"id\\\\?":\\\\?"${claude}`))
    expect(answer).toMatch(/you\\?":true/)
    expect((await state()).agents.some(({ id }) => id === `claude@${claude}`)).toBe(true)
  })

  test('nobody else tells anything: other tokens, no token, too much, too often, no JSON, web pages', async () => {
    const events = path.join(folder.dir, 'surfaces', claude, 'events')
    expect(await post(folder.agents['other']!.token, told('PermissionRequest', ASKS))).toBe('401')
    expect(await post('gate_forged', told('Stop'))).toBe('401')
    expect(await post(token, told('Stop'), "-H 'Origin: http://127.0.0.1'")).toBe('403')
    expect(await post(token, told('Stop'), "-H 'Host: evil.example'")).toBe('403')
    expect(await post(token, 'no json')).toBe('400')
    expect(await post(token, told('../../evil'))).toBe('400')
    expect(await post(token, '{"name":"Stop","payload":{},"surface":"s_other1"}')).toBe('400')
    expect(await post(token, told('Stop', `"${'x'.repeat(1_100_000)}"`))).toBe('413')
    const local = await app.person('surface.open', { preset: 'shell', name: 'local', workspace: 'web' })
    expect((await summary(local.id)).host).toBeNull()
    await app.person('surface.close', { id: local.id, sure: true })
    expect(await readdir(events)).toEqual([])
    const line = `curl -q -s -o /dev/null -w '%{http_code} ' -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '{"name":"Nothing","payload":{}}' http://127.0.0.1:${port}/hooks`
    const codes = await network.run(`for i in $(seq 1 40); do ${line} ${`--next ${line.slice(5)} `.repeat(9)}; done`)
    expect(codes).toContain('204')
    expect(codes).toContain('429')
    expect((await summary(claude)).exit).toBeNull()
  })

  test('what it told while the connection was lost arrives when it is back', async () => {
    await until('its rate to have recovered', async () => (await post(token, told('Nothing'))) === '204')
    await relay.cut('refuse')
    const { pane } = (await summary(claude)).tmux!
    sshd.tmux('send-keys', '-t', pane, `hook PermissionRequest ${ASKS}`, 'Enter')
    await until('the hook to have run', () =>
      sshd.tmux('capture-pane', '-p', '-t', pane).includes('hook PermissionRequest 0'),
    )
    await until('the loss', async () => (await summary(claude)).link?.is === 'lost', 40_000)
    expect((await summary(claude)).state.is).toBe('unknown')
    await relay.mend()
    await app.person('tmux.reconnect', { place: { host: 'build', socket: null } })
    await until('it to be back', async () => (await summary(claude)).link?.is === 'live', 40_000)
    await isState(claude, 'needs_you')
    await say(claude, 'hook Stop {}')
  })

  test('a shell there has no token, and one on a host that does not reach us has no way either', async () => {
    const shell = await app.person('tmux.start', { host: 'build', preset: 'shell', name: 'plain', workspace: 'web' })
    await shows(shell.id, 'far>')
    await say(shell.id, 'echo "it has [$GATEHOUSE_TOKEN$GATEHOUSE_URL] $GATEHOUSE_SURFACE"')
    await shows(shell.id, `it has [] ${shell.id}`)
    const shut = await app.person('tmux.start', { host: 'shut', preset: 'claude', name: 'shut', workspace: 'web' })
    expect((await summary(shut.id)).lacks).toContain('shut is not among the hosts that reach Gatehouse')
    const { pane } = (await summary(shut.id)).tmux!
    await until('its start', () => sshd.tmux('capture-pane', '-p', '-t', pane).includes('server=none token=none'))
    await app.person('surface.close', { id: shut.id, sure: true })
    await app.person('surface.close', { id: shell.id, sure: true })
  })

  test('after a kill -9 and a new start it is the same surface, with its grants, its drafts, its token and its hooks', async () => {
    const shell = await app.person('tmux.start', {
      host: 'build',
      preset: 'shell',
      name: 'stays',
      workspace: 'web',
      cwd: '/',
    })
    await shows(shell.id, 'far>')
    await app.person('policy.cell', { agent: 'reader', surface: shell.id, level: 'type', ask: null })
    await app.person('policy.lock', { agent: 'other', surface: claude, level: 'none', ask: null, reason: 'mine' })
    expect((await reader.call('type_text', { surface: shell.id, text: 'a draft' })).data.outcome).toBe('staged')
    const kept = (file: string) => readFile(path.join(folder.dir, file), 'utf8')
    await until('all of it to be kept', async () => {
      return (await kept('layout.json')).includes('"stays"') && (await kept('drafts.json')).includes('a draft')
    })
    const before = await state()
    await app.kill()
    app = await start()
    const ids = ({ surfaces }: AppState) =>
      surfaces.map(({ id, name, workspace, preset, host }) => [id, name, workspace, preset, host])
    expect(ids(await state()).sort()).toEqual(ids(before).sort())
    await until(
      'all of them to be reached',
      async () => (await state()).surfaces.every(({ link }) => link?.is === 'live'),
      30_000,
    )
    expect((await state()).dormant).toEqual([])
    const { surfaces = [] } = (await reader.call('list_surfaces')).data
    const mine = surfaces.find(one => one.id === shell.id)
    expect([mine?.level, mine?.drafts?.length]).toEqual(['type', 1])
    const { isError } = await (await currentClient(app.ready.mcp, folder.agents['other']!.token)).call('read_surface', {
      surface: claude,
    })
    expect(isError).toBe(true)
    expect(await post(token, told('Nothing'))).toBe('204')
    await say(claude, `hook PermissionRequest ${ASKS}`)
    await isState(claude, 'needs_you')
    await app.person('surface.close', { id: shell.id, sure: true })
  })

  test('closed, it has ended there, its folder is gone and its token is nobody’s', async () => {
    await app.person('surface.close', { id: claude, sure: true })
    await until('its folder to go', async () => !(await readdir(there('.cache/gatehouse/surfaces'))).includes(claude))
    const back = await app.person('tmux.start', { host: 'build', preset: 'shell', name: 'last', workspace: 'web' })
    expect(await post(token, told('Stop'))).toBe('401')
    expect(sshd.tmux('list-sessions', '-F', '#{session_name}')).not.toContain(`far-${claude.slice(2)}`)
    await app.person('surface.close', { id: back.id, sure: true })
  })

  test('one that ended there while nobody looked is shown as ended, and says so', async () => {
    const shell = await app.person('tmux.start', { host: 'build', preset: 'shell', name: 'gone', workspace: 'web' })
    const { pane } = (await summary(shell.id)).tmux!
    const layout = () => readFile(path.join(folder.dir, 'layout.json'), 'utf8')
    await until('it to be kept', async () => (await layout()).includes('"gone"'))
    await app.stop()
    sshd.tmux('kill-pane', '-t', pane)
    app = await start()
    const ended = await until('its end', async () => {
      const now = await summary(shell.id)
      return now.exit ? now : null
    })
    expect(ended).toMatchObject({ name: 'gone', host: 'build', link: { is: 'ended' } })
    await app.person('surface.close', { id: shell.id, sure: true })
  })
})

function spawnWatcher(): () => Promise<string> {
  const child = spawn(process.execPath, ['-e', WATCHER], { stdio: ['pipe', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', chunk => {
    text += chunk
  })
  return async () => {
    child.stdin.end()
    // Not its exit, after which some of what it wrote may still be on its way.
    await once(child, 'close')
    return text
  }
}
