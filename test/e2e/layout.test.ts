// How a person arranges the window: handles, zoom, tabs and drags, by keys and by mouse; and all of it is there again after a restart.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow
const PROMPT = /[$#%❯>]\s*$/m

const page = () => shown.page
const keys = () => shown.page.keyboard
const tabs = () => page().getByRole('tab')
const tab = (name: string) => page().getByRole('tab', { name: new RegExp(`^${name}\\.`) })
/** The strip as it reads. */
const strip = () => tabs().allInnerTexts()
const handles = () => page().getByRole('separator', { name: 'Resize panes' })
const box = async (locator: Locator) => (await locator.boundingBox())!
const focused = () => page().evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const hasFocus = (label: string) => until(`focus on ${label}`, async () => (await focused()).startsWith(label))
const names = () =>
  page()
    .getByRole('group', { name: /, terminal \d of \d/ })
    .evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
const surfaces = async () => {
  const state = await page().evaluate(() => window.gatehouse.invoke('state.get', {}))
  return state.ok ? state.value.surfaces : []
}
const kept = async () => {
  const answer = await page().evaluate(() => window.gatehouse.invoke('layout.get', {}))
  if (!answer.ok) throw new Error(answer.message)
  return answer.value.layout
}
/** The tabs by what they show, each node's sizes rounded. */
async function drawn(): Promise<unknown[]> {
  const called = new Map((await surfaces()).map(({ id, name }) => [id, name]))
  type Node = Awaited<ReturnType<typeof kept>>['tabs'][number]['root']
  const draw = (node: Node): unknown =>
    node.kind === 'pane'
      ? called.get(node.surface)
      : { [node.direction]: node.children.map(draw), sizes: node.sizes.map(Math.round) }
  return (await kept()).tabs.map(({ root }) => draw(root))
}

const start = (...args: string[]) => startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...args])

beforeAll(async () => {
  folder = await dataFolder([])
  shown = await start('--open=shell', '--name=one', '--open=shell', '--name=two')
  await sees(page(), 'one', PROMPT)
  await sees(page(), 'two', PROMPT)
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('a handle is moved by arrow keys, evened by a double click, and a drag of it leaves the keyboard in the terminal', async () => {
  const value = async () => Number(await handles().getAttribute('aria-valuenow'))
  const [before, wide] = [await value(), (await box(pane(page(), 'one'))).width]
  await handles().focus()
  await keys().press('ArrowRight')
  await until('a wider pane', async () => (await box(pane(page(), 'one'))).width > wide)
  expect(await value()).toBeGreaterThan(before)
  await handles().dblclick()
  await until('panes of one width', async () => {
    return Math.abs((await box(pane(page(), 'one'))).width - (await box(pane(page(), 'two'))).width) <= 1
  })
  await pane(page(), 'two').locator('.xterm-screen').click()
  await keys().press('Control+Shift+P')
  await keys().type('>Resize panes')
  await page()
    .getByRole('option', { name: /Resize panes/ })
    .waitFor()
  await keys().press('Enter')
  await hasFocus('Resize panes')
  await keys().press('Escape')
  await hasFocus('Terminal input, two')
  const { x, y, height } = await box(handles())
  await page().mouse.move(x + 3, y + height / 2)
  await page().mouse.down()
  await page().mouse.move(x + 60, y + height / 2, { steps: 4 })
  await page().mouse.up()
  await until('a wider pane', async () => (await box(pane(page(), 'one'))).width > wide)
  await hasFocus('Terminal input, two')
})

test('zoom gives the focused pane the canvas, leaves the others their size, and ends by its key, its tag or another pane', async () => {
  const sizes = async () => (await surfaces()).map(({ name, cols }) => [name, cols] as const)
  const [one, two] = (await sizes()).map(([, cols]) => cols) as [number, number]
  const zoomed = () => until('a zoomed pane', async () => (await names()).join() === 'two, terminal 2 of 2')
  const both = () => until('both panes', async () => (await names()).length === 2)
  await keys().press('Control+Shift+Enter')
  await zoomed()
  await until('a wider terminal', async () => (await sizes()).find(([name]) => name === 'two')![1] > two + 20)
  expect((await sizes()).find(([name]) => name === 'one')![1]).toBe(one)
  await keys().type('echo zoomed-$((1+1))\n')
  await sees(page(), 'two', /^zoomed-2/m)
  await page()
    .getByRole('button', { name: /^Zoomed/ })
    .click()
  await both()
  await until('its size again', async () => (await sizes()).find(([name]) => name === 'two')![1] === two)
  await keys().press('Control+Shift+Enter')
  await zoomed()
  await keys().press('Control+Shift+ArrowLeft')
  await both()
  await hasFocus('Terminal input, one')
})

test('a new shell comes in a tab of its own; what is typed right after a change of tabs is in that tab’s terminal', async () => {
  expect(await page().getByRole('tablist').count()).toBe(0)
  await keys().press('Control+Shift+T')
  await sees(page(), 'shell', PROMPT)
  await keys().type('echo here-$((1+1))\n')
  await sees(page(), 'shell', /^here-2/m)
  expect(await strip()).toEqual(['one and 1 more', 'shell'])
  await keys().press('Control+Tab')
  await keys().type('echo back-$((1+1))\n')
  await sees(page(), 'one', /^back-2/m)
  await keys().press('Control+Shift+Tab')
  await keys().type('echo again-$((1+1))\n')
  await sees(page(), 'shell', /^here-2[\s\S]*^again-2/m)
})

test('the sidebar goes to the tab that shows a surface', async () => {
  const { id } = (await surfaces()).find(({ name }) => name === 'two')!
  await page().getByTestId(`surface-row-${id}`).click()
  await hasFocus('Terminal input, two')
  expect(await tab('two and 1 more').getAttribute('aria-selected')).toBe('true')
})

test('tabs are walked, put in another order and closed by keys; what runs in a closed one runs on', async () => {
  await keys().press('Control+Shift+T')
  await sees(page(), 'shell 2', PROMPT)
  await tab('shell 2').focus()
  await keys().press('ArrowLeft')
  await hasFocus('shell.')
  await keys().press('Alt+ArrowLeft')
  await until('another order', async () => (await strip()).join() === 'shell,two and 1 more,shell 2')
  await hasFocus('shell.')
  await keys().press('End')
  await hasFocus('shell 2.')
  await keys().press('Delete')
  await until('two tabs', async () => (await tabs().count()) === 2)
  await hasFocus('two and 1 more.')
  expect((await surfaces()).map(({ name }) => name)).toContain('shell 2')
  await keys().press('Enter')
  await hasFocus('Terminal input, two')
})

test('a middle click and the button close a tab, and the keyboard is in what comes to the front', async () => {
  await tab('shell').click({ button: 'middle' })
  await page().getByRole('tablist').waitFor({ state: 'detached' })
  await hasFocus('Terminal input, two')
  await keys().press('Control+Shift+T')
  await sees(page(), 'shell 3', PROMPT)
  await page().getByTitle('Close tab').last().click()
  await page().getByRole('tablist').waitFor({ state: 'detached' })
  await hasFocus('Terminal input, two')
  expect((await surfaces()).length).toBe(5)
})

test('a pane is dragged by its header to an edge of another; let go outside, nothing happens', async () => {
  const header = async (name: string) => {
    const { x, y } = await box(pane(page(), name))
    await page().mouse.move(x + 60, y + 16)
  }
  await header('two')
  await page().mouse.down()
  const { x, y, width, height } = await box(pane(page(), 'one'))
  await page().mouse.move(x + width / 2, y + height / 2, { steps: 3 })
  await page().mouse.move(x + width / 2, y + height - 20, { steps: 3 })
  await until('a preview of the lower half', async () => {
    return Math.round((await box(page().getByTestId('drop-preview'))).height) === Math.round(height / 2)
  })
  await page().mouse.up()
  await until('one above the other', async () => (await box(pane(page(), 'two'))).y > y + height / 3)
  const below = JSON.stringify([{ column: ['one', 'two'], sizes: [50, 50] }])
  await until('it to be kept', async () => JSON.stringify(await drawn()) === below)
  await hasFocus('Terminal input, two')
  await header('two')
  await page().mouse.down()
  await page().mouse.move(x + width / 2, y + 20, { steps: 3 })
  await page().mouse.move(700, 10, { steps: 3 })
  await page().mouse.up()
  await hasFocus('Terminal input, two')
  expect(await page().getByTestId('drop-preview').count()).toBe(0)
  expect(JSON.stringify(await drawn())).toBe(below)
})

test('a row of the sidebar is dragged onto a pane, and a pane onto the strip', async () => {
  await keys().press('Control+Shift+T')
  await sees(page(), 'shell 4', PROMPT)
  const { id } = (await surfaces()).find(({ name }) => name === 'shell 3')!
  const canvas = await box(pane(page(), 'shell 4'))
  await page().getByTestId(`surface-row-${id}`).hover()
  await page().mouse.down()
  await page().mouse.move(canvas.x + canvas.width / 2, canvas.y + 200, { steps: 3 })
  await page().mouse.move(canvas.x + canvas.width - 20, canvas.y + canvas.height / 2, { steps: 3 })
  await page().mouse.up()
  await sees(page(), 'shell 3', PROMPT)
  await until('a split', async () => JSON.stringify(await drawn()).includes('"row":["shell 4","shell 3"]'))
  const from = await box(pane(page(), 'shell 4'))
  const place = await box(tab('shell 3 and 1 more'))
  await page().mouse.move(from.x + 60, from.y + 16)
  await page().mouse.down()
  await page().mouse.move(place.x + 40, place.y + 10, { steps: 3 })
  await page().mouse.move(place.x + place.width + 200, place.y + 10, { steps: 3 })
  await page().mouse.up()
  await until('three tabs', async () => (await strip()).join() === 'two and 1 more,shell 3,shell 4')
})

test('a split without room is said in words and opens nothing', async () => {
  await shown.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 60, y: 40, width: 1010, height: 640 }),
  )
  await until('a small window', () => page().evaluate(() => innerWidth === 1010))
  await keys().press('Control+Shift+O')
  await sees(page(), 'shell 5', PROMPT)
  const before = (await surfaces()).length
  await keys().press('Control+Shift+O')
  await page()
    .getByText(/^There is no room for another pane there/)
    .waitFor()
  expect((await surfaces()).length).toBe(before)
})

test('a reload of the page brings the same tabs, sizes and zoom; so does a restart, and the window is where it was', async () => {
  await keys().press('Control+Shift+Enter')
  const before = await until('the zoom to be kept', async () => {
    const { tabs } = await kept()
    return tabs.some(({ zoomed }) => zoomed !== null) && { tabs: await drawn(), shown: await strip() }
  })
  await page().reload()
  await until('the tabs', async () => (await tabs().count()) === 3)
  await until('the zoomed pane', async () => (await names()).join() === 'shell 5, terminal 2 of 2')
  await hasFocus('Terminal input, shell 5')
  expect({ tabs: await drawn(), shown: await strip() }).toEqual(before)
  await shown.stop()
  shown = await start()
  await until('the tabs', async () => (await tabs().count()) === 3)
  await until('the zoomed pane', async () => (await names()).join() === 'shell 5, terminal 2 of 2')
  expect({ tabs: await drawn(), shown: await strip() }).toEqual(before)
  expect(await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())).toEqual({
    ...{ x: 60, y: 40, width: 1010, height: 640 },
  })
})
