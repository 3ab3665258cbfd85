// A clean Debian 12 to install into: debootstrap, entered with mounts and processes of its own by pivot_root (a chroot
// forbids the user namespaces of Chromium's sandbox). Needs root. Ends with everything that runs in it.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import { bareDebian } from '../fresh/debian.mjs'
import { onLeaving } from '../lib/leaving.mjs'
import { ended } from '../lib/run.mjs'

const PATHS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** Who uses what is installed. */
const USER = { name: 'ann', id: 1000, home: '/home/ann' }

/**
 * Says that the root can be entered, then stays until we are gone: its standard input is ours to close, and is closed even where
 * we are killed. Of this system's devices it has those that hold nothing; $1 is 1 where it shares the screens.
 */
const KEEP = `
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount -t proc proc "$0/proc"
mount -t tmpfs -o mode=755,size=64k,nosuid dev "$0/dev"
for device in null zero full random urandom tty; do
  : > "$0/dev/$device"
  mount --bind "/dev/$device" "$0/dev/$device"
done
mkdir "$0/dev/pts" "$0/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$0/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev shm "$0/dev/shm"
ln -s pts/ptmx "$0/dev/ptmx"
ln -s /proc/self/fd "$0/dev/fd"
for n in 0:stdin 1:stdout 2:stderr; do ln -s "fd/\${n%:*}" "$0/dev/\${n#*:}"; done
mkdir -p "$0/tmp/.X11-unix" "$0/.before"
chmod 1777 "$0/tmp/.X11-unix"
[ "$1" != 1 ] || [ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
cd "$0"
pivot_root . .before
umount -l /.before
rmdir /.before
echo ready
exec cat`

/**
 * @typedef {object} Root
 * @property {string} folder its top, as seen from here
 * @property {{name: string, id: number, home: string}} user
 * @property {(as: 'root' | 'user', command: string[], options?: {env?: object, cwd?: string, stdio?: any}) => import('node:child_process').ChildProcess} start
 * @property {() => Promise<void>} remove
 */

/**
 * @param {{screens?: boolean}} how `screens`: do its programs see this computer's X displays?
 * @returns {Promise<Root>} Throws, and leaves nothing, where it cannot be made; it goes with this process at the latest.
 */
export async function cleanRoot({ screens = false } = {}) {
  const debian = await bareDebian('gatehouse-clean-')
  const keeper = keep(debian.folder, screens)
  const remove = async () => {
    await keeper.end()
    await debian.remove()
  }
  try {
    const root = rootAt(debian.folder, await keeper.inside(), remove)
    await must(root, ['useradd', '--create-home', '--shell', '/bin/bash', USER.name])
    return root
  } catch (error) {
    await remove()
    throw error
  }
}

/** Holds the mounts and the processes of a root: all of them end with its first one. */
function keep(folder, screens) {
  const words = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', KEEP, folder, screens ? '1' : '0']
  const keeper = spawn('unshare', words, { stdio: ['pipe', 'pipe', 2] })
  const closed = ended(keeper)
  keeper.stdin.on('error', () => {}) // it may have ended already
  let first = null
  // unshare hears no signal but this one, and --kill-child takes the rest with it.
  const kill = () => (first === null ? keeper.kill('SIGKILL') : killed(first))
  const forget = onLeaving(kill)
  return {
    /** @returns {Promise<string>} the process to enter by */
    async inside() {
      await new Promise((resolve, reject) => {
        keeper.stdout.once('data', resolve)
        void closed.then(() => reject(new Error('the clean root cannot be entered')))
      })
      const children = await fs.readFile(`/proc/${keeper.pid}/task/${keeper.pid}/children`, 'utf8')
      first = children.trim().split(' ')[0]
      return first
    },
    async end() {
      keeper.stdin.end()
      await closed
      forget()
    },
  }
}

function killed(id) {
  try {
    process.kill(Number(id), 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function rootAt(folder, inside, remove) {
  return {
    folder,
    remove,
    user: USER,
    start(as, command, { env = {}, cwd, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
      const who = as === 'root' ? [] : ['setpriv', `--reuid=${USER.id}`, `--regid=${USER.id}`, '--clear-groups']
      const home = as === 'root' ? '/' : USER.home
      const words = Object.entries({ HOME: home, PATH: PATHS, ...env }).map(([name, value]) => `${name}=${value}`)
      const there = ['env', '-i', '-C', cwd ?? home, ...words, ...command]
      return spawn('nsenter', ['-t', inside, '--mount', '--pid', ...who, '--', ...there], { stdio })
    },
  }
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
