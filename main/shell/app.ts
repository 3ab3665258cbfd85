// The desktop app: the house with a window on it. Owns the order of Electron's start and end, nothing of the gate.
import path from 'node:path'
import { app, type BrowserWindow, clipboard, dialog, session, shell } from 'electron'
import { version } from '../../package.json'
import { createCalls } from '../calls.ts'
import { type House, openHouse } from '../house.ts'
import { closeOnSignals, pauseOnFaults, readArgs } from '../start.ts'
import { atRest } from '../status/state.ts'
import { type Handlers, serveCalls } from './ipc.ts'
import { isPage, lockDown } from './lockdown.ts'
import { setMenu } from './menu.ts'
import { declarePage, servePage } from './page.ts'
import { attachPort } from './ports.ts'
import { keychainSeal } from './secrets.ts'
import { electronSettings } from './settings.ts'
import { bringToFront, openWindow, sendSlice } from './windows.ts'

const OUT = path.resolve(import.meta.dirname, '..')

/** Starts the app. Resolves when the window is open, or ends the process where it cannot start. */
export async function startApp(argv: readonly string[]): Promise<void> {
  const args = readArgs(argv)
  if (typeof args === 'number') return app.exit(args)
  // Chromium's own files stay in one folder of the data folder, whatever its platform's habit is.
  app.setPath('userData', args.dataDir)
  app.setPath('sessionData', path.join(args.dataDir, 'window'))
  declarePage()
  setMenu()
  const devServer = app.isPackaged ? null : (process.env['VITE_DEV_SERVER_URL'] ?? null)
  await app.whenReady()

  const house = await openHouse({
    args,
    version,
    settings: electronSettings,
    window: true,
    seal: keychainSeal(),
    developmentElectron: process.env['GATEHOUSE_STAND_IN_ELECTRON'] === '1',
  })
  if (!house.ok) {
    process.stderr.write(`gatehouse: ${house.message}\n`)
    if (house.code === 'already_running') return app.exit(0)
    dialog.showErrorBox('Gatehouse could not start', house.message)
    return app.exit(1)
  }
  lockDown(session.defaultSession, devServer)
  servePage(session.defaultSession, path.join(OUT, 'renderer'))
  live(house.value, devServer)
}

function live(house: House, devServer: string | null): void {
  const window = openWindow({ preload: path.join(OUT, 'preload/bridge.cjs'), devServer })
  const page = window.webContents
  const stopCalls = serveCalls(handlers(house, window), event => {
    const frame = event.senderFrame
    return event.sender === page && frame === page.mainFrame && isPage(frame.url, devServer)
  })
  house.view.onSlice(slice => sendSlice(page, slice))
  house.onRaise(() => bringToFront(window))
  // The programs run on in main: a page that crashed is loaded again and attaches to them.
  page.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') page.reload()
  })
  window.on('close', event => {
    if (!mayEnd(house, window)) event.preventDefault()
  })

  let ended: Promise<void> | null = null
  const end = () => {
    ended ??= house.close().finally(stopCalls)
    return ended
  }
  pauseOnFaults(house.gate)
  closeOnSignals(end, code => app.exit(code))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    void end().finally(() => app.exit(0))
  })
}

/** Asks before programs are ended with the window, unless every shell is surely at its prompt. */
function mayEnd(house: House, window: BrowserWindow): boolean {
  const busy = house.registry
    .all()
    .map(surface => surface.summary())
    .filter(({ state }) => !atRest(state))
  if (busy.length === 0) return true
  const names = busy.map(({ name }) => name).join(', ')
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'Close Gatehouse?',
    detail: `Programs still run in: ${names}. Closing ends them.`,
    buttons: ['Close and end them', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
  })
  return answer === 0
}

function handlers(house: House, window: BrowserWindow): Handlers {
  const done = { ok: true, value: {} } as const
  return {
    ...createCalls(house),
    'surface.attach'({ id, tag }, from) {
      const surface = house.registry.get(id)
      if (!surface) return { ok: false, code: 'no_such_surface', message: 'That surface is closed.' }
      attachPort(from, surface, tag)
      return done
    },
    'clipboard.write'({ text }) {
      clipboard.writeText(text)
      return done
    },
    // Electron 45 answers with a promise, 33 with the text.
    'clipboard.read': async () => ({ ok: true, value: { text: await clipboard.readText() } }),
    async 'link.open'({ url }) {
      const { protocol } = new URL(url)
      if (protocol !== 'https:' && protocol !== 'http:') {
        return { ok: false, code: 'bad_link', message: `Only http and https links are opened, not ${protocol}` }
      }
      await shell.openExternal(url)
      return done
    },
    'window.do'({ what }) {
      if (what === 'minimize') window.minimize()
      else if (what === 'close') window.close()
      else if (window.isMaximized()) window.unmaximize()
      else window.maximize()
      return done
    },
  }
}
