// Drafts over the end of the app: killed in mid-flight, ended cleanly, with and without its window. What a person had not
// decided is there again, belongs to no program until a surface of its name is opened, and runs once.
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyActivity } from '../../main/gate/verify.ts'
import { type Running, type RunningWindow, startHeadless, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const RULES = [{ id: 'r1', agents: '*', surfaces: '*', level: 'type' }]
const NAMES = { cursor: 'Cursor', codex: 'Codex' }

const folders: DataFolder[] = []
const apps: Running[] = []
afterEach(async () => {
  await Promise.all(apps.splice(0).map(app => app.stop()))
  await Promise.all(folders.splice(0).map(folder => folder.remove()))
})

async function folderOf(): Promise<DataFolder> {
  const folder = await dataFolder(['cursor', 'codex'], RULES, [], NAMES)
  folders.push(folder)
  // Drafts wait for a surface of their name: none comes by itself.
  await fs.writeFile(path.join(folder.dir, 'settings.json'), JSON.stringify({ restore: 'nothing' }), { mode: 0o600 })
  return folder
}
const surface = (name: string, workspace = 'web') => ['--open=shell', `--name=${name}`, `--workspace=${workspace}`]

async function windowOn(folder: DataFolder, ...flags: string[]): Promise<RunningWindow> {
  // A killed app leaves it behind, and it is what says that the next one is there.
  await fs.rm(path.join(folder.dir, 'endpoint.json'), { force: true })
  const window = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...flags])
  apps.push(window)
  return window
}

async function headlessOn(folder: DataFolder, ...flags: string[]) {
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...flags])
  apps.push(app)
  return app
}

async function typed(app: Running, folder: DataFolder, agent: string, name: string, text: string): Promise<string> {
  const client = await currentClient(app.ready.mcp, folder.agents[agent]!.token)
  const { data } = await client.call('type_text', { surface: name, text })
  await client.close()
  expect(data.outcome).toBe('staged')
  return data.draft!
}

/** What agents see of the drafts on a surface. */
async function listed(app: Running, folder: DataFolder, name: string): Promise<string[]> {
  const client = await currentClient(app.ready.mcp, folder.agents['cursor']!.token)
  const { surfaces = [] } = (await client.call('list_surfaces')).data
  await client.close()
  return surfaces.filter(one => one.name === name).flatMap(one => (one.drafts ?? []).map(({ draft }) => draft))
}

const file = (folder: DataFolder) => path.join(folder.dir, 'drafts.json')
/** drafts.json may lag by a moment. */
const saved = (folder: DataFolder, ...refs: string[]) =>
  until(`drafts.json with ${refs.join()}`, async () => {
    const { drafts } = JSON.parse(await fs.readFile(file(folder), 'utf8'))
    return (
      drafts.length === refs.length && refs.every(ref => drafts.some((draft: { ref: string }) => draft.ref === ref))
    )
  })

async function kill(child: ReturnType<RunningWindow['app']['process']>): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('drafts outlive kill -9: listed as left, discarded from the list, bound to a surface of that name, run once', async () => {
  const folder = await folderOf()
  const ran = path.join(folder.dir, 'ran')
  const before = await windowOn(folder, ...surface('build'), ...surface('api'))
  await pane(before.page, 'api').waitFor()
  const first = await typed(before, folder, 'cursor', 'build', `echo once-$((40+2)) | tee -a ${ran}`)
  const other = await typed(before, folder, 'codex', 'build', 'make clean')
  const third = await typed(before, folder, 'codex', 'api', 'npm test')
  await saved(folder, first, other, third)
  expect((await fs.stat(file(folder))).mode & 0o777).toBe(0o600)
  await kill(before.app.process())

  const after = await windowOn(folder, ...surface('shell'))
  const { page } = after
  const button = page.getByRole('button', { name: '3 drafts left before restart' })
  await button.click()
  const list = page.getByTestId('left-drafts')
  const row = (ref: string) => list.locator(`[data-draft="${ref}"]`)
  expect(await row(first).textContent()).toMatch(/Cursor.*for build in web/s)
  expect(await row(third).textContent()).toMatch(/Codex.*for api in web/s)
  for (const name of ['shell', 'build', 'api']) expect(await listed(after, folder, name)).toEqual([])
  await list.locator(`[data-draft="${third}"][data-armed=true]`).waitFor()
  await row(third)
    .getByRole('button', { name: /^Discard/ })
    .click()
  await row(third).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })

  const opened = await page.evaluate(() =>
    window.gatehouse.invoke('surface.open', { preset: 'shell', name: 'build', workspace: 'web' }),
  )
  if (!opened.ok) throw new Error(opened.message)
  await page.getByTestId(`surface-row-${opened.value.id}`).click()
  const card = pane(page, 'build').getByTestId('draft-card')
  await card.waitFor()
  expect(await card.getByTestId('draft-left').textContent()).toBe('Left before restart, for build in web')
  expect((await listed(after, folder, 'build')).sort()).toEqual([first, other].sort())
  expect(await button.count()).toBe(0)
  await sees(page, 'build', /[$#%❯>]\s*$/m)
  // The one staged last is on the card, the other one in the row below it.
  await card.getByRole('button', { name: 'Show the draft from Cursor' }).click()
  await pane(page, 'build').locator(`[data-draft="${first}"][data-armed=true]`).waitFor()
  await card.getByRole('button', { name: /^Run/ }).click()
  await sees(page, 'build', /^once-42/m)
  await card
    .locator('xpath=.')
    .and(page.locator(`[data-draft="${other}"]`))
    .waitFor()
  await pane(page, 'build').locator(`[data-draft="${other}"][data-armed=true]`).waitFor()
  await card.getByRole('button', { name: /^Discard/ }).click()
  await card.waitFor({ state: 'detached' })
  await saved(folder)
  expect(await fs.readFile(ran, 'utf8')).toBe('once-42\n')

  const records = await folder.activity()
  const of = (ref: string) =>
    records.filter(({ draft }) => draft === ref).map(({ actor, outcome }) => `${actor} ${outcome}`)
  expect(of(first)).toEqual(['cursor staged', 'gatehouse staged', 'person null', 'person delivered'])
  expect(of(other)).toEqual(['codex staged', 'gatehouse staged', 'person cancelled'])
  expect(of(third)).toEqual(['codex staged', 'person cancelled'])
  expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
})

test('a crash of the window takes no draft with it', async () => {
  const folder = await folderOf()
  const { app, page, ...running } = await windowOn(folder, ...surface('build'))
  await pane(page, 'build').waitFor()
  const ref = await typed(running, folder, 'cursor', 'build', 'make')
  await pane(page, 'build').locator(`[data-draft="${ref}"]`).waitFor()
  // The page is gone for Playwright with its process: from here on everything is asked of the main process.
  const before = await app.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId()
    process.kill(pid, 'SIGKILL')
    return pid
  })
  const shown = await until('the card to be back', () =>
    app.evaluate(async ({ BrowserWindow }, old) => {
      const page = BrowserWindow.getAllWindows()[0]!.webContents
      // A page between two processes answers nothing, ever.
      if ([0, old].includes(page.getOSProcessId()) || page.isCrashed() || page.isLoading()) return ''
      const silence = new Promise<string>(resolve => setTimeout(resolve, 1000, ''))
      const card: Promise<string> = page.executeJavaScript(
        '(document.querySelector("[data-testid=draft-card]")?.dataset.draft ?? "")',
      )
      return Promise.race([card, silence])
    }, before),
  )
  expect(shown).toBe(ref)
})

test('a clean end keeps drafts; the next start binds them to the surfaces it opens, and their agent goes on in them', async () => {
  const folder = await folderOf()
  const before = await headlessOn(folder, ...surface('build'))
  const first = await typed(before, folder, 'cursor', 'build', 'make')
  await before.stop()
  expect(JSON.parse(await fs.readFile(file(folder), 'utf8')).drafts).toMatchObject([
    { ref: first, agent: 'cursor', text: 'make', edited: false, target: { name: 'build', workspace: 'web' } },
  ])
  const elsewhere = await headlessOn(folder, ...surface('build', 'infra'))
  expect(await listed(elsewhere, folder, 'build')).toEqual([])
  await elsewhere.stop()
  const again = await headlessOn(folder, ...surface('build'))
  expect(await listed(again, folder, 'build')).toEqual([first])
  expect(await typed(again, folder, 'cursor', 'build', 'make all')).toBe(first.replace('@1', '@2'))
  expect(await listed(again, folder, 'build')).toEqual([first.replace('@1', '@2')])
})

test('a draft that was discarded in the moment before the app was killed does not come back', async () => {
  const folder = await folderOf()
  const before = await windowOn(folder, ...surface('build'))
  await pane(before.page, 'build').waitFor()
  const ref = await typed(before, folder, 'cursor', 'build', 'make')
  await saved(folder, ref)
  const stale = await fs.readFile(file(folder))
  await before.page.evaluate(wanted => window.gatehouse.invoke('draft.discard', { ref: wanted }), ref)
  await until('its record', async () => (await folder.activity()).some(({ outcome }) => outcome === 'cancelled'))
  await kill(before.app.process())
  await fs.writeFile(file(folder), stale)
  const after = await windowOn(folder, ...surface('build'))
  expect(await listed(after, folder, 'build')).toEqual([])
  expect(await after.page.getByText('left before restart').count()).toBe(0)
})

test('a drafts.json that is damaged means no drafts, is said, is kept aside, and everything else works', async () => {
  const folder = await folderOf()
  await fs.writeFile(file(folder), '{"version":1,"drafts":[{')
  const app = await headlessOn(folder, ...surface('build'))
  expect(app.errors()).toMatch(/Drafts from before this start are gone: .*drafts\.json cannot be understood/)
  expect(await fs.readFile(path.join(folder.dir, 'drafts.broken.json'), 'utf8')).toBe('{"version":1,"drafts":[{')
  const ref = await typed(app, folder, 'cursor', 'build', 'make')
  await saved(folder, ref)
})
