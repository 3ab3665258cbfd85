// docs/pictures/matrix.png: the grants of four agents in six surfaces, as the window shows them.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import type { Level } from '../../preload/contract.ts'
import { ROOT } from '../../test/helpers/app.ts'
import { dataFolder } from '../../test/helpers/data-folder.ts'
import { currentClient, type TestClient } from '../../test/helpers/mcp-clients.ts'
import { pane, sees, type } from '../../test/helpers/terminal.ts'
import { photo } from './film.ts'
import { opened, PICTURES, project, usual } from './scene.ts'

const AGENTS = {
  'claude-code': 'Claude Code',
  cursor: 'Cursor',
  'claude-desktop': 'Claude Desktop',
  'nightly-bot': 'nightly-bot',
}
const RULES = [
  { id: 'any', agents: '*', surfaces: '*', level: 'read' },
  { id: 'work', agents: '*', surfaces: { workspace: 'ledgerline' }, level: 'read', ask: 'type' },
  { id: 'far', agents: '*', surfaces: { workspace: 'infra' }, level: 'none', ask: 'read' },
]
const LOCKS = [
  { id: 'prod', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', reason: 'production is hands-off' },
]
/** What a person has set in cells. */
const CELLS: readonly (readonly [agent: string, surface: string, level: Level, ask?: Level])[] = [
  ['claude-code', 'auth refactor', 'read'],
  ['claude-code', 'tests', 'submit'],
  ['claude-code', 'shell', 'type', 'submit'],
  ['claude-code', 'docs sweep', 'type'],
  ['cursor', 'shell', 'type', 'submit'],
  ['cursor', 'prod-logs', 'submit'],
  ['claude-desktop', 'auth refactor', 'read'],
  ['claude-desktop', 'docs sweep', 'read'],
  ['claude-desktop', 'prod-logs', 'none'],
  ['nightly-bot', 'auth refactor', 'none'],
  ['nightly-bot', 'docs sweep', 'type'],
]

const SHOW = `"${process.execPath}" "${path.join(ROOT, 'test/visual/show.mjs')}"`
/** Programs that print a recorded screen and wait, under the names of those that printed it. */
const PROGRAMS = {
  claude: ['2.1.197 (Claude Code)', 'refactor'],
  codex: ['codex-cli 0.169.0', 'tests'],
  gemini: ['0.59.0', 'refactor'],
} as const
const opens = (what: string, name: string, workspace: string) => [what, `--name=${name}`, `--workspace=${workspace}`]

test('matrix.png', async () => {
  const folder = await dataFolder(Object.keys(AGENTS), RULES, LOCKS, AGENTS)
  const home = await project(folder)
  const tools = path.join(home, 'tools')
  await fs.mkdir(tools)
  for (const [name, [version, screen]] of Object.entries(PROGRAMS)) {
    const script = `#!/bin/sh\ncase "$*" in --version) echo '${version}' ;; *) exec ${SHOW} ${screen} ;; esac\n`
    await fs.writeFile(path.join(tools, name), script, { mode: 0o755 })
  }
  await fs.appendFile(path.join(home, '.bash_profile'), 'PATH="$HOME/tools:/usr/bin:/bin"\nexport PATH\n')
  const shown = await opened(
    folder,
    [1280, 930, 1.5],
    [
      ...opens('--open=shell', 'shell', 'ledgerline'),
      `--cwd=${path.join(home, 'src/ledgerline')}`,
      ...opens('--open=codex', 'tests', 'ledgerline'),
      ...opens('--open=claude', 'auth refactor', 'ledgerline'),
      ...opens('--open=gemini', 'docs sweep', 'ledgerline'),
      ...opens(`--open-command=${SHOW} logs`, 'prod-logs', 'infra'),
      ...opens(`--open-command=PS1='deploy@bastion-2:~$ ' sh -i`, 'staging', 'infra'),
    ],
  )
  const { page } = shown
  const agents: TestClient[] = []
  const over = new AbortController()
  try {
    await sees(page, 'shell', /\$\s*$/m)
    await type(page, 'shell', 'git status -sb', 'Enter')
    await arrange(page)
    for (const id of Object.keys(AGENTS)) {
      const agent = await currentClient(shown.ready.mcp, folder.agents[id]!.token)
      await agent.call('list_surfaces')
      agents.push(agent)
    }
    const [claude, , , bot] = agents
    await bot!.call('type_text', { surface: 'docs sweep', text: 'Link every page of docs from the index' })
    void claude!.call('submit_text', { surface: 'shell', text: 'git push' }, { signal: over.signal }).catch(() => {})
    await page.getByRole('button', { name: 'Approvals, 1 approval waiting' }).waitFor()
    await page.keyboard.press('Control+Shift+G')
    const cell = page.getByRole('gridcell', { name: /^Cursor in shell:/ })
    await cell.click()
    await pane(page, 'shell').waitFor()
    await page.mouse.move(0, 0)
    await usual(page)
    await fs.writeFile(path.join(PICTURES, 'matrix.png'), await photo(page))
  } finally {
    over.abort()
    for (const agent of agents) await agent.close()
    await shown.stop()
    await folder.remove()
  }
})

/** Two panes, one below the other, and the cells as a person set them. */
async function arrange(page: Page): Promise<void> {
  await page.evaluate(async cells => {
    const call = window.gatehouse.invoke
    const state = await call('state.get', {})
    if (!state.ok) throw new Error(state.message)
    const id = (name: string) => state.value.surfaces.find(one => one.name === name)!.id
    for (const [agent, surface, level, ask] of cells) {
      const set = await call('policy.cell', { agent, surface: id(surface), level, ask: ask ?? null })
      if (!set.ok) throw new Error(`${agent} in ${surface}: ${set.message}`)
    }
    const wish = { agent: 'cursor', surface: id('tests'), level: 'submit', minutes: 15 } as const
    const given = await call('policy.temporary', wish)
    if (!given.ok) throw new Error(given.message)
    const kept = await call('layout.get', {})
    if (!kept.ok) throw new Error(kept.message)
    const panes = ['shell', 'tests'].map(name => ({ kind: 'pane' as const, id: `p-${name}`, surface: id(name) }))
    const root = { kind: 'split' as const, id: 'split', direction: 'column' as const, children: panes, sizes: [50, 50] }
    const tab = { id: 'tab', root, focused: 'p-shell', zoomed: null }
    const order = ['auth refactor', 'tests', 'shell', 'docs sweep', 'prod-logs', 'staging'].map(id)
    const sidebar = { ...kept.value.layout.sidebar, width: 250, order }
    await call('layout.save', { layout: { ...kept.value.layout, tabs: [tab], tab: 'tab', sidebar } })
  }, CELLS)
  await page.reload()
  await sees(page, 'shell', 'rotate.test.ts')
  await sees(page, 'tests', 'Duration')
}
