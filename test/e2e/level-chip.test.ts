// Grants outside of their panel, in the real window with a real agent at the other side: a pane's menu of levels, the card of a
// temporary grant, the palette's lines, the strip's word, and a new agent's question on the Connect page.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow
let cursor: TestClient

const page = () => shown.page
const chip = () => pane(page(), 'shell').getByRole('button', { name: /^Agents: / })
const chipSays = (words: string) =>
  until(
    `the chip to say ${words}`,
    async () => (await chip().getAttribute('aria-label')) === `Agents: ${words}. Change`,
  )
const item = (name: string | RegExp) => page().getByRole('menu').getByText(name)
const card = () => page().getByTestId('temporary-grant')
const consent = () => page().getByRole('alertdialog', { name: /wants to connect$/ })
const policy = async () => JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8'))
const focused = () => page().evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const focusOn = (name: string) => until(`focus on ${name}`, async () => (await focused()) === name)
const submit = async (text: string) => (await cursor.call('submit_text', { surface: 'shell', text })).data
/** A send that nobody is asked about is allowed or refused at once. */
const maySubmit = (text: string) => until('it to be let', async () => (await submit(text)).outcome === 'submitted')

/** Opens the palette and looks for this: what is chosen there. */
async function look(words: string): Promise<void> {
  await page().keyboard.press('Control+Shift+P')
  await focusOn('Search surfaces, agents, commands')
  await page().keyboard.type(words)
  await page()
    .getByRole('option', { selected: true })
    .filter({ hasText: new RegExp(`^${words}`) })
    .waitFor()
}

/** Does it. */
async function command(words: string): Promise<void> {
  await look(words)
  await page().keyboard.press('Enter')
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex', 'gemini'],
    [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'read' }],
    [],
    { cursor: 'Cursor', codex: 'Codex', gemini: 'Gemini' },
  )
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await sees(page(), 'shell', /[$#%❯>]\s*$/m)
  cursor = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
})
afterAll(async () => {
  await cursor?.close()
  await shown?.stop()
  await folder?.remove()
})

test('the menu of a pane locks its surface and unlocks it, by mouse, and the terminal keeps the keyboard', async () => {
  await pane(page(), 'shell').locator('.xterm-screen').click()
  await focusOn('Terminal input, shell')
  await chipSays('Read only')
  await chip().click()
  await item('Lock to None').click()
  await chipSays('No access, locked')
  expect((await policy()).locks).toMatchObject([{ agents: '*', level: 'none' }])
  await focusOn('Terminal input, shell')
  await chip().click()
  await item('Unlock').click()
  await chipSays('Read only')
  expect((await policy()).locks ?? []).toEqual([])
})

test('by keys: the level of any agent is raised to Submit, and taken back by Undo or in the menu', async () => {
  const raise = async () => {
    await chip().press('Enter')
    await page().getByRole('menu', { name: 'What agents may do here' }).waitFor()
    await page().getByRole('menuitemradio', { name: /^None/, checked: true }).waitFor()
    await until('the first to be pointed at', () => page().locator('.menu-item[data-highlighted]').count())
    await page().keyboard.type('Sub')
    await until('Submit to be pointed at', async () =>
      /^Submit/.test((await page().locator('.menu-item[data-highlighted]').textContent()) ?? ''),
    )
    await page().keyboard.press('Enter')
    await chipSays('Submit')
  }
  await raise()
  // It is offered for five seconds alone: a send has no place in them.
  await page().getByRole('status').filter({ hasText: 'Any agent may submit in shell' }).waitFor()
  await page().getByRole('button', { name: 'Undo', exact: true }).click()
  await chipSays('Read only')
  expect((await submit('echo never')).code).toBe('denied')
  await raise()
  await maySubmit('echo any')
  await chip().click()
  await item('Use inherited').click()
  await chipSays('Read only')
  expect((await submit('echo never')).code).toBe('denied')
})

test('one agent is let in for a while: the card says how long, and ends it', async () => {
  await chip().click()
  await item('Let Cursor submit for 15 min').click()
  await card().getByText('Cursor in shell').waitFor()
  await card()
    .getByText(/^1[45] min left$/)
    .waitFor()
  await maySubmit('echo while')
  await sees(page(), 'shell', /^while/m)
  await card().getByRole('button', { name: 'End now: Cursor in shell' }).press('Enter')
  await card().waitFor({ state: 'detached' })
  expect((await submit('echo never')).code).toBe('denied')
})

test('the palette locks, unlocks, lets in for a while, pauses and resumes, and says what it did', async () => {
  const said = (words: string) => page().getByRole('status').filter({ hasText: words }).first().waitFor()
  await command('Lock shell to Read')
  await said('Locked shell to Read')
  await chipSays('Read only, locked')
  await command('Unlock shell')
  await said('Unlocked shell')
  await chipSays('Read only')
  await command('Let Cursor submit in shell for 15 min')
  await said('Cursor may submit in shell for 15 min')
  await card().waitFor()
  await maySubmit('echo palette')
  await command('Pause Cursor')
  await said('Paused Cursor')
  expect((await submit('echo never')).code).toBe('paused')
  // What gives more is not taken from a row that has just come by itself: the window has to know of the pause before.
  await look('Resume Cursor')
  await page().keyboard.press('Escape')
  await page().getByRole('combobox').waitFor({ state: 'detached' })
  await command('Resume Cursor')
  await said('Resumed Cursor')
  await card()
    .getByRole('button', { name: /^Temporary grant .* left Cursor in shell Submit$/ })
    .press('Enter')
  await page()
    .getByRole('gridcell', { name: /^Cursor in shell: Submit/, selected: true })
    .waitFor()
  await page().getByRole('button', { name: 'Close Grants' }).click()
})

test('revoking from the palette asks once more, in Connect, and Keep keeps', async () => {
  await command('Revoke Cursor…')
  await page().getByRole('alertdialog', { name: 'Revoke Cursor' }).waitFor()
  await until('Keep to have the keyboard', async () => (await page().locator(':focus').textContent()) === 'Keep')
  await page().keyboard.press('Enter')
  await page().getByRole('alertdialog', { name: 'Revoke Cursor' }).waitFor({ state: 'detached' })
  expect(Object.keys((await policy()).agents)).toContain('cursor')
})

test('a new agent is asked about over the Connect page without the keyboard, answered by keys, and its rule is written', async () => {
  await page().getByRole('heading', { name: 'Connect an agent' }).waitFor()
  const before = await page().evaluateHandle(() => document.activeElement)
  const codex = await currentClient(shown.ready.mcp, folder.agents['codex']!.token)
  await codex.call('list_surfaces')
  await consent().waitFor()
  expect(await page().evaluate(was => document.activeElement === was, before)).toBe(true)
  expect(await consent().getByRole('radio', { name: /^Read/ }).isChecked()).toBe(true)
  await page().locator('[data-testid=consent][data-armed=true]').waitFor()
  // A key that was meant for the page answers nothing.
  await page().keyboard.press('y')
  await page().keyboard.press('Tab')
  await until('the keyboard in the question', () =>
    page().evaluate(() => document.activeElement?.closest('[data-consent]') !== null),
  )
  const mine = async () => (await policy()).rules.filter(({ agents }: { agents: string }) => agents === 'codex')
  expect(await mine()).toEqual([])
  await page().keyboard.press('ArrowDown')
  await consent().getByRole('button', { name: 'Connect with Type only' }).waitFor()
  await page().keyboard.press('y')
  await consent().waitFor({ state: 'detached' })
  await focusOn('Connect')
  expect(await mine()).toMatchObject([{ surfaces: '*', level: 'type', ask: 'submit' }])
  await codex.close()
})

test('with the sheet open it is a card there; refused by mouse it is blocked only after a second yes', async () => {
  await page().getByTestId('approvals-button').click()
  const gemini = await currentClient(shown.ready.mcp, folder.agents['gemini']!.token)
  await gemini.call('list_surfaces')
  await page().getByTestId('approval-card').getByText('Gemini').first().waitFor()
  expect(await consent().count()).toBe(0)
  await page().getByTestId('approvals-button').click()
  await consent().waitFor()
  await page().locator('[data-testid=consent][data-armed=true]').waitFor()
  await consent().getByRole('button', { name: 'Refuse and block' }).click()
  await consent().getByText('It is a lock').waitFor()
  await until('the second yes to count', () =>
    consent().locator('button[data-answer=block][aria-disabled=false]').count(),
  )
  await consent()
    .getByRole('button', { name: /^Refuse and block/ })
    .click()
  await consent().waitFor({ state: 'detached' })
  await until('the lock', async () =>
    (await policy()).locks?.some((one: { agents: string }) => one.agents === 'gemini'),
  )
  await gemini.close()
})

test('the strip names the policy and leads to it', async () => {
  await page()
    .getByRole('button', { name: /^Policy: policy\.json/ })
    .click()
  await page()
    .getByRole('region', { name: /[Pp]olicy/ })
    .first()
    .waitFor()
})
