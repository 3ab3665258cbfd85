// The one window, from before the house stands until after it is closed: opened again where it was closed, its page loaded again where
// it crashed. What it shows is the page's, and whether it may close is leaving.ts's.
import { app, type BrowserWindow } from 'electron'
import type { FirstLook } from '../store/first-look.ts'
import { followScreenReader } from './screen-reader.ts'
import { bringToFront, type KeptBounds, keepBounds, openWindow } from './windows.ts'

/** What the window has of the house, once that stands. */
export interface Held {
  readonly layout: KeptBounds
  /** A window is there. */
  opened(window: BrowserWindow): void
  /** It is about to close. */
  closing(event: { preventDefault(): void }, window: BrowserWindow): void
  /** The app was to quit before the house stood. */
  quit(): void
  /** Nobody looks at anything any more: the window is closed, or its page is gone. */
  unseen(): void
}

export interface Frame {
  /** null = it is closed */
  now(): BrowserWindow | null
  /** To the front; anew where there is none. */
  open(): void
  /** Once: the house stands. What was to close or quit before that does it now. */
  hold(held: Held): void
}

export function createFrame(options: { preload: string; devServer: string | null; first: FirstLook }): Frame {
  const { preload, devServer, first } = options
  let window: BrowserWindow | null = null
  let held: Held | null = null
  let unwanted: 'window' | 'app' | null = null

  function open() {
    if (window) return bringToFront(window)
    const opened = openWindow({ preload, devServer, bounds: held ? held.layout.kept.window : first.bounds })
    window = opened
    const page = opened.webContents
    followScreenReader(page)
    // Only a page that is there has a scale; the house has its own word on it.
    if (!held) page.once('dom-ready', () => held ?? page.setZoomFactor(first.scale / 100))
    // The programs run on in main: a page that crashed is loaded again and attaches to them.
    page.on('render-process-gone', (_event, { reason }) => {
      held?.unseen()
      if (reason !== 'clean-exit') console.error(`gatehouse: The window's process is gone: ${reason}.`)
      if (reason !== 'clean-exit') page.reload()
    })
    opened.on('close', event => {
      if (held) return held.closing(event, opened)
      // What runs already is asked about once it is known.
      unwanted ??= 'window'
      event.preventDefault()
    })
    opened.on('closed', () => {
      window = null
      held?.unseen()
    })
    if (held) hold(held, opened)
  }

  function hold(by: Held, opened: BrowserWindow) {
    keepBounds(opened, by.layout)
    by.opened(opened)
  }

  // Until the house stands nothing can be ended in order.
  const wait = (event: { preventDefault(): void }) => {
    unwanted = 'app'
    event.preventDefault()
  }
  app.on('before-quit', wait)

  return {
    now: () => window,
    open,
    hold(by) {
      held = by
      app.off('before-quit', wait)
      if (window) hold(by, window)
      if (unwanted === 'app') by.quit()
      else if (unwanted) window?.close()
    },
  }
}
