// A person starts presets on another computer in the window: chooses the host, a folder there, and what to start, by click and by
// keys. What keeps it from starting is said where they are.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { type Sshd, startSshd } from '../helpers/sshd.ts'
import { pane, sees } from '../helpers/terminal.ts'

let folder: DataFolder
let sshd: Sshd
let shown: RunningWindow
const before = process.env['PATH']

beforeAll(async () => {
  sshd = await startSshd({ bashrc: "PS1='far> '\n" })
  sshd.host('build')
  await fs.writeFile(path.join(sshd.remote.HOME, '.profile'), '. ~/.bashrc\n')
  await fs.mkdir(path.join(sshd.remote.HOME, 'src'))
  folder = await dataFolder([])
  await fs.mkdir(path.join(folder.dir, 'home/.ssh'), { recursive: true })
  await fs.copyFile(sshd.config, path.join(folder.dir, 'home/.ssh/config'))
  process.env['PATH'] = sshd.env['PATH']
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
}, 90_000)
afterAll(async () => {
  await shown?.stop()
  process.env['PATH'] = before
  await sshd?.stop()
  // A shell that ends may still write its history there.
  await until('the folder to be gone', () => folder.remove().then(() => true))
})

const surfaces = () =>
  shown.page.evaluate(async () => {
    const answer = await window.gatehouse.invoke('state.get', {})
    if (!answer.ok) throw new Error(answer.message)
    return answer.value.surfaces
  })
const dialog = () => shown.page.getByRole('dialog', { name: 'Adopt from tmux on build, or start there' })
const part = () => dialog().getByRole('region', { name: 'Start on build' })

test('choosing a host shows what can be started there, also where no tmux runs yet', async () => {
  const { page } = shown
  await page.getByRole('button', { name: /^Connect to build/ }).click()
  await part().getByRole('button', { name: 'Start a shell on build' }).waitFor()
  await part().getByRole('button', { name: 'Start Claude Code on build' }).waitFor()
  await dialog().getByText('No tmux server runs on build').first().waitFor()
  await dialog()
    .getByText(/^Agents on build do not reach Gatehouse/)
    .waitFor()
})

test('what keeps it from starting is said there: a folder that is not there, a program that is not', async () => {
  await part().getByLabel('Folder').fill('~/none')
  await part().getByRole('button', { name: 'Start a shell on build' }).click()
  await dialog().getByRole('alert').getByText('There is no folder ~/none on build').waitFor()
  await part().getByLabel('Folder').fill('')
  await part().getByRole('button', { name: 'Start Codex on build' }).click()
  await dialog().getByRole('alert').getByText('Codex was not found on build. To install it there: npm').waitFor()
  expect(await surfaces()).toEqual([])
})

test('by keys alone a shell starts in that folder, and is typed into', async () => {
  const { page } = shown
  await part().getByLabel('Folder').focus()
  await page.keyboard.type('~/src')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Start a shell on build')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const [shell] = await until('the shell', async () => ((await surfaces()).length > 0 ? surfaces() : null))
  expect(shell).toMatchObject({ name: 'shell', workspace: 'src', backend: 'tmux', host: 'build', tmux: { ours: true } })
  await sees(page, 'shell', 'far>')
  await page.keyboard.type('pwd')
  await page.keyboard.press('Enter')
  await sees(page, 'shell', path.join(sshd.remote.HOME, 'src'))
  await pane(page, 'shell').getByText('build').first().waitFor()
})
