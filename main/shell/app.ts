// The desktop app's first part: what has to be there before the first frame, and nothing else. The folder is held, the page can be
// served, the window opens; then the house is loaded (desk.ts). Owns the order of Electron's start, nothing of the gate.
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, dialog, Menu, nativeTheme, session } from 'electron'
import type { Args } from '../args.ts'
import { claimFolder, sayWhyNot } from '../claim.ts'
import { closeOnSignals, readArgs } from '../start.ts'
import { type FirstLook, firstLook } from '../store/first-look.ts'
import type { HeldLock } from '../store/lock.ts'
import { keepDumps } from './crashes.ts'
import { openDoor } from './door.ts'
import { createFrame } from './frame.ts'
import { isPage, lockDown } from './lockdown.ts'
import { declarePage, servePage } from './page.ts'

const OUT = path.resolve(import.meta.dirname, '..')

/** A page that has not come so far by then, ms, is waited for no longer. */
const PAGE_FIRST_MS = 1000

/** Starts the app. Resolves when Electron may go on; what comes once it is ready then goes by itself. */
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
  // Later each of its steps would wait for all that Electron does then. What stands in the folder is believed once it is ours.
  const claimed = await claimFolder(args.dataDir)
  if (claimed.ok) {
    const first = firstLook(args.dataDir)
    if (first.crashDumps) keepDumps(args.dataDir)
    void open({ argv, args, version, first, devServer, lock: claimed.value })
  } else {
    const code = sayWhyNot(claimed)
    if (code === 0) return app.exit(code)
    void app.whenReady().then(() => {
      dialog.showErrorBox('Gatehouse could not start', claimed.message)
      app.exit(code)
    })
  }
}

interface Opening {
  readonly argv: readonly string[]
  readonly args: Args
  readonly version: string
  readonly first: FirstLook
  readonly devServer: string | null
  readonly lock: HeldLock
}

/** The folder is ours: the window, then the house behind it. Resolves when everything stands. */
async function open({ argv, args, version, first, devServer, lock }: Opening): Promise<void> {
  await app.whenReady()
  lockDown(session.defaultSession, devServer)
  const served = servePage(session.defaultSession, path.join(OUT, 'renderer'))
  // A page of the other theme would flash.
  nativeTheme.themeSource = first.theme
  const frame = createFrame({ preload: path.join(OUT, 'preload/bridge.cjs'), devServer, first })
  const door = openDoor(event => {
    const page = frame.now()?.webContents
    const sender = event.senderFrame
    return page !== undefined && event.sender === page && sender === page.mainFrame && isPage(sender.url, devServer)
  })
  frame.open()
  lock.onRaise(frame.open)
  // To load things keeps this process busy, which the page's own loading needs until it has its script. Then both have much to do,
  // and neither waits long for the other.
  await Promise.race([served, wait(devServer === null ? PAGE_FIRST_MS : 0)])
  await import('../../preload/contract.ts')
  const { openDesk } = await import('./desk.ts')
  const { end } = await openDesk({ argv, args, version, lock, frame, door, dumps: first.crashDumps })
  // A signal before this quits, which waits until there is something to end in order.
  closeOnSignals(end, code => app.exit(code))
}
