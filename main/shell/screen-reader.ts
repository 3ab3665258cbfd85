// Tells the page whether a screen reader runs on this computer: once it has loaded, and whenever that changes.
import { app, type WebContents } from 'electron'
import { sendDo } from './windows.ts'

/** For as long as the page is there. */
export function followScreenReader(page: WebContents): void {
  const tell = () => sendDo(page, { do: 'screen-reader', on: app.isAccessibilitySupportEnabled() })
  page.on('did-finish-load', tell)
  app.on('accessibility-support-changed', tell)
  page.once('destroyed', () => app.off('accessibility-support-changed', tell))
}
