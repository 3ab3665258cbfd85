// Do the clients themselves read what is written into their configs? Each is asked for its servers, in a home of its own:
// before, after applying, after taking back, and after its own command for the same. By hand: `npm run test:clients`.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apply, clientOf, type Machine, preview, state, undo } from '../../main/mcp/clients/index.ts'
import { configOf } from '../../main/mcp/clients/where.ts'
import { writeAtomic } from '../../main/store/atomic.ts'
import { ROOT } from '../helpers/app.ts'
import { CLIS, type Cli, environment, installed, run } from './clients/clis.ts'

const AGENT = 'campaign'
const SCRIPT = path.join(ROOT, 'scripts/gatehouse.mjs')
const figures: Record<string, object> = {}

/** Where the bridge finds its token; no app runs on it, so that the bridge answers for itself. */
let dataDir: string
beforeAll(async () => {
  dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-campaign-'))
  await fs.mkdir(path.join(dataDir, 'tokens'), { mode: 0o700 })
  const token = `gate_${randomBytes(32).toString('base64url')}\n`
  await fs.writeFile(path.join(dataDir, 'tokens', AGENT), token, { mode: 0o600 })
  // builds, where that is needed: no client waits that long
  const built = await run(`'${process.execPath}' '${SCRIPT}' --version`, ROOT, { PATH: process.env['PATH'] ?? '' })
  expect(built.code, built.text).toBe(0)
}, 300_000)

afterAll(async () => {
  await fs.rm(dataDir, { recursive: true, force: true })
  const file = path.join(ROOT, 'test/.artifacts/clients.json')
  await fs.mkdir(path.dirname(file), { recursive: true })
  await fs.writeFile(file, `${JSON.stringify(figures, null, 2)}\n`)
  console.log(JSON.stringify(figures, null, 2))
})

interface Place {
  readonly home: string
  readonly project: string
  readonly env: Record<string, string>
  readonly machine: Machine
}

async function newPlace(cli: Cli, bin: string): Promise<Place> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-client-'))
  const project = path.join(home, 'project')
  await fs.mkdir(project)
  cli.seed?.(home, project)
  const env = environment(home, bin)
  const exists = (file: string) =>
    fs.access(file).then(
      () => true,
      () => false,
    )
  const start = { command: process.execPath, before: [SCRIPT], after: [`--user-data-dir=${dataDir}`], env: {} }
  const host = { platform: process.platform, home, env, exists }
  return { home, project, env, machine: { host, start, replace: writeAtomic, now: Date.now } }
}

describe.each(CLIS.map(cli => [cli.id, cli] as const))('%s', (id, cli) => {
  const found = installed(cli)
  const client = clientOf(id)

  test.skipIf(found === null)('lists our server after applying, and the others before and after', async () => {
    const { bin, source } = found!
    const place = await newPlace(cli, bin)
    const { home, project, env, machine } = place
    const list = async () => (await run(`${cli.program} mcp list`, project, env)).text
    try {
      // another server, as the client's own format has it
      const file = await configOf(client, machine.host)
      await fs.mkdir(path.dirname(file), { recursive: true })
      const other = client.format
        .add(null, client.entry({ command: '/bin/false', args: ['other'], env: {} }))
        .replaceAll('gatehouse', 'neighbour')
      await fs.writeFile(file, other)
      const before = await list()
      expect(before).toContain('neighbour')
      expect(before).not.toContain('gatehouse')

      const shown = await preview(client, machine, AGENT)
      if (!shown.ok) throw new Error(shown.message)
      expect(await apply(client, machine, AGENT, shown.value.revision)).toMatchObject({ ok: true })
      const after = await list()
      expect(after).toContain('gatehouse')
      expect(after).toContain('neighbour')
      if (cli.connected) expect(after).toMatch(cli.connected)

      const undone = await undo(client, machine)
      expect(undone).toMatchObject({ ok: true })
      const last = await list()
      expect(last).toContain('neighbour')
      expect(last).not.toContain('gatehouse')
      const said = (await run(`${cli.program} --version`, project, env)).text.split('\n')
      const version = said.find(line => /\d+\.\d+\.\d+/.test(line) && !line.includes('WARNING'))?.trim()
      figures[id] = {
        ...figures[id],
        source,
        version,
        date: new Date().toISOString().slice(0, 10),
        listed: after.split('\n').filter(line => line.includes('gatehouse') && !line.includes('WARNING')),
        connected: cli.connected !== null,
        takenBack: undone.ok && (undone.value.exact ? 'the same bytes' : 'our entry, from a file it rewrote'),
      }
    } finally {
      await fs.rm(home, { recursive: true, force: true })
    }
  })

  test.skipIf(found === null)('its own command, as it is given, makes what we would write', async () => {
    const { home, project, env, machine } = await newPlace(cli, found!.bin)
    try {
      await fs.mkdir(path.dirname(await configOf(client, machine.host)), { recursive: true })
      if (id === 'claude-code') await fs.mkdir(path.join(home, '.claude'))
      const shown = await preview(client, machine, AGENT)
      if (!shown.ok) throw new Error(shown.message)
      const command = shown.value.manual.find(({ kind }) => kind === 'command')
      if (!command) {
        expect(id).toBe('gemini')
        return
      }
      const ran = await run(command.text, project, env)
      expect(ran.code, ran.text).toBe(0)
      expect((await state(client, machine)).state).toEqual({ is: 'ours', agent: AGENT, why: '' })
      figures[id] = { ...figures[id], command: command.text.split(' -- ')[0] }
      expect(await undo(client, machine)).toMatchObject({ ok: true })
      expect((await run(`${cli.program} mcp list`, project, env)).text).not.toContain('gatehouse')
    } finally {
      await fs.rm(home, { recursive: true, force: true })
    }
  })
})
