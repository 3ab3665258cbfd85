// One real agent running in a surface of a test house, with its stub model server, and what a person does with it.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Shot } from '../../../main/status/agents/model.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { until } from '../../helpers/app.ts'
import { type StubModel, startStub } from '../stub/server.ts'
import type { Agent } from './agents.ts'
import { alone, quoted, removeFolder } from './environment.ts'
import { startTestHouse, type TestHouse } from './house.ts'
import { type Installed, programOf, versionsOf } from './versions.ts'

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
  /** What the screen shows now. */
  shot(): Promise<Shot>
  shows(what: RegExp | string, timeoutMs?: number): Promise<void>
  /** Waits until the screen has not changed for this long, in ms. Throws after `timeoutMs` (10 s). */
  still(ms: number, timeoutMs?: number): Promise<void>
  /** A person pastes a prompt and presses Enter. */
  prompt(text: string): Promise<void>
  /** Opens the permission dialog for `touch marker`. */
  openDialog(): Promise<void>
  /** Every byte the program was given so far; empty without a tap. */
  given(): Promise<Buffer>
  markerExists(): Promise<boolean>
  close(): Promise<void>
}

export interface StartOptions {
  /** every byte the program is given is written down on the way */
  readonly tap?: boolean
  /** which version; the first unless said */
  readonly installed?: Installed | undefined
  readonly size?: { readonly cols: number; readonly rows: number }
  /** It does not know the folder, and the start is over before it has shown anything. */
  readonly strange?: boolean
  /** the folder for all its files; a new one unless said. It is removed at the end. */
  readonly dir?: string
}

/** Starts it in a surface of a house of its own, and waits until its input box is there. */
export async function startAgent(agent: Agent, options: StartOptions = {}): Promise<RunningAgent> {
  const { tap = false, installed = versionsOf(agent.id)[0], size, strange = false } = options
  const dir = options.dir ?? (await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), `gatehouse-${agent.id}-`))))
  const stub = await startStub()
  const house = await startTestHouse()
  const [home, project, log] = [path.join(dir, 'me'), path.join(dir, 'me/project'), path.join(dir, 'given.jsonl')]
  await fs.mkdir(project, { recursive: true })
  const program = programOf(agent.id, agent.program, installed)
  const env = alone(home, await agent.seed({ home, project, url: stub.url, strange }))
  const { stdout } = await promisify(execFile)(program, ['--version'], { env, cwd: project })
  const wrap = tap ? [process.execPath, path.join(import.meta.dirname, 'tap.mjs'), log] : []
  const launcher = path.join(dir, 'launch.sh')
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const line = ['exec', 'env', '-i', ...pairs, ...wrap, program].map(quoted).join(' ')
  await fs.writeFile(launcher, `#!/bin/sh\ncd ${quoted(project)}\n${line}\n`, { mode: 0o755 })
  const surface = await house.open(`exec ${quoted(launcher)}`, agent.id, size)

  const screen = async () => {
    const read = await surface.read({ what: 'screen' })
    return read.ok ? read.value.lines.join('\n') : ''
  }
  const shot = async (): Promise<Shot> => {
    const read = await surface.read({ what: 'screen' })
    if (!read.ok) throw new Error(read.message)
    const { lines, screen } = read.value
    return { lines, cursor: screen.cursor, alt: screen.alt, title: surface.summary().title }
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
  const still = async (ms: number, timeoutMs?: number) => {
    let last = await screen()
    let since = Date.now()
    await until(
      `${agent.title} to be still`,
      async () => {
        const now = await screen()
        if (now !== last) since = Date.now()
        last = now
        return Date.now() - since >= ms
      },
      timeoutMs,
    )
  }
  const running: RunningAgent = {
    agent,
    version: stdout.trim(),
    house,
    surface,
    stub,
    marker: path.join(dir, 'marker'),
    screen,
    shot,
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
      await removeFolder(dir)
    },
  }
  if (strange) return running
  try {
    await shows(agent.ready, START_MS)
    await still(1000)
  } catch (error) {
    await running.close()
    throw error
  }
  return running
}
