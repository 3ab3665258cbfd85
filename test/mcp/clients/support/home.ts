// A home folder of its own with real files, and a machine that has it.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { CLIENTS, clientOf, type Machine } from '../../../../main/mcp/clients/index.ts'
import type { ClientId } from '../../../../main/mcp/clients/model.ts'
import { configOf } from '../../../../main/mcp/clients/where.ts'
import { writeAtomic } from '../../../../main/store/atomic.ts'

export interface Home {
  readonly dir: string
  readonly machine: Machine
  /** A client's config, and its folder made. */
  config(id: ClientId): Promise<string>
  /** Every file below, with its content. */
  files(): Promise<Record<string, string>>
  remove(): Promise<void>
}

/** `env`: what the machine's programs see. The clock stands still unless the test moves it. */
export async function newHome(env: Record<string, string> = {}): Promise<Home> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-clients-'))
  const machine: Machine = {
    host: {
      platform: 'linux',
      home: dir,
      env,
      exists: file =>
        fs.access(file).then(
          () => true,
          () => false,
        ),
    },
    start: { command: 'gatehouse', before: [], after: [], env: {} },
    replace: writeAtomic,
    now: () => Date.parse('2026-11-21T09:41:00.250Z'),
  }
  return {
    dir,
    machine,
    async config(id) {
      await fs.mkdir(path.dirname(await configOf(clientOf(id), machine.host)), { recursive: true })
      return configOf(clientOf(id), machine.host)
    },
    async files() {
      const entries = await fs.readdir(dir, { recursive: true, withFileTypes: true })
      const found = entries
        .filter(one => one.isFile() || one.isSymbolicLink())
        .map(one => path.join(one.parentPath, one.name))
      const texts = await Promise.all(found.map(file => fs.readFile(file, 'utf8')))
      return Object.fromEntries(found.map((file, i) => [path.relative(dir, file), texts[i]!]))
    },
    remove: () => fs.rm(dir, { recursive: true, force: true }),
  }
}

export const IDS = CLIENTS.map(({ id }) => id)
