// Every state of the window that is looked at, in an order in which each can be opened from the one before. Used by the pictures and
// by the accessibility checks.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/app.ts'
import { currentClient } from '../../helpers/mcp-clients.ts'
import { pane, sees } from '../../helpers/terminal.ts'
import type { Scene } from './scene.ts'

export interface Viewed {
  readonly name: string
  /** looked at in the first size alone */
  readonly once?: boolean
  open(scene: Scene): Promise<void>
  close(scene: Scene): Promise<void>
}

const press = (page: Page, ...keys: string[]) =>
  keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve())

/** Opened by its key, and closed by the same. */
function byKey(name: string, key: string, there: (page: Page) => Promise<unknown>): Viewed {
  return {
    name,
    async open({ shown }) {
      await press(shown.page, key)
      await there(shown.page)
    },
    close: ({ shown }) => press(shown.page, key),
  }
}

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

const agent = ({ folder, shown }: Scene, id: string) => currentClient(shown.ready.mcp, folder.agents[id]!.token)

export const VIEWS: readonly Viewed[] = [
  { name: 'main', open: async () => {}, close: async () => {} },
  byKey('grants', 'Control+Shift+G', async page => {
    const cell = page.getByTestId(/^cell-cursor-s_/).nth(2)
    // A click on the chosen one would change it.
    if ((await cell.getAttribute('aria-selected')) !== 'true') await cell.click()
  }),
  byKey('connect', 'Control+Shift+K', async page => {
    await clients(page)
  }),
  activity(),
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
  approval(),
  {
    name: 'draft',
    async open(scene) {
      await type(scene)
      await pane(scene.shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
    },
    close: ({ shown }) => discard(shown.page),
  },
  {
    name: 'paused',
    async open({ shown }) {
      await shown.page.getByTestId('pause').first().click()
      await shown.page.getByText('All agents paused').first().waitFor()
    },
    close: ({ shown }) => shown.page.getByTestId('pause').first().click(),
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

async function type(scene: Scene): Promise<void> {
  const cursor = await agent(scene, 'cursor')
  const text = 'git commit -am "Thread token family through login" && git push'
  await cursor.call('type_text', { surface: 'shell', text })
  await cursor.close()
}

/** What is not the same twice stands as in the design. */
const still = (page: Page) =>
  page.evaluate(() => {
    const say = (what: string, words: string) => {
      for (const one of document.querySelectorAll(what)) if (one.textContent !== '') one.textContent = words
    }
    say('.act-time', '09:41:08')
    say('.act-took', '10 ms')
    // Here it has the path of this test.
    say('.act-text.wide > .tr:first-child', 'Open show')
    say('.act-steps li:not(.next) .num', '09:41:08.128')
    say('.act-steps .next .num', 'until 10:11')
    say('.act-dh .s11', '#8f21c0')
    say('.act-head .num', '1,284 today')
  })

function activity(): Viewed {
  return {
    name: 'activity',
    async open(scene) {
      const { page } = scene.shown
      const cursor = await agent(scene, 'cursor')
      await cursor.call('submit_text', { surface: 'prod-logs', text: 'git push --force origin main' })
      await cursor.close()
      await type(scene)
      await press(page, 'Control+Shift+L')
      await page.getByRole('grid', { name: 'Entries' }).waitFor()
      await page.locator('[data-testid=activity-row][data-decision=draft]').first().waitFor()
      await press(page, 'Home', 'Enter')
      await page.getByText('Open this grant').waitFor()
      await still(page)
    },
    async close({ shown }) {
      // In a narrow window the first one closes the entry.
      await shown.page.getByRole('grid', { name: 'Entries' }).press('Escape')
      const left = await shown.page.getByRole('grid', { name: 'Entries' }).count()
      if (left > 0) await press(shown.page, 'Control+Shift+L')
      await discard(shown.page)
    },
  }
}

async function discard(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const state = await window.gatehouse.invoke('state.get', {})
    const { ref } = (state.ok && state.value.drafts[0]) || { ref: '' }
    await window.gatehouse.invoke('draft.discard', { ref })
  })
  await pane(page, 'shell').getByTestId('draft-card').waitFor({ state: 'detached' })
}

const waits = (page: Page, count: number) =>
  until(`${count} waiting`, () =>
    page.evaluate(async wanted => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.approvals.waiting.length === wanted
    }, count),
  )

/** One in front of the next. What is asked is taken back by the agent: refusals would silence it. */
function approval(): Viewed {
  let over: () => Promise<unknown> = async () => {}
  return {
    name: 'approval',
    async open(scene) {
      const { page } = scene.shown
      const cursor = await agent(scene, 'cursor')
      const stop = new AbortController()
      const send = (text: string) =>
        cursor.call('submit_text', { surface: 'shell', text }, { signal: stop.signal }).catch(() => {})
      const first = send('psql "$STAGING_URL" -c "delete from sessions where revoked_at < now()\u200b"')
      await waits(page, 1)
      const second = send('git push')
      await waits(page, 2)
      await press(page, 'Control+Shift+A')
      await page.locator('[data-testid=approval-card][data-armed=true]').waitFor()
      over = async () => {
        stop.abort()
        await Promise.all([first, second])
        await cursor.close()
      }
    },
    async close({ shown }) {
      await over()
      await shown.page.getByText('Nothing waiting.').waitFor()
      await press(shown.page, 'Escape')
    },
  }
}

export interface Size {
  readonly name: string
  /** of its pictures' names */
  readonly suffix: string
  readonly width: number
  readonly height: number
  /** percent */
  readonly scale: number
}

export const SIZES: readonly Size[] = [
  { name: '1440 × 900', suffix: '', width: 1440, height: 900, scale: 100 },
  { name: '960 × 600', suffix: '-narrow', width: 960, height: 600, scale: 100 },
  { name: '200 %', suffix: '-200', width: 1440, height: 900, scale: 200 },
]

/** The window at this size and scale, drawn. */
export async function sized({ shown: { app, page } }: Scene, { width, height, scale }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setSize(w!, h!), [width, height])
  await page.evaluate(value => window.gatehouse.invoke('settings.set', { scale: value }), scale)
  const css = [width, height].map(length => Math.round((length * 100) / scale))
  await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, css)
  await settled(page)
}

/** Every terminal has the size of its pane, and is drawn so. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.pane .tm')].every(pane => {
      const rows = pane.querySelector('.xterm-rows')
      return !rows || rows.clientHeight <= pane.clientHeight
    }),
  )
}

export async function withTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.waitForFunction(wanted => document.documentElement.classList.contains(wanted), theme)
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}
