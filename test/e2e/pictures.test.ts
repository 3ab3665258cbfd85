// Pictures of the views, from the real window, beside the committed ones in test/visual/. `UPDATE_PICTURES=1` renews them:
// look at them beside the design before committing. They are compared only on the Electron they were made with.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
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
let shown: RunningWindow
let comparable: boolean

/** A folder of each MCP client. */
const TRACES = [
  ...['.claude', '.codex', '.gemini', '.cursor', '.copilot', '.codeium/windsurf'],
  ...['.config/Code', '.config/Claude', '.config/opencode', '.config/zed'],
]

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
      { id: 'r4', agents: 'cursor', surfaces: { name: 'shell' }, level: 'type', ask: 'submit' },
      { id: 'r5', agents: 'cursor', surfaces: { workspace: 'infra' }, level: 'submit' },
    ],
    [{ id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', reason: 'production is hands-off' }],
    { 'claude-code': 'Claude Code', cursor: 'Cursor', codex: 'Codex' },
  )
  // All clients are here, whatever this computer has on its PATH.
  const home = path.join(folder.dir, 'home')
  for (const trace of TRACES) await fs.mkdir(path.join(home, trace), { recursive: true })
  shown = await startWindow([
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
    await sees(shown.page, name, text)
  }
  // Every program has been quiet for a while: the shapes beside the names stand still.
  await until('all programs to be quiet', () =>
    shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.every(surface => surface.state.is === 'unknown')
    }),
  )
  const version = await shown.app.evaluate(() => process.versions['electron'])
  const madeWith = await fs.readFile(path.join(VISUAL, MADE_WITH), 'utf8').catch(() => '')
  comparable = madeWith.trim() === version
  if (UPDATE) await fs.writeFile(path.join(VISUAL, MADE_WITH), `${version}\n`)
}, 90_000)
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

async function picture(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await shown.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await shown.page.waitForFunction(wanted => document.documentElement.classList.contains(wanted), theme)
    const taken = await shown.page.screenshot({ animations: 'disabled', caret: 'hide' })
    const file = `${name}-${theme}.png`
    await fs.writeFile(path.join(ARTIFACTS, file), taken)
    if (UPDATE) await fs.writeFile(path.join(VISUAL, file), taken)
    else if (comparable) {
      const part = await differs(shown.app, taken, await fs.readFile(path.join(VISUAL, file)))
      expect(part, `${file} differs from test/visual/; the new one is in test/.artifacts/pictures`).toBeLessThan(
        TOLERANCE,
      )
    } else expect(taken.length).toBeGreaterThan(10_000)
  }
  await shown.page.emulateMedia({ colorScheme: 'dark' })
}

test('the main view: four terminals, the sidebar, what agents may do', async () => {
  await picture('main')
})

test('the Grants panel with a chosen cell', async () => {
  await shown.page.keyboard.press('Control+Shift+G')
  const row = shown.page.getByTestId(/^cell-cursor-s_/)
  await row.nth(2).click()
  await picture('grants')
  await shown.page.keyboard.press('Control+Shift+G')
})

test('the Connect page', async () => {
  await shown.page.keyboard.press('Control+Shift+K')
  await shown.page.getByRole('heading', { name: 'Connect an agent' }).waitFor()
  await shown.page.getByTestId('client-zed').waitFor()
  // As an installed one shows them: here they have the paths of this clone and of this test.
  await shown.page.evaluate(() => {
    for (const word of document.querySelectorAll<HTMLElement>('.client .command .word')) {
      const text = word.textContent ?? ''
      const hide = (one: Element | null | undefined) => one instanceof HTMLElement && one.remove()
      if (text.startsWith('--user-data-dir=')) hide(word.parentElement)
      if (!text.endsWith('gatehouse.mjs')) continue
      hide(word.parentElement?.previousElementSibling)
      word.textContent = 'gatehouse'
    }
  })
  await picture('connect')
  await shown.page.keyboard.press('Control+Shift+K')
})

test('an approval in front of the next one', async () => {
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  const send = (text: string) => agent.call('submit_text', { surface: 'shell', text })
  const first = send('psql "$STAGING_URL" -c "delete from sessions where revoked_at < now()\u200b"')
  await shown.page.getByRole('treeitem', { name: /Cursor asks to submit/ }).waitFor()
  const second = send('git push')
  await shown.page.getByRole('treeitem', { name: /2 requests wait/ }).waitFor()
  await shown.page.keyboard.press('Control+Shift+A')
  await shown.page.locator('[data-testid=approval-card][data-armed=true]').waitFor()
  await picture('approval')
  await shown.page.keyboard.press('x')
  await Promise.all([first, second])
  await shown.page.keyboard.press('Escape')
  await agent.close()
})

test('a draft docked over a terminal', async () => {
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await agent.call('type_text', {
    surface: 'shell',
    text: 'git commit -am "Thread token family through login" && git push',
  })
  await agent.close()
  await pane(shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
  await picture('draft')
})

test('paused', async () => {
  await shown.page.getByTestId('pause').first().click()
  await shown.page.getByText('All agents paused').first().waitFor()
  await picture('paused')
  await shown.page.getByTestId('pause').first().click()
})
