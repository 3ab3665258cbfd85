// The desktop app's second part, loaded while the window's page loads: the house, and what joins it to the window, the tray and the
// system. Owns the order of the end, nothing of the gate.
import { app, clipboard, dialog, shell } from 'electron'
import type { DoEvent, updateCalls } from '../../preload/contract.ts'
import type { Args } from '../args.ts'
import { createCalls } from '../calls.ts'
import { type House, openHouse } from '../house.ts'
import { isTestBuild, pauseOnFaults } from '../start.ts'
import type { HeldLock } from '../store/lock.ts'
import type { Updates } from '../updates/updates.ts'
import { followAppearance, openSettingsFile } from './appearance.ts'
import { tidyDumps } from './crashes.ts'
import type { Door } from './door.ts'
import { exportWithDialog } from './export.ts'
import { fileHandlers } from './files.ts'
import type { Frame } from './frame.ts'
import { answerCalls, type Handlers } from './ipc.ts'
import { createLeaving } from './leaving.ts'
import { followMenu } from './menu.ts'
import { startNotifying } from './notify.ts'
import { attachPort } from './ports.ts'
import { keychainSeal } from './secrets.ts'
import { electronSettings } from './settings.ts'
import { createTray } from './tray.ts'
import { followUpdates, leaveBy, openUpdates, updateHandlers } from './updates.ts'
import { sendDo, sendSlice } from './windows.ts'

export interface DeskOptions {
  /** what a person wrote after the program */
  readonly argv: readonly string[]
  readonly args: Args
  readonly version: string
  readonly lock: HeldLock
  readonly frame: Frame
  readonly door: Door
  /** crash dumps are kept in this run */
  readonly dumps: boolean
}

export interface Desk {
  /** Ends everything, in order. */
  end(): Promise<void>
}

/** A page that has not drawn by then, ms, is waited for no longer: agents are. */
const DRAWN_MS = 3000

/** Opens the house behind the window, or ends the process where it does not open. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { argv, args, version, lock, frame } = options
  const updates = openUpdates(args, version, argv)
  const house = await openHouse({
    args,
    version,
    lock,
    mcpLater: true,
    settings: electronSettings,
    window: true,
    seal: keychainSeal(),
    developmentElectron: process.env['GATEHOUSE_STAND_IN_ELECTRON'] === '1' || isTestBuild(version),
    updates: updates.state,
  })
  if (house.ok) return live(house.value, updates, options)
  process.stderr.write(`gatehouse: ${house.message}\n`)
  frame.now()?.destroy()
  dialog.showErrorBox('Gatehouse could not start', house.message)
  app.exit(1)
  return new Promise(() => {})
}

function live(house: House, updates: Updates, { argv, frame, door, dumps }: DeskOptions): Desk {
  const appearance = followAppearance(house.settings)
  const leaving = createLeaving(house, () => tray !== null)
  const drawn = new Promise<void>(resolve => {
    const updating = updateHandlers(updates, release => leaving.restarting(release, frame.now()))
    door.answer(answerCalls({ ...handlers(house, frame, resolve), ...updating }))
    setTimeout(resolve, DRAWN_MS)
  })
  function ask(event: DoEvent) {
    frame.open()
    const page = frame.now()?.webContents
    if (!page) return
    // A page that is still loading hears nothing yet.
    if (page.isLoading()) page.once('did-finish-load', () => sendDo(page, event))
    else sendDo(page, event)
  }
  house.view.onSlice(slice => {
    const window = frame.now()
    if (window) sendSlice(window.webContents, slice)
  })
  app.on('activate', frame.open)
  let tray: ReturnType<typeof createTray> = null
  let news: ReturnType<typeof startNotifying> | null = null
  let ended: Promise<void> | null = null
  const end = () => {
    news?.close()
    updates.close()
    ended ??= house.close().finally(door.close)
    return ended
  }
  pauseOnFaults(house.gate)
  // What the person waits for comes first; what agents need is much to load. Signals are heard by then.
  void drawn.then(() => {
    if (ended) return
    followMenu(house.settings, command => ask({ do: 'command', command }))
    tray = createTray(house, { open: frame.open, quit: () => app.quit() })
    news = startNotifying(house, { window: frame.now, ask, needs: count => tray?.needs(count) })
    followUpdates(updates, house)
    void tidyDumps(house.dataDir, dumps)
    return house.announce()
  })
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') console.error(`gatehouse: A process of Electron's is gone (${type}: ${reason}).`)
  })
  app.on('window-all-closed', leaving.allClosed)
  app.on('before-quit', event => ended || leaving.quitting(event, frame.now()))
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    tray?.close()
    void end().finally(() => leaveBy(updates, argv))
  })
  frame.hold({
    layout: house.layout,
    opened(window) {
      leaving.opened()
      appearance.dress(window)
    },
    closing: leaving.closing,
    quit: () => void end().finally(() => app.exit(0)),
    unseen: () => house.registry.watch(null),
  })
  return { end }
}

function handlers(house: House, frame: Frame, drawn: () => void): Omit<Handlers, keyof typeof updateCalls> {
  const done = { ok: true, value: {} } as const
  return {
    ...createCalls(house),
    ...fileHandlers(house),
    'activity.export': options => exportWithDialog(house, options, frame.now()),
    'settings.open': () => openSettingsFile(house.settings),
    'surface.attach'({ id, tag }, from) {
      const surface = house.registry.get(id)
      if (!surface) return { ok: false, code: 'no_such_surface', message: 'That surface is closed.' }
      attachPort(from, surface, tag, () => house.restore?.before(id) ?? null, house.settings.get().scrollback)
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
    'window.drawn'() {
      drawn()
      return done
    },
    'window.do'({ what }) {
      const window = frame.now()
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
