// What the window's page cannot do, tried from inside it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'

let folder: DataFolder
let shown: RunningWindow

beforeAll(async () => {
  folder = await dataFolder([])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('has nothing of Node or Electron but the bridge with its five functions', async () => {
  const found = await shown.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter(name => name in globalThis),
    bridge: Object.keys(window.gatehouse).sort(),
  }))
  expect(found).toEqual({ node: [], bridge: ['invoke', 'on', 'onDo', 'pathOf', 'port'] })
})

test('cannot load, connect, open or go anywhere else', async () => {
  const tried = await shown.page.evaluate(async url => {
    const failed = (work: () => unknown) =>
      Promise.resolve()
        .then(work)
        .then(
          () => 'worked',
          () => 'refused',
        )
    return {
      fetch: await failed(() => fetch(url, { method: 'POST' })),
      file: await failed(() => fetch('file:///etc/passwd')),
      outside: await failed(async () => {
        const answer = await fetch('app://gatehouse/../package.json')
        if (!answer.ok) throw new Error(String(answer.status))
      }),
      socket: await failed(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(url.replace('http', 'ws'))
            socket.onopen = resolve
            socket.onerror = reject
          }),
      ),
      eval: await failed(() => Function('return 1')()),
      clipboard: await failed(() => navigator.clipboard.readText()),
      notify: await failed(async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('no')
      }),
      window: window.open(url) === null ? 'refused' : 'worked',
    }
  }, shown.ready.mcp)
  expect(new Set(Object.values(tried)), JSON.stringify(tried)).toEqual(new Set(['refused']))
  await shown.page.evaluate(url => {
    window.location.href = url
  }, shown.ready.mcp)
  const script = shown.page.evaluate(
    () =>
      new Promise<string>(resolve => {
        const inline = document.createElement('script')
        inline.textContent = 'globalThis.ran = true'
        document.body.append(inline)
        resolve('ran' in globalThis ? 'ran' : 'refused')
      }),
  )
  expect(await script).toBe('refused')
  expect(shown.page.url()).toBe('app://gatehouse/index.html')
  expect(shown.app.windows()).toHaveLength(1)
})

test('gets an error that names call and field for what main does not take', async () => {
  const answers = await shown.page.evaluate(async () => {
    const invoke = window.gatehouse.invoke as (call: string, input: unknown) => Promise<unknown>
    return [
      await invoke('surface.write', { id: 's_abcd', text: 'x' }),
      await invoke('__proto__', {}),
      await invoke('surface.close', { id: '../../etc' }),
      await invoke('policy.cell', { agent: '*', surface: '*', level: 'root', ask: null }),
      await invoke('link.open', { url: 'file:///etc/passwd' }),
    ]
  })
  expect(answers).toMatchObject([
    { ok: false, code: 'no_such_call' },
    { ok: false, code: 'no_such_call' },
    { ok: false, code: 'bad_input', field: 'id' },
    { ok: false, code: 'bad_input', field: 'level' },
    { ok: false, code: 'bad_link' },
  ])
})

test('a page that crashes is loaded again, and the programs have gone on', async () => {
  const opened = await shown.page.evaluate(() => window.gatehouse.invoke('surface.open', { preset: 'shell' }))
  expect(opened.ok).toBe(true)
  // The page is gone for Playwright with its process: from here on everything is asked of the main process.
  const before = await shown.app.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId()
    process.kill(pid, 'SIGKILL')
    return pid
  })
  const shows = () =>
    shown.app.evaluate(async ({ BrowserWindow }, old) => {
      const page = BrowserWindow.getAllWindows()[0]!.webContents
      // A page between two processes answers nothing, ever.
      if ([0, old].includes(page.getOSProcessId()) || page.isCrashed() || page.isLoading()) return ''
      const silence = new Promise<string>(resolve => setTimeout(resolve, 1000, ''))
      const shown: Promise<string> = page.executeJavaScript(
        '(document.querySelector(".xterm-rows")?.textContent ?? "").trim()',
      )
      return Promise.race([shown, silence])
    }, before)
  // Text may stand there before the prompt does.
  await until('the terminal to be back, at its prompt', async () => /[$#%>]/.test(await shows()))
})
