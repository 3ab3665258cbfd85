// Runs one real agent for one prompt, in a home of its own, with Gatehouse as its MCP server and the stub as its model.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { alone } from '../support/environment.ts'
import { type Caller, programOf } from './connected.ts'

export interface Run {
  /** what the program itself says, its first line */
  readonly version: string
  /** its exit code, once it has ended */
  readonly ended: Promise<number | null>
  /** what it printed so far */
  printed(): string
  /** Ends it where it still runs, and takes its home away. */
  close(): Promise<void>
}

export interface RunOptions {
  /** of the stub model server */
  readonly model: string
  readonly mcp: string
  readonly token: string
}

export async function runOnce(agent: Caller, { model, mcp, token }: RunOptions): Promise<Run> {
  const dir = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), `gatehouse-${agent.id}-`)))
  const [home, project] = [path.join(dir, 'home'), path.join(dir, 'project')]
  await Promise.all([home, project].map(folder => fs.mkdir(folder)))
  const seeded = await agent.seed({ home, project, url: model })
  const args = await agent.connect({ home, mcp })
  const env = { ...alone(home), ...seeded, ...agent.env, GATEHOUSE_TOKEN: token }
  const program = programOf(agent)
  const { stdout } = await promisify(execFile)(program, ['--version'], { env, cwd: project })
  // A group of its own: some leave helpers behind.
  const child = spawn(program, args, { env, cwd: project, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      text += data
    })
  }
  const closed = once(child, 'close')
  return {
    version: stdout.trim().split('\n')[0]!,
    ended: closed.then(([code]) => code),
    printed: () => text,
    async close() {
      endGroup(child.pid)
      await closed
      await fs.rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended, and all it started.
  }
}
