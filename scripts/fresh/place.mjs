// Where a fresh start is tried: a temporary folder with nothing of this user's in it, or a bare Debian around one.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { onLeaving, temporaryFolder } from '../lib/leaving.mjs'
import { root as project } from '../lib/paths.mjs'
import { ended } from '../lib/run.mjs'
import { cleanRoot, must } from '../package/root.mjs'
import { command, copyNode, machineConfig } from './debian.mjs'

/**
 * @typedef {object} Place
 * @property {string} folder its top, as seen from here
 * @property {(name: string) => string} inside a path in it, as its programs see it
 * @property {(command: string, args: string[], clone: string, stdio: object) => import('node:child_process').ChildProcess} start
 * @property {(pid: number) => any} end SIGTERM, to a process by its id as its programs see it
 * @property {() => Promise<void>} remove
 */

/** A temporary folder: this system's programs, but no cache, no home and no display. @returns {Promise<Place>} */
export async function emptyPlace() {
  const { folder, remove } = await temporaryFolder('gatehouse-fresh-')
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
    start(program, args, clone, stdio) {
      const child = spawn(program, args, { cwd: inside(clone), env, stdio })
      child.once(
        'close',
        onLeaving(() => child.kill('SIGTERM')),
      )
      return child
    },
    end: pid => process.kill(pid, 'SIGTERM'),
    remove,
  }
}

/** Debian 12 with nothing in it but Node and npm, and an empty place in that, entered as root. Needs root. @returns {Promise<Place>} */
export async function barePlace() {
  const root = await cleanRoot()
  const { folder, remove } = root
  const inside = name => path.posix.join('/srv', name)
  const env = { ...cleanEnvironment(), ...folders(inside), PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
  try {
    await fs.mkdir(path.join(folder, inside('home')), { recursive: true })
    Object.assign(env, await copyNode(folder))
  } catch (error) {
    await remove()
    throw error
  }
  return {
    folder: path.join(folder, inside('.')),
    inside,
    start: (program, args, clone, stdio) => root.start('root', [program, ...args], { env, cwd: inside(clone), stdio }),
    end: pid => must(root, ['sh', '-c', `kill -TERM ${Number(pid)}`]),
    remove,
  }
}

/** Clones what is committed here. */
export async function cloneInto(place, name) {
  await command('git', ['clone', '--quiet', project, path.join(place.folder, name)])
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
