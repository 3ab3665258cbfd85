// The figures of this part, as JSON under test/.artifacts: what is there of other agents and cases stays.
import fs from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from '../../helpers/app.ts'
import type { Caller } from './connected.ts'

const FILE = path.join(ROOT, 'test/.artifacts/agents-waiting.json')

export async function keepWaiting(agent: Caller, version: string, which: string, figures: object): Promise<void> {
  await fs.mkdir(path.dirname(FILE), { recursive: true })
  const before = JSON.parse(await fs.readFile(FILE, 'utf8').catch(() => '{}'))
  const date = new Date().toISOString().slice(0, 10)
  const entry = { ...before[agent.id], source: agent.source, version, date, [which]: figures }
  await fs.writeFile(FILE, `${JSON.stringify({ ...before, [agent.id]: entry }, null, 2)}\n`)
}
