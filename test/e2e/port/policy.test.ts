// The policy from file to refusal, in the running app: imported limits, rules that end, changes made by somebody else.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { ROOT, type Running, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'

const folders: DataFolder[] = []
const apps: Running[] = []
const clients: TestClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await Promise.all(apps.splice(0).map(app => app.stop()))
  await Promise.all(folders.splice(0).map(folder => folder.remove()))
})

async function folderOf(rules: unknown[]): Promise<DataFolder> {
  const folder = await dataFolder(['runner'], rules)
  folders.push(folder)
  return folder
}

async function start(folder: DataFolder, ...flags: string[]) {
  const args = [`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=api', ...flags]
  const app = await startHeadless(args)
  apps.push(app)
  const client = await currentClient(app.ready.mcp, folder.agents['runner']!.token)
  clients.push(client)
  const send = async (text = ':') => (await client.call('submit_text', { surface: 'api', text })).data
  const ready = () => until('the shell to be at its prompt', async () => (await send()).outcome === 'submitted')
  return { app, client, send, ready }
}

/** The document in our form, with the folder's agent in it, as a file beside the data folder's own policy. */
async function imported(folder: DataFolder, document: unknown): Promise<string> {
  const from = path.join(folder.dir, 'their-policy.json')
  await fs.writeFile(from, JSON.stringify(document))
  const cli = path.join(ROOT, 'out/main/cli.js')
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'policy', 'import', from])
  const { agents } = JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8'))
  const managed = path.join(folder.dir, 'managed.json')
  await fs.writeFile(managed, JSON.stringify({ ...JSON.parse(stdout), agents }))
  return managed
}

describe('ten a minute per grant, as the four servers’ policies say', () => {
  test.each([
    ['session_send', 'submit_text', 'submitted'],
    ['tmux_send_input', 'submit_text', 'submitted'],
    ['send_keys', 'submit_text', 'submitted'],
    ['cmux_send', 'type_text', 'staged'],
  ])('%s: ten pass and the eleventh says when it may again, also after a restart', async (theirs, ours, outcome) => {
    const folder = await folderOf([])
    const limits = [{ counter: `${theirs}_rate`, window: 'minute', max: 10, scope: 'grant' }]
    const managed = await imported(folder, { version: '1', default: 'deny', tools: { [theirs]: { limits } } })
    const { app, client } = await start(folder, `--policy=${managed}`)
    const send = () => client.call(ours, { surface: 'api', text: ':' })
    // A shell that is not at its prompt yet refuses a send, which then takes no place in the limit.
    for (let sent = 0; sent < 10; ) {
      const { data } = await send()
      if (data.outcome === outcome) sent++
      else expect(data.code).toBe('dialog_open')
    }
    const { data } = await send()
    expect(data).toMatchObject({ code: 'rate_limited', rule: expect.any(String) })
    expect(data.retry_after_ms).toBeGreaterThan(0)
    expect(data.retry_after_ms).toBeLessThanOrEqual(60_000)
    await app.stop()
    const again = await start(folder, `--policy=${managed}`)
    expect((await again.client.call(ours, { surface: 'api', text: ':' })).data.code).toBe('rate_limited')
  })
})

const SUBMIT = { id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' }
const READ = { ...SUBMIT, level: 'read' }

describe('a policy changed by somebody else', () => {
  const edit = async (folder: DataFolder, from: string, to: string) => {
    const file = path.join(folder.dir, 'policy.json')
    const text = await fs.readFile(file, 'utf8')
    expect(text).toContain(from)
    await fs.writeFile(file, text.replace(from, to))
    return text
  }

  test('is held while the app runs and after a restart; without an accepted copy it is taken up', async () => {
    const folder = await folderOf([READ])
    const first = await start(folder)
    expect((await first.send()).code).toBe('denied')
    await edit(folder, '"level": "read"', '"level": "submit"')
    await until('the change to be noticed', () => first.app.errors().includes('was changed outside Gatehouse'))
    expect((await first.send()).code).toBe('denied')
    await first.app.stop()

    const second = await start(folder)
    expect(second.app.errors()).toContain('was changed outside Gatehouse')
    expect((await second.send()).code).toBe('denied')
    await second.app.stop()

    await fs.rm(path.join(folder.dir, 'policy.accepted.json'))
    const third = await start(folder)
    await third.ready()
  })

  test('into one with a fault pauses agents and names the line; they read on, and send again once it is right', async () => {
    const folder = await folderOf([SUBMIT])
    const { app, client, send, ready } = await start(folder)
    await ready()
    const before = await edit(folder, '"level"', '"levle"')
    await until('the fault to be noticed', () => /policy\.json:\d+: .*levle/.test(app.errors()))
    expect(await send()).toMatchObject({ code: 'paused', why: expect.stringMatching(/policy\.json:\d+: .*levle/) })
    expect((await client.call('read_surface', { surface: 'api' })).isError).toBe(false)
    expect((await client.call('my_access')).data.paused).toBe(true)
    await fs.writeFile(path.join(folder.dir, 'policy.json'), before)
    await ready()
  })
})
