// A person without a mouse, from the empty window to the empty window: open, split, find, palette, close.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { atRest, sees } from '../helpers/terminal.ts'

const PROMPT = /[$#%❯>]\s*$/m

let folder: DataFolder
let shown: RunningWindow

beforeAll(async () => {
  folder = await dataFolder([])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('open, split, find, palette, close: by keys alone', async () => {
  const { page } = shown
  const { keyboard } = page
  const focus = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  const inTerminal = (name: RegExp) => until(`the keyboard in ${name}`, async () => name.test(await focus()))

  // The empty window has the keyboard where the first surface is opened.
  await page.getByRole('heading', { name: 'Open your first surface' }).waitFor()
  await until('the launcher to have the keyboard', () =>
    page.evaluate(() => document.activeElement?.closest('[data-launcher]') !== null),
  )
  const shell = page.locator('[data-opens=shell]')
  await shell.waitFor()
  for (let n = 0; n < 30 && !(await shell.evaluate(it => it.classList.contains('on'))); n++)
    await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await inTerminal(/^Terminal input, /)
  const first = (await focus()).replace('Terminal input, ', '')
  await sees(page, first, PROMPT)

  await keyboard.type('echo needle-$((3*14))')
  await keyboard.press('Enter')
  await sees(page, first, 'needle-42')

  await keyboard.press('Control+Shift+O')
  await until('the keyboard in the second', async () => {
    const name = await focus()
    return name.startsWith('Terminal input, ') && name !== `Terminal input, ${first}`
  })
  const second = (await focus()).replace('Terminal input, ', '')
  await keyboard.press('Control+Shift+ArrowLeft')
  await inTerminal(new RegExp(`^Terminal input, ${first}$`))

  await keyboard.press('Control+Shift+F')
  await inTerminal(/^Find$/)
  await keyboard.type('needle')
  await page
    .getByRole('search')
    .getByText(/ of 2$/)
    .waitFor()
  await keyboard.press('Escape')
  await inTerminal(new RegExp(`^Terminal input, ${first}$`))

  await keyboard.press('Control+Shift+P')
  await page.getByRole('combobox').waitFor()
  await keyboard.type(second)
  await page.getByRole('option').first().waitFor()
  await keyboard.press('Enter')
  await inTerminal(new RegExp(`^Terminal input, ${second}$`))

  // The menu of the row, by keys: into the sidebar, its menu, away again.
  await keyboard.press('Shift+F6')
  await until('the keyboard in the sidebar', () =>
    page.evaluate(() => document.activeElement?.closest('.side') !== null),
  )
  await keyboard.press('Escape')
  await inTerminal(new RegExp(`^Terminal input, ${second}$`))

  await sees(page, second, PROMPT)
  await atRest(page, second)
  await keyboard.press('Control+Shift+W')
  await inTerminal(new RegExp(`^Terminal input, ${first}$`))
  await atRest(page, first)
  await keyboard.press('Control+Shift+W')
  await page.getByRole('heading', { name: 'Open your first surface' }).waitFor()
  await until('the launcher to have the keyboard', () =>
    page.evaluate(() => document.activeElement?.closest('[data-launcher]') !== null),
  )
  expect(await page.getByRole('treeitem').count()).toBe(0)
})
