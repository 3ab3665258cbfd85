// What real agents tell their models of our tools: every tool reaches the model, whole and as it is listed, under a name
// the agent makes of it; and a call with what the agent itself adds to it is served. What agents make of other schemas is
// held here too, since it is the reason for how ours are written.
import fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openHouse } from '../../main/house.ts'
import { TOOLS } from '../../main/mcp/tools/index.ts'
import { plainSettings } from '../../main/store/settings.ts'
import { ROOT, until } from '../helpers/app.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { compared, type Shown } from './tool-lists/compare.ts'
import { HABITS } from './tool-lists/habits.ts'
import { type Choose, type Offered, startListening } from './tool-lists/model.ts'
import { ODD, serveOdd, TRUE_SCHEMA } from './tool-lists/odd.ts'
import { type Caller, callers } from './waiting/connected.ts'
import { runOnce } from './waiting/run.ts'

/** For an agent to start on a busy machine and say what it has. */
const RUN_MS = 120_000
const FILE = path.join(ROOT, 'test/.artifacts/agents-tool-lists.json')

describe.each(callers)('$title', agent => {
  const { spell, adds, instructs, rewrites, spoilt } = HABITS[agent.id]!
  const listed = TOOLS.map(tool => tool.definition)

  test('every tool reaches the model whole, and a call with all it was shown is served', async () => {
    const served = await everyTool()
    try {
      const choose: Choose = offered => {
        const tool = offered.find(one => one.name === spell('submit_text'))
        const more = Object.fromEntries(adds.map(name => [name, true]))
        return tool ? { tool, input: { surface: 'nowhere', text: 'x', ...more } } : null
      }
      const seen = await seenBy(agent, served.url, served.token, choose)
      const tools = compared(listed, seen.offered, spell)
      const order = seen.offered.flatMap(one => listed.find(tool => spell(tool.name) === one.name)?.name ?? [])
      await keep(agent, { version: seen.version, order, tools })
      const expected = listed.map(({ name }) => [name, { as: spell(name), differs: [], added: [...adds] }])
      expect(tools).toEqual(Object.fromEntries(expected))
      expect(seen.text.includes('a person decides what you may do in each'), 'instructions').toBe(instructs)
      expect(seen.text, 'what comes back is told by the call alone').not.toContain('outputSchema')
      expect(seen.result, 'what came of the call').toContain('"code":"no_such_surface"')
    } finally {
      await served.close()
    }
  })

  test('which schemas do not reach the model as they are listed', async () => {
    const alone = await odd(ODD)
    const changed = Object.entries(alone).filter(([, shown]) => shown.as === null || shown.differs.length > 0)
    const beside = (await odd([ODD[0]!, TRUE_SCHEMA]))[ODD[0]!.name]!
    await keep(agent, { odd: Object.fromEntries(changed), 'a true schema costs all': beside.as === null })
    const names = changed.map(([name, { as }]) => (as === null ? `${name}!` : name))
    expect(names.toSorted()).toEqual(rewrites.toSorted())
    expect(beside.as === null).toBe(spoilt)
  })

  async function odd(tools: typeof ODD): Promise<Record<string, Shown>> {
    const server = await serveOdd(tools)
    try {
      return compared(tools, (await seenBy(agent, server.url, 'any-token')).offered, spell)
    } finally {
      await server.close()
    }
  }
})

/** Headless, on a folder of its own, for an agent that may do everything everywhere. */
async function everyTool() {
  const folder = await dataFolder(['any'], [{ id: 'r1', agents: 'any', surfaces: '*', level: 'submit' }])
  const file = path.join(folder.dir, 'policy.json')
  const policy = JSON.parse(await fs.readFile(file, 'utf8'))
  const open = [{ id: 'o1', agents: 'any', grant: 'allow' }]
  await fs.writeFile(file, JSON.stringify({ ...policy, open }))
  const args = { dataDir: folder.dir, mcpPort: 0, policy: null, headless: true, open: [], show: null }
  const rest = { version: 'campaign', settings: plainSettings, window: false, developmentElectron: false }
  const house = await openHouse({ args, ...rest })
  if (!house.ok) throw new Error(house.message)
  return {
    url: house.value.mcpStatus().url,
    token: folder.agents['any']!.token,
    async close() {
      await house.value.close()
      await folder.remove()
    },
  }
}

interface Seen {
  readonly version: string
  readonly offered: readonly Offered[]
  /** of the whole request */
  readonly text: string
  readonly result: string | null
}

/** Runs the agent once, for one prompt, and gives the request in which it offered its model the most. */
async function seenBy(agent: Caller, mcp: string, token: string, choose?: Choose): Promise<Seen> {
  const model = await startListening(choose)
  const run = await runOnce(agent, { model: model.url, mcp, token })
  try {
    let code: number | null | undefined
    run.ended.then(value => {
      code = value
    })
    await until('its end', () => code !== undefined, RUN_MS)
    expect(code, run.printed()).toBe(0)
    const [most] = model.requests.toSorted((a, b) => b.offered.length - a.offered.length)
    if (!most) throw new Error(`it asked its model nothing; it printed: ${run.printed()}`)
    return { version: run.version.split('\n')[0]!, ...most, result: model.result() }
  } finally {
    await run.close()
    await model.close()
  }
}

/** What is there of other agents stays. */
async function keep(agent: Caller, figures: object): Promise<void> {
  await fs.mkdir(path.dirname(FILE), { recursive: true })
  const before = JSON.parse(await fs.readFile(FILE, 'utf8').catch(() => '{}'))
  const entry = { ...before[agent.id], source: agent.source, date: new Date().toISOString().slice(0, 10), ...figures }
  await fs.writeFile(FILE, `${JSON.stringify({ ...before, [agent.id]: entry }, null, 2)}\n`)
}
