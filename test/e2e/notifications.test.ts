// What a person is told of surfaces they do not look at, and how they come to them. The system's own notifications, badge and
// taskbar are watched where the app hands them over: a virtual screen has none.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

interface Told {
  notes: { title: string; body: string; closed: boolean; click(): void }[]
  badge: number
  bar: [number, string]
}
const PROGRAMS = {
  bell: `printf '\\a'; sleep 1000`,
  fails: 'exit 4',
  ends: 'exit 0',
  later: 'exit 5',
  asks: `printf '\\033]9;4;1;42\\a'; goes waits; printf '\\033]9;4;4\\a'; sleep 1000`,
}

let folder: DataFolder
let shown: RunningWindow

/** Lets a program go on from where it stands: `goes NAME` in its command. */
const go = (name: string) => fs.writeFile(path.join(folder.dir, `go-${name}`), '')
const told = () =>
  shown.app.evaluate(() => {
    const { notes, badge, bar } = (globalThis as unknown as { told: Told }).told
    return { notes: notes.map(({ title, body, closed }) => ({ title, body, closed })), badge, bar }
  })
const row = (name: string) => shown.page.getByRole('treeitem', { name: new RegExp(`^${name},`) })
const surface = (name: string) =>
  shown.page.evaluate(async wanted => {
    const state = await window.gatehouse.invoke('state.get', {})
    return state.ok ? state.value.surfaces.find(one => one.name === wanted) : undefined
  }, name)
const inFront = (name: string) =>
  until(`the keyboard in ${name}`, () => pane(shown.page, name).locator('textarea:focus').count())

beforeAll(async () => {
  folder = await dataFolder([])
  const goes = `goes() { until [ -e '${folder.dir}'/go-$1 ]; do sleep 0.05; done; }`
  const programs = Object.entries(PROGRAMS).flatMap(([name, program]) => {
    return [`--open-command=${goes}; goes ${name}; ${program}`, `--name=${name}`]
  })
  const front = ['--open=shell', '--name=front']
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...front, ...programs])
  await shown.app.evaluate(({ app, BrowserWindow, Notification }) => {
    const told: Told = { notes: [], badge: 0, bar: [-1, 'none'] }
    Object.assign(globalThis, { told })
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      const click = () => void this.emit('click', {} as never)
      told.notes.push({ title: this.title, body: this.body, closed: false, click })
    }
    Notification.prototype.close = function close(this: Electron.Notification) {
      for (const note of told.notes) if (note.title === this.title) note.closed = true
    }
    app.setBadgeCount = count => {
      told.badge = count ?? 0
      return true
    }
    BrowserWindow.getAllWindows()[0]!.setProgressBar = (value, options) => {
      told.bar = [value, options?.mode ?? 'normal']
    }
  })
  await sees(shown.page, 'front', /[$#%❯>]\s*$/m)
  await type(shown.page, 'front', '')
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('a bell in a surface that nobody looks at marks its row and the badge; the newest is a key away; a look clears it', async () => {
  await go('bell')
  await row('bell').and(shown.page.locator('.un')).waitFor()
  await until('the badge', async () => (await told()).badge === 1)
  await shown.page.keyboard.press('Control+Shift+Y')
  await inFront('bell')
  await until('the look', async () => (await surface('bell'))?.unread === false)
  await until('no badge', async () => (await told()).badge === 0)
  // The key goes by what the window knows, which main tells a moment later.
  await row('bell').and(shown.page.locator('.un')).waitFor({ state: 'detached' })
  await shown.page.keyboard.press('Control+Shift+Y')
  await shown.page.getByText('Nothing is new.').waitFor()
  expect((await told()).notes).toEqual([])
})

test('a failure is told once, not where it is looked at; a click goes there and takes it back', async () => {
  await shown.page.keyboard.press('Alt+1')
  await type(shown.page, 'front', 'exit 3', 'Enter')
  await until('the end', async () => (await surface('front'))?.exit)
  await go('fails')
  await until('the notification', async () => (await told()).notes.length > 0)
  expect((await told()).notes).toEqual([{ title: 'fails failed', body: 'Exited 4', closed: false }])
  expect((await surface('front'))?.unread).toBe(false)
  await shown.app.evaluate(() => (globalThis as unknown as { told: Told }).told.notes[0]!.click())
  await inFront('fails')
  await until('it is taken back', async () => (await told()).notes[0]!.closed)
})

test('progress stands on the row and in the taskbar; who waits is told, what is switched off is not; the newest walks over both', async () => {
  await shown.page.evaluate(() => window.gatehouse.invoke('settings.set', { notifyDone: false }))
  await go('asks')
  const progress = row('asks').getByRole('progressbar', { name: 'Progress of asks' })
  await until('the share', async () => (await progress.getAttribute('aria-valuenow')) === '42')
  await until('the taskbar', async () => (await told()).bar.join() === '0.42,normal')
  await go('ends')
  await row('ends').and(shown.page.locator('.un')).waitFor()
  await go('waits')
  await until('the notification', async () => (await told()).notes.length > 1)
  expect((await told()).notes.slice(1)).toEqual([
    { title: 'asks needs you', body: 'Its program waits for an answer', closed: false },
  ])
  expect((await told()).bar).toEqual([0.42, 'paused'])
  // The key goes by what the window knows, which main tells by itself.
  await shown.page.getByRole('treeitem', { name: /^asks,.*Needs you\./ }).waitFor()
  for (const name of ['asks', 'ends']) {
    await shown.page.keyboard.press('Control+Shift+Y')
    await inFront(name)
  }
  await until('both to be taken back', async () => (await told()).notes.every(({ closed }) => closed))
  expect((await told()).notes).toHaveLength(2)
})

test('with no window a click on a notification brings one, at that surface', async () => {
  await shown.page.evaluate(() => window.gatehouse.invoke('settings.set', { closeWindow: 'keep' }))
  const { length } = (await told()).notes
  await shown.page.evaluate(() => void window.gatehouse.invoke('window.do', { what: 'close' })).catch(() => {})
  await until('no window', () => shown.app.windows().length === 0)
  await go('later')
  await until('the notification', async () => (await told()).notes.length > length)
  const opens = shown.app.waitForEvent('window')
  await shown.app.evaluate(() => (globalThis as unknown as { told: Told }).told.notes.at(-1)!.click())
  shown = { ...shown, page: await opens }
  await inFront('later')
  await until('it is taken back', async () => (await told()).notes.at(-1)!.closed)
})
