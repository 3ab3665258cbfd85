// The policy page: rules in words, the file edited by keys alone, documents of other gateways and starting points; and that
// nothing a person wrote is ever lost.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow
let agent: TestClient
let file: string

const FIXTURES = path.join(ROOT, 'test/fixtures/policylayer')
const keys = () => shown.page.keyboard
const press = async (...all: string[]) => {
  for (const key of all) await keys().press(key)
}
const text = () => fs.readFile(file, 'utf8')
const policy = async () => JSON.parse(await text())
const page = () => shown.page.getByRole('region', { name: 'Policy', exact: true })
const tab = (name: string | RegExp) => page().getByRole('tab', { name })
const editor = () => page().getByRole('textbox', { name: 'The policy file', exact: true })
const button = (name: string) => page().getByRole('button', { name, exact: true })
const list = (name: string) => page().getByRole('list', { name, exact: true })
const line = (id: string) => page().getByTestId(`line-${id}`)
const level = async () => {
  const { surfaces } = (await agent.call('list_surfaces')).data
  return surfaces!.find(({ name }) => name === 'shell')!.level
}
const isDisabled = async (name: string) => (await button(name).getAttribute('aria-disabled')) === 'true'
const focused = (what: string, selector: string) =>
  until(`the keyboard in ${what}`, () => shown.page.evaluate(one => document.activeElement?.matches(one), selector))
const saved = () => page().getByText('Everything is saved.').waitFor()
/** Where in the file a text stands first, counted from 1. */
const lineOf = async (part: string) => (await editor().inputValue()).split(part)[0]!.split('\n').length

/** With the keyboard in the editor: another text for the whole of one line. */
async function rewrite(number: number, to: string): Promise<void> {
  await press('Control+Home')
  for (let at = 1; at < number; at++) await press('ArrowDown')
  await press('Home', 'Shift+End')
  await keys().insertText(to)
}

async function open(): Promise<void> {
  await press('Control+Shift+P')
  await shown.page.getByRole('combobox').waitFor()
  await keys().type('>the policy file')
  await shown.page.getByRole('option', { name: /^The policy file/ }).waitFor()
  await press('Enter')
  await focused('the page', '.page.policy')
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'read' },
      { id: 'r2', agents: 'codex', surfaces: { workspace: 'web' }, level: 'read', ask: 'submit' },
      { id: 'r3', agents: '*', surfaces: { workspace: 'web' }, level: 'read' },
    ],
    [{ id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', reason: 'production is hands-off' }],
    { cursor: 'Cursor', codex: 'Codex' },
    [{ id: 'o1', agents: 'codex', presets: ['shell'], grant: 'ask', max: 3 }],
  )
  file = path.join(folder.dir, 'policy.json')
  const tests = [{ agent: 'cursor', surface: { name: 'prod-1' }, intent: 'submit', expect: 'deny' }]
  await fs.writeFile(file, `${JSON.stringify({ ...(await policy()), tests }, null, 2)}\n`)
  const surfaces = ['--open-command=cat', '--name=shell', '--open-command=cat', '--name=logs', '--workspace=web']
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...surfaces])
  agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await open()
})
afterAll(async () => {
  await agent?.close().catch(() => {})
  await shown?.stop()
  await folder?.remove()
})

test('rules, locks and open rules stand in words in the order of the file; a search finds them', async () => {
  const rows = page().locator('.rule-head')
  await line('rule-r1').waitFor()
  expect(await rows.evaluateAll(all => all.map(row => row.getAttribute('data-line')))).toEqual([
    'rule r1',
    'rule r2',
    'rule r3',
    'lock l1',
    'open o1',
  ])
  expect(await line('rule-r2').textContent()).toMatch(/Codex.*web.*Read, ask to submit.*r2line \d+/)
  expect(await line('lock-l1').textContent()).toMatch(/Lock: .*prod-.*At most read/)
  await page().getByRole('searchbox', { name: 'Find a rule' }).fill('hands-off')
  await until('one row', async () => (await rows.count()) === 1)
  await press('Escape')
  await until('all rows', async () => (await rows.count()) === 5)
})

test('one that is chosen shows its lines in the file, and arrows go along the list', async () => {
  await line('rule-r1').click()
  await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
  expect(await line('lock-l1').getAttribute('aria-expanded')).toBe('true')
  await page().getByText('Reason: “production is hands-off”').waitFor()
  const at = (await text()).split('"id": "l1"')[0]!.split('\n').length - 1
  const top = await page()
    .locator('.code-mark.chosen')
    .evaluate(mark => Number.parseFloat(mark.style.top))
  expect((top - 8) / 20 + 1).toBe(at)
})

test('a rule leads to its cell in Grants, one of a workspace to its head', async () => {
  await line('rule-r1').click()
  await button('Show in Grants').click()
  await focused('the cell of Cursor on any surface', '[data-testid="cell-cursor-*"]')
  await open()
  await line('rule-r3').click()
  await button('Show in Grants').click()
  await focused('the head of its workspace', '[data-testid="workspace-web"]')
  await press('Control+Shift+G')
  await open()
})

test('the file is changed by keys alone: a live error with its line stops saving, and once right it counts', async () => {
  expect((await agent.call('type_text', { surface: 'shell', text: 'x' })).data.code).toBe('denied')
  await tab('Rules').press('ArrowRight')
  await focused('the tab File', '#policy-tab-file')
  while (!(await editor().evaluate(one => one === document.activeElement))) await press('Tab')
  const number = await lineOf('"level": "read"')
  await rewrite(number, '"level": "tpye"')
  const fault = list('Faults').getByRole('button')
  await fault.getByText(new RegExp(`line ${number}:`)).waitFor()
  expect(await isDisabled('Save')).toBe(true)
  const before = await text()
  await press('Control+Home', 'Control+s')
  await shown.page.getByText('Not saved: 1 fault').waitFor()
  expect(await text()).toBe(before)
  const caret = await editor().evaluate(
    (one: HTMLTextAreaElement) => one.value.slice(0, one.selectionStart).split('\n').length,
  )
  expect(caret).toBe(number)
  await rewrite(number, '"level": "type"')
  expect(
    await page()
      .getByTestId(/^change-cursor-s_/)
      .textContent(),
  ).toMatch(/^moreCursorinshell/)
  await press('Control+s')
  await saved()
  expect((await policy()).rules[0].level).toBe('type')
  expect((await agent.call('type_text', { surface: 'shell', text: 'x' })).data.outcome).toBe('staged')
})

test('Tab indents, Escape gives the keyboard away, and Control+Z takes typing back', async () => {
  await focused('the editor', 'textarea')
  const before = await editor().inputValue()
  await press('Control+Home', 'Tab')
  expect(await editor().inputValue()).toBe(`  ${before}`)
  await press('Control+z')
  expect(await editor().inputValue()).toBe(before)
  await press('Escape')
  await focused('the tab File', '#policy-tab-file')
})

test('a test of the file that fails keeps it from being saved; what is discarded can be put back', async () => {
  const before = await text()
  const broken = before.replace('"expect": "deny"', '"expect": "allow"')
  await editor().fill(broken)
  await list('Tests of the file').getByText('Fails: ').waitFor({ state: 'attached' })
  expect(await isDisabled('Save')).toBe(true)
  await editor().press('Control+s')
  await shown.page.getByText('Not saved: 1 test fails').waitFor()
  expect(await text()).toBe(before)
  await button('Discard').click()
  expect(await editor().inputValue()).toBe(before)
  await button('Put back what was discarded').click()
  expect(await editor().inputValue()).toBe(broken)
  await button('Discard').click()
  await saved()
})

test('unsaved text is there after leaving the page and after a reload of the window, and is marked', async () => {
  const written = (await text()).replace('"version": 1', '// mine\n  "version": 1')
  await editor().fill(written)
  await tab(/^File/).press('Escape')
  await page().waitFor({ state: 'detached' })
  await open()
  await tab(/^File.*unsaved$/).waitFor()
  expect(await editor().inputValue()).toBe(written)
  await shown.page.reload()
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await open()
  await tab(/^File.*unsaved$/).click()
  expect(await editor().inputValue()).toBe(written)
})

test('a change from outside does not touch unsaved text; once accepted both are put together and saved', async () => {
  const written = await editor().inputValue()
  const outside = (await text()).replace('"max": 3', '"max": 4')
  await fs.writeFile(file, outside)
  await tab('The change').waitFor()
  expect(await tab(/^File/).getAttribute('aria-disabled')).toBe('true')
  await page().getByText('What you wrote in File and did not save is kept.').waitFor()
  await page().locator('.decide[data-armed=true]').waitFor()
  await button('Accept').click()
  await tab(/^File.*unsaved$/).click()
  const behind = page().getByRole('region', { name: 'The policy was changed meanwhile' })
  expect(await behind.locator('.dln.added .text').textContent()).toContain('"max": 4')
  expect(await editor().inputValue()).toBe(written)
  await editor().press('Control+s')
  expect(await text()).toBe(outside)
  await button('Put both together').click()
  const both = written.replace('"max": 3', '"max": 4')
  expect(await editor().inputValue()).toBe(both)
  await editor().press('Control+s')
  await saved()
  expect(await text()).toBe(both)
})

test('a rule is taken away by its key, and Undo brings it back', async () => {
  await tab('Rules').click()
  await line('rule-r2').click()
  await press('Delete')
  await line('rule-r2').waitFor({ state: 'detached' })
  expect(await text()).not.toContain('"r2"')
  await focused('the line after it', '[data-line="rule r3"]')
  await press('Control+z')
  await line('rule-r2').waitFor()
  expect(await text()).toContain('"r2"')
})

test('a document that cannot be kept as a whole changes nothing and says why; one that can is put into the file', async () => {
  const before = await text()
  await tab('Import').click()
  await page().getByTestId('import-document').setInputFiles(path.join(FIXTURES, 'faulty.yaml'))
  await button('Import').click()
  await list('What cannot be kept').getByText('tools.kill_session').waitFor()
  await page().getByText('Nothing was imported.').waitFor()
  await page().getByTestId('import-document').setInputFiles(path.join(FIXTURES, 'loose.yaml'))
  // Until it is read the one before stands there, and can be imported.
  const loose = await fs.readFile(path.join(FIXTURES, 'loose.yaml'), 'utf8')
  const there = page().getByRole('textbox', { name: 'The document', exact: true })
  await until('the other document', async () => (await there.inputValue()) === loose)
  await page().getByRole('combobox', { name: 'For agents' }).selectOption({ label: 'Codex' })
  await button('Import').click()
  await page().getByText('Unsaved: 1 rule of a document.').waitFor()
  expect(await text()).toBe(before)
  await until('Save to count', async () => !(await isDisabled('Save')))
  await button('Save').click()
  await saved()
  expect(await text()).toContain('from PolicyLayer')
})

test('a starting point shows what it changes before it is applied, and Undo takes it back', async () => {
  const before = await text()
  await tab('Starting points').click()
  await button('Show what Open here changes').press('Enter')
  await page()
    .getByTestId(/^change-cursor-s_/)
    .first()
    .waitFor()
  await page().getByText('Gives away: every agent runs any command').waitFor()
  expect(await text()).toBe(before)
  expect(await level()).toBe('type')
  await button('Apply Open here').press('Enter')
  await page().getByRole('region', { name: 'Open here', exact: true }).getByText('In force').waitFor()
  expect(await level()).toBe('submit')
  await tab('Rules').click()
  await button('Undo').click()
  await line('rule-r2').waitFor()
  expect(await text()).toBe(before)
  expect(await level()).toBe('type')
})

test('a managed policy can be read with its tests, and nothing in it can be changed', async () => {
  const managed = path.join(folder.dir, 'managed.json')
  await fs.copyFile(file, managed)
  await agent.close()
  await shown.stop()
  const flags = ['--mcp-port=0', '--open-command=cat', '--name=shell', `--policy=${managed}`]
  shown = await startWindow([`--user-data-dir=${folder.dir}`, ...flags])
  await pane(shown.page, 'shell').first().locator('.xterm-screen').click()
  await open()
  await page().getByText('This policy is managed').waitFor()
  await page().getByText(`It was read from ${managed} at the start.`).waitFor()
  await line('rule-r1').click()
  await until('its lines', () => page().locator('.code-mark.chosen').count())
  await press('Delete')
  expect(await button('Edit in File').count()).toBe(0)
  expect(await tab('Import').getAttribute('aria-disabled')).toBe('true')
  expect(await tab('Starting points').getAttribute('aria-disabled')).toBe('true')
  await tab(/^File/).click()
  await list('Tests of the file').getByText('Holds: ').waitFor({ state: 'attached' })
  const read = page().getByRole('textbox', { name: 'The policy file, to be read' })
  expect(await read.getAttribute('readonly')).not.toBeNull()
  expect([await button('Save').count(), await button('Discard').count()]).toEqual([0, 0])
  expect(await fs.readFile(managed, 'utf8')).toBe(await text())
})
