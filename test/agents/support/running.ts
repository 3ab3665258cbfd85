// One real agent running in a surface of a test house, with its stub model server, and what a person does with it.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { until } from '../../helpers/app.ts'
import { type StubModel, startStub } from '../stub/server.ts'
import type { Agent } from './agents.ts'
import { startTestHouse, type TestHouse } from './house.ts'

const START_MS = 60_000

export interface RunningAgent {
  readonly agent: Agent
  /** what the program itself says */
  readonly version: string
  readonly house: TestHouse
  readonly surface: PersonSurface
  readonly stub: StubModel
  /** a path that exists once the agent's shell tool ran */
  readonly marker: string
  screen(): Promise<string>
  shows(what: RegExp | string, timeoutMs?: number): Promise<void>
  /** Waits until the screen has not changed for this long, in ms. */
  still(ms: number): Promise<void>
  /** A person pastes a prompt and presses Enter. */
  prompt(text: string): Promise<void>
  /** Opens the permission dialog for `touch marker`. */
  openDialog(): Promise<void>
  /** Every byte the program was given so far; empty without a tap. */
  given(): Promise<Buffer>
  markerExists(): Promise<boolean>
  close(): Promise<void>
}

/** `tap`: every byte the program is given is written down on the way. */
export async function startAgent(agent: Agent, { tap }: { tap: boolean }): Promise<RunningAgent> {
  const dir = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), `gatehouse-${agent.id}-`)))
  const stub = await startStub()
  const house = await startTestHouse()
  const [home, project, log] = [path.join(dir, 'home'), path.join(dir, 'project'), path.join(dir, 'given.jsonl')]
  await Promise.all([home, project].map(folder => fs.mkdir(folder)))
  const program = path.join(installedIn(agent), 'node_modules/.bin', agent.program)
  const env = environment(home, await agent.seed({ home, project, url: stub.url }))
  const { stdout } = await promisify(execFile)(program, ['--version'], { env, cwd: project })
  const wrap = tap ? [process.execPath, path.join(import.meta.dirname, 'tap.mjs'), log] : []
  const launcher = path.join(dir, 'launch.sh')
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const line = ['exec', 'env', '-i', ...pairs, ...wrap, program].map(quoted).join(' ')
  await fs.writeFile(launcher, `#!/bin/sh\ncd ${quoted(project)}\n${line}\n`, { mode: 0o755 })
  const surface = await house.open(`exec ${quoted(launcher)}`, agent.id)

  const screen = async () => {
    const read = await surface.read({ what: 'screen' })
    return read.ok ? read.value.lines.join('\n') : ''
  }
  const shows = async (what: RegExp | string, timeoutMs = 20_000) => {
    let last = ''
    const found = async () => {
      last = await screen()
      return typeof what === 'string' ? last.includes(what) : what.test(last)
    }
    await until(`${agent.title} to show ${what}`, found, timeoutMs).catch(error => {
      throw new Error(`${error.message}; it shows:\n${last}`)
    })
  }
  const still = async (ms: number) => {
    let last = await screen()
    let since = Date.now()
    await until(`${agent.title} to be still`, async () => {
      const now = await screen()
      if (now !== last) since = Date.now()
      last = now
      return Date.now() - since >= ms
    })
  }
  const running: RunningAgent = {
    agent,
    version: stdout.trim(),
    house,
    surface,
    stub,
    marker: path.join(dir, 'marker'),
    screen,
    shows,
    still,
    async prompt(text) {
      const before = stub.prompts.length
      surface.keys(`\x1b[200~${text}\x1b[201~`)
      await still(300)
      surface.keys('\r')
      await until(`the prompt to reach the stub`, () => stub.prompts.length > before, 15_000)
    },
    async openDialog() {
      await running.prompt(`Please create MK:${running.marker}`)
      await shows(agent.dialog)
      await still(500)
    },
    async given() {
      const text = tap ? await fs.readFile(log, 'utf8') : ''
      const lines = text.split('\n').filter(Boolean)
      return Buffer.concat(lines.map(one => Buffer.from(JSON.parse(one).hex, 'hex')))
    },
    async markerExists() {
      return (await fs.stat(running.marker).catch(() => null)) !== null
    },
    async close() {
      await house.close()
      await stub.close()
      await fs.rm(dir, { recursive: true, force: true })
    },
  }
  try {
    await shows(agent.ready, START_MS)
    await still(1000)
  } catch (error) {
    await running.close()
    throw error
  }
  return running
}

/** Where scripts/test-agents.mjs put it. */
function installedIn(agent: Agent): string {
  const folders: Record<string, string> = JSON.parse(process.env['GATEHOUSE_AGENTS'] ?? '{}')
  const folder = folders[agent.id]
  if (!folder) throw new Error('GATEHOUSE_AGENTS does not say where: run the campaign with `npm run test:agents`')
  return folder
}

/** Nothing of this machine's user; whatever is not on loopback goes to a port where nobody listens. */
function environment(home: string, own: Record<string, string>): Record<string, string> {
  const nobody = 'http://127.0.0.1:9'
  return {
    PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    HTTP_PROXY: nobody,
    HTTPS_PROXY: nobody,
    NO_PROXY: '127.0.0.1,localhost',
    ...own,
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
