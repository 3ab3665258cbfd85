// A clean Debian 12 to install into: debootstrap, entered with mounts and processes of its own by pivot_root (a chroot
// forbids the user namespaces of Chromium's sandbox). Needs root. Ends with everything that runs in it.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import { bareDebian } from '../fresh/debian.mjs'
import { ended } from '../lib/run.mjs'

const PATHS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** Who uses what is installed. */
const USER = { name: 'ann', id: 1000, home: '/home/ann' }

/** Prints the id of the process to enter by, then stays. */
const KEEP = `
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mkdir -p "$0/tmp/.X11-unix" "$0/.before"
[ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
cd "$0"
pivot_root . .before
umount -l /.before
rmdir /.before
echo ready
exec sleep infinity`

/**
 * @typedef {object} Root
 * @property {string} folder its top, as seen from here
 * @property {{name: string, id: number, home: string}} user
 * @property {(as: 'root' | 'user', command: string[], options?: {env?: object, cwd?: string, stdio?: any}) => import('node:child_process').ChildProcess} start
 * @property {() => Promise<void>} remove
 */

/** @returns {Promise<Root>} */
export async function cleanRoot() {
  const folder = await bareDebian('gatehouse-clean-')
  const keeper = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', KEEP, folder], {
    stdio: ['ignore', 'pipe', 2],
  })
  const closed = ended(keeper)
  await new Promise((resolve, reject) => {
    keeper.stdout.once('data', resolve)
    void closed.then(() => reject(new Error('the clean root cannot be entered')))
  })
  const [inside] = (await fs.readFile(`/proc/${keeper.pid}/task/${keeper.pid}/children`, 'utf8')).trim().split(' ')

  const root = {
    folder,
    user: USER,
    start(as, command, { env = {}, cwd, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
      const who = as === 'root' ? [] : ['setpriv', `--reuid=${USER.id}`, `--regid=${USER.id}`, '--clear-groups']
      const home = as === 'root' ? '/' : USER.home
      const words = Object.entries({ HOME: home, PATH: PATHS, ...env }).map(([name, value]) => `${name}=${value}`)
      const there = ['env', '-i', '-C', cwd ?? home, ...words, ...command]
      return spawn('nsenter', ['-t', inside, '--mount', '--pid', ...who, '--', ...there], { stdio })
    },
    async remove() {
      process.kill(Number(inside), 'SIGKILL')
      await closed
      await fs.rm(folder, { recursive: true, force: true })
    },
  }
  const made = await inRoot(root, 'root', ['useradd', '--create-home', '--shell', '/bin/bash', USER.name])
  if (made.code !== 0) throw new Error(made.text)
  return root
}

/** Runs a command there to its end. @returns {Promise<{code: number, out: string, text: string}>} text: all it printed */
export async function inRoot(root, as, command, { env, cwd, input = '' } = {}) {
  const child = root.start(as, command, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  const got = { out: '', text: '' }
  child.stdout.on('data', data => {
    got.out += data
    got.text += data
  })
  child.stderr.on('data', data => {
    got.text += data
  })
  child.stdin.on('error', () => {}) // it may end without reading
  child.stdin.end(input)
  return { code: await ended(child), ...got }
}

/** The same; an end that is not good is an error with what it printed. */
export async function must(root, command, { as = 'root', env = {}, cwd, input } = {}) {
  const done = await inRoot(root, as, command, { env: { DEBIAN_FRONTEND: 'noninteractive', ...env }, cwd, input })
  if (done.code !== 0) throw new Error(`${command.join(' ')} ended with ${done.code}: ${done.text.trim()}`)
  return done
}

/** apt-get, without questions and with nothing that is only recommended. */
export const APT = ['apt-get', '-y', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends']

/** Every file and folder there, but where a system keeps its own accounts and what belongs to a user. */
export async function filesOf(root) {
  const left = [
    'proc',
    'dev',
    'tmp',
    'run',
    'home',
    'var/log',
    'var/cache',
    'var/lib/dpkg',
    'var/lib/apt',
    'var/lib/rpm',
  ]
  const skip = left.flatMap((name, at) => [...(at === 0 ? [] : ['-o']), '-path', `/${name}`])
  const { out } = await inRoot(root, 'root', ['find', '/', '(', ...skip, ')', '-prune', '-o', '-print'])
  return new Set(out.split('\n').filter(Boolean))
}
