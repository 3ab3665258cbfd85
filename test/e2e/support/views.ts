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
  policyPart('policy-rules', 'Rules', async ({ shown: { page } }) => {
    const line = page.getByTestId('line-rule-r2')
    if ((await line.getAttribute('aria-expanded')) !== 'true') await line.click()
    await page.getByRole('button', { name: 'Edit in File' }).waitFor()
  }),
  policyPart(
    'policy-file',
    /^File/,
    async ({ shown: { page } }) => {
      const editor = page.getByRole('textbox', { name: 'The policy file', exact: true })
      await editor.fill((await editor.inputValue()).replace('"level": "type"', '"level": "tpye"'))
      await page.getByRole('list', { name: 'Faults' }).getByRole('button').click()
    },
    async page => {
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
      await page.getByText('Everything is saved.').waitFor()
    },
  ),
  policyPart(
    'policy-starting',
    'Starting points',
    async ({ shown: { page } }) => {
      await page.getByRole('button', { name: 'Show what Open here changes' }).click()
      await page
        .getByTestId(/^change-/)
        .first()
        .waitFor()
    },
    page => page.getByRole('button', { name: 'Hide what Open here changes' }).click(),
  ),
  held(),
  {
    name: 'grants-temporary',
    once: true,
    async open({ shown: { page } }) {
      const given = await page.evaluate(async () => {
        const state = await window.gatehouse.invoke('state.get', {})
        const surface = state.ok && state.value.surfaces.find(({ name }) => name === 'shell')
        if (!surface) return null
        const wish = { agent: 'cursor', surface: surface.id, level: 'submit', minutes: 15 } as const
        await window.gatehouse.invoke('policy.temporary', wish)
        return surface.id
      })
      await press(page, 'Control+Shift+G')
      const cell = page.getByTestId(`cell-cursor-${given}`)
      if ((await cell.getAttribute('aria-selected')) !== 'true') await cell.click()
      const grant = page.getByRole('region', { name: 'Selected grant' })
      await grant.getByTestId('temporary').waitFor()
      await grant.getByRole('button', { name: /^More/ }).click()
      await still(page)
    },
    async close({ shown: { page } }) {
      const grant = page.getByRole('region', { name: 'Selected grant' })
      await grant.getByRole('button', { name: /^More/ }).click()
      await grant.getByRole('button', { name: 'End now' }).click()
      await grant.getByTestId('temporary').waitFor({ state: 'detached' })
      await press(page, 'Control+Shift+G')
    },
  },
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
      await type(scene)
      await type(scene, 'claude-code', 'shell', 'pnpm vitest run test/auth/rotate.test.ts')
      const card = pane(scene.shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]')
      await card.getByText('2 of 2').waitFor()
      await still(scene.shown.page)
    },
    close: ({ shown }) => discard(shown.page),
  },
  fullScreen(),
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

const COMMIT = 'git commit -am "Thread token family through login" && git push'

async function type(scene: Scene, id = 'cursor', surface = 'shell', text = COMMIT): Promise<void> {
  const by = await agent(scene, id)
  await by.call('type_text', { surface, text })
  await by.close()
}

/** What is not the same twice stands as in the design. */
const still = (page: Page) =>
  page.evaluate(() => {
    const say = (what: string, words: string) => {
      for (const one of document.querySelectorAll(what)) {
        const last = [...one.childNodes].reverse().find(node => node instanceof Text)
        if (last?.nodeValue) last.nodeValue = words
      }
    }
    say('.page.policy .where .m', '~/.config/Gatehouse/policy.json')
    say('.page.policy .where .when', 'found 12 s ago')
    say('.tg .num, [data-testid=temporary] .num', '11 min left')
    say('.cell .cn', '11m')
    say('.act-export .title17', 'Export 1,284 entries')
    say('.facts .m', '/usr/bin/cursor, pid 48213')
    say('.dch .num.when', '09:41:08')
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
    for (const { ref } of state.ok ? state.value.drafts : []) await window.gatehouse.invoke('draft.discard', { ref })
  })
  await page.getByTestId('draft-card').waitFor({ state: 'detached' })
}

/** A part of the policy page, by the way through Grants. */
function policyPart(
  name: string,
  tab: string | RegExp,
  there: (scene: Scene) => Promise<unknown>,
  back: (page: Page) => Promise<unknown> = async () => {},
): Viewed {
  return {
    name,
    once: true,
    async open(scene) {
      const { page } = scene.shown
      await press(page, 'Control+Shift+G')
      await page.getByRole('button', { name: 'Rules and file' }).click()
      await page.getByRole('tab', { name: tab }).click()
      await there(scene)
      await still(page)
    },
    async close({ shown: { page } }) {
      await back(page)
      await page.getByRole('button', { name: 'Close the policy' }).click()
    },
  }
}

/** What somebody else wrote into the file. */
function held(): Viewed {
  return {
    name: 'policy-held',
    once: true,
    async open({ folder, shown: { page } }) {
      const file = path.join(folder.dir, 'policy.json')
      await fs.writeFile(file, (await fs.readFile(file, 'utf8')).replace('"level": "type"', '"level": "submit"'))
      await page.getByRole('button', { name: 'Show the difference', exact: true }).click()
      await page.locator('.decide[data-armed=true]').waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await page.getByRole('button', { name: 'Put back', exact: true }).click()
      await page.getByText('The policy is as it was accepted.').waitFor()
      await page.getByRole('button', { name: 'Close the policy' }).click()
    },
  }
}

/** Every program has been quiet for a while: the shapes beside the names stand still. */
const quiet = (page: Page) =>
  until('all programs to be quiet', () =>
    page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.every(surface => surface.state.is === 'unknown')
    }),
  )

/** Over a program that has the whole screen. */
function fullScreen(): Viewed {
  const key = async (page: Page, shows: string) => {
    await pane(page, 'tests')
      .locator('.tm')
      .click({ position: { x: 60, y: 14 } })
    await press(page, 'f')
    await sees(page, 'tests', shows)
  }
  return {
    name: 'draft-tui',
    once: true,
    async open(scene) {
      const { page } = scene.shown
      await key(page, 'Ask Codex')
      await quiet(page)
      await type(scene, 'claude-code', 'tests', 'Keep the old tokens until they expire,\nthen fix\u00a0rotate.test.ts')
      await pane(page, 'tests').locator('[data-testid=draft-card][data-armed=true]').waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await discard(page)
      await key(page, 'Duration')
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
