// Settings in the real window: found by a search, changed by the keyboard, at work in a real terminal at once, and there again after a
// restart.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

/** Asks the terminal for its background with each line that it gets, and prints the answer. */
const ASKS = `echo ready; while read x; do old=$(stty -g); stty raw -echo min 1 time 0; printf '\\033]11;?\\033\\\\'; a=$(dd bs=64 count=1 2>/dev/null); stty "$old"; printf '<%s>\\n' "$(printf %s "$a" | tr -cd 'rgb:/0-9a-f')"; done`

let folder: DataFolder
let file: string
let shown: RunningWindow

const start = () =>
  startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', `--open-command=${ASKS}`, '--name=asks'])
const state = async () => {
  const got = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!got.ok) throw new Error(got.message)
  return got.value
}
const value = async (name: 'fontSize' | 'theme' | 'scale' | 'darkScheme') => (await state()).settings.values[name]
const rows = async () => (await state()).surfaces.find(({ name }) => name === 'asks')!.rows
const focused = () =>
  shown.page.evaluate(() => {
    const { activeElement: at } = document
    const by = at?.getAttribute('aria-labelledby')
    return at?.getAttribute('aria-label') ?? (by && document.getElementById(by)?.textContent) ?? ''
  })
const page = () => shown.page.getByRole('region', { name: 'Settings' })
const search = () => page().getByRole('searchbox', { name: 'Search settings' })
const setting = (name: string) => page().locator(`[data-setting="${name}"]`)
const terminalBackground = () =>
  pane(shown.page, 'asks')
    .locator('.tm')
    .evaluate(element => getComputedStyle(element).backgroundColor)

async function open(query: string): Promise<void> {
  if ((await page().count()) === 0) await shown.page.keyboard.press('Control+Shift+,')
  await search().fill(query)
}

/** Walks with Tab until the control of this name has the keyboard. */
async function tabTo(name: string): Promise<void> {
  for (let n = 0; n < 12; n += 1) {
    await shown.page.keyboard.press('Tab')
    if ((await focused()) === name) return
  }
  throw new Error(`Tab does not come to ${name}`)
}

beforeAll(async () => {
  folder = await dataFolder([])
  file = path.join(folder.dir, 'settings.json')
  shown = await start()
  await sees(shown.page, 'asks', 'ready')
  await until('its size', async () => (await rows()) > 24)
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('its key opens the page with the keyboard in the search, which finds titles, help and values', async () => {
  await pane(shown.page, 'asks').locator('.xterm-screen').click()
  await shown.page.keyboard.press('Control+Shift+,')
  await until('the search', async () => (await focused()) === 'Search settings')
  await shown.page.keyboard.type('underline')
  await setting('cursorStyle').waitFor()
  expect(await page().locator('[data-setting]').count()).toBe(1)
  await search().fill('no such thing')
  await page().getByText('No match.').waitFor()
  await page().getByRole('button', { name: 'Clear the search' }).click()
  await setting('theme').waitFor()
  expect(await focused()).toBe('Search settings')
})

test('a size that is changed by keys alone acts on a terminal that is open; Reset brings the first one back', async () => {
  const before = await rows()
  await open('font size')
  await tabTo('Font size')
  await shown.page.keyboard.press('ArrowUp')
  await until('a step', async () => (await value('fontSize')) === 13)
  await shown.page.keyboard.press('Control+A')
  await shown.page.keyboard.type('22')
  await shown.page.keyboard.press('Enter')
  await until('what was typed', async () => JSON.parse(await fs.readFile(file, 'utf8')).fontSize === 22)
  await until('fewer rows', async () => (await rows()) < before * 0.75)
  await page().getByLabel('Show only changed').check()
  await search().fill('')
  expect(await page().locator('[data-setting]').count()).toBe(1)
  await page().getByRole('button', { name: 'Reset Font size' }).click()
  await until('as many rows as before', async () => (await rows()) === before)
  await page().getByText('Nothing is changed.').waitFor()
  expect(JSON.parse(await fs.readFile(file, 'utf8'))).not.toHaveProperty('fontSize')
  await page().getByRole('button', { name: 'Show all' }).click()
})

test('what a setting cannot be stays in its field with the reason, and is saved nowhere', async () => {
  await open('font size')
  const field = setting('fontSize').getByRole('textbox', { name: 'Font size' })
  await field.fill('400')
  await field.press('Enter')
  await setting('fontSize').getByRole('alert').filter({ hasText: 'Use a number from 6 to 40.' }).waitFor()
  expect(await field.inputValue()).toBe('400')
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await value('fontSize')).toBe(12.5)
  await field.press('Escape')
  expect(await field.inputValue()).toBe('12.5')
  await setting('fontSize').getByRole('alert').waitFor({ state: 'detached' })
})

test('a scheme of Windows Terminal comes in, is chosen, colours the terminal, and programs that ask hear of it', async () => {
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white']
  const bright = names.map(name => `bright${name[0]!.toUpperCase()}${name.slice(1)}`)
  const colours = Object.fromEntries(
    [...names, ...bright].map((name, i) => [name, `#${(i * 15 + 16).toString(16)}8080`]),
  )
  const mine = { name: 'Mine', ...colours, background: '#101820', foreground: '#E0E8F0' }
  const text = `// mine\n{"schemes": [${JSON.stringify(mine)}, {"name": "Bad", "black": "dark"}]}`
  await open('scheme')
  await page()
    .getByTestId('import-file')
    .setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page().getByText('Imported: Mine.').waitFor()
  await page().getByRole('alert').filter({ hasText: 'schemes[1] ("Bad"): ' }).waitFor()
  // The last of the cards: one step back from the first.
  await search().click()
  await tabTo('Gatehouse')
  await shown.page.keyboard.press('ArrowUp')
  await until('its background', async () => (await terminalBackground()) === 'rgb(16, 24, 32)')
  expect(await value('darkScheme')).toBe('mine')
  await shown.page.keyboard.press('Escape')
  await until('the keyboard back', async () => (await focused()) === 'Terminal input, asks')
  await type(shown.page, 'asks', 'x', 'Enter')
  await sees(shown.page, 'asks', '<11rgb:1010/1818/2020>')
})

test('a file of iTerm2 that is dropped on Appearance comes in; one that is removed while it is used gives way to ours', async () => {
  const keys = ['Background', 'Foreground', ...Array.from({ length: 16 }, (_, i) => `Ansi ${i}`)]
  const part = (name: string, share: number) => `<key>${name} Component</key><real>${share}</real>`
  const dicts = keys.map(
    (key, i) =>
      `<key>${key} Color</key><dict>${['Red', 'Green', 'Blue'].map(name => part(name, i === 0 ? 0.2 : 0.8)).join('')}</dict>`,
  )
  const text = `<?xml version="1.0"?><plist version="1.0"><dict>${dicts.join('')}</dict></plist>`
  await open('scheme')
  const dropped = await shown.page.evaluateHandle(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'Slate.itermcolors'))
    return data
  }, text)
  await setting('darkScheme').dispatchEvent('drop', { dataTransfer: dropped })
  await page().getByText('Imported: Slate.').waitFor()
  await setting('darkScheme').getByText('Slate').click()
  await until('its background', async () => (await terminalBackground()) === 'rgb(51, 51, 51)')
  await setting('darkScheme').getByRole('button', { name: 'Remove Slate' }).click()
  await until('our own background', async () => (await terminalBackground()) === 'rgb(17, 18, 20)')
  await until('the keyboard on ours', async () => (await focused()) === 'Gatehouse')
  await setting('darkScheme').getByText('Mine').click()
  await until('the one before', async () => (await value('darkScheme')) === 'mine')
})

test('the light theme is light while the system is dark, in the page, in native parts and to programs that ask', async () => {
  await open('theme')
  await setting('theme').getByRole('radio', { name: 'Light' }).click()
  await until('a light page', () => shown.page.evaluate(() => document.documentElement.className === 'light'))
  expect(await shown.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light')
  await until('the window’s own light colours', async () => (await terminalBackground()) === 'rgb(255, 255, 255)')
  await shown.page.keyboard.press('Escape')
  await type(shown.page, 'asks', 'x', 'Enter')
  await sees(shown.page, 'asks', '<11rgb:ffff/ffff/ffff>')
})

test('the scale is the whole window’s, and all of the page can be reached at 200 % in the smallest window', async () => {
  const size = (width: number, height: number) =>
    shown.app.evaluate(
      ({ BrowserWindow }, [width, height]) => BrowserWindow.getAllWindows()[0]!.setContentSize(width!, height!),
      [width, height],
    )
  await size(960, 600)
  await open('scale')
  const field = setting('scale').getByRole('textbox', { name: 'Scale' })
  const ratio = () => shown.page.evaluate(() => devicePixelRatio)
  const before = await ratio()
  await field.fill('200')
  await field.press('Enter')
  await until('twice as large', async () => (await ratio()) === before * 2)
  await search().fill('')
  const cut = await page().evaluate(element => element.scrollWidth - element.clientWidth)
  expect(cut).toBeLessThanOrEqual(0)
  await page().getByRole('button', { name: 'Reset Scale' }).click()
  await until('as before', async () => (await ratio()) === before)
  await size(1440, 900)
})

test('what a person writes into settings.json is taken up; what cannot be used is said at the top', async () => {
  await open('')
  const written = { ...JSON.parse(await fs.readFile(file, 'utf8')), fontSize: 15, cursorStyle: 'heart' }
  await fs.writeFile(file, JSON.stringify(written))
  await page().getByRole('alert').filter({ hasText: 'cursorStyle cannot be "heart"' }).waitFor({ timeout: 12_000 })
  expect(await setting('fontSize').getByRole('textbox').inputValue()).toBe('15')
  expect(await value('theme')).toBe('light')
})

test('settings.json opens in the editor that is set', async () => {
  const script = path.join(folder.dir, 'edit')
  await fs.writeFile(script, '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n', { mode: 0o755 })
  await open('editor')
  await setting('editor').getByRole('combobox').selectOption('Another program')
  const field = setting('editor').getByRole('textbox', { name: 'Program and arguments of the editor' })
  await field.fill(`"${script}`)
  await field.press('Enter')
  await setting('editor').getByRole('alert').filter({ hasText: 'not closed' }).waitFor()
  await field.fill(`"${script}" {file}`)
  await field.press('Enter')
  await until('the editor', async () => (await state()).settings.values.editor[0] === script)
  await page().getByRole('button', { name: 'Open settings.json' }).click()
  expect(await until('the file', () => fs.readFile(`${script}.opened`, 'utf8'))).toBe(file)
})

test('a restart keeps what was set', async () => {
  await shown.stop()
  shown = await start()
  await until('the light page', () => shown.page.evaluate(() => document.documentElement.className === 'light'))
  const { values } = (await state()).settings
  expect(values).toMatchObject({ theme: 'light', darkScheme: 'mine', fontSize: 15, cursorStyle: 'block', scale: 100 })
  expect(values.schemes.map(({ name }) => name)).toEqual(['Mine'])
  expect(await shown.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light')
})
