// The built app in its window, and the emulators in its page: found from outside, by the debugger, so that nothing for it stands in
// what is shipped. "Parsed in the window" is: in the buffer of the xterm that is shown, at its event for parsed writes, on the page's
// clock (which gives 0.1 ms).
import fs from 'node:fs'
import type { CDPSession, ElectronApplication, Page } from 'playwright-core'
import { type RunningWindow, startWindow, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'

export interface Opened {
  readonly name: string
  readonly command: string
}

export interface BenchApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly cdp: CDPSession
  readonly folder: DataFolder
  readonly ready: RunningWindow['ready']
  /** Finds the emulators that are shown now: after every change of what is shown. `window.terminals[name]` is each of them. */
  find(...names: string[]): Promise<void>
  /** How many emulators the page holds after a collection that nobody can see. */
  unseen(): Promise<number>
  /** processor time since the start, ms: of the main process, and of the page's */
  spent(): Promise<{ readonly main: number; readonly page: number }>
  stop(): Promise<void>
}

/** The part of xterm that is looked at. */
export interface SeenTerminal {
  readonly element: HTMLElement
  readonly cols: number
  readonly rows: number
  readonly buffer: { readonly active: SeenBuffer }
  onWriteParsed(listener: () => void): { dispose(): void }
}
interface SeenBuffer {
  readonly baseY: number
  readonly cursorX: number
  readonly cursorY: number
  readonly length: number
  getLine(row: number): { translateToString(trimRight: boolean): string } | undefined
}

declare global {
  interface Window {
    terminals: Record<string, SeenTerminal>
    unseenTerminals: number
  }
}

/** Opens the app with these surfaces, side by side, in a window of this size (px). */
export async function openApp(surfaces: readonly Opened[], width = 1440, height = 900): Promise<BenchApp> {
  const folder = await dataFolder(['cursor'], [{ id: 'r1', agents: '*', surfaces: '*', level: 'submit' }])
  const shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...surfaces.flatMap(({ name, command }) => [`--open-command=${command}`, `--name=${name}`]),
  ])
  const { app, page } = shown
  await app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [only] = BrowserWindow.getAllWindows()
      only!.setSize(w!, h!)
      only!.focus()
    },
    [width, height],
  )
  const cdp = await page.context().newCDPSession(page)
  return {
    ...{ app, page, cdp, folder, ready: shown.ready },
    find: (...names) => find(page, cdp, names),
    async unseen() {
      // What was found before must not be what keeps it.
      await page.evaluate(() => {
        window.terminals = {}
      })
      await find(page, cdp, [])
      return page.evaluate(() => window.unseenTerminals)
    },
    async spent() {
      const pid = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
      )
      return { main: cpuOf(app.process().pid!), page: cpuOf(pid) }
    },
    async stop() {
      await shown.stop()
      await folder.remove()
    },
  }
}

/** In ms, in steps of 10; 0 where the system does not say. */
function cpuOf(pid: number): number {
  if (process.platform !== 'linux') return 0
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** By way of all objects of the page: those that are xterm's and are in a pane of one of these names. */
async function find(page: Page, cdp: CDPSession, names: readonly string[]): Promise<void> {
  await until(`the terminals ${names.join(', ')}`, async () => {
    const { result } = await cdp.send('Runtime.evaluate', { expression: 'window.terminalKind ?? Object.prototype' })
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! })
    await cdp.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration: `${keep}` })
    await cdp.send('Runtime.releaseObject', { objectId: objects.objectId! })
    return page.evaluate(wanted => wanted.every(name => name in window.terminals), names)
  })
}

/** Runs in the page, on an array of objects. */
function keep(this: object[]): void {
  const page = window as Window & { terminalKind?: object }
  page.terminals = {}
  page.unseenTerminals = 0
  for (const one of this) {
    const core = Object.getOwnPropertyDescriptor(one, '_core')?.value
    if (!core || !('onWriteParsed' in one)) continue
    if (!core.element?.isConnected) {
      page.unseenTerminals += 1
      continue
    }
    page.terminalKind = Object.getPrototypeOf(one)
    const label = core.element.closest('[role=group]')?.getAttribute('aria-label') ?? ''
    page.terminals[label.split(', ')[0]] = one as SeenTerminal
  }
}
