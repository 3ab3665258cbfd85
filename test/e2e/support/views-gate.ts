// What agents send, ask for and draft, of the states of the window that are looked at.
import type { Page } from 'playwright-core'
import { until } from '../../helpers/app.ts'
import { pane, sees } from '../../helpers/terminal.ts'
import type { Scene } from './scene.ts'
import { agent, press, quiet, still, type Viewed } from './viewed.ts'

export const ACTIVITY: readonly Viewed[] = [
  activity(),
  {
    name: 'activity-sums',
    once: true,
    async open({ shown: { page } }) {
      await press(page, 'Control+Shift+L')
      await page.getByRole('button', { name: 'Sums' }).click()
      await page.getByRole('button', { name: 'Only Cursor in shell' }).waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await page.getByRole('button', { name: 'Sums' }).click()
      await press(page, 'Control+Shift+L')
    },
  },
  {
    name: 'activity-export',
    once: true,
    async open({ shown: { page } }) {
      await press(page, 'Control+Shift+L')
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('dialog', { name: /^Export / }).waitFor()
      await still(page)
    },
    close: ({ shown }) => press(shown.page, 'Escape', 'Control+Shift+L'),
  },
]

export const ASKS: readonly Viewed[] = [
  approval(),
  {
    ...approval('e', page => page.getByLabel('Your version of the text').waitFor()),
    ...{ name: 'approval-edit', once: true },
  },
  {
    ...approval('d', async page => {
      await page.getByRole('button', { name: 'Too risky' }).click()
      await page.getByText('Deny and tell Cursor why').waitFor()
    }),
    ...{ name: 'approval-deny', once: true },
  },
]

export const DRAFTS: readonly Viewed[] = [
  {
    name: 'draft',
    async open(scene) {
      await type(scene)
      await pane(scene.shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
    },
    close: ({ shown }) => discard(shown.page),
  },
  {
    name: 'drafts',
    once: true,
    async open(scene) {
      const card = pane(scene.shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]')
      await type(scene)
      // The first one that was shown stays in front.
      await card.waitFor()
      await type(scene, 'claude-code', 'shell', 'pnpm vitest run test/auth/rotate.test.ts')
      await card.getByText('2 of 2').waitFor()
      await still(scene.shown.page)
    },
    close: ({ shown }) => discard(shown.page),
  },
  fullScreen(),
]

const COMMIT = 'git commit -am "Thread token family through login" && git push'

async function type(scene: Scene, id = 'cursor', surface = 'shell', text = COMMIT): Promise<void> {
  const by = await agent(scene, id)
  const { isError, data } = await by.call('type_text', { surface, text })
  if (isError) throw new Error(`no draft: ${data.why}`)
  await by.close()
}

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
    for (const { ref } of state.ok ? state.value.drafts : []) await window.gatehouse.invoke('draft.discard', { ref })
  })
  await page.getByTestId('draft-card').waitFor({ state: 'detached' })
}

/** Over a program that has the whole screen. */
function fullScreen(): Viewed {
  const key = async (page: Page, shows: string) => {
    await pane(page, 'shell')
      .locator('.tm')
      .click({ position: { x: 60, y: 14 } })
    await press(page, 'f')
    await sees(page, 'shell', shows)
  }
  return {
    name: 'draft-tui',
    once: true,
    async open(scene) {
      const { page } = scene.shown
      await key(page, 'Explored')
      await quiet(page)
      await type(scene, 'cursor', 'shell', 'Keep the old tokens until they expire,\nthen fix\u00a0rotate.test.ts')
      await pane(page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await discard(page)
      await key(page, 'a86e1c4')
      await press(page, 'Alt+3')
      await quiet(page)
    },
  }
}

const waits = (page: Page, count: number) =>
  until(`${count} waiting`, () =>
    page.evaluate(async wanted => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.approvals.waiting.length === wanted
    }, count),
  )

/** One in front of the next. What is asked is taken back by the agent: refusals would silence it. `key`: pressed on the card. */
function approval(key: string | null = null, there: (page: Page) => Promise<unknown> = async () => {}): Viewed {
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
      if (key !== null) await press(page, key)
      await there(page)
      await still(page)
      over = async () => {
        stop.abort()
        await Promise.all([first, second])
        await cursor.close()
      }
    },
    async close({ shown }) {
      if (key !== null) await press(shown.page, 'Escape')
      await over()
      await shown.page.getByText('Nothing waiting.').waitFor()
      await press(shown.page, 'Escape')
    },
  }
}
