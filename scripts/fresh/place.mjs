// Where a fresh start is tried: a temporary folder with nothing of this user's in it, or a bare Debian around one.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { root } from '../lib/paths.mjs'
import { ended, run } from '../lib/run.mjs'
import { hasProgram } from '../system.mjs'

const DEBIAN = 'bookworm'
const MIRROR = 'http://deb.debian.org/debian'

/**
 * @typedef {object} Place
 * @property {string} folder its top, as seen from here
 * @property {(name: string) => string} inside a path in it, as its programs see it
 * @property {(command: string, args: string[], clone: string, stdio: object) => import('node:child_process').ChildProcess} start
 * @property {() => Promise<void>} remove
 */

/** A temporary folder: this system's programs, but no cache, no home and no display. @returns {Promise<Place>} */
export async function emptyPlace() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-fresh-'))
  const inside = name => path.join(folder, name)
  const userConfig = machineConfig()
  const env = {
    ...cleanEnvironment(),
    ...folders(inside),
    ...(userConfig ? { NPM_CONFIG_USERCONFIG: userConfig } : {}),
  }
  await fs.mkdir(inside('home'))
  return {
    folder,
    inside,
    start: (command, args, clone, stdio) => spawn(command, args, { cwd: inside(clone), env, stdio }),
    remove: () => fs.rm(folder, { recursive: true, force: true }),
  }
}

/** Debian 12 with nothing in it but Node and npm, and an empty place in that. Needs root. @returns {Promise<Place>} */
export async function barePlace() {
  if (process.platform !== 'linux' || process.getuid() !== 0) throw new Error('--bare needs root on Linux')
  if (!hasProgram('debootstrap'))
    await command('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap'])
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-bare-'))
  await fs.chmod(folder, 0o755) // apt works as a user of its own
  await command('debootstrap', ['--variant=minbase', DEBIAN, folder, MIRROR])
  const env = { ...cleanEnvironment(), ...folders(inside), PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
  await fs.mkdir(path.join(folder, inside('home')), { recursive: true })
  Object.assign(env, await copyNode(folder))
  return { folder: path.join(folder, inside('.')), inside, start, remove }

  function inside(name) {
    return path.posix.join('/srv', name)
  }
  function start(program, args, clone, stdio) {
    // In mounts of its own, which end with it: nothing of this system's is left under the folder when it is removed.
    const enter = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
    const there = ['env', '-C', inside(clone), program, ...args]
    return spawn('unshare', ['--mount', 'sh', '-c', enter, folder, ...there], { env, stdio })
  }
  async function remove() {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** Clones what is committed here. */
export async function cloneInto(place, name) {
  await command('git', ['clone', '--quiet', root, path.join(place.folder, name)])
}

/** The program and npm beside it, the machine's own npm settings, and the certificates they need. */
async function copyNode(folder) {
  const lib = path.join(folder, 'usr/local/lib/node_modules')
  await fs.mkdir(lib, { recursive: true })
  await fs.copyFile(process.execPath, path.join(folder, 'usr/local/bin/node'))
  await fs.cp(npmFolder(), path.join(lib, 'npm'), { recursive: true, verbatimSymlinks: true })
  for (const name of ['npm', 'npx']) {
    await fs.symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(folder, 'usr/local/bin', name))
  }
  const env = {}
  const copy = async (from, to) => {
    await fs.mkdir(path.dirname(path.join(folder, to)), { recursive: true })
    await fs.copyFile(from, path.join(folder, to))
    return to
  }
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) await copy(file, file)
  const userConfig = machineConfig()
  if (userConfig) env.NPM_CONFIG_USERCONFIG = await copy(userConfig, '/etc/machine-npmrc')
  const certificates = process.env.NODE_EXTRA_CA_CERTS
  if (certificates && existsSync(certificates)) {
    env.NODE_EXTRA_CA_CERTS = await copy(certificates, '/etc/machine-certificates.pem')
    env.npm_config_cafile = env.NODE_EXTRA_CA_CERTS
  }
  return env
}

function npmFolder() {
  const own = process.env.npm_execpath
  if (own) return path.resolve(own, '../..')
  const found = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' })
  return path.join(found.stdout.trim(), 'npm')
}

/** The npm settings a machine may need to reach its registry; null where it has none. */
function machineConfig() {
  const file =
    process.env.NPM_CONFIG_USERCONFIG ?? process.env.npm_config_userconfig ?? path.join(os.homedir(), '.npmrc')
  return existsSync(file) ? file : null
}

function folders(inside) {
  return {
    HOME: inside('home'),
    XDG_CACHE_HOME: inside('cache'),
    npm_config_cache: inside('npm'),
    TMPDIR: '/tmp',
    GATEHOUSE_FRESH: '1',
  }
}

/** Without what npm, a display, a desktop or a test run left in it: as after a first login. */
function cleanEnvironment() {
  const kept =
    /^(PATH|LANG|LC_\w+|TERM|USER|LOGNAME|SHELL|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|https?_proxy|no_proxy)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)))
}

async function command(name, args) {
  const code = await run(name, args)
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
}

/** Runs a program there to its end. Its stderr is shown; @returns {Promise<{code: number, stdout: string}>} */
export async function runThere(place, program, args, clone) {
  const child = place.start(program, args, clone, ['ignore', 'pipe', 2])
  let stdout = ''
  child.stdout.on('data', data => {
    stdout += data
    process.stderr.write(data)
  })
  return { code: await ended(child), stdout }
}
