// A running Gatehouse without its window, in this process, for one agent that may submit, with a shell to submit in; and what
// Connect writes for a client that starts the stdio bridge to it.
import fs from 'node:fs/promises'
import path from 'node:path'
import { openHouse } from '../../../main/house.ts'
import { apply, clientOf, type Machine, preview } from '../../../main/mcp/clients/index.ts'
import { type ClientId, launchOf } from '../../../main/mcp/clients/model.ts'
import { stdio } from '../../../main/mcp/clients/stdio.ts'
import { writeAtomic } from '../../../main/store/atomic.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import { ROOT, until } from '../../helpers/app.ts'
import { dataFolder } from '../../helpers/data-folder.ts'

const AGENT = 'campaign'
/** the name of the shell's surface */
export const SHELL = 'second'
const SCRIPT = path.join(ROOT, 'scripts/gatehouse.mjs')

export interface ConnectedHouse {
  /** Writes what Connect writes into this client's config in `home`. */
  connect(id: ClientId, home: string, env: Readonly<Record<string, string>>): Promise<void>
  /** The same for any other client: how the bridge is started, as those with `mcpServers` write it. */
  server(): object
  /** what this agent has sent so far */
  sends(): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export async function openConnectedHouse(): Promise<ConnectedHouse> {
  const folder = await dataFolder([AGENT], [{ id: 'r1', agents: AGENT, surfaces: '*', level: 'submit' }])
  await fs.mkdir(path.join(folder.dir, 'tokens'), { recursive: true, mode: 0o700 })
  await fs.writeFile(path.join(folder.dir, 'tokens', AGENT), `${folder.agents[AGENT]!.token}\n`, { mode: 0o600 })
  const home = path.join(folder.dir, 'home')
  await fs.mkdir(home)
  const before = { HOME: process.env['HOME'], SHELL: process.env['SHELL'] }
  process.env['HOME'] = home
  process.env['SHELL'] = '/bin/bash'
  const args = { dataDir: folder.dir, mcpPort: 0, policy: null, headless: true, open: [], show: null }
  const rest = { version: 'campaign', settings: plainSettings, window: false, developmentElectron: false }
  const opened = await openHouse({ args, ...rest })
  if (!opened.ok) throw new Error(opened.message)
  const house = opened.value
  await house.announce()
  const shell = await house.openSurface({ preset: 'shell', name: SHELL, openedBy: 'person', cwd: home })
  Object.assign(process.env, before)
  if (!shell.ok) throw new Error(shell.message)
  await until('the shell at its prompt', () => shell.value.summary().state.is === 'idle')
  const start = { command: process.execPath, before: [SCRIPT], after: [`--user-data-dir=${folder.dir}`], env: {} }
  const exists = (file: string) =>
    fs.access(file).then(
      () => true,
      () => false,
    )
  return {
    async connect(id, home, env) {
      const host = { platform: process.platform, home, env, exists }
      const machine: Machine = { host, start, replace: writeAtomic, now: Date.now }
      const shown = await preview(clientOf(id), machine, AGENT)
      if (!shown.ok) throw new Error(shown.message)
      const applied = await apply(clientOf(id), machine, AGENT, shown.value.revision)
      if (!applied.ok) throw new Error(applied.message)
    },
    server: () => stdio(launchOf(start, AGENT)),
    async sends() {
      const records = await folder.activity()
      return records.filter(one => one['actor'] === AGENT && one['kind'] === 'send' && one['of'] === undefined)
    },
    async close() {
      await house.close()
      await folder.remove()
    },
  }
}
