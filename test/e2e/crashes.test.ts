// Crash dumps in a managed installation: kept on this disk where a person wants them, few of them, for nobody else to read; and no newer
// version is looked for there, whatever the settings say.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'

/** Dumps of an earlier run: named as Crashpad names them. */
const OLD = '0f8fad5b-d9cb-469f-a165-70867728950'
let folder: DataFolder
let crashes: string
let shown: RunningWindow

const dumps = async () => {
  const names = (await fs.readdir(crashes, { recursive: true })).filter(name => name.endsWith('.dmp'))
  return names.map(name => path.join(crashes, name))
}

const ofNow = async () => (await dumps()).filter(file => !path.basename(file).startsWith(OLD))

beforeAll(async () => {
  folder = await dataFolder(['cursor'])
  crashes = path.join(folder.dir, 'crashes')
  // As an earlier run left them, open to others, and more than are kept.
  await fs.mkdir(path.join(crashes, 'completed'), { recursive: true, mode: 0o755 })
  for (let nth = 1; nth <= 7; nth += 1) {
    const file = path.join(crashes, 'completed', `${OLD}${nth}.dmp`)
    await fs.writeFile(file, 'memory')
    await fs.writeFile(file.replace('.dmp', '.meta'), 'x')
    await fs.utimes(file, nth, nth)
  }
  await fs.writeFile(path.join(folder.dir, 'settings.json'), '{"crashDumps": true, "updates": "ask"}')
  shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    `--policy=${path.join(folder.dir, 'policy.json')}`,
  ])
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('of those that are there the newest stay', async () => {
  const kept = await until('five', async () => {
    const names = (await dumps()).map(file => path.basename(file))
    return names.length === 5 ? names : null
  })
  expect(kept.sort()).toEqual([3, 4, 5, 6, 7].map(nth => `${OLD}${nth}.dmp`))
  expect((await fs.readdir(path.join(crashes, 'completed'))).filter(name => name.endsWith('.meta'))).toHaveLength(5)
})

test('a managed installation looks for no newer version, and says so', async () => {
  // Before it is drawn the window hears no key.
  await shown.page.getByRole('heading', { name: 'Open your first surface' }).waitFor()
  await shown.page.keyboard.press('Control+Shift+P')
  await shown.page.getByRole('combobox').waitFor()
  await shown.page.keyboard.type('check for up')
  await shown.page.keyboard.press('Enter')
  await shown.page.getByText('This installation is managed: whoever manages it updates it.').waitFor()
  expect(await shown.page.getByRole('button', { name: 'Check now' }).count()).toBe(0)
})

test('when the page and then the app itself break, each leaves one, for this user alone', async () => {
  await shown.app.evaluate(({ BrowserWindow }) => {
    void BrowserWindow.getAllWindows()[0]!
      .webContents.loadURL('chrome://crash')
      .catch(() => {})
  })
  // Crashpad writes these four letters last, and then moves the file.
  await until('a whole dump of the page', async () => {
    const [ofPage] = await ofNow()
    return ofPage && (await fs.readFile(ofPage)).subarray(0, 4).toString() === 'MDMP'
  })
  await until('five again', async () => (await dumps()).length === 5)
  await shown.app.evaluate(() => process.crash()).catch(() => {})
  // It may be moved while it is looked at: then it is looked for again.
  const modes = await until('another', async () => {
    const files = await ofNow()
    if (files.length !== 2) return null
    return Promise.all([crashes, ...files].map(async one => [one, (await fs.stat(one)).mode & 0o077] as const))
  })
  for (const [one, others] of modes) expect(others, one).toBe(0)
})
