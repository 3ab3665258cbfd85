// Many sends and a submit that waits, over the wire, in the app without a window and on real shells.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, legacyClient, type TestClient } from '../../helpers/mcp-clients.ts'

const RULES = [
  { id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' },
  { id: 'r2', agents: 'runner', surfaces: { name: 'two' }, level: 'type', ask: 'submit' },
]
const folders: DataFolder[] = []
const apps: Running[] = []
const clients: TestClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close().catch(() => {})))
  await Promise.all(apps.splice(0).map(app => app.stop()))
  await Promise.all(folders.splice(0).map(folder => folder.remove()))
})

/** Shells named one, two and three, once they take a line and have their prompt again: a send waits for that a second alone. */
async function start(connect: typeof currentClient) {
  const folder = await dataFolder(['runner'], RULES)
  folders.push(folder)
  const open = ['one', 'two', 'three'].flatMap(name => ['--open=shell', `--name=${name}`])
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...open])
  apps.push(app)
  const client = await connect(app.ready.mcp, folder.agents['runner']!.token)
  clients.push(client)
  for (const surface of ['one', 'three']) {
    await until(`the shell ${surface} to take a line`, async () => {
      const wait = { until: 'idle', timeout_s: 20 }
      return (await client.call('submit_text', { surface, text: 'true', wait })).data.outcome
    })
  }
  return { folder, client }
}

test.each([
  ['SDK v1', legacyClient],
  ['SDK v2', currentClient],
] as const)('%s: each of many is decided and delivered by itself', async (_, connect) => {
  const { folder, client } = await start(connect)
  const log = path.join(folder.dir, 'ran.txt')
  const to = (surface: string, submit = true) => ({ surface, text: `echo ${surface} >> '${log}'`, submit })
  const sends = [to('one'), to('two'), to('two', false), to('nowhere'), to('three')]
  const { isError, data } = await client.call('send_many', { sends })
  expect(isError).toBe(false)
  expect(data.results?.map(({ outcome, code }) => outcome ?? code)).toEqual([
    'submitted',
    'no_answer',
    'staged',
    'no_such_surface',
    'submitted',
  ])
  await until('both commands to have run', async () => (await fs.readFile(log, 'utf8')).split('\n').length === 3)
  expect((await fs.readFile(log, 'utf8')).split('\n').filter(Boolean).sort()).toEqual(['one', 'three'])

  const stopped = await client.call('send_many', { sends: [to('nowhere'), to('one')], stop_on_error: true })
  expect(stopped.data.results?.map(({ outcome, code }) => outcome ?? code)).toEqual(['no_such_surface', 'not_tried'])

  const draft = data.results?.[2]?.draft
  expect(await client.call('discard_draft', { draft })).toMatchObject({ data: { outcome: 'discarded' } })
  const again = await client.call('discard_draft', { draft })
  expect(again).toMatchObject({ isError: true, data: { code: 'draft_changed' } })
  expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
})

test('a submit that waits comes back with what the program printed, and a wait that cannot be stops it', async () => {
  const { client } = await start(currentClient)
  const wait = { until: { text: 'sum 42' }, timeout_s: 20 }
  const sent = await client.call('submit_text', { surface: 'one', text: 'sleep 0.3; echo "sum $((40+2))"', wait })
  expect(sent).toMatchObject({ isError: false, data: { outcome: 'submitted', wait: { reason: 'text' } } })
  expect(sent.data.wait?.lines).toContain('sum 42')
  const bad = { surface: 'one', text: 'echo never', wait: { until: { regex: '(' } } }
  expect(await client.call('submit_text', bad)).toMatchObject({ isError: true, data: { code: 'bad_arguments' } })
  const { data } = await client.call('read_surface', { surface: 'one' })
  expect(data.lines?.join('\n')).not.toContain('never')
})

test('without a window nobody is told or asked anything', async () => {
  const { client } = await start(currentClient)
  const calls = [
    ['notify_person', { title: 'Done', body: 'The build is green.' }],
    ['show_surface', { surface: 'one', why: 'It waits.' }],
    ['request_access', { surface: 'two', level: 'submit', why: 'to run the tests' }],
  ] as const
  for (const [tool, args] of calls) {
    const { isError, data } = await client.call(tool, args)
    expect({ isError, code: data.code }).toEqual({ isError: true, code: 'no_answer' })
    expect(data.why).toContain('nobody can answer: no window')
  }
})
