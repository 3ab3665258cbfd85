// Every state of the window that is looked at, in an order in which each can be opened from the one before. Used by the pictures and
// by what checks a small window.
import type { Page } from 'playwright-core'
import { currentClient } from '../../helpers/mcp-clients.ts'
import { pane, sees } from '../../helpers/terminal.ts'
import { byKey, press, still, type Viewed } from './viewed.ts'
import { ACTIVITY, ASKS, DRAFTS } from './views-gate.ts'
import { POLICY } from './views-policy.ts'

/** The Connect page with the commands as an installed one shows them: here they have the paths of this clone and of this test. */
async function clients(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Connect an agent' }).waitFor()
  await page.getByTestId('client-zed').waitFor()
  await page.evaluate(() => {
    for (const word of document.querySelectorAll<HTMLElement>('.client .command .word')) {
      const text = word.textContent ?? ''
      const hide = (one: Element | null | undefined) => one instanceof HTMLElement && one.remove()
      if (text.startsWith('--user-data-dir=')) hide(word.parentElement)
      if (!text.endsWith('gatehouse.mjs')) continue
      hide(word.parentElement?.previousElementSibling)
      word.textContent = 'gatehouse'
    }
  })
}

export const VIEWS: readonly Viewed[] = [
  { name: 'main', open: async () => {}, close: async () => {} },
  byKey('grants', 'Control+Shift+G', async page => {
    const cell = page.getByTestId(/^cell-cursor-s_/).nth(2)
    // A click on the chosen one would change it.
    if ((await cell.getAttribute('aria-selected')) !== 'true') await cell.click()
    await still(page)
  }),
  byKey('connect', 'Control+Shift+K', clients),
  ...ACTIVITY,
  ...POLICY,
  byKey('launcher', 'Control+Shift+N', page => page.getByRole('dialog', { name: 'New surface' }).waitFor()),
  {
    name: 'palette',
    async open({ shown }) {
      await press(shown.page, 'Control+Shift+P')
      await shown.page.getByRole('combobox').waitFor()
      await shown.page.keyboard.type('sh')
      await shown.page.getByRole('option').first().waitFor()
    },
    close: ({ shown }) => press(shown.page, 'Escape'),
  },
  {
    name: 'find',
    async open({ shown }) {
      await press(shown.page, 'Alt+3', 'Control+Shift+F')
      await shown.page.getByRole('search').getByRole('textbox').fill('main')
      await shown.page.getByRole('search').getByText(/of/).waitFor()
    },
    close: ({ shown }) => press(shown.page, 'Escape'),
  },
  byKey('settings', 'Control+Shift+,', async page => {
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
    // Here it has the path of this test.
    await page.evaluate(() => {
      document.querySelector('.set-where .sel')!.textContent = '~/.config/Gatehouse/settings.json'
    })
  }),
  {
    name: 'keyboard',
    async open({ shown }) {
      await press(shown.page, 'Control+Shift+,')
      await shown.page
        .getByRole('heading', { name: 'Keyboard' })
        .evaluate(part => part.scrollIntoView({ block: 'center' }))
    },
    close: ({ shown }) => press(shown.page, 'Control+Shift+,'),
  },
  {
    name: 'menu',
    async open({ shown }) {
      await shown.page.getByRole('treeitem', { name: /^tests,/ }).click({ button: 'right' })
      await shown.page.getByRole('menu', { name: 'tests' }).waitFor()
    },
    close: ({ shown }) => press(shown.page, 'Escape'),
  },
  {
    name: 'levels',
    async open({ shown }) {
      await pane(shown.page, 'shell')
        .getByRole('button', { name: /^Agents: / })
        .click()
      await shown.page.getByRole('menu', { name: 'What agents may do here' }).waitFor()
    },
    async close({ shown }) {
      await press(shown.page, 'Escape')
      await shown.page.getByRole('menu').waitFor({ state: 'detached' })
    },
  },
  {
    name: 'zoomed',
    async open({ shown }) {
      await press(shown.page, 'Alt+3', 'Control+Shift+Enter')
      await shown.page.getByText('Zoomed').waitFor()
    },
    close: ({ shown }) => press(shown.page, 'Control+Shift+Enter'),
  },
  ...ASKS,
  ...DRAFTS,
  {
    name: 'paused',
    async open({ shown }) {
      await shown.page.getByTestId('pause').first().click()
      await shown.page.getByText('All agents paused').first().waitFor()
    },
    async close({ shown }) {
      await shown.page.getByTestId('pause').first().click()
      // What an agent sends before it is said is refused.
      await shown.page.getByText('All agents paused').first().waitFor({ state: 'detached' })
    },
  },
  {
    name: 'tabs',
    async open({ shown }) {
      await press(shown.page, 'Control+Shift+T')
      await shown.page.getByRole('tab').nth(1).waitFor()
      await sees(shown.page, 'shell 2', /[$#%❯>]\s*$/m)
    },
    async close({ shown }) {
      await press(shown.page, 'Control+Shift+W')
      await shown.page.getByRole('tab').first().waitFor({ state: 'detached' })
    },
  },
]

/** Of the first start: without agents, and one that nobody was asked about. */
export const FIRST_VIEWS: readonly Viewed[] = [
  byKey('grants-empty', 'Control+Shift+G', page => page.getByText('Three ways to begin').waitFor()),
  {
    name: 'consent',
    async open({ shown: { page, ready } }) {
      const token = await page.evaluate(async () => {
        const added = await window.gatehouse.invoke('agent.add', { name: 'Cursor', level: 'none' })
        const state = await window.gatehouse.invoke('state.get', {})
        for (const { kind, id } of state.ok ? state.value.grants.rules : []) {
          if (kind === 'rule') await window.gatehouse.invoke('policy.remove', { kind, id })
        }
        return added.ok ? added.value.token : ''
      })
      await press(page, 'Control+Shift+K')
      await clients(page)
      const cursor = await currentClient(ready.mcp, token)
      void cursor.call('list_surfaces').catch(() => {})
      await page.locator('[data-testid=consent][data-armed=true]').waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await page.getByTestId('consent').getByRole('button', { name: 'Not now' }).click()
      await page.getByTestId('consent').waitFor({ state: 'detached' })
      await press(page, 'Control+Shift+K')
    },
  },
]
