// An agent opens a real shell through the app, works in it as far as its rules go, and closes it: no process is left.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'

const OPEN = [
  { id: 'o1', agents: 'runner', presets: ['shell'], cwd: ['~/src/**'], prompt: 'allow', max: 2, grant: 'allow' },
  { id: 'o2', agents: 'looker', presets: ['shell'], grant: 'allow' },
  { id: 'o3', agents: 'asker', command: 'ask', grant: 'ask' },
]
const RULES = [
  { id: 'r1', agents: 'runner', surfaces: { openedBy: 'self' }, level: 'submit' },
  { id: 'r2', agents: 'other', surfaces: '*', level: 'read' },
]
const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

async function start(): Promise<{ folder: DataFolder; app: Running; client(id: string): Promise<TestClient> }> {
  const folder = await dataFolder(['runner', 'looker', 'asker', 'other'], RULES)
  cleanUp.push(() => folder.remove())
  const file = path.join(folder.dir, 'policy.json')
  const policy = JSON.parse(await fs.readFile(file, 'utf8'))
  await fs.writeFile(file, JSON.stringify({ ...policy, open: OPEN }, null, 2))
  await fs.mkdir(path.join(folder.dir, 'home/src/app'), { recursive: true })
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
  cleanUp.push(() => app.stop())
  const client = async (id: string) => {
    const one = await currentClient(app.ready.mcp, folder.agents[id]!.token)
    cleanUp.push(() => one.close())
    return one
  }
  return { folder, app, client }
}

/** Processes that carry the mark of a surface. */
async function marked(surface: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await fs.readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const environment = await fs.readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    if (environment.includes(`GATEHOUSE_SURFACE=${surface}\0`)) found.push(pid)
  }
  return found
}
const data = async (client: TestClient, tool: string, args: Record<string, unknown> = {}) =>
  (await client.call(tool, args)).data as Record<string, unknown> & { surface: string; code: string; lines: string[] }

test.runIf(process.platform === 'linux')(
  'it opens a shell with a first prompt, submits by its rule, and closes it with all that runs in it',
  async () => {
    const { folder, app, client } = await start()
    const runner = await client('runner')
    expect(await data(runner, 'open_surface', { preset: 'shell' })).toMatchObject({ code: 'denied' })
    const opened = await data(runner, 'open_surface', {
      preset: 'shell',
      name: 'build',
      cwd: '~/src/app',
      prompt: 'echo in-$(basename "$PWD")-$((40+2))',
    })
    expect(opened).toMatchObject({ prompt: { outcome: 'submitted' } })
    const { surface } = opened
    await until('its output', async () => {
      const { lines } = await data(runner, 'read_surface', { surface, what: 'scrollback' })
      return lines.some(line => line.includes('in-app-42'))
    })
    const listed = (await data(runner, 'list_surfaces'))['surfaces']
    expect(listed).toMatchObject([
      { id: surface, name: 'shell', workspace: '', level: 'submit', untrusted: { alias: 'build' } },
    ])

    await until('the shell to take it', async () => {
      const text = '(setsid nohup sleep 1000 >/dev/null 2>&1 &) ; sleep 1001 & sleep 1002'
      return (await data(runner, 'submit_text', { surface, text }))['outcome'] === 'submitted'
    })
    await until('four processes', async () => (await marked(surface)).length >= 4)
    expect(await data(await client('other'), 'close_surface', { surface })).toMatchObject({ code: 'denied' })
    expect(await data(runner, 'close_surface', { surface })).toMatchObject({ exit: {} })
    expect(await marked(surface)).toEqual([])
    expect(await data(runner, 'read_surface', { surface })).toMatchObject({ code: 'no_such_surface' })

    await app.stop()
    const records = (await folder.activity()).filter(({ kind }) => kind === 'surface')
    expect(records.map(({ actor, intent, outcome }) => [actor, intent, outcome])).toEqual([
      ['runner', 'open', 'denied'],
      ['runner', 'open', null],
      ['runner', 'open', 'delivered'],
      ['other', 'close', 'denied'],
      ['runner', 'close', null],
      ['runner', 'close', 'delivered'],
    ])
    expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
  },
)

test('without a rule that says more it reads what it opened, and a submit there asks', async () => {
  const { client } = await start()
  const looker = await client('looker')
  const { surface } = await data(looker, 'open_surface', { preset: 'shell' })
  expect((await data(looker, 'read_surface', { surface })).lines).toBeInstanceOf(Array)
  expect(await data(looker, 'submit_text', { surface, text: 'ls' })).toMatchObject({ code: 'no_answer' })
  // Asked about by default: nobody is there.
  expect(await data(looker, 'open_surface', { preset: 'shell', prompt: 'ls' })).toMatchObject({ code: 'no_answer' })
  expect(await data(await client('asker'), 'open_surface', { command: 'top' })).toMatchObject({ code: 'no_answer' })
})

test('the tools are shown where an open rule could let the agent open something, and refused elsewhere', async () => {
  const { client } = await start()
  expect(await (await client('asker')).tools()).toEqual(expect.arrayContaining(['open_surface', 'close_surface']))
  const other = await client('other')
  expect((await other.tools()).filter(name => /^(open|close)_surface$/.test(name))).toEqual([])
  expect(await other.call('open_surface', { preset: 'zsh' })).toMatchObject({ isError: true, data: { code: 'denied' } })
})

test('two are the most it has open at once, however many it asks for together', async () => {
  const { client } = await start()
  const runner = await client('runner')
  const open = () => data(runner, 'open_surface', { preset: 'shell', cwd: '~/src/app' })
  const all = await Promise.all(Array.from({ length: 6 }, open))
  expect(all.filter(one => one.surface)).toHaveLength(2)
  expect(all.filter(one => one.code === 'denied')).toHaveLength(4)
})
