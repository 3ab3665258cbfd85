// The window: frameless with our own title bar, its page sandboxed, its place kept off the screen's edges by the OS.
import path from 'node:path'
import { BrowserWindow, nativeTheme, type WebContents } from 'electron'
import type { DoEvent, SliceEvent } from '../../preload/contract.ts'
import { DO_EVENT, SLICE_EVENT } from '../../preload/contract.ts'
import { PAGE_ORIGIN } from './page.ts'

/** The canvas colours of tokens.css, so that the first frame does not flash. */
const CANVAS = { dark: '#08090A', light: '#E6E6E3' }

/** Opens the window. It is shown when its page has painted. `preload`: path of the built bridge. */
export function openWindow(options: { preload: string; devServer: string | null }): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Gatehouse',
    width: 1440,
    height: 900,
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
  window.once('ready-to-show', () => window.show())
  void window.loadURL(options.devServer ?? `${PAGE_ORIGIN}/index.html`)
  return window
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
