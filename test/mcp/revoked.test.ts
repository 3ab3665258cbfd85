// Revocation in the house as it is put together: what a person changes in the policy ends an agent's open calls at once.
import os from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { parseArgs } from '../../main/args.ts'
import { type House, openHouse } from '../../main/house.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { changeAgent, removeAgent } from '../../main/policy/edit.ts'
import { plainSettings } from '../../main/store/settings.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, legacyClient } from '../helpers/mcp-clients.ts'
import { until } from '../surfaces/support.ts'

let house: House | undefined
let folder: DataFolder | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await house?.close()
  await folder?.remove()
})

async function open() {
  folder = await dataFolder(['runner', 'other'], [{ id: 'r1', agents: '*', surfaces: '*', level: 'submit' }])
  const flags = [`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open-command=sleep 1000', '--name=shell']
  const host = { env: process.env, platform: process.platform, home: os.homedir(), cwd: folder.dir }
  const parsed = parseArgs(flags, host)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const opened = await openHouse({
    args: parsed.args,
    version: '1',
    settings: plainSettings,
    window: false,
    developmentElectron: false,
  })
  if (!opened.ok) throw new Error(opened.message)
  house = opened.value
  return { house: opened.value, url: opened.value.mcpStatus().url, agents: folder.agents }
}

test.each([
  ['an agent is removed', (text: string) => removeAgent(text, 'runner')],
  ['an agent gets another token', (text: string) => changeAgent(text, 'runner', { token: hashToken(newToken()) })],
] as const)('when %s its waiting calls end, in both eras, and nobody else’s', async (_what, edit) => {
  const { house, url, agents } = await open()
  const waiting = { surface: 'shell', until: 'exit', timeout_s: 60 }
  const mine = await Promise.all([legacyClient, currentClient].map(connect => connect(url, agents['runner']!.token)))
  const other = await currentClient(url, agents['other']!.token)
  const ended = mine.map(client => client.call('wait_for', waiting).then(String, String))
  let isOver = false
  const others = other.call('wait_for', waiting).finally(() => {
    isOver = true
  })
  others.catch(() => {})
  // A wait looks at the screen, then at what comes after it: with two looks each, all three wait.
  const looks = (id: string) => house.gate.mine({ id, name: id }, 99).reduce((sum, { count = 1 }) => sum + count, 0)
  await until('all three to wait', () => looks('runner') >= 4 && looks('other') >= 2)

  // By themselves they would last longer than this test may.
  expect(await house.policyFile.change(edit)).toMatchObject({ ok: true })
  expect(await ended[0]).toContain('The token was revoked.')
  expect(await ended[1]).toContain('Token missing or revoked.')
  for (const client of mine) await expect(client.call('list_surfaces')).rejects.toThrow()
  expect((await other.call('list_surfaces')).isError).toBe(false)
  expect(isOver).toBe(false)
  await Promise.all([...mine, other].map(client => client.close().catch(() => {})))
})
