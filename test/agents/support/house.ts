// Gatehouse without its window, in this process, on a data folder of its own: real surfaces, the real gate and its MCP
// server. In this process, so that a person's keys and the evidence of a delivery are at hand.
import fs from 'node:fs/promises'
import path from 'node:path'
import { type House, openHouse } from '../../../main/house.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../helpers/mcp-clients.ts'

const RULES = [
  { id: 'r-typist', agents: 'typist', surfaces: '*', level: 'type' },
  { id: 'r-runner', agents: 'runner', surfaces: '*', level: 'submit' },
  { id: 'r-answerer', agents: 'answerer', surfaces: '*', level: 'submit', answer: 'allow' },
]

export interface TestHouse {
  readonly house: House
  readonly folder: DataFolder
  /** typist: level type; runner: level submit; answerer: submit, and may answer dialogs */
  client(agent: 'typist' | 'runner' | 'answerer'): Promise<TestClient>
  open(command: string, name: string, size?: { cols: number; rows: number }): Promise<PersonSurface>
  close(): Promise<void>
}

export async function startTestHouse(): Promise<TestHouse> {
  const folder = await dataFolder(['typist', 'runner', 'answerer'], RULES)
  // The shell that starts an agent reads the login files of a home: not of this machine's user.
  const home = path.join(folder.dir, 'home')
  await fs.mkdir(home)
  const before = process.env['HOME']
  process.env['HOME'] = home
  const args = { dataDir: folder.dir, mcpPort: 0, policy: null, headless: true, open: [], show: null }
  const rest = { version: 'campaign', settings: plainSettings, window: false, developmentElectron: false }
  const opened = await openHouse({ args, ...rest })
  if (!opened.ok) throw new Error(opened.message)
  const house = opened.value
  const clients: TestClient[] = []
  return {
    house,
    folder,
    async client(agent) {
      const client = await currentClient(house.mcpStatus().url, folder.agents[agent]!.token)
      clients.push(client)
      return client
    },
    async open(command, name, size = { cols: 110, rows: 40 }) {
      const surface = await house.openSurface({
        preset: 'shell',
        command,
        name,
        openedBy: 'person',
        cwd: home,
        ...size,
      })
      if (!surface.ok) throw new Error(surface.message)
      return surface.value
    },
    async close() {
      await Promise.all(clients.map(client => client.close()))
      await house.close()
      await folder.remove()
      if (before === undefined) delete process.env['HOME']
      else process.env['HOME'] = before
    },
  }
}
