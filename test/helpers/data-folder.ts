// A data folder of its own for a test, with a policy that names agents whose tokens the test knows.
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export interface TestAgent {
  id: string
  token: string
}

export interface DataFolder {
  dir: string
  agents: Record<string, TestAgent>
  /** every record of the activity files, in order */
  activity(): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

/** `rules` and `open` are policy rules; agents are named in `ids` and get a token each; `names` are their labels. */
export async function dataFolder(
  ids: string[],
  rules: unknown[] = [],
  locks: unknown[] = [],
  names: Record<string, string> = {},
  open: unknown[] = [],
): Promise<DataFolder> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-test-'))
  await fs.chmod(dir, 0o700)
  const agents = Object.fromEntries(ids.map(id => [id, { id, token: `gate_${randomBytes(32).toString('base64url')}` }]))
  const entries = Object.values(agents).map(({ id, token }) => [
    id,
    { name: names[id] ?? id, token: `sha256:${createHash('sha256').update(token).digest('hex')}` },
  ])
  const policy = { version: 1, agents: Object.fromEntries(entries), rules, locks, open }
  await fs.writeFile(path.join(dir, 'policy.json'), `${JSON.stringify(policy, null, 2)}\n`, { mode: 0o600 })
  return {
    dir,
    agents,
    async activity() {
      const folder = path.join(dir, 'activity')
      const names = (await fs.readdir(folder)).filter(name => name.endsWith('.jsonl')).sort()
      const texts = await Promise.all(names.map(name => fs.readFile(path.join(folder, name), 'utf8')))
      return texts
        .join('')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
    },
    // Shells write their histories as they end, and what Chromium runs beside the app ends a moment after it.
    remove: () => fs.rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
  }
}
