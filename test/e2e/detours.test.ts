// A lock that can be walked around, with real agents: Cursor is locked to reading on prod, and may submit in a surface where
// Codex runs, which may submit on prod. Grants warns of it, and the warning is true.
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const CALL = path.join(import.meta.dirname, 'support/call-tool.mjs')
const PROMPT = /[$#%❯>]\s*$/m
const PRODS = ['prod', 'prod-2', 'prod-3', 'prod-4', 'prod-5', 'prod-6']
const WHY =
  'Lock l1 leaves cursor read in "prod", but cursor may submit in "bench", where codex runs, and codex may submit in "prod".'

let folder: DataFolder
let shown: RunningWindow
let cursor: TestClient

const warning = () => shown.page.getByTestId('detours')
const head = () => warning().getByRole('button', { name: /^Ways around a lock/ })
const ways = () => warning().getByRole('listitem')
const cell = (agent: string, surface: string) =>
  shown.page.getByRole('gridcell', { name: new RegExp(`^${agent} in ${surface}:`) })

/** Runs a tool of Codex's inside the surface, to its end: Cursor submits the command, as it may there. */
async function codexInside(tool: string, args: object): Promise<void> {
  const { token } = folder.agents['codex']!
  const words = [process.execPath, CALL, shown.ready.mcp, token, tool, JSON.stringify(args)]
  const text = words.map(word => `'${word}'`).join(' ')
  const wait = { until: 'idle', timeout_s: 20 }
  const sent = await cursor.call('submit_text', { surface: 'bench', text, wait })
  expect(sent.data).toMatchObject({ outcome: 'submitted', wait: { reason: 'idle' } })
}

async function open(name: string): Promise<void> {
  const opened = await shown.page.evaluate(
    named => window.gatehouse.invoke('surface.open', { preset: 'shell', name: named, workspace: 'prods' }),
    name,
  )
  expect(opened.ok).toBe(true)
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex'],
    [{ id: 'r1', agents: ['cursor', 'codex'], surfaces: '*', level: 'submit', answer: 'allow' }],
    [{ id: 'l1', agents: 'cursor', surfaces: { name: 'prod*' }, level: 'read' }],
    { cursor: 'Cursor', codex: 'Codex' },
  )
  const surfaces = ['bench', 'prod'].flatMap(name => ['--open=shell', `--name=${name}`])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...surfaces])
  for (const name of ['bench', 'prod']) await sees(shown.page, name, PROMPT)
  cursor = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
})
afterAll(async () => {
  await cursor?.close()
  await shown?.stop()
  await folder?.remove()
})

describe.runIf(process.platform === 'linux')('a way around a lock', () => {
  test('is not warned of while no agent runs in a surface', async () => {
    expect((await cursor.call('submit_text', { surface: 'prod', text: 'echo no' })).data).toMatchObject({
      code: 'denied',
    })
    await shown.page.keyboard.press('Control+Shift+G')
    await cell('Cursor', 'prod').waitFor()
    expect(await warning().count()).toBe(0)
  })

  test('is one closed line with a count as soon as an agent has called from one, and says in a sentence why', async () => {
    await codexInside('list_surfaces', {})
    await head().waitFor()
    expect(await head().getAttribute('aria-expanded')).toBe('false')
    expect(await head().textContent()).toContain('1')
    expect(await ways().count()).toBe(0)
    await head().click()
    await ways().getByText(WHY, { exact: true }).waitFor()
  })

  test('is a real one: what Cursor may not send itself arrives through Codex', async () => {
    await codexInside('submit_text', { surface: 'prod', text: 'echo around-$((40+2))' })
    await sees(shown.page, 'prod', 'around-42')
    const [through] = (await folder.activity()).filter(({ actor, kind }) => actor === 'codex' && kind === 'send')
    expect(through).toMatchObject({ onBehalfOf: ['cursor'], surface: { name: 'prod' } })
  })

  test('leads to the locked cell, and to the surface passed through', async () => {
    await ways().getByRole('button', { name: WHY }).click()
    await until('the cell', async () => (await cell('Cursor', 'prod').getAttribute('aria-selected')) === 'true')
    const focused = () => shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await until('the keyboard in the cell', async () => /^Cursor in prod: Read/.test((await focused()) ?? ''))
    await ways().getByRole('button', { name: 'Go to bench' }).click()
    await until('the keyboard in bench', async () => (await focused()) === 'Terminal input, bench')
  })

  test('of many five are drawn, and all of them when a person wants to see them', async () => {
    for (const name of PRODS.slice(1)) await open(name)
    await until('six', async () => (await head().textContent())?.includes('6'))
    expect(await ways().count()).toBe(5)
    await warning().getByRole('button', { name: 'Show all 6' }).click()
    expect(await ways().count()).toBe(6)
    await head().press('Enter')
    await head().press('Enter')
    expect(await ways().count()).toBe(5)
  })

  test('is gone with the surface the agent ran in', async () => {
    await pane(shown.page, 'bench').locator('.xterm-screen').click()
    const { id } = (await cursor.call('list_surfaces')).data.surfaces!.find(({ name }) => name === 'bench')!
    await shown.page.evaluate(gone => window.gatehouse.invoke('surface.close', { id: gone, sure: true }), id)
    await warning().waitFor({ state: 'detached' })
  })
})
