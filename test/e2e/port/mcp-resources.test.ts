// Resources of the app as it runs: a screen that is read as an agent would read it, news of it while it floods, and an
// agent's own records; each for who may have it and for nobody else.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterEach, expect, test } from 'vitest'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'

const RULES = [
  { id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' },
  { id: 'r2', agents: 'reader', surfaces: { name: 'other' }, level: 'read' },
]
let app: Running | undefined
let folder: DataFolder | undefined
const clients: Client[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await app?.stop()
  await folder?.remove()
})

async function connect(agent: string): Promise<Client> {
  const client = new Client({ name: agent, version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  const requestInit = { headers: { authorization: `Bearer ${folder!.agents[agent]!.token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(app!.ready.mcp), { requestInit }))
  clients.push(client)
  return client
}

async function textAt(client: Client, uri: string): Promise<string> {
  const [content] = (await client.readResource({ uri })).contents
  return content && 'text' in content ? content.text : ''
}

test('a screen is listed, read, and heard of at most four times a second, by who may read it', async () => {
  folder = await dataFolder(['runner', 'reader'], RULES)
  app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  const runner = await connect('runner')
  const reader = await connect('reader')
  const { resources } = await runner.listResources()
  const screen = resources.find(({ name }) => name === 'shell')!.uri
  expect((await reader.listResources()).resources.map(({ uri }) => uri)).toEqual(['activity://mine'])
  await expect(reader.readResource({ uri: screen })).rejects.toThrow()

  const heard = { runner: [] as number[], reader: 0 }
  runner.setNotificationHandler('notifications/resources/updated', () => void heard.runner.push(performance.now()))
  reader.setNotificationHandler('notifications/resources/updated', () => {
    heard.reader += 1
  })
  await runner.listen({ resourceSubscriptions: [screen] })
  await reader.listen({ resourceSubscriptions: [screen] })

  const text = 'for i in $(seq 300); do echo line-$i; sleep 0.01; done; echo "all-$((1+1))-done"'
  let began = 0
  await until('the loop to be started', async () => {
    began = performance.now()
    const sent = await runner.callTool({ name: 'submit_text', arguments: { surface: 'shell', text } })
    return sent.isError !== true
  })
  await until('its end', async () => (await textAt(runner, screen)).includes('all-2-done'), 20_000)
  const since = heard.runner.filter(at => at >= began)
  expect(since.length).toBeGreaterThan(4)
  // The first comes at once. Counted from where the loop began: each may be heard late, the first of them as well.
  expect(since.length).toBeLessThanOrEqual(2 + (since.at(-1)! - began) / 240)
  expect(heard.reader).toBe(0)
  expect(JSON.parse(await textAt(runner, screen))).toMatchObject({ untrusted: true, state: expect.anything() })
})

test('an agent finds its own sends in activity://mine, and another finds none of them', async () => {
  folder = await dataFolder(['runner', 'reader'], RULES)
  app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  const runner = await connect('runner')
  const reader = await connect('reader')
  await until('a send', async () => {
    const sent = await runner.callTool({ name: 'submit_text', arguments: { surface: 'shell', text: 'echo mine-42' } })
    return sent.isError !== true
  })
  expect(await textAt(runner, 'activity://mine')).toContain('echo mine-42')
  expect(JSON.parse(await textAt(reader, 'activity://mine'))).toEqual({ records: [] })
})
