// In which surface a process runs: on made-up processes, then on real ones; and what an agent in a surface is given.
import { spawn } from 'node:child_process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Facts, rememberHolding, surfaceHolding } from '../../main/surfaces/inside.ts'
import type { AgentSeats } from '../../main/surfaces/opening.ts'
import type { Preset } from '../../main/surfaces/presets/model.ts'
import type { Process } from '../../main/surfaces/process-table.ts'
import { openShell, openSurface, shows, testRegistry, until } from './support.ts'

const one = (pid: number, more: Partial<Process> = {}): Process => {
  return { pid, parent: 1, group: pid, session: pid, born: `b${pid}`, dead: false, ...more }
}
const facts = (processes: Process[], marks: Record<number, string> = {}): Facts => ({
  process: pid => processes.find(each => each.pid === pid) ?? null,
  mark: pid => marks[pid] ?? null,
})
const holders = [
  { id: 's_aaaa', root: one(100) },
  { id: 's_bbbb', root: one(200) },
]
const child = one(300, { session: 100 })

test('what is asked again within a second is not looked up again, and a surface that came or went asks anew', () => {
  let now = 0
  let looks = 0
  const all = facts([one(300), one(100), one(1)])
  const counting: Facts = {
    ...all,
    process(pid) {
      looks += 1
      return all.process(pid)
    },
  }
  const holding = rememberHolding(counting, () => now)
  const asks = (pids: number[], these = holders) => {
    looks = 0
    return [holding(pids, these), looks > 0]
  }
  expect(asks([300, 100, 1])).toEqual(['s_aaaa', true])
  expect(asks([300, 100, 1])).toEqual(['s_aaaa', false])
  expect(asks([300, 1])).toEqual([null, true])
  // The same pids in another surface, in none, and in one with another program.
  const [first, second] = holders
  expect(asks([300, 100, 1], [second!])).toEqual([null, true])
  expect(asks([300, 100, 1], [...holders, { id: 's_cccc', root: one(1) }])).toEqual(['s_aaaa', true])
  expect(asks([300, 100, 1], [{ ...first!, root: one(100, { born: 'later' }) }, second!])).toEqual([null, true])
  now = 1000
  expect(asks([300, 1])).toEqual([null, true])
})

describe('the surface of a process', () => {
  test.each<[string, number[], Facts, string | null]>([
    ['is that whose program it descends from', [300, 100, 1], facts([one(300), one(100), one(1)]), 's_aaaa'],
    ['is that whose program it is', [100, 1], facts([one(100), one(1)]), 's_aaaa'],
    ['is the inner one of two', [300, 200, 100], facts([one(300), holders[1]!.root, one(100)]), 's_bbbb'],
    ['is that of its session, when the program has ended', [300, 1], facts([child, one(1)]), 's_aaaa'],
    ['is that of its mark, when it left the tree', [300, 1], facts([one(300), one(1)], { 300: 's_bbbb' }), 's_bbbb'],
    ['is that of the mark of its parent', [300, 250], facts([one(300), one(250)], { 250: 's_aaaa' }), 's_aaaa'],
    [
      'is that of the tree before that of the mark',
      [300, 100],
      facts([one(300), one(100)], { 300: 's_bbbb' }),
      's_aaaa',
    ],
    ['is none for a mark of no surface here', [300, 1], facts([one(300)], { 300: 's_cccc' }), null],
    ['is none where nothing is known', [300, 1], facts([]), null],
    ['is none for a later process with the pid of its program', [100], facts([one(100, { born: 'x' })]), null],
    ['is none for the session of such a later process', [300], facts([child, one(100, { born: 'x' })]), null],
  ])('%s', (_, pids, given, surface) => {
    expect(surfaceHolding(pids, holders, given)).toBe(surface)
  })
})

describe('a registry', () => {
  test('knows the processes of its surfaces as long as they are there, and never itself', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: 'echo pid $$; exec sleep 1000' })
    const pid = await until('its pid', async () => {
      const read = await surface.read({ what: 'screen' })
      return read.ok ? Number(/pid (\d+)/.exec(read.value.lines.join(' '))?.[1]) : null
    })
    expect(registry.holding([pid, process.pid, process.ppid])).toBe(surface.facts.id)
    expect(registry.holding([process.pid, pid])).toBe(null)
    expect(registry.holding([process.ppid, 1])).toBe(null)
    expect(registry.holding([])).toBe(null)
    await registry.remove(surface.facts.id)
    expect(registry.holding([pid])).toBe(null)
  })

  test.runIf(process.platform === 'linux')('goes by a mark only for a surface of its own that is open', async () => {
    const { registry } = testRegistry()
    const surface = await openShell(registry)
    const marked = (id: string) => {
      const stray = spawn('sleep', ['1000'], { env: { PATH: process.env['PATH'], GATEHOUSE_SURFACE: id } })
      onTestFinished(() => void stray.kill('SIGKILL'))
      return stray.pid!
    }
    const ours = marked(surface.facts.id)
    await until('the mark', () => registry.holding([ours]))
    expect(registry.holding([ours])).toBe(surface.facts.id)
    expect(registry.holding([marked('s_other1')])).toBe(null)
    await registry.remove(surface.facts.id)
    expect(registry.holding([ours])).toBe(null)
  })
})

test("a person's last key is known, other input is not one", async () => {
  const { registry } = testRegistry()
  const surface = await openShell(registry)
  expect(surface.lastPersonKey()).toBe(null)
  const before = performance.now()
  surface.keys('x')
  const at = surface.lastPersonKey()
  expect(at).toBeGreaterThanOrEqual(before)
  expect(at).toBeLessThanOrEqual(performance.now())
  surface.keys('\x1b[I')
  expect(surface.lastPersonKey()).toBe(at)
})

describe('an agent in a surface', () => {
  const SHOW = 'echo "got [$GATEHOUSE_TOKEN] [$GATEHOUSE_URL] [$GATEHOUSE_SURFACE]"; exec sleep 1000'
  const preset = (id: string, more: Partial<Preset>): Preset => {
    const launch = () => ({ file: '/bin/sh', args: ['-c', SHOW] })
    return { id, title: id, interactiveShell: false, launch, ...more }
  }
  const presets = [
    preset('agent', { agent: true }),
    preset('plain', {}),
    preset('short', { agent: true, launch: () => ({ file: '/bin/sh', args: ['-c', 'exit 0'] }) }),
    preset('broken', { agent: true, launch: () => ({ file: '/no/such/program', args: [] }) }),
  ]
  function seats() {
    const taken: string[] = []
    const left: string[] = []
    const agents: AgentSeats = {
      take({ id, preset: of, workspace }) {
        taken.push(id)
        return { GATEHOUSE_TOKEN: `${of}-${workspace}`, GATEHOUSE_URL: 'http://127.0.0.1:1/mcp' }
      },
      leave: id => void left.push(id),
    }
    return { taken, left, registry: testRegistry({ presets, agents }).registry }
  }

  test('has its token, its surface and our address in its environment until it is closed', async () => {
    const { registry, taken, left } = seats()
    const surface = await openSurface(registry, { preset: 'agent', workspace: 'web' })
    await shows(surface, `got [agent-web] [http://127.0.0.1:1/mcp] [${surface.facts.id}]`)
    expect(taken).toEqual([surface.facts.id])
    expect(left).toEqual([])
    await registry.remove(surface.facts.id)
    expect(left).toContain(surface.facts.id)
  })

  test('is no longer there once its program has ended, while the surface is', async () => {
    const { registry, left } = seats()
    const surface = await openSurface(registry, { preset: 'short' })
    await until('the end', () => left.includes(surface.facts.id))
    expect(registry.get(surface.facts.id)).toBe(surface)
  })

  test('is none when the preset is no agent, or a command runs instead of it', async () => {
    const { registry, taken } = seats()
    const plain = await openSurface(registry, { preset: 'plain' })
    await shows(plain, `got [] [] [${plain.facts.id}]`)
    const command = await openSurface(registry, { preset: 'agent', command: SHOW })
    await shows(command, `got [] [] [${command.facts.id}]`)
    expect(taken).toEqual([])
  })

  test('that cannot be started keeps nothing', async () => {
    const { registry, taken, left } = seats()
    const opened = await registry.open({ preset: 'broken', openedBy: 'person' })
    await until('the end', () => left.length > 0)
    expect(left).toEqual(expect.arrayContaining(taken))
    if (opened.ok) await registry.remove(opened.value.facts.id)
  })
})
