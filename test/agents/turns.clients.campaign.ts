// Clients of a running Gatehouse through the bridge, with exactly what Connect writes: agents run a whole turn in which the
// model submits a text in another surface and reads what came of it; tools without a model do the same by hand. By hand:
// `npm run test:clients`.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../helpers/app.ts'
import { allInstalled, CLIS, environment, folderOf, inCache, run } from './clients/clis.ts'
import { type ConnectedHouse, openConnectedHouse, SHELL } from './clients/house.ts'
import { TURNS } from './clients/turns.ts'
import { type StubModel, startStub } from './stub/server.ts'
import { ALL } from './support/agents.ts'
import { quoted, removeFolder } from './support/environment.ts'

/** Needs a newer Node than ours, which is installed beside it. */
const INSPECTOR = ['@modelcontextprotocol/inspector@2.12.0', 'node@22.23.3'] as const
const DONE = 'That was the whole turn.'
const figures: Record<string, object> = {}

let house: ConnectedHouse
let stub: StubModel
beforeAll(async () => {
  // builds, where that is needed: no client waits that long
  const script = path.join(ROOT, 'scripts/gatehouse.mjs')
  const built = await run(`'${process.execPath}' '${script}' --version`, ROOT, { PATH: process.env['PATH'] ?? '' })
  expect(built.code, built.text).toBe(0)
  house = await openConnectedHouse()
  stub = await startStub()
}, 300_000)

afterAll(async () => {
  await house?.close()
  await stub?.close()
  const file = path.join(ROOT, 'test/.artifacts/clients-turns.json')
  await fs.mkdir(path.dirname(file), { recursive: true })
  await fs.writeFile(file, `${JSON.stringify(figures, null, 2)}\n`)
  console.log(JSON.stringify(figures, null, 2))
})

let next = 4000
/** Another sum each time; what comes of it stands in no command line that is echoed. */
function sum() {
  next += 1
  return { text: `echo sum-$((${next} * 2))`, shows: `sum-${next * 2}` }
}

const waitFor = (text: string) => ({ until: { text }, timeout_s: 20 })

/** A home of its own, gone afterwards. */
async function inHome<T>(use: (home: string, project: string) => Promise<T>): Promise<T> {
  const home = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gh-turn-')))
  const project = path.join(home, 'project')
  await fs.mkdir(project)
  try {
    return await use(home, project)
  } finally {
    await removeFolder(home)
  }
}

const programs = CLIS.flatMap(cli => allInstalled(cli).map(program => [program.source, cli, program] as const))

describe.each(programs)('%s', (source, cli, { bin }) => {
  const agent = ALL.find(one => one.id === cli.agent)!
  const turn = TURNS[cli.id]!

  test('a whole turn: it submits in another surface, and its model reads what came of it', async () => {
    await inHome(async (home, project) => {
      const { text, shows } = sum()
      const word = `turn-${next}`
      stub.plan(word, [
        { tool: /submit_text$/, input: { surface: SHELL, text, wait: waitFor(shows) } },
        { tool: /read_surface$/, input: { surface: SHELL, what: 'screen' } },
        { words: DONE },
      ])
      const seeded = await agent.seed({ home, project, url: stub.url })
      cli.seed?.(home, project)
      const env = { ...environment(home, bin), NO_PROXY: '127.0.0.1,localhost', ...seeded, ...turn.env }
      await house.connect(cli.id, home, env)
      const before = stub.results.length
      const sent = (await house.sends()).length
      const line = [cli.program, ...turn.arguments(`Please do this: ${word}.`)].map(quoted).join(' ')
      const ran = await run(line, project, env)
      expect(ran.code, ran.text).toBe(0)
      const [submitted = '', read = ''] = stub.results.slice(before)
      expect(submitted, ran.text).toContain('"outcome":"submitted"')
      expect(submitted).toContain('"reason":"text"')
      expect(read, 'the model reads what the shell printed').toContain(shows)
      expect((await house.sends()).length - sent, 'sends in the activity').toBe(1)
      figures[source] = {
        date: new Date().toISOString().slice(0, 10),
        read: shows,
        printedTheEnd: ran.text.includes(DONE),
      }
    })
  })
})

describe('clients without a model', () => {
  /** One call after the other; each gives what the client printed. */
  type Call = (tool: string, input: Record<string, unknown>) => Promise<string>

  async function byHand(source: string, list: () => Promise<string>, call: Call): Promise<void> {
    const listed = await list()
    for (const tool of ['list_surfaces', 'submit_text', 'read_surface']) expect(listed).toContain(tool)
    const { text, shows } = sum()
    const submitted = await call('submit_text', { surface: SHELL, text, wait: waitFor(shows) })
    expect(submitted).toMatch(/"outcome": ?"submitted"/)
    expect(submitted).toMatch(/"reason": ?"text"/)
    expect(await call('read_surface', { surface: SHELL, what: 'screen' })).toContain(shows)
    figures[source] = { date: new Date().toISOString().slice(0, 10), calls: 2, read: shows }
  }

  test('mcporter lists, submits and reads', async () => {
    await inHome(async home => {
      const config = path.join(home, 'mcporter.json')
      await fs.writeFile(config, JSON.stringify({ mcpServers: { gatehouse: house.server() }, imports: [] }))
      const bin = path.join(ROOT, 'node_modules/.bin')
      const env = { ...environment(home, bin), MCPORTER_LOG_LEVEL: 'error' }
      const ask = async (...words: string[]) =>
        (await run(['mcporter', '--config', config, ...words].map(quoted).join(' '), home, env)).text
      const { version } = JSON.parse(await fs.readFile(path.join(ROOT, 'node_modules/mcporter/package.json'), 'utf8'))
      await byHand(
        `mcporter@${version}`,
        () => ask('list', 'gatehouse', '--schema', '--json'),
        (tool, input) => ask('call', `gatehouse.${tool}`, '--args', JSON.stringify(input), '--output', 'json'),
      )
    })
  })

  test('the MCP inspector lists, submits and reads', async () => {
    const [source] = INSPECTOR
    if (!inCache(source)) {
      const words = [
        'npm',
        'install',
        '--prefix',
        folderOf(source),
        '--no-audit',
        '--no-fund',
        '--no-save',
        ...INSPECTOR,
      ]
      await fs.mkdir(folderOf(source), { recursive: true })
      const env = { PATH: process.env['PATH'] ?? '', HOME: os.homedir() }
      const installed = await run(words.map(quoted).join(' '), folderOf(source), env, 300_000)
      expect(installed.code, installed.text).toBe(0)
    }
    await inHome(async home => {
      const config = path.join(home, 'mcp.json')
      await fs.writeFile(config, JSON.stringify({ mcpServers: { gatehouse: house.server() } }))
      const env = environment(home, inCache(source)!.bin)
      const ask = async (...words: string[]) => {
        const line = ['mcp-inspector', '--cli', '--config', config, '--server', 'gatehouse', '--method', ...words]
        return (await run(line.map(quoted).join(' '), home, env)).text
      }
      await byHand(
        source,
        () => ask('tools/list'),
        (tool, input) => {
          const pairs = Object.entries(input).map(([name, value]) => {
            return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
          })
          return ask('tools/call', '--tool-name', tool, '--tool-arg', ...pairs)
        },
      )
    })
  })
})
