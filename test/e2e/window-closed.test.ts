// The window closed while programs run: they and their agents go on, what waits waits, and another start brings it back.
import { afterEach, expect, test } from 'vitest'
import { type RunningWindow, runHeadless, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { sees, type } from '../helpers/terminal.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

async function start(): Promise<{ folder: DataFolder; shown: RunningWindow; asker: TestClient }> {
  const rule = { id: 'r1', agents: 'asker', surfaces: '*', level: 'type', ask: 'submit' }
  const folder = await dataFolder(['asker'], [rule])
  undo.push(() => folder.remove())
  const named = ['--open=shell', '--name=shell', '--open=shell', '--name=busy']
  const shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...named])
  undo.push(() => shown.stop())
  for (const name of ['shell', 'busy']) await sees(shown.page, name, /[$#%❯>]\s*$/m)
  const asker = await currentClient(shown.ready.mcp, folder.agents['asker']!.token)
  undo.push(() => asker.close())
  return { folder, shown, asker }
}

/** Something runs in the terminal named `busy`, so the window is not closed without a question. */
async function work(shown: RunningWindow): Promise<void> {
  await type(shown.page, 'busy', 'sleep 1000', 'Enter')
  await until('work', () =>
    shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.some(one => one.name === 'busy' && one.state.evidence.includes('sleep'))
    }),
  )
}

/** What the person presses in the system's dialog: the first button keeps the programs. */
const press = (shown: RunningWindow, button: number) =>
  shown.app.evaluate(({ dialog }, chosen) => {
    dialog.showMessageBox = async () => ({ response: chosen, checkboxChecked: false })
  }, button)
const close = (shown: RunningWindow) =>
  shown.page.evaluate(() => void window.gatehouse.invoke('window.do', { what: 'close' })).catch(() => {})

test('programs run on, an ask waits on, and a second start brings a window that can answer it', async () => {
  const { folder, shown, asker } = await start()
  await work(shown)
  const sending = asker.call('submit_text', { surface: 'shell', text: "echo 'after'-window" }, { timeoutMs: 100_000 })
  await until('the ask', async () => (await shown.page.getByTestId('waiting').textContent())?.startsWith('1 '))
  await press(shown, 0)
  await close(shown)
  await until('no window', () => shown.app.windows().length === 0)
  expect((await asker.call('my_access')).isError).toBe(false)

  const again = shown.app.waitForEvent('window')
  // Any second start on the folder does it, also one without a window.
  expect(await runHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])).toMatchObject({ code: 0 })
  const page = await again
  await page.waitForLoadState('domcontentloaded')
  const ref = await until('the same ask', () =>
    page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok ? state.value.approvals.waiting[0]?.ref : undefined
    }),
  )
  const answered = await page.evaluate(
    one => window.gatehouse.invoke('approval.answer', { ref: one, how: 'once' }),
    ref,
  )
  expect(answered).toMatchObject({ ok: true })
  expect((await sending).data.outcome).toBe('submitted')
  await sees(page, 'shell', /^after-window/m)
})

test('cancelled, the window stays', async () => {
  const { shown } = await start()
  await work(shown)
  await press(shown, 2)
  const { length } = await until('the program', () => shown.app.windows())
  await close(shown)
  expect(await shown.page.evaluate(() => document.title)).toBeTruthy()
  expect(shown.app.windows()).toHaveLength(length)
})
