// What the window shows of tmux, of its states that are looked at. The server is the view's own, and goes with it.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/app.ts'
import { tmuxIn } from '../../helpers/tmux-in.ts'
import type { Scene } from './scene.ts'
import { press, type Viewed } from './viewed.ts'

const homeOf = ({ folder }: Scene) => path.join(folder.dir, 'home')

const tmux = (scene: Scene, ...args: string[]): string => tmuxIn(homeOf(scene), ...args)

/** A program by that name, which only prints. */
const program = (name: string, prints: string) => `printf '${prints}'; exec bash -c 'exec -a ${name} cat'`

async function begin(scene: Scene): Promise<void> {
  const size = ['-x', '120', '-y', '40', '-c', '/']
  const run = (...args: string[]) => tmux(scene, ...args)
  run('new-session', '-d', '-s', 'ledgerline', '-n', 'editor', ...size, program('nvim', '  1 import'))
  run('new-window', '-d', '-t', 'ledgerline:1', '-n', 'agents', '-c', '/', program('claude', '> '))
  run('split-window', '-d', '-t', 'ledgerline:1', '-c', '/', program('codex', '> '))
  run('new-window', '-d', '-t', 'ledgerline:2', '-n', 'run', '-c', '/usr', program('pnpm', 'ready in 412 ms\\r\\n'))
  run('new-session', '-d', '-s', 'ops', '-n', 'logs', ...size, '-c', '/var/log', program('tail', 'GET /healthz 200'))
  run('select-pane', '-t', 'ledgerline:0', '-T', 'session.ts')
  await until('the programs to run', () =>
    /nvim[\s\S]*tail/.test(run('list-panes', '-a', '-F', '#{pane_current_command}')),
  )
  const config = path.join(homeOf(scene), '.ssh/config')
  await fs.mkdir(path.dirname(config), { recursive: true })
  await fs.writeFile(config, 'Host build studio\nHost nowhere.invalid\n')
}

const box = (page: Page) => page.getByRole('dialog', { name: /^Adopt from tmux/ })

async function places({ shown: { page } }: Scene): Promise<void> {
  await box(page).waitFor({ state: 'hidden' })
  await press(page, 'Control+Shift+P')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type('>adopt a tmux')
  await page.getByRole('option', { name: /tmux/ }).first().waitFor()
  await press(page, 'Enter')
  await box(page).getByText('Other machines').waitFor()
}

async function tree(scene: Scene): Promise<void> {
  const { page } = scene.shown
  await places(scene)
  await box(page)
    .getByRole('button', { name: /^Show the panes of tmux/ })
    .click()
  await box(page).getByRole('treeitem').first().waitFor()
}

function isThere(scene: Scene): boolean {
  try {
    return tmux(scene, 'list-sessions') !== ''
  } catch {
    return false
  }
}

/** Without a tmux again, and the window knows it. */
async function end(scene: Scene): Promise<void> {
  const { page } = scene.shown
  await press(page, 'Escape')
  tmux(scene, 'kill-server')
  // It answers before it ends, and one server without any host is shown at once instead of the list.
  await until('tmux to end', () => !isThere(scene))
  await fs.rm(path.join(homeOf(scene), '.ssh'), { recursive: true })
  await until('the window to know', async () => {
    await places(scene)
    const gone = await box(page).getByText('No tmux server runs.').count()
    await press(page, 'Escape')
    return gone > 0
  })
}

/** In a scene of their own: a host that was tried stays in the launcher, and what was adopted stays in Activity. */
export const TMUX: readonly Viewed[] = [
  {
    name: 'tmux',
    async open(scene) {
      await begin(scene)
      await tree(scene)
      // The window of the agents is chosen, and one of its panes.
      await press(scene.shown.page, 'ArrowDown', 'a', 'Space')
      await box(scene.shown.page).getByRole('button', { name: 'Adopt 2 panes' }).waitFor()
    },
    close: end,
  },
  {
    name: 'tmux-places',
    once: true,
    async open(scene) {
      await begin(scene)
      await places(scene)
    },
    close: end,
  },
  {
    name: 'tmux-trouble',
    once: true,
    async open(scene) {
      await begin(scene)
      await places(scene)
      const { page } = scene.shown
      await box(page)
        .getByRole('button', { name: /^Connect to nowhere\.invalid/ })
        .click()
      await box(page).getByRole('heading', { name: 'nowhere.invalid cannot be reached' }).waitFor()
    },
    close: end,
  },
  lost(),
]

/** An adopted pane whose server does not answer: it is stopped. */
function lost(): Viewed {
  let server = 0
  return {
    name: 'tmux-lost',
    once: true,
    async open(scene) {
      const { page } = scene.shown
      await begin(scene)
      server = Number(tmux(scene, 'display-message', '-p', '#{pid}'))
      await tree(scene)
      await box(page).getByRole('treeitem', { name: /pnpm/ }).click()
      await box(page).waitFor({ state: 'detached' })
      await until('its screen', async () => /ready in/.test((await page.locator('.xterm-rows').allInnerTexts()).join()))
      // Nobody else looks at it, so it takes the size of its place.
      await until('its size', () =>
        page.evaluate(async () => {
          const state = await window.gatehouse.invoke('state.get', {})
          return state.ok && state.value.surfaces.every(({ tmux, cols }) => tmux === null || cols !== 120)
        }),
      )
      const client = Number(tmux(scene, 'list-clients', '-F', '#{client_pid}').split('\n')[0])
      process.kill(server, 'SIGSTOP')
      process.kill(client, 'SIGKILL')
      await page.getByTestId('link-bar').getByText('Trying again now.').waitFor()
      await page.keyboard.type('x')
      await page.getByTestId('link-bar').getByText('What you type is not sent.').waitFor()
      // It moves with what is typed.
      await until('nobody to type', async () => (await page.locator('.typing.you').count()) === 0)
    },
    async close(scene) {
      const { page } = scene.shown
      process.kill(server, 'SIGCONT')
      await page.getByTestId('link-bar').waitFor({ state: 'detached' })
      await press(page, 'Control+Shift+W')
      const notice = page.getByText('It runs on in tmux.')
      await notice.waitFor()
      await notice.waitFor({ state: 'detached' })
      await end(scene)
    },
  }
}
