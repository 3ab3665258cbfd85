// A policy that somebody else changed, and a surface that gets another name: nothing counts until a person has seen what it
// changes for agents.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow
let agent: TestClient
let file: string

const text = () => fs.readFile(file, 'utf8')
const level = async () => (await agent.call('list_surfaces')).data.surfaces![0]!.level
const name = async () => (await agent.call('list_surfaces')).data.surfaces![0]!.name
const button = (label: string) => shown.page.getByRole('button', { name: label, exact: true })
const bar = (words: string) => shown.page.locator('.trouble').getByText(words)
const keyboardAt = (label: string) =>
  until(`the keyboard at ${label}`, () =>
    shown.page.evaluate(wanted => document.activeElement?.getAttribute('aria-label') === wanted, label),
  )
/** Buttons act once what they are for has stood still. */
const armed = () => shown.page.locator('.decide[data-armed=true]').waitFor()

async function rename(to: string): Promise<void> {
  await pane(shown.page, 'shell').getByRole('button', { name: 'More' }).click()
  await shown.page.getByRole('menuitem', { name: 'Rename…' }).click()
  await keyboardAt('Name of shell')
  await shown.page.keyboard.type(to)
  await shown.page.keyboard.press('Enter')
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'read' },
      { id: 'r2', agents: 'cursor', surfaces: { name: 'build*' }, level: 'type' },
    ],
    [],
    { cursor: 'Cursor' },
  )
  file = path.join(folder.dir, 'policy.json')
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open-command=cat', '--name=shell'])
  agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await keyboardAt('Terminal input, shell')
})
afterAll(async () => {
  await agent?.close().catch(() => {})
  await shown?.stop()
  await folder?.remove()
})

test('a wider policy from outside is held, takes no focus, and locks Grants', async () => {
  await fs.writeFile(file, (await text()).replace('"level": "read"', '"level": "submit"'))
  await bar('The change is held: what was accepted last still decides.').waitFor()
  await keyboardAt('Terminal input, shell')
  expect(await level()).toBe('read')
  await shown.page.keyboard.press('Control+Shift+G')
  await shown.page.getByText('so nothing can be changed here').waitFor()
  expect(await shown.page.getByRole('radio', { name: /^Submit/ }).isDisabled()).toBe(true)
  await shown.page.keyboard.press('Control+Shift+G')
})

test('the page shows who may do more and which line it is; Accept puts exactly that in force', async () => {
  const found = await text()
  await button('Show the difference').click()
  const change = shown.page.getByTestId(/^change-cursor-s_/)
  expect(await change.textContent()).toMatch(/^moreCursorinshellReadSubmit/)
  expect(await shown.page.locator('.dln.removed .text').textContent()).toContain('"level": "read"')
  expect(await shown.page.locator('.dln.added .text').textContent()).toContain('"level": "submit"')
  await armed()
  await button('Accept').click()
  await shown.page.getByText('The policy is as it was accepted.').waitFor()
  expect(await level()).toBe('submit')
  expect(await text()).toBe(found)
  await shown.page.keyboard.press('Escape')
  await keyboardAt('Terminal input, shell')
})

test('a fault stops agents and cannot be accepted; Put back restores the accepted bytes and keeps the others', async () => {
  const accepted = await text()
  await fs.writeFile(
    file,
    accepted.replace('"level": "submit"', '"level": "submit",\n      // \u202e\n      "levl": 1'),
  )
  const broken = await text()
  await bar('agents are paused until it is right').waitFor()
  expect((await agent.call('type_text', { surface: 'shell', text: 'x' })).isError).toBe(true)
  await button('Show the difference').click()
  await shown.page.getByText('It cannot be accepted until this is right.').waitFor()
  expect(await shown.page.locator('.dln.added .inv').textContent()).toContain('U+202E')
  await armed()
  expect(await button('Accept').getAttribute('aria-disabled')).toBe('true')
  await button('Put back').click()
  await shown.page.getByText('The policy is as it was accepted.').waitFor()
  expect(await text()).toBe(accepted)
  expect(await fs.readFile(path.join(folder.dir, 'policy.outside.json'), 'utf8')).toBe(broken)
  await button('Close the policy').click()
  await keyboardAt('Terminal input, shell')
})

test('a new name that changes what agents may do is asked about first', async () => {
  await rename('build')
  const question = pane(shown.page, 'shell').getByRole('alertdialog')
  expect(await question.textContent()).toContain('This changes what agents may do here')
  await keyboardAt('Terminal input, shell')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'detached' })
  expect([await name(), await level()]).toEqual(['shell', 'submit'])
  await rename('build')
  await question.locator('[aria-disabled=false]').click()
  await pane(shown.page, 'build').waitFor()
  await keyboardAt('Terminal input, build')
  expect([await name(), await level()]).toEqual(['build', 'type'])
})

test('a name that changes nothing is taken at once, from the sidebar too; Escape leaves it as it was', async () => {
  const row = shown.page.getByRole('treeitem', { name: /^build/ })
  await row.locator('.nm').dblclick()
  await keyboardAt('Name of build')
  await shown.page.keyboard.type('build 2')
  await shown.page.keyboard.press('Enter')
  await pane(shown.page, 'build 2').waitFor()
  await keyboardAt('Terminal input, build 2')
  await shown.page.getByRole('treeitem', { name: /^build 2/ }).press('F2')
  await keyboardAt('Name of build 2')
  await shown.page.keyboard.type('other')
  await shown.page.keyboard.press('Escape')
  await keyboardAt('Terminal input, build 2')
  expect(await name()).toBe('build 2')
})

test('a surface moves to another workspace from its menu', async () => {
  await pane(shown.page, 'build 2').getByRole('button', { name: 'More' }).click()
  await shown.page.getByRole('menuitem', { name: 'Move to workspace…' }).click()
  await keyboardAt('Workspace of build 2')
  await shown.page.keyboard.type('infra')
  await shown.page.keyboard.press('Enter')
  await shown.page.getByRole('treeitem', { name: /^build 2, .*, infra\./ }).waitFor()
  await keyboardAt('Terminal input, build 2')
})
