// The window: frameless with our own title bar, its page sandboxed, its place kept off the screen's edges by the OS.
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import { DO_EVENT, SLICE_EVENT } from '../../preload/channels.ts'
import type { DoEvent, SliceEvent } from '../../preload/contract.ts'
import type { Bounds, LayoutFile } from '../store/layout-file.ts'
import { visibleBounds } from './bounds.ts'
import { PAGE_ORIGIN } from './page.ts'

/** The canvas colours of tokens.css, so that the first frame does not flash. */
export const CANVAS = { dark: '#08090A', light: '#E6E6E3' }

export type KeptBounds = Pick<LayoutFile, 'kept' | 'save'>

/** Opens the window where it was; `bounds` null = at first. It is shown when its page has painted or is loaded. `preload`: path of the built bridge. */
export function openWindow(options: {
  preload: string
  devServer: string | null
  bounds: Bounds | null
}): BrowserWindow {
  const { bounds: kept } = options
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { maximized = false, ...bounds } = (kept && visibleBounds(kept, areas)) ?? { width: 1440, height: 900 }
  const window = new BrowserWindow({
    title: 'Gatehouse',
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
    ...(process.platform === 'darwin'
      ? { titleBarStyle: 'hiddenInset' as const, trafficLightPosition: { x: 14, y: 14 } }
      : { frame: false }),
    webPreferences: {
      preload: path.resolve(options.preload),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  let shown = false
  const show = () => {
    if (shown || window.isDestroyed()) return
    shown = true
    if (maximized) window.maximize()
    window.show()
  }
  window.once('ready-to-show', show)
  // Electron misses that first painting now and then, and a page that is not shown draws no further frame. It is loaded, and stands on
  // the canvas' own colour: nothing flashes.
  window.webContents.once('did-finish-load', show)
  void load(window, options.devServer ?? `${PAGE_ORIGIN}/index.html`)
  return window
}

/** How long a page may take to load before it is tried anew, in ms: it comes from our own folder. */
const PATIENCE_MS = [10_000, 20_000, 40_000] as const
/** What failed a moment ago is left alone for so long, in ms. */
const BREATH_MS = 250

/** A page that does not load is never shown: it is tried again, and said. Now and then Electron fails one at its start. */
async function load(window: BrowserWindow, address: string): Promise<void> {
  for (const patience of PATIENCE_MS) {
    const loaded = window.loadURL(address).then(
      () => null,
      (error: Error) => wait(BREATH_MS, error.message),
    )
    const late = wait(patience, `it took longer than ${patience / 1000} s`, { ref: false })
    const why = await Promise.race([loaded, late])
    if (why === null || window.isDestroyed()) return
    console.error(`gatehouse: The window's page did not load: ${why}.`)
  }
}

/** How long a window that is moved or resized is left alone before its place is kept, ms. */
const SETTLED_MS = 300

/** Keeps where the window is from now on, until it is closed. */
export function keepBounds(window: BrowserWindow, layout: KeptBounds): void {
  let timer: NodeJS.Timeout | null = null
  const keep = () => {
    if (timer) clearTimeout(timer)
    timer = null
    const { x, y, width, height } = window.getNormalBounds()
    const [left, top, wide, high] = [x, y, width, height].map(Math.round) as [number, number, number, number]
    layout.save({ window: { x: left, y: top, width: wide, height: high, maximized: window.isMaximized() } })
  }
  const later = () => {
    timer ??= setTimeout(keep, SETTLED_MS)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', keep)
  window.on('closed', () => timer && clearTimeout(timer))
}

/** Brings a window back from wherever it is. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Sends one slice to a page that is still there. */
export function sendSlice(contents: WebContents, event: SliceEvent): void {
  if (!contents.isDestroyed()) contents.send(SLICE_EVENT, event)
}

/** Sends what a person chose outside of the page to a page that is still there. */
export function sendDo(contents: WebContents, event: DoEvent): void {
  if (!contents.isDestroyed()) contents.send(DO_EVENT, event)
}
