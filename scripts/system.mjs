// What this Linux must have for Electron: libraries, and for tests a virtual screen, tmux and an ssh server. Says what is
// missing and how it is installed on Debian and Ubuntu. macOS and Windows bring what Electron needs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { runQuietly } from './lib/run.mjs'
import { say, since } from './lib/say.mjs'

/** Enough for every library Electron links to (they bring the rest). Newer releases carry some under a t64 name. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libx11-xcb1']
/** Chromium loads it only when it opens a display, and ends where it is not: so ldd does not name it. It lies beside libX11. */
const LATER = { beside: 'libX11.so.6', name: 'libX11-xcb.so.1' }
/** A virtual screen, and a font: without any, text is drawn as nothing. */
const SCREEN = ['xvfb', 'fonts-dejavu-core']
/** What tests run for real, and the programs of it: tmux, and an ssh server of their own on this computer's loopback address. */
const SERVERS = ['tmux', 'openssh-client', 'openssh-server']
const PROGRAMS = ['Xvfb', 'tmux', 'ssh', 'sshd']
/** What tests run text against: whatever of it is missing, its tests are left out. */
const TYPED_INTO = ['zsh', 'fish', 'vim', 'less', 'python3']

/** @param {string} binary of Electron @returns {string[]} the libraries it needs and this system lacks */
export function missingLibraries(binary) {
  if (process.platform !== 'linux') return []
  const ldd = spawnSync('ldd', [binary], { encoding: 'utf8' })
  if (ldd.status !== 0 && !ldd.stdout) return [`all (ldd says: ${(ldd.stderr || 'it is not there').trim()})`]
  return missingIn(ldd.stdout)
}

/** @public for its test. @param {string} printed by ldd @returns {string[]} */
export function missingIn(printed, isThere = existsSync) {
  const missing = [...printed.matchAll(/^\s*(\S+) => not found/gm)].map(match => match[1])
  const [, folder] = printed.match(new RegExp(`^\\s*${LATER.beside} => (/.*)/[^/]+ \\(`, 'm')) ?? []
  return folder && !isThere(path.join(folder, LATER.name)) ? [...missing, LATER.name] : missing
}

/** Is there a display to open a window on? */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Is the program on the PATH? */
export function hasProgram(name, folders = process.env.PATH ?? '') {
  return folders.split(path.delimiter).some(folder => existsSync(path.join(folder, name)))
}

/** The programs that tests need and this system lacks. Servers stand where only root's PATH leads. */
export function missingPrograms(folders = process.env.PATH ?? '') {
  return PROGRAMS.filter(name => !hasProgram(name, `${folders}:/usr/sbin:/usr/local/sbin`))
}

/** The programs that tests type into and this system lacks: without them there is less to test. */
export function missingTargets(folders = process.env.PATH ?? '') {
  return TYPED_INTO.filter(name => !hasProgram(name, folders))
}

/** Debian, Ubuntu and what derives from them, as os-release tells. */
export function isDebian(osRelease = read('/etc/os-release')) {
  const of = key => osRelease.match(new RegExp(`^${key}="?([^"\\n]*)`, 'm'))?.[1] ?? ''
  return `${of('ID')} ${of('ID_LIKE')}`.split(' ').some(id => id === 'debian' || id === 'ubuntu')
}

/** The names this release has for the packages. @param {{tests: boolean}} what also what only tests need? */
export function packages({ tests }, known = aptKnows) {
  return [...LIBRARIES, ...(tests ? [...SCREEN, ...SERVERS, ...TYPED_INTO] : [])].map(name =>
    known(`${name}t64`) ? `${name}t64` : name,
  )
}

/** The command that installs them, for a person to paste. */
export function aptCommand(what) {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo '
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages(what).join(' ')}`
}

/** Runs that command, as root. @returns {Promise<boolean>} did it succeed? */
export async function aptInstall(what) {
  const start = performance.now()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  say('Installing system packages (apt-get update) …')
  if ((await runQuietly('apt-get', ['update', '-qq'], { env })) !== 0) return false
  // Only now does apt know its packages on a new machine, and with them their names.
  const names = packages(what)
  const hadServer = !missingPrograms().includes('sshd')
  say(`Installing system packages: ${names.join(' ')} …`)
  if ((await runQuietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })) !== 0)
    return false
  if (!hadServer) closeSshPort()
  say(`System packages installed in ${since(start)}.`)
  return true
}

/** Debian starts a server with its package. Tests start one of their own; nobody asked for this machine's to listen. */
function closeSshPort() {
  if (!existsSync('/run/systemd/system')) return
  spawnSync('systemctl', ['disable', '--now', 'ssh.socket', 'ssh.service'], { stdio: 'ignore' })
}

/**
 * Ubuntu 24.04 and newer forbid the namespaces of Chromium's sandbox to programs that have no AppArmor profile; then a
 * source run needs the setuid helper. (Untried.) @param {string} dir Electron's dist folder @returns {string | null}
 */
export function sandboxHint(dir) {
  const restricted = read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns').trim() === '1'
  const helper = path.join(dir, 'chrome-sandbox')
  if (process.platform !== 'linux' || process.getuid() === 0 || !restricted || !existsSync(helper)) return null
  if (statSync(helper).uid === 0 && (statSync(helper).mode & 0o4000) !== 0) return null
  return `If the window does not open: this system may forbid Chromium's sandbox. Allow it with:  sudo chown root ${helper} && sudo chmod 4755 ${helper}`
}

/** What to do about it, in one line. */
export function remedy(what) {
  return isDebian() && hasProgram('apt-get')
    ? `Install what is missing with:  ${aptCommand(what)}`
    : 'Install what is missing with this system’s package manager.'
}

/** Before the first `apt-get update` apt knows nothing: then the release tells which names it has. */
function aptKnows(name) {
  if (!name.startsWith('libgtk-3-0') && !name.startsWith('libasound2')) return false
  const shown = spawnSync('apt-cache', ['show', 'libc6'], { encoding: 'utf8' })
  if (shown.status === 0 && shown.stdout !== '') return spawnSync('apt-cache', ['show', name]).status === 0
  const release = read('/etc/os-release')
  const major = Number(release.match(/^VERSION_ID="?(\d+)/m)?.[1] ?? 0)
  return /^ID="?ubuntu/m.test(release) ? major >= 24 : major >= 13
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
