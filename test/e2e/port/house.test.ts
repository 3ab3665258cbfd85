// The app as a process: what it leaves on disk, how it ends, what a stranger on the port gets.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { ROOT, type Running, runHeadless, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient } from '../../helpers/mcp-clients.ts'

const RUNNER = [{ id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' }]
const folders: DataFolder[] = []
const apps: Running[] = []

async function folderOf(ids: string[], rules: unknown[] = []): Promise<DataFolder> {
  const folder = await dataFolder(ids, rules)
  folders.push(folder)
  return folder
}
async function start(folder: DataFolder, ...flags: string[]) {
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...flags])
  apps.push(app)
  return app
}
afterEach(async () => {
  await Promise.all(apps.splice(0).map(app => app.stop()))
  await Promise.all(folders.splice(0).map(folder => folder.remove()))
})

/** Processes that carry the mark of a surface of `folder`: its shells and all their children. */
async function marked(surface: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await fs.readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const environment = await fs.readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    if (environment.includes(`GATEHOUSE_SURFACE=${surface}\0`)) found.push(pid)
  }
  return found
}

describe('a headless start', () => {
  test('says where it serves, in the ready line and in endpoint.json, and takes both away with a clean end', async () => {
    const folder = await folderOf(['runner'], RUNNER)
    const app = await start(folder, '--open=shell')
    const endpoint = path.join(folder.dir, 'endpoint.json')
    expect(JSON.parse(await fs.readFile(endpoint, 'utf8'))).toEqual(app.ready)
    expect((await fs.stat(endpoint)).mode & 0o777).toBe(0o600)
    await app.stop()
    await expect(fs.stat(endpoint)).rejects.toThrow('ENOENT')
  })

  test.runIf(process.platform === 'linux')(
    'ends with every process of every surface, also those that hide',
    async () => {
      const folder = await folderOf(['runner'], RUNNER)
      const app = await start(folder, '--open=shell', '--name=shell')
      const agent = await currentClient(app.ready.mcp, folder.agents['runner']!.token)
      const { id } = (await agent.call('list_surfaces')).data.surfaces![0]!
      const hidden = '(setsid nohup sleep 1000 >/dev/null 2>&1 &) ; sleep 1000 & sleep 1001'
      await until('the programs to be started', async () => {
        const sent = await agent.call('submit_text', { surface: 'shell', text: hidden })
        return sent.data.outcome === 'submitted'
      })
      await until('four processes', async () => (await marked(id)).length >= 4)
      await agent.close()
      await app.stop()
      expect(await marked(id)).toEqual([])
    },
  )

  test('on a folder that is in use asks the first to come to the front, and ends with 0', async () => {
    const folder = await folderOf(['runner'], RUNNER)
    await start(folder)
    const second = await runHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
    expect(second).toMatchObject({ code: 0, stdout: '' })
    expect(second.stderr).toContain('already runs')
  })

  test('on a taken port says so and ends, never on another port', async () => {
    const squatter = net.createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as net.AddressInfo
    const folder = await folderOf([])
    const refused = await runHeadless([`--user-data-dir=${folder.dir}`, `--mcp-port=${port}`])
    squatter.close()
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(`Port ${port} is in use`)
  })

  test('keeps the port it was asked for; 0 is for one start only', async () => {
    const free = net.createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as net.AddressInfo
    free.close()
    const folder = await folderOf([])
    const startOn = async (...flags: string[]) => {
      const app = await startHeadless([`--user-data-dir=${folder.dir}`, ...flags])
      await app.stop()
      return Number(new URL(app.ready.mcp).port)
    }
    expect(await startOn(`--mcp-port=${port}`)).toBe(port)
    expect(await startOn('--mcp-port=0')).not.toBe(port)
    expect(await startOn()).toBe(port)
  })

  test('with a policy that has a fault allows nothing, names the line, and leaves the file alone', async () => {
    const folder = await folderOf(['runner'], RUNNER)
    const file = path.join(folder.dir, 'policy.json')
    const text = (await fs.readFile(file, 'utf8')).replace('"level"', '"levle"')
    await fs.writeFile(file, text)
    const app = await start(folder, '--open=shell', '--name=shell')
    const status = await post(app.ready.mcp, { authorization: `Bearer ${folder.agents['runner']!.token}` })
    // Nobody is an agent by a policy that is not in force.
    expect(status).toMatch(/^HTTP\/1.1 401 /)
    expect(app.errors()).toMatch(/policy\.json:\d+: .*level/)
    expect(await fs.readFile(file, 'utf8')).toBe(text)
  })

  test('through a link to the clone starts all the same', async () => {
    const folder = await folderOf([])
    const link = path.join(folder.dir, 'clone')
    await fs.symlink(ROOT, link, 'junction')
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [path.join(link, 'out/main/headless.js'), '--version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('does not start on flags it does not know, and names them', async () => {
    const refused = await runHeadless(['--mcp-prot=1'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('--mcp-prot')
  })
})

describe('kill -9', () => {
  test('right after an answer loses no record, and the next start goes on in the same chain', async () => {
    const folder = await folderOf(['runner'], RUNNER)
    for (let round = 1; round <= 5; round++) {
      const app = await start(folder, '--open=shell', '--name=shell')
      const agent = await currentClient(app.ready.mcp, folder.agents['runner']!.token)
      const text = `echo round-${round}`
      await until('a send', async () => {
        const sent = await agent.call('submit_text', { surface: 'shell', text })
        if (sent.isError) return false
        app.child.kill('SIGKILL')
        return true
      })
      await once(app.child, 'exit')
      await agent.close().catch(() => {})
      const records = await folder.activity()
      const send = records.find(record => record['text'] === text && record['outcome'] === null)
      expect(send, 'the intent').toBeDefined()
      expect(records.find(record => record['of'] === send!['seq'])?.['outcome'], 'its outcome').toBe('delivered')
      expect(await verifyActivity(folder.dir)).toEqual({ ok: true, records: records.length })
    }
  })
})

describe('a stranger on the port', () => {
  test('gets 401 without a token, 403 with a foreign Host or Origin, 405 on GET', async () => {
    const folder = await folderOf(['runner'], RUNNER)
    const { mcp } = (await start(folder)).ready
    const authorization = `Bearer ${folder.agents['runner']!.token}`
    const host = new URL(mcp).host
    const cases: [string, Promise<string>][] = [
      ['401', post(mcp, {})],
      ['401', post(mcp, { authorization: 'Bearer gate_wrong' })],
      ['403', post(mcp, { authorization, host: 'evil.example' })],
      ['403', post(mcp, { authorization, origin: 'https://evil.example' })],
      ['403', post(mcp, { authorization, origin: `http://${host}` })],
      ['403', post(mcp, { authorization, origin: 'null' })],
      ['405', post(mcp, { authorization }, 'GET')],
      ['405', post(mcp, {}, 'DELETE')],
      ['200', post(mcp, { authorization })],
    ]
    for (const [status, answer] of cases) expect((await answer).split(' ')[1]).toBe(status)
  })
})

/** One request over a raw socket: nothing is added or corrected on the way. Resolves with the whole answer. */
function post(mcp: string, headers: Record<string, string>, method = 'POST'): Promise<string> {
  const { host, port } = new URL(mcp)
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  }
  const body = method === 'POST' ? JSON.stringify(initialize) : ''
  const all = {
    host,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = net.connect(Number(port), '127.0.0.1', () => {
      socket.write(`${method} /mcp HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
    })
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}
