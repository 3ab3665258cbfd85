// A hundred sends to panes of another computer over a slow line that is cut in the middle: what agents were told is what arrived
// there, nothing twice, and the connection comes back by itself. Real ssh and a real sshd, real tmux, the house as it is without a
// window, and an agent at its port. Adopting is a person's, in a window, so the house is opened here and not by the app.
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseArgs } from '../../../main/args.ts'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { type House, openHouse } from '../../../main/house.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { ROOT, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, type TestClient, type ToolAnswer } from '../../helpers/mcp-clients.ts'
import { type Relay, startRelay } from '../../helpers/relay.ts'
import { type Sshd, startSshd } from '../../helpers/sshd.ts'

const PANES = 4
const SENDS = 100
const DELAY_MS = 80
const CUT_MS = 20_000
/** An agent's pace where it is told that nothing can be sent now, in ms. */
const PACE_MS = 1_000
/** By the host: anywhere else this agent has nothing. */
const RULES = [
  { id: 'r1', agents: 'runner', surfaces: { backend: 'tmux', host: 'build' }, level: 'submit', answer: 'allow' },
]

let folder: DataFolder
let sshd: Sshd
let relay: Relay
let house: House
let client: TestClient
const surfaces: PersonSurface[] = []
/** every state of the connection, with its reason */
const links: string[] = []
const before = { PATH: process.env['PATH'], HOME: process.env['HOME'] }

const file = (pane: number) => path.join(sshd.remote.HOME, `pane-${pane}`)
/** What the program in a pane there was given, line by line. */
const given = (pane: number) => fs.readFileSync(file(pane), 'latin1').split('\n')
const isLive = () => surfaces.every(one => one.summary().link?.is === 'live')
const live = () => until('the connection to stand', isLive, 60_000).catch(() => expect.fail(links.join('\n')))

beforeAll(async () => {
  folder = await dataFolder(['runner'], RULES)
  sshd = await startSshd()
  relay = await startRelay(sshd.port, DELAY_MS)
  sshd.host('build', { port: relay.port })
  const ids = Array.from({ length: PANES }, (_, pane) => {
    const recorder = ['node', path.join(ROOT, 'test/helpers/recorder.mjs'), file(pane), '--cooked']
    const where = pane === 0 ? ['new-session', '-s', 'work', '-x', '100', '-y', '30'] : ['new-window', '-t', 'work:']
    return sshd.tmux(...where, '-d', '-P', '-F', '#{pane_id}', recorder.map(word => `'${word}'`).join(' '))
  })
  house = await open()
  for (const [pane, id] of ids.entries()) {
    await until(`the program of pane ${id}`, () => sshd.tmux('capture-pane', '-p', '-t', id).includes('ready'))
    const adopted = await house.openSurface({
      ...{ preset: 'tmux', pane: { place: { host: 'build', socket: null }, id } },
      ...{ name: `pane ${pane}`, workspace: 'far', openedBy: 'person' },
    })
    if (!adopted.ok) throw new Error(adopted.message)
    surfaces.push(adopted.value)
  }
  house.tmux.onChange(() => {
    const now = JSON.stringify(house.tmux.servers().map(server => server.link()))
    if (links.at(-1) !== now) links.push(now)
  })
  client = await currentClient(house.mcpStatus().url, folder.agents['runner']!.token)
})

afterAll(async () => {
  await client?.close()
  await house?.close()
  Object.assign(process.env, before)
  await relay?.close()
  await sshd?.stop()
  await folder?.remove()
})

/** On this process's own environment: its `ssh` knows the host. */
async function open(): Promise<House> {
  Object.assign(process.env, { PATH: sshd.env['PATH'], HOME: sshd.env['HOME'] })
  const host = { env: process.env, platform: process.platform, home: sshd.home, cwd: sshd.home }
  const parsed = parseArgs([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--headless'], host)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  const about = { version: '0', settings: plainSettings, window: false, developmentElectron: false }
  const opened = await openHouse({ args: parsed.args, ...about })
  if (!opened.ok) throw new Error(opened.message)
  return opened.value
}

interface Sent {
  readonly pane: number
  readonly text: string
  /** its outcome, or the code of the refusal */
  readonly told: string
}

/** `text` null = Enter for what is on the line. */
async function submit(pane: number, text: string | null): Promise<{ answer: ToolAnswer; sent: Sent }> {
  const surface = surfaces[pane]!.facts.id
  const answer = await client.call('submit_text', { surface, ...(text !== null && { text }) }, { timeoutMs: 120_000 })
  const { outcome, code } = answer.data
  return { answer, sent: { pane, text: text ?? '', told: outcome ?? code ?? 'nothing' } }
}

const WENT_IN = ['submitted', 'unconfirmed']
const NOBODY_KNOWS = ['unknown', 'failed']

/** Everything that was sent, against everything that arrived. */
function check(all: readonly Sent[]) {
  const table = all.map(({ pane, text, told }) => {
    const lines = given(pane)
    return { text, told, whole: lines.filter(l => l === text).length, any: lines.filter(l => l.includes(text)).length }
  })
  expect(table.filter(({ any }) => any > 1)).toEqual([])
  expect(table.filter(({ told, whole }) => WENT_IN.includes(told) && whole !== 1)).toEqual([])
  expect(table.filter(({ told, any }) => ![...WENT_IN, ...NOBODY_KNOWS].includes(told) && any > 0)).toEqual([])
  const texts = new Set(all.map(({ text }) => text))
  for (const pane of surfaces.keys()) expect(given(pane).filter(line => line !== '' && !texts.has(line))).toEqual([])
}

/** Each pane takes a line again: whatever was still on its way there has come by then. */
async function lineInEach(nth: number): Promise<Sent[]> {
  const all: Sent[] = []
  for (const pane of surfaces.keys()) {
    const taken = await until(`pane ${pane} to take a line again`, async () => {
      const text = `the last of pane ${pane}, ${nth}.${all.length}`
      const { answer, sent } = await submit(pane, text)
      all.push(sent)
      if (answer.data.code === 'line_not_empty') await submit(pane, null)
      return answer.isError ? null : sent
    })
    expect(WENT_IN).toContain(taken.told)
  }
  return all
}

test('whatever becomes of the connection, agents are told what arrived', { timeout: 300_000 }, async () => {
  const all: Sent[] = []
  let next = 0
  /** Were they counted, a line that is long in coming back would use up all that is left. */
  let away = 0
  let cutting: Promise<void> | null = null
  const cutAndMend = async () => {
    await relay.cut('swallow')
    await wait(CUT_MS)
    await relay.mend()
  }
  const sender = async (pane: number) => {
    while (next - away < SENDS) {
      next += 1
      if (next === SENDS / 2) cutting = cutAndMend()
      const { answer, sent } = await submit(pane, `send ${next} of ${SENDS}, into pane ${pane}`)
      all.push(sent)
      if (!answer.isError) continue
      if (answer.data.code === 'not_connected') away += 1
      if (answer.data.code === 'line_not_empty') await submit(pane, null)
      else await wait(Math.max(answer.data.retry_after_ms ?? PACE_MS, PACE_MS))
    }
  }
  await Promise.all(surfaces.map((_, pane) => sender(pane)))
  await cutting
  await live()
  all.push(...(await lineInEach(1)))

  check(all)
  const count = (told: string) => all.filter(one => one.told === told).length
  expect(all.length).toBeGreaterThanOrEqual(SENDS)
  expect(count('submitted')).toBeGreaterThan(SENDS / 2)
  // No more than what was on its way when the line was cut.
  expect(count('unknown')).toBeLessThanOrEqual(PANES)
  expect(links.join()).toMatch(/"lost".*"live"/)
  expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
})

test('what a lost connection still brings later goes in nowhere', { timeout: 300_000 }, async () => {
  await live()
  await relay.cut('swallow')
  const underway = surfaces.map((_, pane) => submit(pane, `on its way to pane ${pane} when it was cut`))
  // A line that comes back elsewhere: the old connection's bytes are held still, and its end is.
  await until('the loss to be seen', () => !isLive(), 60_000)
  await relay.mend('fresh')
  await live()
  const all = (await Promise.all(underway)).map(({ sent }) => sent)
  expect(all.filter(({ told }) => WENT_IN.includes(told))).toEqual([])
  await relay.mend()
  all.push(...(await lineInEach(2)))
  const earlier = surfaces.flatMap((_, pane) => given(pane).filter(line => /^send|, 1\.\d+$/.test(line)))
  check([...all, ...earlier.map(text => ({ pane: 0, text, told: 'unknown' }))])
})
