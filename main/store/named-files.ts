// Files that a terminal's text names: where they are on this computer, and whether opening one could run it. It opens nothing.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { FoundFile } from '../../preload/contract.ts'

/** A disk that does not answer in this time, in ms, has no such file. */
const PATIENCE_MS = 1_000

/** What the system's own program for such a file would run, install or follow, by the file's extension. */
const RUN_ANYWHERE = [
  ...['desktop', 'appimage', 'run', 'deb', 'rpm', 'flatpakref', 'flatpak', 'snap', 'jar', 'jnlp', 'service', 'sh'],
  ...['command', 'tool', 'terminal', 'workflow', 'action', 'app', 'pkg', 'mpkg', 'dmg', 'scpt', 'scptd', 'applescript'],
  ...['inetloc', 'webloc', 'fileloc', 'url', 'website', 'prefpane', 'saver', 'osax', 'kext', 'mobileconfig'],
]
const RUN_ON_WINDOWS = [
  ...['exe', 'com', 'bat', 'cmd', 'vbs', 'vbe', 'js', 'jse', 'wsf', 'wsh', 'wsc', 'msc', 'msi', 'msp', 'mst', 'scr'],
  ...['cpl', 'pif', 'lnk', 'scf', 'hta', 'chm', 'hlp', 'inf', 'reg', 'ps1', 'psm1', 'ps1xml', 'psc1', 'application'],
  ...['appref-ms', 'appx', 'msix', 'appinstaller', 'settingcontent-ms', 'library-ms', 'search-ms', 'diagcab', 'gadget'],
  ...['py', 'pyw', 'pyz', 'pyzw', 'rb', 'pl', 'php', 'tcl', 'ahk', 'vsix', 'xll', 'iso', 'img', 'vhd', 'vhdx', 'theme'],
]
const RUN_ON_MACOS = ['py', 'pyw', 'bash', 'zsh', 'csh', 'ksh', 'fish', 'pl', 'rb', 'php', 'vsix']

/** First bytes of what a system runs: scripts, ELF, Windows and macOS programs. */
const RUN_BY_FIRST_BYTES = ['2321', '7f454c46', '4d5a', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe']

/**
 * The whole path of what `text` names in `folder`; null = it names a place on the network, or nothing at all. `~/` is `home`.
 */
export function wholePath(text: string, folder: string, home: string): string | null {
  if (text.includes('\0')) return null
  const named = /^~[\\/]/.test(text) ? path.join(home, text.slice(2)) : path.resolve(folder, text)
  // Two of them in front name another computer on Windows, and a share for some programs elsewhere.
  const isShare = [text, named].some(one => /^[\\/]{2}/.test(one))
  return isShare || !path.isAbsolute(named) ? null : named
}

/** What of it is there: a file or a folder; null = neither, or its disk does not answer. */
export async function findFile(text: string, folder: string, home: string): Promise<FoundFile | null> {
  const whole = wholePath(text, folder, home)
  if (whole === null) return null
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, PATIENCE_MS, null)
  })
  const stats = await Promise.race([fs.stat(whole).catch(() => null), late])
  clearTimeout(timer)
  if (!stats || !(stats.isFile() || stats.isDirectory())) return null
  return { path: whole, folder: stats.isDirectory() }
}

/** Whether the system's own program could run it, install it or follow it elsewhere. What cannot be read could. */
export async function couldRun(file: string, platform: NodeJS.Platform): Promise<boolean> {
  const real = await fs.realpath(file).catch(() => null)
  if (real === null || [file, real].some(one => runsByName(one, platform))) return true
  const stats = await fs.stat(real).catch(() => null)
  if (!stats?.isFile() || (platform !== 'win32' && (stats.mode & 0o111) !== 0)) return true
  const first = await firstBytes(real).catch(() => null)
  return first === null || RUN_BY_FIRST_BYTES.some(begins => first.startsWith(begins))
}

function runsByName(file: string, platform: NodeJS.Platform): boolean {
  // Windows takes blanks and dots at the end of a name for nothing.
  const extension = path
    .extname(file.replace(/[. ]+$/, ''))
    .slice(1)
    .toLowerCase()
  if (RUN_ANYWHERE.includes(extension)) return true
  if (platform === 'win32') return extension === '' || RUN_ON_WINDOWS.includes(extension)
  return platform === 'darwin' && RUN_ON_MACOS.includes(extension)
}

async function firstBytes(file: string): Promise<string> {
  const handle = await fs.open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead).toString('hex')
  } finally {
    await handle.close()
  }
}
