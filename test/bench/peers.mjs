// The terminals that `cat` is compared with, from the packages of Debian and Ubuntu. Installed only when asked for.
import { runQuietly } from '../../scripts/lib/run.mjs'
import { say, since } from '../../scripts/lib/say.mjs'
import { hasProgram, isDebian } from '../../scripts/system.mjs'

/** Software drawing for those that need OpenGL, and a message bus for the one that starts its windows over it. */
const PACKAGES = [
  ...['xterm', 'tmux', 'kitty', 'alacritty', 'rxvt-unicode', 'xfce4-terminal'],
  ...['libgl1-mesa-dri', 'libegl1', 'dbus'],
]

/** @returns {Promise<boolean>} are they installed now? */
export async function installPeers() {
  const command = `apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`
  if (process.getuid?.() !== 0 || !isDebian() || !hasProgram('apt-get')) {
    say(`Install them with:  sudo ${command}`)
    return false
  }
  const start = performance.now()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  say(`Installing ${PACKAGES.join(' ')} …`)
  await runQuietly('apt-get', ['update', '-qq'], { env })
  const code = await runQuietly('apt-get', ['-qq', ...command.split(' ').slice(1)], { env })
  if (code === 0) say(`Installed in ${since(start)}.`)
  return code === 0
}
