// Keys in the app as a process that is killed: a send whose answer was lost can be asked for again, and runs once.
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'

const RULES = [
  { id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' },
  { id: 'r2', agents: 'typist', surfaces: '*', level: 'type' },
]
const folders: DataFolder[] = []
const apps: Running[] = []
const clients: TestClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close().catch(() => {})))
  await Promise.all(apps.splice(0).map(app => app.stop()))
  await Promise.all(folders.splice(0).map(folder => folder.remove()))
})

async function folderWithLog() {
  const folder = await dataFolder(['runner', 'typist'], RULES)
  folders.push(folder)
  const log = path.join(folder.dir, 'ran.txt')
  const ran = async () => (await fs.readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  return { folder, ran, append: (line: string) => `echo ${line} >> '${log}'` }
}

/** A start with one shell named "sh", whose id is a new one each time. */
async function start(folder: DataFolder) {
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=sh'])
  apps.push(app)
  const connect = async (id: string) => {
    const client = await currentClient(app.ready.mcp, folder.agents[id]!.token)
    clients.push(client)
    return client
  }
  const [runner, typist] = [await connect('runner'), await connect('typist')]
  const kill = async () => {
    app.child.kill('SIGKILL')
    await once(app.child, 'exit')
  }
  return { app, runner, typist, kill }
}

/** Submits until the shell is up and takes it; refusals leave the key free. */
function submitted(client: TestClient, args: Record<string, unknown>) {
  return until('the shell to take it', async () => {
    const { data } = await client.call('submit_text', { surface: 'sh', ...args })
    return data.outcome ? data : null
  })
}

test('killed right after its answer, the next start gives the first result again and runs nothing', async () => {
  const { folder, ran, append } = await folderWithLog()
  const first = await start(folder)
  const send = { text: append('once'), key: 'deploy-1' }
  const answer = await submitted(first.runner, send)
  expect(answer).toEqual({ outcome: 'submitted' })
  const staged = await first.typist.call('type_text', { surface: 'sh', text: 'a draft', key: 'draft-1' })
  expect(staged.data.outcome).toBe('staged')
  await until('the command to have run', async () => (await ran()).length === 1)
  await first.kill()

  const { runner, typist } = await start(folder)
  const before = (await folder.activity()).length
  expect(await runner.call('submit_text', { surface: 'sh', ...send })).toMatchObject({ isError: false, data: answer })
  expect(await typist.call('type_text', { surface: 'sh', text: 'a draft', key: 'draft-1' })).toEqual(staged)
  expect((await folder.activity()).length).toBe(before)
  const other = await runner.call('submit_text', { surface: 'sh', text: append('other'), key: 'deploy-1' })
  expect(other).toMatchObject({ isError: true, data: { code: 'key_reused' } })
  expect((await folder.activity()).at(-1)).toMatchObject({ actor: 'runner', key: 'deploy-1', outcome: 'denied' })
  // What was sent after it has run: nothing that came before can still be on its way.
  await submitted(runner, { text: append('end'), key: 'deploy-2' })
  await until('the last command to have run', async () => (await ran()).includes('end'))
  expect(await ran()).toEqual(['once', 'end'])
  expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
})

test('killed at any moment of a send, asking again runs it at most once and says what is known', async () => {
  const { folder, ran, append } = await folderWithLog()
  for (const [round, delay] of [0, 3, 10, 30, 100].entries()) {
    const first = await start(folder)
    await submitted(first.runner, { text: append(`ready-${round}`) })
    await until('the shell to be ready', async () => (await ran()).includes(`ready-${round}`))
    const send = { text: append(`round-${round}`), key: `key-${round}` }
    const lost = first.runner.call('submit_text', { surface: 'sh', ...send }).catch(() => null)
    setTimeout(() => first.app.child.kill('SIGKILL'), delay)
    await once(first.app.child, 'exit')
    await lost
    const intent = (await folder.activity()).find(({ key, of }) => key === send.key && of === undefined)

    const { runner, kill } = await start(folder)
    const answer = await submitted(runner, send)
    // Recorded, it may have gone in, and is not sent again; not recorded, it was not, and is.
    const told = intent ? ['submitted', 'unconfirmed', 'unknown'] : ['submitted']
    expect(told).toContain(answer.outcome)
    const end = append(`end-${round}`)
    await submitted(runner, { text: end })
    await until('the last command to have run', async () => (await ran()).includes(`end-${round}`))
    const times = (await ran()).filter(line => line === `round-${round}`).length
    expect(times).toBeLessThanOrEqual(1)
    if (!intent) expect(times).toBe(1)
    await kill()
  }
  expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
})
