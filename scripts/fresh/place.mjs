// Where a fresh start is tried: a temporary folder with nothing of this user's in it, or a bare Debian around one.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { root } from '../lib/paths.mjs'
import { ended } from '../lib/run.mjs'
import { bareDebian, command, copyNode, machineConfig } from './debian.mjs'

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
  const folder = await bareDebian('gatehouse-bare-')
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
