// The palette, the menu and a person's own keys, in the real window: by key and by mouse, and the keyboard ends where it belongs.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow

const focused = () => shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const keyboardIn = (name: string) =>
  until(`the keyboard in ${name}`, async () => (await focused()) === `Terminal input, ${name}`)
const palette = () => shown.page.getByRole('dialog', { name: 'Search surfaces, agents, commands' })
const field = () => palette().getByRole('combobox')
const chosen = () => palette().getByRole('option', { selected: true })
const press = (key: string) => shown.page.keyboard.press(key)
const gone = () => palette().waitFor({ state: 'detached' })
const button = (name: string | RegExp) => shown.page.getByRole('button', { name, exact: true })
/** As the window shows it: the next press of its key depends on that. */
const paused = (on: boolean) => button(`${on ? 'Resume' : 'Pause'} agents, all of them`).waitFor()
const away = () => shown.page.locator('.app:not(.side-full)').waitFor()

/** Opens it by its key and writes in it. */
async function ask(query: string): Promise<void> {
  await press('Control+Shift+P')
  await until('the palette’s field', async () => (await focused()) === 'Search surfaces, agents, commands')
  await shown.page.keyboard.type(query)
}

beforeAll(async () => {
  const rules = [{ id: 'r1', agents: 'cursor', surfaces: { name: 'raw' }, level: 'type', ask: 'submit' }]
  folder = await dataFolder(['cursor'], rules, [], { cursor: 'Cursor' })
  shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...['--open-command=echo the needle is here; exec cat', '--name=notes', '--workspace=web'],
    // What it gets it prints: ^[[17~ is F6.
    ...['--open-command=stty raw -echo; echo raw now; exec cat -v', '--name=raw', '--workspace=web'],
  ])
  await sees(shown.page, 'notes', 'the needle is here')
  await sees(shown.page, 'raw', 'raw now')
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('its key opens it, Enter goes to a surface, Escape gives the keyboard back, and what follows is the program’s', async () => {
  await pane(shown.page, 'raw').locator('.xterm-screen').click()
  await ask('not')
  expect(await chosen().textContent()).toMatch(/^notes/)
  await press('Enter')
  await gone()
  await keyboardIn('notes')
  await ask('raw')
  await press('Escape')
  await gone()
  await keyboardIn('notes')
  await shown.page.keyboard.type('typed after')
  await sees(shown.page, 'notes', 'typed after')
})

test('it leaves the title bar and the strip free, and pausing works while it is open', async () => {
  await ask('')
  const box = (selector: string) => shown.page.locator(selector).boundingBox()
  const [scrim, title, strip] = [await box('.pal-scrim'), await box('.title'), await box('.strip')]
  expect(scrim!.y).toBeGreaterThanOrEqual(title!.y + title!.height)
  expect(scrim!.y + scrim!.height).toBeLessThanOrEqual(strip!.y)
  await press('Control+Shift+.')
  await paused(true)
  await press('Pause')
  await paused(false)
  await press('Escape')
  await keyboardIn('notes')
})

test('the search box opens it by mouse; a command is done where the keyboard was', async () => {
  await button('Search surfaces, agents, commands').click()
  await field().waitFor()
  await shown.page.keyboard.type('>sideb')
  await chosen().getByText('Sidebar').waitFor()
  await press('Enter')
  await away()
  await keyboardIn('notes')
  await ask('')
  await chosen().waitFor()
  await shown.page.keyboard.type('>')
  // What was used lately comes first.
  await until('the latest first', async () => /^Sidebar/.test((await chosen().textContent()) ?? ''))
  await palette()
    .getByRole('option', { name: /^Sidebar/ })
    .click()
  await shown.page.locator('.app.side-full').waitFor()
})

test('text on a screen is found with #, and its surface gone to', async () => {
  await pane(shown.page, 'raw').locator('.xterm-screen').click()
  await ask('#the needle')
  await chosen().getByText('is here').waitFor()
  await press('Enter')
  await keyboardIn('notes')
})

test('an agent on a surface opens its grant, with the keyboard in that cell', async () => {
  await ask('@curs raw')
  await until('the grant', async () =>
    /^Cursor in raw\s*Type, ask to submit/.test((await chosen().textContent()) ?? ''),
  )
  await press('Enter')
  await until('the cell', async () => /^Cursor in raw: Type, ask to submit/.test(await focused()))
  await press('Control+Shift+G')
  await shown.page.getByRole('grid', { name: 'Grants' }).waitFor({ state: 'detached' })
  await keyboardIn('notes')
})

test('Tab offers what can be done with a surface', async () => {
  await ask('raw')
  await press('Tab')
  await until('its actions', async () => /^What to do with raw/.test(await focused()))
  await shown.page.keyboard.type('ren')
  await press('Enter')
  await until('the field', async () => (await focused()) === 'Name of raw')
  await press('Escape')
  await keyboardIn('raw')
})

test('the menu does the same, by mouse and by keys, and gives the keyboard back', async () => {
  await button('Menu').click()
  await shown.page.getByRole('menuitem', { name: 'View' }).hover()
  await shown.page.getByRole('menuitem', { name: /^Grants/ }).click()
  await shown.page.getByRole('grid', { name: 'Grants' }).waitFor()
  await button('Menu').click()
  await shown.page.getByRole('menuitem', { name: 'Go' }).hover()
  expect(await shown.page.getByRole('menuitem', { name: /^Next tab/ }).getAttribute('aria-disabled')).toBe('true')
  await press('Escape')
  await press('Escape')
  await keyboardIn('raw')
  await press('Control+Shift+G')
  await shown.page.getByRole('grid', { name: 'Grants' }).waitFor({ state: 'detached' })
})

test('a person gives a command another key, takes it from who has it, and the key that is free is the program’s', async () => {
  await pane(shown.page, 'raw').locator('.xterm-screen').click()
  await ask('keyboard')
  await press('Enter')
  const row = (command: string) => shown.page.locator(`[data-command="${command}"]`)
  await row('sidebar').waitFor()
  await button('Change the key of Sidebar').click()
  await row('sidebar').getByPlaceholder('Press the keys').waitFor()
  await press('k')
  await row('sidebar').getByText('The programs in the terminals need this key.').waitFor()
  // The app takes nothing meanwhile: this is heard, not done.
  await press('Control+Shift+P')
  await row('sidebar').getByText('Search surfaces, agents, commands… has this key.').waitFor()
  expect(await palette().count()).toBe(0)
  await press('F6')
  await row('sidebar').getByText('Next part of the window has this key.').waitFor()
  await button('Take it from Next part of the window').click()
  await until('its key', async () => /F6/.test((await row('sidebar').textContent()) ?? ''))
  expect(await focused()).toBe('Change the key of Sidebar')
  await button('Change the key of Surface 1').click()
  await press('Backspace')
  await until('no key', async () => /None/.test((await row('surface-1').textContent()) ?? ''))
  await until('the file', async () => {
    const kept = JSON.parse(await fs.readFile(path.join(folder.dir, 'settings.json'), 'utf8'))
    return JSON.stringify(kept.keys) === JSON.stringify({ 'region-next': '', sidebar: 'F6', 'surface-1': '' })
  })
  await press('Escape')
  await keyboardIn('raw')
  await press('F6')
  await away()
  await press('F6')
  await shown.page.locator('.app.side-full').waitFor()
  await press('Alt+1')
  await sees(shown.page, 'raw', '^[1')
  await press('Control+Shift+B')
  await press('Alt+2')
  await shown.page.keyboard.type('on')
  await sees(shown.page, 'raw', '^[1on')
})

test('a surface gets every key but those that pause, until a person takes them back', async () => {
  await pane(shown.page, 'raw').getByRole('button', { name: 'More' }).click()
  await shown.page.getByRole('menuitem', { name: 'Send every key to the program' }).click()
  const tag = pane(shown.page, 'raw').getByRole('button', { name: /^Every key goes to the program/ })
  await tag.waitFor()
  await type(shown.page, 'raw', '')
  await press('F6')
  await press('Alt+2')
  await press('Control+Shift+ArrowLeft')
  await sees(shown.page, 'raw', '^[[17~^[2^[[1;6D')
  await keyboardIn('raw')
  await press('Control+Shift+P')
  expect(await palette().count()).toBe(0)
  await press('Control+Shift+.')
  await paused(true)
  await press('Pause')
  await paused(false)
  await tag.click()
  await tag.waitFor({ state: 'detached' })
  await press('Control+Shift+P')
  await palette().waitFor()
  await press('Escape')
  await keyboardIn('raw')
})
