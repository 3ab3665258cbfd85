// What comes back at the next start: shells by themselves, in their folders, with their text above; agents and commands when a person
// says so. What the window's end, by a crash or by a person, does to programs: nothing that nobody wanted.
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppState, Layout } from '../../preload/contract.ts'
import { type RunningWindow, runHeadless, startHeadless, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

const CONVERSATION = '3f1c2a4e-1111-4222-8333-944445555666'
let folder: DataFolder
let home: string
let shown: RunningWindow

const start = async (...flags: string[]) => {
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...flags])
}
const surface = (name: string, cwd: string) => [`--name=${name}`, '--workspace=web', `--cwd=${path.join(home, cwd)}`]
const state = async (): Promise<AppState> => {
  const got = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!got.ok) throw new Error(got.message)
  return got.value
}
const named = async (name: string) => (await state()).surfaces.find(one => one.name === name)
const dormant = (name: string) => shown.page.getByRole('group', { name: new RegExp(`^${name}, not started`) })
const focused = () => shown.page.evaluate(() => document.activeElement?.textContent ?? '')
const kept = async (): Promise<{ layout: Layout; surfaces: { name: string; conversation: string | null }[] }> =>
  JSON.parse(await fs.readFile(path.join(folder.dir, 'layout.json'), 'utf8'))
const keptNames = async () => (await kept()).surfaces.map(({ name }) => name).sort()
const texts = async () => {
  const at = path.join(folder.dir, 'scrollback')
  const names = await fs.readdir(at).catch(() => [])
  return Promise.all(names.map(name => fs.readFile(path.join(at, name), 'utf8')))
}
/** An agent with the right to, at the prompt of the shell `one`. */
async function agentIn(call: 'read' | { submit: string }): Promise<string> {
  const client = await currentClient(shown.ready.mcp, folder.agents['reader']!.token)
  const answer =
    call === 'read'
      ? await client.call('read_surface', { surface: 'one', what: 'scrollback' })
      : await client.call('submit_text', { surface: 'one', text: call.submit, wait: { until: 'idle', timeout_s: 20 } })
  await client.close()
  expect(answer.isError, JSON.stringify(answer.data)).toBe(false)
  return JSON.stringify(answer.data)
}
async function scrolledUp(name: string): Promise<void> {
  await pane(shown.page, name).locator('.xterm-screen').hover()
  // A notch of the wheel is a few rows.
  for (let notch = 0; notch < 10; notch += 1) await shown.page.mouse.wheel(0, -500)
}
/** What a person presses in the system's dialogs from now on, and what they were asked. */
const answerDialogs = (response: number, checkboxChecked = false) =>
  shown.app.evaluate(
    ({ dialog }, answer) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = async (...given: unknown[]) => {
        const { message, detail, checkboxLabel } = given.at(-1) as Electron.MessageBoxOptions
        asked.push([message, detail, checkboxLabel].filter(Boolean).join(' | '))
        return answer
      }
    },
    { response, checkboxChecked },
  )
const asked = () => shown.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
const closeWindow = () => shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
/** Asked of the main process: after a crash the page is gone for Playwright. Null = it did not answer in time. */
const inPage = <T>(code: string): Promise<T | null> =>
  shown.app.evaluate(({ BrowserWindow }, script) => {
    const silence = new Promise(resolve => setTimeout(resolve, 1000, null))
    return Promise.race([BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(script), silence])
  }, code) as Promise<T | null>
const PANES =
  '[...document.querySelectorAll("[data-testid^=pane-],[data-testid^=dormant-]")].map(one => one.dataset.testid).join()'
const panesNow = () => shown.page.evaluate<string>(PANES)

beforeAll(async () => {
  const rule = { id: 'r1', agents: 'reader', surfaces: { workspace: 'web' }, level: 'submit' }
  folder = await dataFolder(['reader'], [rule])
  home = path.join(folder.dir, 'home')
  for (const part of ['tools', 'src', 'gone']) await fs.mkdir(path.join(home, part), { recursive: true })
  await fs.writeFile(path.join(home, '.profile'), 'PATH="$HOME/tools:$PATH"\nexport PATH\n')
  await putClaude()
  await start(
    ...['--open=shell', ...surface('one', 'src'), '--open=shell', ...surface('two', 'gone')],
    ...[
      '--open=claude',
      ...surface('helper', 'src'),
      '--open-command=echo built; exec sleep 1000',
      ...surface('build', 'src'),
    ],
  )
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

/** An agent that has had a turn of its conversation as soon as it runs. */
async function putClaude(): Promise<void> {
  const event = JSON.stringify({ session_id: CONVERSATION, hook_event_name: 'Stop' })
  const text = `#!/bin/sh
if [ "$1" = --version ]; then echo "2.1.300 (Claude Code)"; exit; fi
printf 'Stop\\n%s' '${event}' > "$GATEHOUSE_EVENTS/1-stub.part"
mv "$GATEHOUSE_EVENTS/1-stub.part" "$GATEHOUSE_EVENTS/1-stub.json"
case "$*" in *--resume*) echo "took up $(echo "$*" | sed 's/.*--resume //')" ;; *) echo "a new talk in $(pwd)" ;; esac
exec sleep 1000
`
  await fs.writeFile(path.join(home, 'tools/claude'), text, { mode: 0o755 })
}

test('what a person has open is kept while they work, and its text at a clean end, for them alone', async () => {
  for (const name of ['one', 'two']) {
    await sees(shown.page, name, /[$#%❯>]\s*$/m)
    await type(shown.page, name, `echo ${name}-$((40+2))`, 'Enter')
    await sees(shown.page, name, new RegExp(`^${name}-42`, 'm'))
  }
  await sees(shown.page, 'helper', 'a new talk in')
  await until('the conversation to be kept', async () => {
    return (await kept()).surfaces.some(one => one.name === 'helper' && one.conversation === CONVERSATION)
  })
  await shown.stop()
  expect(await keptNames()).toEqual(['build', 'helper', 'one', 'two'])
  expect((await texts()).filter(text => /^(one|two)-42$/m.test(text))).toHaveLength(2)
  const at = path.join(folder.dir, 'scrollback')
  const modes = await Promise.all(
    ['.', ...(await fs.readdir(at))].map(async name => (await fs.stat(path.join(at, name))).mode & 0o777),
  )
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600, 0o600])
})

test('shells are open again in their folders, with their text above; a folder that is gone is said', async () => {
  await fs.rm(path.join(home, 'gone'), { recursive: true })
  await start()
  const { surfaces } = await state()
  expect(surfaces.map(({ name, workspace, preset }) => [name, workspace, preset])).toEqual([
    ['one', 'web', 'shell'],
    ['two', 'web', 'shell'],
  ])
  await until('their folders', async () => {
    const [one, two] = [await named('one'), await named('two')]
    return one?.cwd === path.join(home, 'src') && two?.cwd === home
  })
  await pane(shown.page, 'two')
    .getByText(`The folder ${path.join(home, 'gone')} is gone`)
    .waitFor()
  await sees(shown.page, 'one', /[$#%❯>]\s*$/m)
  expect(await pane(shown.page, 'one').locator('.xterm-rows').textContent()).not.toContain('one-42')
  await scrolledUp('one')
  await sees(shown.page, 'one', /^one-42[\s\S]*^from before, \w{3} \d+ \w{3} \d\d:\d\d/m)
})

test('agents read what is on the terminal, never what was there before the start', async () => {
  const now = await agentIn({ submit: 'echo now-$((40+2))' })
  expect(now).toContain('submitted')
  const read = await agentIn('read')
  expect(read).toContain('now-42')
  expect(read).not.toMatch(/one-42|from before/)
})

test('an agent is not started by itself: its pane shows what stood there and what can be done', async () => {
  expect((await state()).dormant.map(({ name, conversation }) => [name, conversation])).toEqual([
    ['helper', true],
    ['build', false],
  ])
  const helper = dormant('helper')
  await helper.getByText('Claude Code was here.').waitFor()
  await helper.getByText('a new talk in').waitFor()
  await helper.getByText(/^from before, /).waitFor()
  expect(await helper.getByRole('button').allInnerTexts()).toEqual(['Start again', 'Take up the conversation', 'Close'])
  expect(await dormant('build').getByRole('button').allInnerTexts()).toEqual(['Start again', 'Close'])
  await pane(shown.page, 'one').locator('.xterm-screen').click()
  await shown.page.getByRole('treeitem', { name: /^helper, Claude Code.*Not started/ }).click()
  expect(await focused()).toBe('Start again')
})

test('one that is not installed any more says how to get it, and stays', async () => {
  await fs.rm(path.join(home, 'tools/claude'))
  await shown.page.keyboard.press('Enter')
  const alert = dormant('helper').getByRole('alert')
  await alert.getByText(/Claude Code was not found on this computer\. To install it: npm install/).waitFor()
  await alert.getByRole('button', { name: 'Copy the command' }).waitFor()
  await putClaude()
})

test('a command runs again in its place when a person says so', async () => {
  const place = (await panesNow()).split(',').findIndex(id => id.startsWith('dormant-'))
  await dormant('build').getByRole('button', { name: 'Start again' }).click()
  await sees(shown.page, 'build', /^built/m)
  expect(place).toBeGreaterThanOrEqual(0)
  expect((await panesNow()).split(',')).toContain(`pane-${(await named('build'))!.id}`)
  expect((await state()).dormant.map(({ name }) => name)).toEqual(['helper'])
  await until('the keyboard in it', () =>
    shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Terminal input, build'),
  )
})

test('a crash of the window takes no program and no pane with it', async () => {
  const pid = /pid-(\d+)/.exec(await agentIn({ submit: 'echo pid-$$' }))?.[1]
  expect(pid).toBeTruthy()
  const ids = (await state()).surfaces.map(({ id }) => id)
  const panes = await panesNow()
  /** Their own ids are given anew by each page. */
  const tabs = async () => {
    const seen: string[] = []
    return JSON.stringify((await kept()).layout.tabs).replace(/"n\d+"/g, id => {
      if (!seen.includes(id)) seen.push(id)
      return `#${seen.indexOf(id)}`
    })
  }
  await until('the layout to be kept', async () => {
    const now = await tabs()
    return ids.every(id => now.includes(id))
  })
  const before = await tabs()
  const old = await shown.app.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]!.webContents
    const process = page.getOSProcessId()
    page.forcefullyCrashRenderer()
    return process
  })
  await until('another page', () =>
    shown.app.evaluate(({ BrowserWindow }, gone) => {
      const page = BrowserWindow.getAllWindows()[0]!.webContents
      return ![0, gone].includes(page.getOSProcessId()) && !page.isCrashed() && !page.isLoading()
    }, old),
  )
  await until('the same panes', async () => (await inPage<string>(PANES)) === panes)
  const got = await until('the state', () => inPage<{ value: AppState }>("window.gatehouse.invoke('state.get', {})"))
  expect(got.value.surfaces.map(({ id, exit }) => [id, exit])).toEqual(ids.map(id => [id, null]))
  expect(await agentIn({ submit: 'echo same-$$' })).toContain(`same-${pid}`)
  expect(await tabs()).toBe(before)
})

test('the window closes once a person was asked, programs run on, and another start brings it back', async () => {
  await answerDialogs(2)
  await closeWindow()
  await until('the question', async () => (await asked()).length === 1)
  expect((await asked())[0]).toMatch(
    /^Close the window\? \| Programs still run in: build\. .*brings it back\. \| Do not ask again$/,
  )
  expect(await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  await answerDialogs(0, true)
  await closeWindow()
  await until('no window', () => shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length === 0))
  const settings = JSON.parse(await fs.readFile(path.join(folder.dir, 'settings.json'), 'utf8'))
  expect(settings.closeWindow).toBe('keep')
  expect(await agentIn({ submit: 'echo without-$((40+2))' })).toContain('submitted')

  const again = shown.app.waitForEvent('window')
  expect(await runHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])).toMatchObject({ code: 0 })
  shown = { ...shown, page: await again }
  await shown.page.waitForLoadState('domcontentloaded')
  await sees(shown.page, 'one', /^without-42/m)
  await scrolledUp('one')
  await sees(shown.page, 'one', /^one-42[\s\S]*^from before, /m)
})

test('quitting asks while something is at work, and ends everything', async () => {
  await answerDialogs(1)
  await shown.page.evaluate(() => void window.gatehouse.invoke('window.do', { what: 'quit' }))
  await until('the question', async () => (await asked()).length === 1)
  expect(await asked()).toEqual(['Quit Gatehouse? | Programs still run in: build. Quitting ends them.'])
  await pane(shown.page, 'one').waitFor()
  await answerDialogs(0)
  const gone = once(shown.app.process(), 'exit')
  await shown.page.evaluate(() => void window.gatehouse.invoke('window.do', { what: 'quit' })).catch(() => {})
  expect(await gone).toEqual([0, null])
  expect(await keptNames()).toEqual(['build', 'helper', 'one', 'two'])
})

test('without a window nothing comes back, and what was kept stays as it is', async () => {
  const file = path.join(folder.dir, 'layout.json')
  const before = await fs.readFile(file, 'utf8')
  const headless = await startHeadless([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    '--open=shell',
    '--name=other',
  ])
  const client = await currentClient(headless.ready.mcp, folder.agents['reader']!.token)
  const { surfaces = [] } = (await client.call('list_surfaces')).data
  await client.close()
  await headless.stop()
  expect(surfaces.filter(({ name }) => name !== 'other')).toEqual([])
  expect(await fs.readFile(file, 'utf8')).toBe(before)
})

test('what was not started waits on; a flag that opens the same takes its place; a conversation is taken up; closed is gone', async () => {
  await start('--open=shell', '--name=one', '--workspace=web')
  expect((await state()).surfaces.map(({ name }) => name).sort()).toEqual(['one', 'two'])
  await dormant('build').getByRole('button', { name: 'Close' }).click()
  await dormant('helper').getByText('a new talk in').waitFor()
  await dormant('helper').getByRole('button', { name: 'Take up the conversation' }).click()
  await sees(shown.page, 'helper', `took up ${CONVERSATION}`)
  expect((await state()).dormant).toEqual([])
  await until('it to be kept', async () => (await keptNames()).join() === 'helper,one,two')
  await shown.stop()
  expect((await texts()).some(text => text.includes('built'))).toBe(false)
})
