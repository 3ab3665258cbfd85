// The figures of one part of the campaign, as JSON under test/.artifacts.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ROOT } from '../../helpers/app.ts'
import type { RunningAgent } from './running.ts'

/** Writes `part` for this agent; what is there of other agents stays. */
export async function keepResult(part: string, { agent, version }: RunningAgent, figures: object): Promise<void> {
  const file = path.join(ROOT, 'test/.artifacts', `agents-${part}.json`)
  await fs.mkdir(path.dirname(file), { recursive: true })
  const before = JSON.parse(await fs.readFile(file, 'utf8').catch(() => '{}'))
  const machine = { platform: `${os.platform()} ${os.arch()}`, processors: os.cpus().length, node: process.version }
  const entry = { source: agent.source, version, date: new Date().toISOString().slice(0, 10), machine, ...figures }
  await fs.writeFile(file, `${JSON.stringify({ ...before, [agent.id]: entry }, null, 2)}\n`)
}
