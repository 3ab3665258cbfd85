// What programs do to the clipboard, in a real window: one under the person's hands may put text on it, and that is said.
// No other may, none may read it, and nothing of it comes later.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

const ARTIFACTS = path.join(ROOT, 'test/.artifacts/pictures')

let folder: DataFolder
let shown: RunningWindow

const clipboard = () => shown.app.evaluate(({ clipboard: board }) => board.readText())
const note = (name: string) => pane(shown.page, name).getByRole('status').filter({ hasText: 'to the clipboard' })
const osc52 = (text: string) => String.raw`printf '\033]52;c;%s\007' ` + Buffer.from(text).toString('base64')
const atPrompt = (name: string) => sees(shown.page, name, /[$#%❯>]\s*$/)

beforeAll(async () => {
  folder = await dataFolder(['cursor'], [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit' }])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await atPrompt('shell')
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await shown.page.keyboard.press('Control+Shift+O')
  await atPrompt('shell 2')
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})
beforeEach(() => shown.app.evaluate(({ clipboard: board }) => board.writeText('mine')))

test('a program in the focused terminal puts text on the clipboard, and its pane says so', async () => {
  await type(shown.page, 'shell', `${osc52('für dich \u{1f600}')}; echo did-$((1+1))`, 'Enter')
  // Looked for first, since it goes by itself after five seconds.
  await note('shell')
    .filter({ hasText: /^The program copied 10 characters to the clipboard\.$/ })
    .waitFor()
  await sees(shown.page, 'shell', /^did-2/m)
  expect(await clipboard()).toBe('für dich \u{1f600}')
  await pane(shown.page, 'shell').screenshot({ path: path.join(ARTIFACTS, 'copied.png') })
  await until('the line to go', async () => !(await note('shell').count()))
  expect(await note('shell 2').count()).toBe(0)
})

/** Has `shell` ask for it once `before` has moved the focus away, and goes back to that terminal: still nothing. */
async function away(text: string, before: () => Promise<void>, after: () => Promise<void>) {
  const file = path.join(folder.dir, `go-${text}`)
  const wait = `until [ -e ${file} ]; do sleep 0.05; done`
  await type(shown.page, 'shell', `${wait}; ${osc52(text)}; echo ${text}-$((1+1))`, 'Enter')
  await before()
  await fs.writeFile(file, '')
  await sees(shown.page, 'shell', new RegExp(`^${text}-2`, 'm'))
  await after()
  await type(shown.page, 'shell', `echo back-${text}`, 'Enter')
  await sees(shown.page, 'shell', new RegExp(`^back-${text}`, 'm'))
  expect(await clipboard()).toBe('mine')
  expect(await note('shell').count()).toBe(0)
}

test('one in another pane than the focused does nothing, then or later', async () => {
  await away(
    'beside',
    () => pane(shown.page, 'shell 2').locator('.xterm-screen').click(),
    async () => {},
  )
})

test('nor one under a panel that has the keyboard', async () => {
  await away(
    'under',
    async () => {
      await shown.page.keyboard.press('Control+Shift+G')
      await shown.page.getByRole('gridcell').first().click()
    },
    () => shown.page.keyboard.press('Control+Shift+G'),
  )
})

test('nor one in a window that is not in front', async () => {
  const front = (on: boolean) =>
    shown.app.evaluate(async ({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.getAllWindows()[0]!
      if (wanted) window.focus()
      else window.blur()
      while (window.isFocused() !== wanted) await new Promise(resolve => setTimeout(resolve, 10))
    }, on)
  await away(
    'behind',
    () => front(false),
    () => front(true),
  )
})

test('no answer comes to a program that asks what is on it', async () => {
  const asks = String.raw`stty raw -echo; printf '\033]52;c;?\007\033[c'; x=$(dd bs=1 count=7 2>/dev/null); stty sane; clear`
  await type(shown.page, 'shell', `${asks}; printf '%q\\n' "answer=$x"`, 'Enter')
  // The question behind it is answered, in seven bytes: the one before was passed over.
  await sees(shown.page, 'shell', /^\$'answer=\\E\[\?1;2c'$/m)
})

test('what an agent has a program print stays off it, though the person looks at it', async () => {
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await pane(shown.page, 'shell 2').locator('.xterm-screen').click()
  const text = `${osc52('agent')}; echo agent-$((1+1))`
  expect((await agent.call('submit_text', { surface: 'shell 2', text })).data.outcome).toBe('submitted')
  await sees(shown.page, 'shell 2', /^agent-2/m)
  expect(await clipboard()).toBe('mine')
  expect(await note('shell 2').count()).toBe(0)
  await agent.close()
})

test('a terminal that is drawn anew copies nothing again', async () => {
  await type(shown.page, 'shell', `${osc52('once')}; echo once-$((1+1))`, 'Enter')
  await until('the clipboard', async () => (await clipboard()) === 'once')
  await shown.app.evaluate(({ clipboard: board }) => board.writeText('mine'))
  await shown.page.reload()
  await sees(shown.page, 'shell', /^once-2/m)
  await type(shown.page, 'shell', 'echo anew-$((1+1))', 'Enter')
  await sees(shown.page, 'shell', /^anew-2/m)
  expect(await clipboard()).toBe('mine')
})
