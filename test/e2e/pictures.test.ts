// Pictures of the views, from the real window, beside the committed ones in test/visual/. `UPDATE_PICTURES=1` renews them:
// look at them beside the design before committing. They are compared only on the Electron they were made with.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { differs } from '../helpers/picture.ts'
import { pane, sees } from '../helpers/terminal.ts'

const VISUAL = path.join(ROOT, 'test/visual')
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/pictures')
const MADE_WITH = 'electron-version.txt'
const UPDATE = process.env['UPDATE_PICTURES'] === '1'
/** How much of a picture may differ: the port's digits, a caret, a clock. */
const TOLERANCE = 0.01

let folder: DataFolder
let window: RunningWindow
let comparable: boolean

const show = (screen: string, name: string, workspace: string) => [
  `--open-command="${process.execPath}" "${path.join(VISUAL, 'show.mjs')}" ${screen}`,
  `--name=${name}`,
  `--workspace=${workspace}`,
]

beforeAll(async () => {
  await fs.mkdir(ARTIFACTS, { recursive: true })
  folder = await dataFolder(
    ['claude-code', 'cursor', 'codex'],
    [
      { id: 'r1', agents: '*', surfaces: '*', level: 'read' },
      { id: 'r2', agents: 'claude-code', surfaces: { workspace: 'ledgerline' }, level: 'type', ask: 'submit' },
      { id: 'r3', agents: 'claude-code', surfaces: { name: 'tests' }, level: 'submit' },
      { id: 'r4', agents: 'cursor', surfaces: { name: 'shell' }, level: 'type' },
    ],
    [{ id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', reason: 'production is hands-off' }],
    { 'claude-code': 'Claude Code', cursor: 'Cursor', codex: 'Codex' },
  )
  window = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...show('refactor', 'auth refactor', 'ledgerline'),
    ...show('tests', 'tests', 'ledgerline'),
    ...show('shell', 'shell', 'ledgerline'),
    ...show('logs', 'prod-logs', 'infra'),
  ])
  for (const [name, text] of [
    ['auth refactor', 'Threading'],
    ['tests', 'Duration'],
    ['shell', 'a86e1c4'],
    ['prod-logs', 'POST /v1/refresh'],
  ] as const) {
    await sees(window.page, name, text)
  }
  const version = await window.app.evaluate(() => process.versions['electron'])
  const madeWith = await fs.readFile(path.join(VISUAL, MADE_WITH), 'utf8').catch(() => '')
  comparable = madeWith.trim() === version
  if (UPDATE) await fs.writeFile(path.join(VISUAL, MADE_WITH), `${version}\n`)
}, 90_000)
afterAll(async () => {
  await window?.stop()
  await folder?.remove()
})

async function picture(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await window.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await window.page.waitForFunction(wanted => document.documentElement.classList.contains(wanted), theme)
    const taken = await window.page.screenshot({ animations: 'disabled', caret: 'hide' })
    const file = `${name}-${theme}.png`
    await fs.writeFile(path.join(ARTIFACTS, file), taken)
    if (UPDATE) await fs.writeFile(path.join(VISUAL, file), taken)
    else if (comparable) {
      const part = await differs(window.app, taken, await fs.readFile(path.join(VISUAL, file)))
      expect(part, `${file} differs from test/visual/; the new one is in test/.artifacts/pictures`).toBeLessThan(
        TOLERANCE,
      )
    } else expect(taken.length).toBeGreaterThan(10_000)
  }
  await window.page.emulateMedia({ colorScheme: 'dark' })
}

test('the main view: four terminals, the sidebar, what agents may do', async () => {
  await picture('main')
})

test('the Grants panel with a chosen cell', async () => {
  await window.page.keyboard.press('Control+Shift+G')
  const row = window.page.getByTestId(/^cell-cursor-s_/)
  await row.nth(2).click()
  await picture('grants')
  await window.page.keyboard.press('Control+Shift+G')
})

test('the Connect page', async () => {
  await window.page.keyboard.press('Control+Shift+K')
  await window.page.getByRole('heading', { name: 'Connect an agent' }).waitFor()
  await picture('connect')
  await window.page.keyboard.press('Control+Shift+K')
})

test('a draft docked over a terminal', async () => {
  const agent = await currentClient(window.ready.mcp, folder.agents['cursor']!.token)
  await agent.call('type_text', {
    surface: 'shell',
    text: 'git commit -am "Thread token family through login" && git push',
  })
  await agent.close()
  await pane(window.page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
  await picture('draft')
})

test('paused', async () => {
  await window.page.getByTestId('pause').first().click()
  await window.page.getByText('All agents paused').first().waitFor()
  await picture('paused')
  await window.page.getByTestId('pause').first().click()
})
