// The desktop app's first part: what has to be there before the first frame, and nothing else. The folder is held, the page can be
// served, the window opens; then the house is loaded (desk.ts). Owns the order of Electron's start, nothing of the gate.
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, dialog, Menu, nativeTheme, session } from 'electron'
import { claimFolder, sayWhyNot } from '../claim.ts'
import { closeOnSignals, readArgs } from '../start.ts'
import { firstLook } from '../store/first-look.ts'
import { openDoor } from './door.ts'
import { createFrame } from './frame.ts'
import { isPage, lockDown } from './lockdown.ts'
import { declarePage, servePage } from './page.ts'

const OUT = path.resolve(import.meta.dirname, '..')

/** A page that has not come so far by then, ms, is waited for no longer. */
const PAGE_FIRST_MS = 1000

/** Starts the app. Resolves when everything stands, or ends the process where it cannot start. */
export async function startApp(argv: readonly string[], version: string): Promise<void> {
  const args = readArgs(argv, version)
  if (typeof args === 'number') return app.exit(args)
  // Chromium's own files stay in one folder of the data folder, whatever its platform's habit is.
  app.setPath('userData', args.dataDir)
  app.setPath('sessionData', path.join(args.dataDir, 'window'))
  declarePage()
  // On macOS the whole menu comes with the house; elsewhere the window draws its own.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
  )
  const devServer = app.isPackaged ? null : (process.env['VITE_DEV_SERVER_URL'] ?? null)
  const claiming = claimFolder(args.dataDir)
  await app.whenReady()
  const claimed = await claiming
  if (!claimed.ok) {
    const code = sayWhyNot(claimed)
    if (code !== 0) dialog.showErrorBox('Gatehouse could not start', claimed.message)
    return app.exit(code)
  }
  lockDown(session.defaultSession, devServer)
  const served = servePage(session.defaultSession, path.join(OUT, 'renderer'))
  const first = firstLook(args.dataDir)
  // A page of the other theme would flash.
  nativeTheme.themeSource = first.theme
  const frame = createFrame({ preload: path.join(OUT, 'preload/bridge.cjs'), devServer, first })
  const door = openDoor(event => {
    const page = frame.now()?.webContents
    const sender = event.senderFrame
    return page !== undefined && event.sender === page && sender === page.mainFrame && isPage(sender.url, devServer)
  })
  claimed.value.onRaise(frame.open)
  frame.open()
  // To load things keeps this process busy, which the page's own loading needs now and then: the page goes first. Between its text
  // and its script is time for the schemas.
  const late = wait(devServer === null ? PAGE_FIRST_MS : 0)
  await Promise.race([served.page, late])
  await import('../../preload/contract.ts')
  await Promise.race([served.script, late])
  const { openDesk } = await import('./desk.ts')
  const { end } = await openDesk({ args, version, lock: claimed.value, frame, door })
  // A signal before this quits, which waits until there is something to end in order.
  closeOnSignals(end, code => app.exit(code))
}
