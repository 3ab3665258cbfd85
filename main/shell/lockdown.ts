// What the window's page may not do: leave its origin, open windows, ask for permissions, reach the network.
import { app, type Session } from 'electron'
import { PAGE_ORIGIN } from './page.ts'

/** `devServer`: the origin of Vite's dev server in `npm run dev`, else null. */
export function lockDown(session: Session, devServer: string | null): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOurs(details.url, devServer) })
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', event => {
      if (!isOurs(event.url, devServer)) event.preventDefault()
    })
    contents.on('will-redirect', event => event.preventDefault())
    contents.on('will-attach-webview', event => event.preventDefault())
  })
}

/** Is this address our page's, or one it may load from? */
function isOurs(address: string, devServer: string | null): boolean {
  return address.startsWith('devtools:') || address.startsWith('data:image/') || isPage(address, devServer)
}

/** Is this an address of our page: app://gatehouse, or Vite's dev server in `npm run dev`? */
export function isPage(address: string, devServer: string | null): boolean {
  const { protocol, host } = new URL(address)
  if (`${protocol}//${host}` === PAGE_ORIGIN) return true
  return devServer !== null && host === new URL(devServer).host
}
