// A person adopts panes of a real tmux in the window: finds them in the launcher, by click and by keys, types into them, sees a
// connection that is lost and comes back, and lets go of them. Their programs live on.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees, type } from '../helpers/terminal.ts'
import { tmuxIn } from '../helpers/tmux-in.ts'
import { withTheme } from './support/sizes.ts'

let folder: DataFolder
let home: string
let shown: RunningWindow

const tmux = (...args: string[]): string => tmuxIn(home, ...args)

/** What stands in a pane, as tmux itself has it. */
const inPane = (target: string) => tmux('capture-pane', '-p', '-t', target)

beforeAll(async () => {
  folder = await dataFolder([])
  home = path.join(folder.dir, 'home')
  await fs.mkdir(path.join(home, '.ssh'), { recursive: true })
  await fs.writeFile(path.join(home, '.ssh/config'), 'Host nowhere.invalid\n')
  tmux('new-session', '-d', '-s', 'web', '-n', 'edit', '-x', '100', '-y', '30', "echo 'the editor'; exec cat")
  tmux('new-window', '-d', '-t', 'web:1', '-n', 'run', "echo 'the tests'; exec cat")
  tmux('split-window', '-d', '-t', 'web:1', "echo 'the server'; exec cat")
  tmux('new-session', '-d', '-s', 'ops', '-n', 'logs', '-x', '90', '-y', '20', "echo 'the logs'; exec cat")
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
}, 90_000)
afterAll(async () => {
  await shown?.stop()
  try {
    tmux('kill-server')
  } catch {
    // Nothing was started.
  }
  // A shell that ends may still write its history there.
  await until('the folder to be gone', () => folder.remove().then(() => true))
})

const state = () =>
  shown.page.evaluate(async () => {
    const answer = await window.gatehouse.invoke('state.get', {})
    if (!answer.ok) throw new Error(answer.message)
    return answer.value
  })
const paneOf = (command: string) =>
  tmux('list-panes', '-a', '-F', '#{pane_id} #{pane_start_command}')
    .split('\n')
    .find(line => line.includes(command) && !line.includes('gatehouse'))!
    .split(' ')[0]!
const dialog = () => shown.page.getByRole('dialog', { name: /^Adopt from tmux/ })
const row = (name: RegExp) => dialog().getByRole('treeitem', { name })

test('the empty canvas tells of a tmux that runs, and nothing is connected to before a click', async () => {
  const { page } = shown
  await page.getByRole('region', { name: 'tmux on this computer' }).waitFor()
  await page
    .getByRole('region', { name: 'Other machines' })
    .getByRole('button', { name: /^Connect to nowhere\.invalid/ })
    .waitFor()
  expect(tmux('list-clients')).toBe('')
})

test('one click adopts a pane: what it shows is there, and what is typed reaches its program', async () => {
  const { page } = shown
  await page.getByRole('button', { name: /^Show the panes of tmux/ }).click()
  await row(/^Session web, 3 panes/).waitFor()
  await row(/^Session ops, 1 pane/).waitFor()
  await row(/^Window 0: edit: cat/).click()
  await dialog().waitFor({ state: 'detached' })
  const surface = await until('the surface', async () => (await state()).surfaces[0])
  expect(surface).toMatchObject({ backend: 'tmux', host: null, tmux: { session: 'web', ours: false } })
  await sees(page, surface.name, 'the editor')
  await page.keyboard.type('typed by hand')
  await page.keyboard.press('Enter')
  await until('the bytes in the pane', () => /typed by hand\ntyped by hand/.test(inPane(paneOf('the editor'))))
  // Its place is said, calmly, in its header and its row.
  await pane(page, surface.name)
    .locator('.tx-where')
    .getByText(/^tmux %\d+$/)
    .waitFor()
  await page.getByRole('treeitem', { name: /tmux pane web:/ }).waitFor()
})

test('several are chosen and adopted by keys alone', async () => {
  const { page } = shown
  await page.keyboard.press('Control+Shift+P')
  await page.keyboard.type('>adopt a tmux')
  await page.keyboard.press('Enter')
  await dialog().getByRole('textbox').waitFor()
  const server = dialog().getByRole('button', { name: /^Show the panes of tmux/ })
  if ((await server.count()) > 0) await page.keyboard.press('Enter')
  await row(/^Session web/).waitFor()
  // What is a surface already is marked, and cannot be chosen.
  expect(await row(/^Window 0: edit: cat.*In Gatehouse as/).getAttribute('aria-checked')).toBe(null)
  await page.keyboard.press('ArrowDown')
  await until('the tree to have the keyboard', () =>
    page.evaluate(() => document.activeElement?.getAttribute('role') === 'treeitem'),
  )
  await page.keyboard.press('Home')
  // The whole session at the top, then, by the letter of its name, a window with its two panes.
  for (const key of ['Space', 'r', 'Space']) await page.keyboard.press(key)
  await dialog().getByRole('button', { name: 'Adopt 3 panes' }).waitFor()
  expect(await row(/^Window 1: run/).getAttribute('aria-checked')).toBe('true')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await until('four surfaces', async () => (await state()).surfaces.length === 4)
  for (const text of ['the tests', 'the server', 'the logs']) {
    await until(text, async () => (await page.locator('.xterm-rows').allInnerTexts()).join('\n').includes(text))
  }
  expect(
    tmux('list-sessions', '-F', '#{session_name}')
      .split('\n')
      .filter(name => !name.startsWith('gatehouse')),
  ).toEqual(['ops', 'web'])
})

test('a row of what is adopted goes to it', async () => {
  const { page } = shown
  await page.keyboard.press('Control+Shift+N')
  await page.getByRole('button', { name: /^Show the panes of tmux/ }).click()
  await row(/the|cat/)
    .first()
    .waitFor()
  await row(/^Window 0: edit: cat.*In Gatehouse as/).click()
  await dialog().waitFor({ state: 'detached' })
  const editor = (await state()).surfaces.find(({ tmux }) => tmux?.pane === paneOf('the editor'))!
  await page
    .getByRole('group', { name: /terminal \d of \d/ })
    .first()
    .waitFor()
  await sees(page, editor.name, 'the editor')
})

test('a connection that is lost is said, and comes back with what happened meanwhile', async () => {
  const { page } = shown
  const { id } = (await state()).surfaces.find(({ tmux }) => tmux?.pane === paneOf('the editor'))!
  // It may be back before a frame shows it, and is watched for before it is lost.
  const heard = await page.evaluateHandle(surface => {
    const said = new Promise<string>(done => {
      new MutationObserver(() => {
        const bar = document.querySelector(`[data-testid="pane-${surface}"] [data-testid=link-bar]`)
        if (bar) done(bar.textContent ?? '')
      }).observe(document.body, { childList: true, subtree: true })
    })
    return { said }
  }, id)
  const client = Number(tmux('list-clients', '-F', '#{client_pid}').split('\n')[0])
  expect(client).toBeGreaterThan(1)
  process.kill(client, 'SIGKILL')
  expect(await heard.evaluate(({ said }) => said)).toMatch(/^Connection lost\.|^Connecting to tmux/)
  await until('the connection to be back', async () => (await state()).surfaces.every(one => one.link?.is === 'live'))
  await page.getByTestId('link-bar').first().waitFor({ state: 'detached' })
  const editor = (await state()).surfaces.find(one => one.id === id)!
  await type(page, editor.name, 'after the loss', 'Enter')
  await until('the bytes in the pane', () => /after the loss\nafter the loss/.test(inPane(paneOf('the editor'))))
  expect(inPane(paneOf('the editor')).match(/after the loss/g)).toHaveLength(2)
})

test('letting go takes the surface away, without a question, and its program lives on', async () => {
  const { page } = shown
  const before = paneOf('the editor')
  const pid = tmux('display-message', '-p', '-t', before, '#{pane_pid}')
  const editor = (await state()).surfaces.find(({ tmux }) => tmux?.pane === before)!
  await pane(page, editor.name).locator('.xterm-screen').click()
  await page.keyboard.press('Control+Shift+W')
  await until('it to be gone', async () => (await state()).surfaces.every(({ id }) => id !== editor.id))
  await page.getByText('It runs on in tmux.').waitFor()
  expect(tmux('display-message', '-p', '-t', before, '#{pane_pid} #{pane_dead}')).toBe(`${pid} 0`)
})

test('a machine that is not reached says why, with what can be tried', async () => {
  const { page } = shown
  await page.keyboard.press('Control+Shift+N')
  await page.getByRole('button', { name: /^Connect to nowhere\.invalid/ }).click()
  await dialog().getByRole('heading', { name: 'nowhere.invalid cannot be reached' }).waitFor()
  await until('the keyboard on what can be tried', () =>
    page.evaluate(() => document.activeElement?.textContent === 'Try again'),
  )
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

/** The window at this size; terminals in tmux keep theirs. */
async function windowOf(width: number, height: number): Promise<void> {
  await shown.app.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setSize(w!, h!),
    [width, height],
  )
  await shown.page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height])
}

test('a pane of a split window keeps the size that tmux gives it, with a note, and scrolls where there is less room', async () => {
  const { page } = shown
  const target = paneOf('the tests')
  const size = () => tmux('display-message', '-p', '-t', target, '#{pane_width} #{pane_height}')
  const before = size()
  const [cols, rows] = before.split(' ').map(Number)
  const tests = (await state()).surfaces.find(({ tmux }) => tmux?.pane === target)!
  expect({ cols: tests.cols, rows: tests.rows }).toEqual({ cols, rows })
  await page.getByRole('treeitem', { name: new RegExp(`tmux pane .*${target}`) }).click()
  const there = page.getByTestId(`pane-${tests.id}`)
  await there.getByTestId('told-size').getByText(`${cols} × ${rows} in tmux`).waitFor()
  await windowOf(960, 600)
  const scrolls = () =>
    there
      .locator('.xterm-host')
      .evaluate(host => host.scrollWidth > host.clientWidth && host.classList.contains('larger'))
  await until('it to scroll', scrolls)
  // The cursor comes into sight with what is typed.
  await there.locator('.xterm-screen').click({ position: { x: 20, y: 20 } })
  await page.keyboard.type('x'.repeat(cols! - 4))
  await until('the cursor in sight', () => there.locator('.xterm-host').evaluate(host => host.scrollLeft > 0))
  expect(size()).toBe(before)
  await page.keyboard.press('Control+u')
  await windowOf(1440, 900)
})

test('what starts in tmux by choice is closed after a question, which offers to let it go on', async () => {
  const { page } = shown
  await page.keyboard.press('Control+Shift+,')
  const choice = page.getByRole('group', { name: 'Start in tmux' }).getByRole('checkbox', { name: /^Shell/ })
  await choice.check()
  await until('the setting', async () => (await state()).settings.values.inTmux.join() === 'shell')
  await page.keyboard.press('Control+Shift+,')
  await page.keyboard.press('Control+Shift+T')
  const surface = await until('the shell', async () => (await state()).surfaces.find(({ tmux }) => tmux?.ours))
  expect(surface).toMatchObject({ preset: 'shell', backend: 'tmux' })
  await sees(page, surface.name, /[$#%❯>]\s*$/m)
  await page.keyboard.type('sleep 1000')
  await page.keyboard.press('Enter')
  await until('the program', async () =>
    (await state()).surfaces.some(({ id, state: { evidence } }) => id === surface.id && evidence.includes('sleep')),
  )
  await page.keyboard.press('Control+Shift+W')
  await pane(page, surface.name).getByRole('button', { name: 'Let go, keep it running' }).click()
  await until('it to be gone', async () => (await state()).surfaces.every(({ id }) => id !== surface.id))
  expect(tmux('display-message', '-p', '-t', surface.tmux!.pane, '#{pane_current_command} #{pane_dead}')).toBe(
    'sleep 0',
  )
})

test('quitting names what it ends, and says that what runs in tmux goes on', async () => {
  const { page, app } = shown
  await page.evaluate(() => window.gatehouse.invoke('settings.set', { inTmux: null }))
  await page.keyboard.press('Control+Shift+T')
  const own = await until('a terminal of our own', async () =>
    (await state()).surfaces.find(one => one.backend === 'pty'),
  )
  await sees(page, own.name, /[$#%❯>]\s*$/m)
  await page.keyboard.type('sleep 1000')
  await page.keyboard.press('Enter')
  await until('the program', async () =>
    (await state()).surfaces.some(({ id, state: { evidence } }) => id === own.id && evidence.includes('sleep')),
  )
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (...given: unknown[]) => {
      Object.assign(globalThis, { asked: (given.at(-1) as { detail: string }).detail })
      return { response: 1, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  })
  await page.evaluate(() => void window.gatehouse.invoke('window.do', { what: 'quit' }))
  const names = (await state()).surfaces.filter(({ tmux }) => tmux !== null).map(({ name }) => name)
  expect(names.length).toBeGreaterThan(1)
  const asked = () => app.evaluate(() => (globalThis as { asked?: string }).asked)
  expect(await until('the question', asked)).toBe(
    `Programs still run in: ${own.name}. Quitting ends them. What runs in tmux goes on: ${names.join(', ')}.`,
  )
})

test('everything of it is in sight in the smallest window, in both themes', async () => {
  const { page } = shown
  await windowOf(960, 600)
  await page.keyboard.press('Control+Shift+N')
  await page.getByRole('button', { name: /^Show the panes of tmux/ }).click()
  await row(/^Session web/).waitFor()
  for (const theme of ['dark', 'light'] as const) {
    await withTheme(page, theme)
    for (const one of [dialog(), dialog().getByRole('textbox'), dialog().getByRole('button', { name: /^Adopt/ })]) {
      const box = (await one.boundingBox())!
      expect(box.x >= 0 && box.y >= 40 && box.x + box.width <= 960 && box.y + box.height <= 574, theme).toBe(true)
    }
  }
  await withTheme(page, 'dark')
  await page.keyboard.press('Escape')
})
