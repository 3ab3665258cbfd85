// The desktop app: the house with a window on it. Owns the order of Electron's start and end, nothing of the gate.
import path from 'node:path'
import { app, type BrowserWindow, clipboard, dialog, session, shell } from 'electron'
import { version } from '../../package.json'
import type { DoEvent } from '../../preload/contract.ts'
import { createCalls } from '../calls.ts'
import { type House, openHouse } from '../house.ts'
import { closeOnSignals, pauseOnFaults, readArgs } from '../start.ts'
import { followAppearance, openSettingsFile } from './appearance.ts'
import { exportWithDialog } from './export.ts'
import { fileHandlers } from './files.ts'
import { type Handlers, serveCalls } from './ipc.ts'
import { createLeaving } from './leaving.ts'
import { isPage, lockDown } from './lockdown.ts'
import { followMenu, setMenu } from './menu.ts'
import { startNotifying } from './notify.ts'
import { declarePage, servePage } from './page.ts'
import { attachPort } from './ports.ts'
import { followScreenReader } from './screen-reader.ts'
import { keychainSeal } from './secrets.ts'
import { electronSettings } from './settings.ts'
import { createTray } from './tray.ts'
import { bringToFront, openWindow, sendDo, sendSlice } from './windows.ts'

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
  const appearance = followAppearance(house.settings)
  const leaving = createLeaving(house, () => tray !== null)
  function open() {
    if (window) return bringToFront(window)
    leaving.opened()
    const opened = openWindow({ preload: path.join(OUT, 'preload/bridge.cjs'), devServer, layout: house.layout })
    window = opened
    appearance.dress(opened)
    const page = opened.webContents
    followScreenReader(page)
    // The programs run on in main: a page that crashed is loaded again and attaches to them.
    page.on('render-process-gone', (_event, { reason }) => {
      house.registry.watch(null)
      if (reason !== 'clean-exit') console.error(`gatehouse: The window's process is gone: ${reason}.`)
      if (reason !== 'clean-exit') page.reload()
    })
    opened.on('close', event => leaving.closing(event, opened))
    opened.on('closed', () => {
      window = null
      house.registry.watch(null)
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
  function ask(event: DoEvent) {
    open()
    const page = window?.webContents
    if (!page) return
    // A page that is still loading hears nothing yet.
    if (page.isLoading()) page.once('did-finish-load', () => sendDo(page, event))
    else sendDo(page, event)
  }
  followMenu(house.settings, command => ask({ do: 'command', command }))
  house.view.onSlice(slice => {
    if (window) sendSlice(window.webContents, slice)
  })
  house.onRaise(open)
  app.on('activate', open)
  const tray = createTray(house, { open, quit: () => app.quit() })
  const news = startNotifying(house, { window: () => window, ask, needs: count => tray?.needs(count) })

  let ended: Promise<void> | null = null
  const end = () => {
    news.close()
    ended ??= house.close().finally(stopCalls)
    return ended
  }
  pauseOnFaults(house.gate)
  closeOnSignals(end, code => app.exit(code))
  void house.announce()
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') console.error(`gatehouse: A process of Electron's is gone (${type}: ${reason}).`)
  })
  app.on('window-all-closed', leaving.allClosed)
  app.on('before-quit', event => ended || leaving.quitting(event, window))
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    tray?.close()
    void end().finally(() => app.exit(0))
  })
}

function handlers(house: House, windowNow: () => BrowserWindow | null): Handlers {
  const done = { ok: true, value: {} } as const
  return {
    ...createCalls(house),
    ...fileHandlers(house),
    'activity.export': options => exportWithDialog(house, options, windowNow()),
    'settings.open': () => openSettingsFile(house.settings),
    'surface.attach'({ id, tag }, from) {
      const surface = house.registry.get(id)
      if (!surface) return { ok: false, code: 'no_such_surface', message: 'That surface is closed.' }
      attachPort(from, surface, tag, () => house.restore?.before(id) ?? null)
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
      else if (what === 'quit') app.quit()
      else if (window.isMaximized()) window.unmaximize()
      else window.maximize()
      return done
    },
  }
}
