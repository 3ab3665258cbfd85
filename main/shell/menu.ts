// The application menu: macOS needs one for its own keys; elsewhere the window has none and every key is the page's.
import { Menu } from 'electron'

export function setMenu(): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null)
    return
  }
  // No accelerators but the system's own: the page handles the app's keys.
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu' },
      { role: 'editMenu' },
      { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
    ]),
  )
}
