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
import { createTray } from './tray.ts'
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
  let window: BrowserWindow | null = null
  /** the window may go while the programs run on */
  let stays = false
  function open() {
    if (window) return bringToFront(window)
    stays = false
    const opened = openWindow({ preload: path.join(OUT, 'preload/bridge.cjs'), devServer })
    window = opened
    const page = opened.webContents
    // The programs run on in main: a page that crashed is loaded again and attaches to them.
    page.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') page.reload()
    })
    opened.on('close', event => {
      const choice = onClose(house, opened)
      stays = choice === 'keep'
      if (choice === 'stay') event.preventDefault()
    })
    opened.on('closed', () => {
      window = null
    })
  }
  open()
  const stopCalls = serveCalls(
    handlers(house, () => window),
    event => {
      const page = window?.webContents
      const frame = event.senderFrame
      return page !== undefined && event.sender === page && frame === page.mainFrame && isPage(frame.url, devServer)
    },
  )
  house.view.onSlice(slice => {
    if (window) sendSlice(window.webContents, slice)
  })
  house.onRaise(open)
  app.on('activate', open)
  const tray = createTray(house, { open, quit: () => app.quit() })

  let ended: Promise<void> | null = null
  const end = () => {
    ended ??= house.close().finally(stopCalls)
    return ended
  }
  pauseOnFaults(house.gate)
  closeOnSignals(end, code => app.exit(code))
  void house.announce()
  app.on('window-all-closed', () => {
    if (!stays) app.quit()
  })
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    tray?.close()
    void end().finally(() => app.exit(0))
  })
}

/** What becomes of the programs when the window closes: asked unless every shell is surely at its prompt. */
function onClose(house: House, window: BrowserWindow): 'end' | 'keep' | 'stay' {
  const busy = house.registry
    .all()
    .map(surface => surface.summary())
    .filter(({ state, left }) => left.length > 0 || !atRest(state))
  if (busy.length === 0) return 'end'
  const names = busy.map(({ name }) => name).join(', ')
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'Close the window?',
    detail: `Programs still run in: ${names}. They can run on without a window; start Gatehouse again, or use its tray icon, to come back.`,
    buttons: ['Keep them running', 'End them', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  })
  return (['keep', 'end', 'stay'] as const)[answer] ?? 'stay'
}

function handlers(house: House, windowNow: () => BrowserWindow | null): Handlers {
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
      const window = windowNow()
      if (!window) return done
      if (what === 'minimize') window.minimize()
      else if (what === 'close') window.close()
      else if (window.isMaximized()) window.unmaximize()
      else window.maximize()
      return done
    },
  }
}
