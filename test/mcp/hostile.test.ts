// Two thousand requests that are wrong, each in its own way, against the real server in a process of its own: each gets the
// answer that is right for it, none of them costs anything that stays, and a good client beside them never notices.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { newToken } from '../../main/mcp/tokens.ts'
import { bundle } from '../helpers/bundle.ts'
import { currentClient, legacyClient } from '../helpers/mcp-clients.ts'
import type { Make, Target } from './support/hostile.ts'
import { BODIES } from './support/hostile-bodies.ts'
import { HTTP } from './support/hostile-http.ts'
import { play } from './support/wire.ts'

const COUNT = 2000
const SEED = 20_261_121
const AT_ONCE = 16
/** Before it the process still learns: code is compiled, tables grow to their size. */
const WARM = 600
/** A good one comes in up to twenty pieces, from a process that does much else: they may take seconds. */
const REQUEST_MS = 6000
const FLAT_BYTES = 4 * 1024 * 1024

const HOSTILE = fc.oneof(...[...BODIES, ...HTTP].map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** A path into our code or a line of a stack. */
const INSIDE = /\n? +at .+:\d+:\d+|node_modules|file:\/\/|bundle\.mjs/

async function server(token: string) {
  const built = await bundle(new URL('./support/hostile-server.ts', import.meta.url).pathname)
  onTestFinished(built.remove)
  const child = spawn(process.execPath, ['--expose-gc', built.path, token, String(REQUEST_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const port = Number((await lines.next()).value)
  return {
    port,
    async look(): Promise<{ heap: number; faults: Record<string, number>; polluted: boolean }> {
      child.stdin.write('look\n')
      return JSON.parse((await lines.next()).value)
    },
    async end() {
      const ended = once(child, 'exit')
      child.stdin.end()
      return (await ended)[0]
    },
  }
}

/** What is wrong, a line for each; the same fault is told once. */
async function attack(target: Target, makes: readonly Make[]): Promise<Set<string>> {
  const wrong = new Set<string>()
  const left = [...makes]
  const worker = async () => {
    for (let make = left.pop(); make; make = left.pop()) {
      const { kind, script, judge } = make(target)
      const answers = await play(target.port, script)
      const fault = judge(answers)
      if (fault !== null) wrong.add(`${kind}: ${fault}`)
      const said = answers.map(({ head, body }) => head + body).join('\n')
      if (INSIDE.test(said)) wrong.add(`${kind}: says where it broke: ${said}`)
      if (said.includes(target.token)) wrong.add(`${kind}: repeats the token`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return wrong
}

test('each gets its answer, memory stays flat, and a good client goes on beside them', {
  timeout: 120_000,
}, async () => {
  const token = newToken()
  const { port, look, end } = await server(token)
  const target = { port, token }
  const url = `http://127.0.0.1:${port}/mcp`
  const makes = fc.sample(HOSTILE, { seed: SEED, numRuns: COUNT })

  let isOver = false
  const good = await Promise.all([currentClient(url, token), legacyClient(url, token)])
  const beside = good.map(async client => {
    let calls = 0
    for (; !isOver; calls += 1) {
      const listed = await client.call('list_surfaces')
      expect(listed.data.surfaces).toHaveLength(2)
      // Not to outdo the others: it is to be served beside them.
      await pause(10)
    }
    await client.close()
    return calls
  })

  const first = await attack(target, makes.slice(0, WARM))
  const before = await look()
  const rest = await attack(target, makes.slice(WARM))
  const after = await look()
  isOver = true
  const calls = await Promise.all(beside)

  expect([...first, ...rest]).toEqual([])
  expect(after.faults).toEqual({})
  expect(after.polluted).toBe(false)
  expect(after.heap - before.heap).toBeLessThan(FLAT_BYTES)
  for (const count of calls) expect(count).toBeGreaterThan(100)
  expect(await end()).toBe(0)
})
