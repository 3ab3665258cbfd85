// An agent that was connected before Gatehouse was restarted goes on afterwards, with nothing done about it: no session of
// its own is left to be unknown.
import { once } from 'node:events'
import net from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type Running, startHeadless } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, legacyClient } from '../../helpers/mcp-clients.ts'

let app: Running | undefined
let folder: DataFolder | undefined
afterEach(async () => {
  await app?.stop()
  await folder?.remove()
})

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe.each([
  ['SDK v1', legacyClient],
  ['SDK v2', currentClient],
] as const)('%s', (_kind, connect) => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('works on after a restart by %s', async signal => {
    const port = await freePort()
    const mine = await dataFolder(['runner'], [{ id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' }])
    folder = mine
    const start = () =>
      startHeadless([`--user-data-dir=${mine.dir}`, `--mcp-port=${port}`, '--open=shell', '--name=shell'])
    const first = await start()
    app = first
    const client = await connect(first.ready.mcp, mine.agents['runner']!.token)
    const before = await client.call('list_surfaces')
    expect(before.data.surfaces?.map(({ name }) => name)).toEqual(['shell'])

    const gone = once(first.child, 'exit')
    first.child.kill(signal)
    await gone
    await expect(client.call('list_surfaces')).rejects.toThrow()

    app = await start()
    const after = await client.call('list_surfaces')
    expect(after.data.surfaces?.map(({ name }) => name)).toEqual(['shell'])
    expect(await client.tools()).toContain('submit_text')
    expect((await client.call('read_surface', { surface: 'shell' })).isError).toBe(false)
    await client.close()
  })
})
