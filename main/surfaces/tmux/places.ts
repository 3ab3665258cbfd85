// Which tmux servers this computer has, by their sockets, and whether there is a tmux to talk to them with. It speaks to none: a
// socket that nobody answers on is told from one that somebody does, no more.
import fs from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'

/** ms for a socket to take a connection: it is on this computer. */
const PATIENCE_MS = 500

export interface LocalServer {
  /** null = tmux's default one */
  readonly socket: string | null
  readonly title: string
}

/** The folder in which tmux keeps its sockets, as tmux itself finds it. */
function socketFolder(env: NodeJS.ProcessEnv): string {
  return path.join(env['TMUX_TMPDIR'] || '/tmp', `tmux-${process.getuid?.() ?? 0}`)
}

/** Servers that answer, the default one first. */
export async function localServers(env: NodeJS.ProcessEnv): Promise<LocalServer[]> {
  const folder = socketFolder(env)
  const names = (await fs.readdir(folder).catch(() => [])).sort()
  const answers = await Promise.all(names.map(name => takesConnections(path.join(folder, name))))
  const there = names.filter((_, index) => answers[index])
  const others = there.filter(name => name !== 'default')
  return [
    ...(there.includes('default') ? [{ socket: null, title: titleOf(null) }] : []),
    ...others.map(name => ({ socket: path.join(folder, name), title: titleOf(path.join(folder, name)) })),
  ]
}

/** `tmux`, `tmux (work)`. */
export function titleOf(socket: string | null): string {
  return socket === null ? 'tmux' : `tmux (${path.basename(socket)})`
}

function takesConnections(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const probe = net.connect(socket)
    const done = (is: boolean) => {
      probe.destroy()
      resolve(is)
    }
    probe.setTimeout(PATIENCE_MS, () => done(false))
    probe.once('connect', () => done(true))
    probe.once('error', () => done(false))
  })
}

/** What installs tmux, by what a system has for that. */
const INSTALLERS: readonly (readonly [program: string, line: string])[] = [
  ['brew', 'brew install tmux'],
  ['apt-get', 'sudo apt-get install tmux'],
  ['dnf', 'sudo dnf install tmux'],
  ['pacman', 'sudo pacman -S tmux'],
  ['zypper', 'sudo zypper install tmux'],
  ['apk', 'sudo apk add tmux'],
]

/** Why there is no tmux to talk to servers here, in a sentence that says what to do; null = there is one. */
export async function tmuxMissing(searchPath: string, platform: string): Promise<string | null> {
  if (platform === 'win32') return 'tmux does not run on Windows. On other machines it can be reached by ssh.'
  if (await isOnPath('tmux', searchPath)) return null
  for (const [program, line] of INSTALLERS) {
    if (await isOnPath(program, searchPath)) return `tmux was not found on your PATH. Install it: ${line}`
  }
  return 'tmux was not found on your PATH. Install it with what your system has for that.'
}

async function isOnPath(program: string, searchPath: string): Promise<boolean> {
  for (const folder of searchPath.split(path.delimiter)) {
    if (folder === '') continue
    const there = await fs.access(path.join(folder, program), fs.constants.X_OK).then(
      () => true,
      () => false,
    )
    if (there) return true
  }
  return false
}
