// Gatehouse without its window for a person whose login shell finds the agent's program, and who has it set up for the stub:
// what a preset finds when it is opened. In this process, so that the state is at hand.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type House, openHouse } from '../../../main/house.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { dataFolder } from '../../helpers/data-folder.ts'
import { type StubModel, startStub } from '../stub/server.ts'
import type { Agent } from '../support/agents.ts'
import { alone, quoted, removeFolder } from '../support/environment.ts'
import { programOf } from '../support/versions.ts'
import type { Habits } from './habits.ts'

export interface LivesHouse {
  /** our own files and the agent's */
  readonly folders: readonly string[]
  readonly stub: StubModel
  /** Opens the agent from its preset, in a new folder of its own that it does not know. */
  open(name: string): Promise<{ readonly surface: PersonSurface; readonly marker: string }>
  /** An agent opens it, in a folder that it knows, with a first prompt. */
  openWith(prompt: string): Promise<{
    readonly opened: Awaited<ReturnType<House['gate']['open']>>
    readonly surface: PersonSurface | undefined
  }>
  remove(surface: PersonSurface): Promise<void>
  /** Ends everything, and gives what the activity holds. */
  close(): Promise<Activity>
}

type Activity = readonly Readonly<Record<string, unknown>>[]

const SIZE = { cols: 110, rows: 40 } as const

/** Opens what it likes, with a prompt, and nobody is asked. */
const BOSS = {
  rules: [{ id: 'r1', agents: 'boss', surfaces: { openedBy: 'self' }, level: 'submit' }],
  open: [{ id: 'o1', agents: 'boss', prompt: 'allow', grant: 'allow' }],
}

/** `strange`: its folders are new to the agent, which may ask whether it is to trust them. */
export async function openLivesHouse(
  agent: Agent,
  habits: Habits,
  { strange = true }: { readonly strange?: boolean } = {},
): Promise<LivesHouse> {
  const dir = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), `gatehouse-lives-${agent.id}-`)))
  const home = path.join(dir, 'me')
  await fs.mkdir(home)
  const stub = await startStub()
  const bin = path.dirname(programOf(agent.id, agent.program))
  const known = path.join(home, 'known')
  await fs.mkdir(known)
  const own = await agent.seed({ home, project: known, url: stub.url, strange })
  await habits.settings?.(home)
  const plain = alone(home, { ...own, ...habits.env, SHELL: '/bin/bash' })
  const env = { ...plain, PATH: `${bin}${path.delimiter}${plain['PATH']}` }
  // What the system's own login files make of PATH comes before.
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  await fs.writeFile(path.join(home, '.bash_profile'), exports.join(''))

  const before = { ...process.env }
  const become = (next: NodeJS.ProcessEnv) => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, next)
  }
  const folder = await dataFolder(['boss'], BOSS.rules, [], {}, BOSS.open)
  become(env)
  const args = { dataDir: folder.dir, mcpPort: 0, policy: null, headless: true, open: [], show: null }
  const rest = { version: 'campaign', settings: plainSettings, window: false, developmentElectron: false }
  const opened = await openHouse({ args, ...rest })
  become(before)
  if (!opened.ok) throw new Error(opened.message)
  const house = opened.value
  return {
    folders: [home, folder.dir],
    stub,
    async open(name) {
      const cwd = path.join(home, name)
      await fs.mkdir(cwd)
      become(env)
      const spec = { preset: agent.id, name, workspace: 'lives', openedBy: 'person', cwd, ...SIZE }
      const surface = await house.openSurface(spec).finally(() => become(before))
      if (!surface.ok) throw new Error(surface.message)
      return { surface: surface.value, marker: path.join(dir, `marker-${name}`) }
    },
    async openWith(prompt) {
      become(env)
      const opened = await house.gate
        .open({ id: 'boss', name: 'boss' }, { preset: agent.id, cwd: known, prompt })
        .finally(() => become(before))
      const surface = 'surface' in opened ? house.registry.get(opened.surface) : undefined
      return { opened, surface }
    },
    remove: surface => house.closeSurface(surface.facts.id),
    async close() {
      await house.close()
      await stub.close()
      const activity = await folder.activity()
      await folder.remove()
      await removeFolder(dir)
      return activity
    },
  }
}
