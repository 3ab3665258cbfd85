// The sidebar by mouse and by keyboard alone: its order, its workspaces, its tree, its forms.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow

const open = (name: string, workspace: string) => ['--open-command=cat', `--name=${name}`, `--workspace=${workspace}`]
const surfaces = async () => {
  const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  return state.ok ? state.value.surfaces : []
}
const workspaceOf = async (name: string) => (await surfaces()).find(surface => surface.name === name)?.workspace
const row = (name: string) => shown.page.getByRole('treeitem', { name: new RegExp(`^${name}, .*Agents:`) })
const head = (name: string) => shown.page.getByRole('treeitem', { name: new RegExp(`^${name}, \\d+ surface`) })
/** Names of heads and rows as they stand. */
const drawn = async () => {
  const items = await shown.page.getByRole('treeitem').all()
  // As icons by their label, else by the words that are only read.
  const said = (item: Element) => item.getAttribute('aria-label') ?? item.querySelector('.hidden')!.textContent!
  return Promise.all(items.map(async item => (await item.evaluate(said)).split(',')[0]))
}
const stands = (...names: string[]) =>
  until(names.join(', '), async () => JSON.stringify(await drawn()) === JSON.stringify(names))
const keyboardAt = (name: string | RegExp) =>
  until(`the keyboard at ${name}`, async () => {
    const at = await shown.page.evaluate(() => {
      const { activeElement: here } = document
      return here?.getAttribute('aria-label') ?? here?.querySelector(':scope > .hidden')?.textContent ?? ''
    })
    return typeof name === 'string' ? at === name : name.test(at)
  })
const keys = async (...all: string[]) => {
  for (const key of all) await shown.page.keyboard.press(key)
}
const width = async () => (await shown.page.getByRole('navigation', { name: 'Surfaces' }).boundingBox())!.width

/** By the real mouse, to this part of the target's height. */
async function drag(from: Locator, to: Locator, part: number): Promise<void> {
  const [a, b] = [(await from.boundingBox())!, (await to.boundingBox())!]
  const { mouse } = shown.page
  await mouse.move(a.x + 80, a.y + a.height / 2)
  await mouse.down()
  await mouse.move(b.x + 84, b.y + b.height / 2, { steps: 4 })
  await mouse.move(b.x + 80, b.y + b.height * part)
  await mouse.up()
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'read' },
      { id: 'r2', agents: 'cursor', surfaces: { workspace: 'infra' }, level: 'submit' },
    ],
  )
  shown = await startWindow([
    ...[`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...open('shell', 'web'), ...open('tests', 'web')],
    ...[...open('server', 'web'), ...open('notes', 'docs'), ...open('logs', 'infra')],
  ])
  await stands('web', 'shell', 'tests', 'server', 'docs', 'notes', 'infra', 'logs')
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('a row that is dragged stands where it is let go; the keyboard stays, and Surface 1 to 9 follow', async () => {
  await drag(row('server'), row('shell'), 0.2)
  await stands('web', 'server', 'shell', 'tests', 'docs', 'notes', 'infra', 'logs')
  await keyboardAt('Terminal input, shell')
  await keys('Alt+1')
  await keyboardAt('Terminal input, server')
  await drag(head('infra'), head('web'), 0.2)
  await stands('infra', 'logs', 'web', 'server', 'shell', 'tests', 'docs', 'notes')
  await keys('Alt+1')
  await keyboardAt('Terminal input, logs')
})

test('dragged to another workspace it moves there, to that place', async () => {
  await drag(row('tests'), row('notes'), 0.2)
  await stands('infra', 'logs', 'web', 'server', 'shell', 'docs', 'tests', 'notes')
  expect(await workspaceOf('tests')).toBe('docs')
})

test('where that changes what agents may do, a person is asked first', async () => {
  await drag(row('tests'), head('infra'), 0.5)
  const question = shown.page.getByRole('alertdialog')
  await question.waitFor()
  expect(await question.textContent()).toContain('This changes what agents may do here')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await workspaceOf('tests')).toBe('docs')
  await stands('infra', 'logs', 'web', 'server', 'shell', 'docs', 'tests', 'notes')
})

test('arrows, letters, Left and Right walk the tree, which is one stop for Tab', async () => {
  await row('shell').click()
  await keyboardAt('Terminal input, shell')
  expect(await shown.page.locator('[role=tree] [tabindex="0"]').count()).toBe(1)
  expect(await row('shell').getAttribute('tabindex')).toBe('0')
  await keys('Shift+F6')
  await keyboardAt(/^shell,/)
  await keys('ArrowUp')
  await keyboardAt(/^server,/)
  await keys('ArrowLeft')
  await keyboardAt(/^web, 2 surfaces/)
  await keys('End')
  await keyboardAt(/^notes,/)
  await keys('s')
  await keyboardAt(/^server,/)
  await keys('Home', 'ArrowDown')
  await keyboardAt(/^logs,/)
  await keys('Enter')
  await keyboardAt('Terminal input, logs')
})

test('Alt and an arrow move a row within its group and a group among groups, and say where it is', async () => {
  const said = shown.page.getByTestId('side-said')
  await row('shell').focus()
  await keys('Alt+ArrowUp')
  await stands('infra', 'logs', 'web', 'shell', 'server', 'docs', 'tests', 'notes')
  expect(await said.textContent()).toBe('shell, 1 of 2')
  await keyboardAt(/^shell,/)
  await keys('Alt+ArrowUp')
  await stands('infra', 'logs', 'web', 'shell', 'server', 'docs', 'tests', 'notes')
  await keys('ArrowLeft', 'Alt+ArrowUp')
  await stands('web', 'shell', 'server', 'infra', 'logs', 'docs', 'tests', 'notes')
  expect(await said.textContent()).toBe('web, 1 of 3')
  await keyboardAt(/^web,/)
})

test('order, folded workspaces and the width are there again after the window is loaded anew', async () => {
  await head('web').focus()
  await keys('ArrowLeft')
  await stands('web', 'infra', 'logs', 'docs', 'tests', 'notes')
  const edge = shown.page.getByRole('separator', { name: 'Width of the sidebar' })
  await edge.focus()
  await keys('ArrowRight', 'ArrowRight')
  expect([await width(), await edge.getAttribute('aria-valuenow')]).toEqual([272, '272'])
  await until('it to be kept', async () => {
    const kept = await shown.page.evaluate(() => window.gatehouse.invoke('layout.get', {}))
    return kept.ok && kept.value.layout.sidebar.width === 272 && kept.value.layout.sidebar.shut.includes('web')
  })
  await shown.page.reload()
  await stands('web', 'infra', 'logs', 'docs', 'tests', 'notes')
  expect(await width()).toBe(272)
  await head('web').click()
  await stands('web', 'shell', 'server', 'infra', 'logs', 'docs', 'tests', 'notes')
  await edge.dblclick()
  await until('the usual width', async () => (await width()) === 256)
})

test('a right click and Shift+F10 open the menu of a row; Escape gives the keyboard back to where it was', async () => {
  await row('notes').click()
  await keyboardAt('Terminal input, notes')
  await row('logs').click({ button: 'right' })
  const menu = shown.page.getByRole('menu', { name: 'logs' })
  await menu.getByRole('menuitem', { name: 'Move to workspace…' }).waitFor()
  await keys('Escape')
  await menu.waitFor({ state: 'detached' })
  await keyboardAt('Terminal input, notes')
  await row('logs').focus()
  await keys('Shift+F10')
  await menu.waitFor()
  await keys('Escape')
  await keyboardAt(/^logs,/)
  await keys('Shift+F10')
  await menu.getByRole('menuitem', { name: 'Go to' }).click()
  await keyboardAt('Terminal input, logs')
})

test('F2 renames in its row; Delete asks, with the keyboard at the answers, and gives it back', async () => {
  await row('logs').focus()
  await keys('F2')
  await keyboardAt('Name of logs')
  await shown.page.keyboard.type('prod logs\n')
  await row('prod logs').waitFor()
  await row('prod logs').focus()
  await keys('Delete')
  await shown.page.getByRole('alertdialog', { name: /still at work/ }).waitFor()
  await until('the keyboard at Cancel', () =>
    shown.page.evaluate(() => document.activeElement?.textContent === 'Cancel'),
  )
  await keys('Enter')
  await keyboardAt('Terminal input, prod logs')
  expect(await surfaces()).toHaveLength(5)
})

test('the ladder of a row opens the column of its surface in Grants', async () => {
  await row('prod logs').getByRole('button', { name: 'Show prod logs in Grants' }).click()
  const grants = shown.page.getByRole('grid', { name: 'Grants' })
  const cell = grants.getByRole('gridcell', { name: /cursor in prod logs/, selected: true })
  await cell.waitFor()
  await keys('Control+Shift+G')
})

test('a filter shows one kind, and says of how many', async () => {
  await shown.page.getByRole('button', { name: 'Filter surfaces' }).click()
  await shown.page.getByRole('menuitemradio', { name: 'Exited' }).click()
  await shown.page.getByText('0 of 5').waitFor()
  await shown.page.getByRole('button', { name: 'Show all' }).click()
  await stands('web', 'shell', 'server', 'infra', 'prod logs', 'docs', 'tests', 'notes')
})

test('a narrow window shows icons by itself, which do the same, and a wide one is as it was', async () => {
  await shown.page.setViewportSize({ width: 960, height: 600 })
  await until('icons', async () => (await width()) === 52)
  await stands('web', 'shell', 'server', 'infra', 'prod logs', 'docs', 'tests', 'notes')
  await row('shell').hover()
  await shown.page.locator('.tip', { hasText: 'shell' }).waitFor()
  await row('shell').click()
  await keyboardAt('Terminal input, shell')
  await keys('Control+Shift+B')
  await until('the full form for now', async () => (await width()) === 256)
  // What a window of 960 by 600 has at 200 %.
  await shown.page.setViewportSize({ width: 480, height: 300 })
  await keys('Control+Shift+B')
  await until('icons', async () => (await width()) === 52)
  await row('notes').scrollIntoViewIfNeeded()
  await row('notes').click()
  await keyboardAt('Terminal input, notes')
  const pause = (await shown.page.getByTestId('pause').first().boundingBox())!
  expect(pause.x + pause.width).toBeLessThanOrEqual(480)
  await shown.page.setViewportSize({ width: 1440, height: 900 })
  await until('the full form', async () => (await width()) === 256)
})
