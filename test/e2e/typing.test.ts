// A person types while everything happens around them: every key reaches their program, in order, and nothing else does.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { sees, type } from '../helpers/terminal.ts'

/** At most three asks of one agent wait. */
const ASKING = Array.from({ length: 7 }, (_, index) => `asks-${index}`)
const ENDING = ['end-1', 'end-2', 'end-3', 'end-4']
const RECORDER = path.join(ROOT, 'test/helpers/recorder.mjs')

let folder: DataFolder
let shown: RunningWindow
let record: string
const clients: TestClient[] = []

const client = async (agent: string) => {
  const made = await currentClient(shown.ready.mcp, folder.agents[agent]!.token)
  clients.push(made)
  return made
}

beforeAll(async () => {
  folder = await dataFolder(
    [...ASKING, 'drives'],
    [
      { id: 'r1', agents: ASKING, surfaces: '*', level: 'read', ask: 'submit' },
      { id: 'r2', agents: 'drives', surfaces: { name: 'end-*' }, level: 'submit' },
    ],
  )
  record = path.join(folder.dir, 'typed')
  shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    `--open-command="${process.execPath}" "${RECORDER}" "${record}" --echo`,
    '--name=mine',
    ...ENDING.flatMap(name => ['--open=shell', `--name=${name}`]),
  ])
  await sees(shown.page, 'mine', 'ready')
  await until('shells at their prompts', () =>
    shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.every(({ name, state: { is } }) => name === 'mine' || is === 'idle')
    }),
  )
}, 60_000)
afterAll(async () => {
  await Promise.all(clients.map(made => made.close()))
  await shown?.stop()
  await folder?.remove()
})

test('200 characters reach the program in order while asks, exits and notices arrive, and the keyboard stays', async () => {
  const drives = await client('drives')
  const asking = await Promise.all(ASKING.map(client))
  const text = Array.from({ length: 200 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join('')
  // The sheet may come by itself, and does: over the canvas, without the keyboard.
  await shown.page.evaluate(() => window.gatehouse.invoke('settings.set', { openApprovals: true }))
  await type(shown.page, 'mine', '')
  const focus = await shown.page.evaluateHandle(() => document.activeElement)

  const typing = shown.page.keyboard.type(text, { delay: 15 })
  const asked = asking.flatMap(agent =>
    [1, 2, 3].map(n => agent.call('submit_text', { surface: ENDING[n]!, text: `echo ${n}` })),
  )
  const noticed = asking.map(agent => agent.call('notify_person', { title: 'Look here', body: 'It is done.' }))
  for (const surface of ENDING) {
    const { data } = await drives.call('submit_text', { surface, text: "printf '\\a'; exit 3" })
    expect(data).toMatchObject({ outcome: 'submitted' })
  }
  await typing

  await shown.page.getByTestId('approvals').waitFor()
  await until('every exit', () =>
    shown.page.evaluate(async names => {
      const state = await window.gatehouse.invoke('state.get', {})
      const ended = state.ok ? state.value.surfaces.filter(({ exit }) => exit?.code === 3).map(({ name }) => name) : []
      return names.every(name => ended.includes(name))
    }, ENDING),
  )
  expect((await Promise.all(noticed)).filter(({ isError }) => !isError).length).toBeGreaterThan(3)
  // What asked in a surface that ended is answered by that.
  const codes = (await Promise.all(asked)).map(({ data }) => data.code)
  expect(codes.length).toBe(21)
  expect(codes.every(code => code !== undefined)).toBe(true)
  expect(await shown.page.evaluate(was => document.activeElement === was, focus)).toBe(true)
  await until('the whole text', async () => (await fs.readFile(record, 'utf8')).length >= text.length)
  expect(await fs.readFile(record, 'utf8')).toBe(text)
})
