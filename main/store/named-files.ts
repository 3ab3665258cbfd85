// Files that a terminal's text names: where they are on this computer, and whether opening one could run it. It opens nothing.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { FoundFile } from '../../preload/contract.ts'

/** A disk that does not answer in this time, in ms, has no such file. */
const PATIENCE_MS = 1_000
/** Looks that go on at once, those that no disk answers among them: each holds a thread that every other file waits for. */
const MOST_LOOKS = 2

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
  // To look there is to reach for a computer of that name.
  const isMounted = /^\/(?:net|Network|afs)(?:\/|$)/i.test(named)
  return isShare || isMounted || !path.isAbsolute(named) ? null : named
}

/** What of it is there: a file or a folder; null = neither, or its disk does not answer. */
export async function findFile(text: string, folder: string, home: string): Promise<FoundFile | null> {
  const whole = wholePath(text, folder, home)
  if (whole === null) return null
  const stats = await looks(() => fs.stat(whole))
  if (!stats || !(stats.isFile() || stats.isDirectory())) return null
  return { path: whole, folder: stats.isDirectory() }
}

/** Whether there is such a folder, and its disk answers. */
export async function isFolder(folder: string): Promise<boolean> {
  return (await looks(() => fs.stat(folder)))?.isDirectory() ?? false
}

/** Runs looks at disks, `most` at once. Null: it failed, or `patience` ms went by; until it ends by itself it counts on. */
export function createLooks(most: number, patience: number): <T>(look: () => Promise<T>) => Promise<T | null> {
  const waiting = new Set<() => void>()
  let going = 0
  const next = () => {
    const [first] = waiting
    if (first && going < most) first()
  }
  return look =>
    new Promise(resolve => {
      const start = () => {
        waiting.delete(start)
        going += 1
        void look()
          .then(
            found => resolve(found),
            () => resolve(null),
          )
          .finally(() => {
            clearTimeout(timer)
            going -= 1
            next()
          })
      }
      const timer = setTimeout(() => {
        waiting.delete(start)
        resolve(null)
      }, patience)
      waiting.add(start)
      next()
    })
}
const looks = createLooks(MOST_LOOKS, PATIENCE_MS)

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
