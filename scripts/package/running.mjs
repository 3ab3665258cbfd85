// A Gatehouse that runs in a clean root: started by a user, spoken to, ended by a signal.
import fs from 'node:fs/promises'
import { ended } from '../lib/run.mjs'
import { inRoot, must } from './root.mjs'
import { readyLine } from './talk.mjs'

/** @typedef {{mcp: string, pid: number, dataDir: string, printed: () => string}} Ready `pid` as seen inside */

/** One at a time. @param {import('./root.mjs').Root} root */
export function createRunner(root) {
  let running = null

  /**
   * Until its ready line. @param {string[]} command @param {{env?: object, cwd?: string, show?: boolean}} options `show`: what it
   * says goes to our stderr too @returns {Promise<Ready>} Throws, with what it printed, where it ends without one.
   */
  async function start(command, { env = {}, cwd, show = false } = {}) {
    const child = root.start('user', command, { env, cwd })
    if (show) child.stderr.on('data', data => process.stderr.write(data))
    const closed = ended(child)
    running = { ...(await readyLine(child)), closed }
    return running
  }

  /** By SIGTERM. Throws where it does not end well, or leaves its address behind. */
  async function stop() {
    const { pid, dataDir, closed, printed } = running
    running = null
    await must(root, ['sh', '-c', `kill -TERM ${pid}`])
    const code = await closed
    if (code !== 0) throw new Error(`it ended with ${code}: ${printed()}`)
    const gone = await inRoot(root, 'user', ['test', '!', '-e', `${dataDir}/endpoint.json`])
    if (gone.code !== 0) throw new Error('endpoint.json is still there')
  }

  return { start, stop, ready: () => running }
}

/**
 * Pages run with a filter for system calls, in namespaces of their own.
 * @param {number} pid of the app, as seen inside @returns {Promise<string>} what was seen. Throws where one does not.
 */
export async function sandboxOf(root, pid) {
  const script = `
    exe=$(readlink /proc/${pid}/exe)
    readlink /proc/${pid}/ns/user && tr '\\0' ' ' < /proc/${pid}/cmdline; echo
    for p in /proc/[0-9]*; do
      [ "$(readlink $p/exe)" = "$exe" ] || continue
      grep -qs -- --type=renderer $p/cmdline || continue
      echo "renderer $(readlink $p/ns/user) $(sed -n 's/^Seccomp:[^0-9]*//p' $p/status)"
    done
    stat -c 'helper %a' "\${exe%/*}/chrome-sandbox"`
  const { out, text } = await inRoot(root, 'root', ['sh', '-c', script])
  const [space, line = '', ...rest] = out.trim().split('\n')
  if (/--no-sandbox/.test(line)) throw new Error(`it runs with ${line}`)
  const pages = rest.filter(row => row.startsWith('renderer '))
  if (pages.length === 0) throw new Error(`no page is there: ${text}`)
  for (const page of pages) {
    const [, own, filter] = page.split(' ')
    if (filter !== '2' || own === space) throw new Error(`a page without a sandbox: ${page}, and the app in ${space}`)
  }
  return `${pages.length} page: seccomp filter, a user namespace of its own; ${rest.at(-1)}`
}

/** What a window needs in the environment of a user there. @param {{env: Record<string, string>}} screen of this computer */
export async function displayFor(root, screen) {
  const authority = `${root.user.home}/.Xauthority`
  await writeAsUser(root, authority, await fs.readFile(screen.env.XAUTHORITY))
  return { DISPLAY: screen.env.DISPLAY, XAUTHORITY: authority }
}

/**
 * A file that only the user there can read. From inside and as that user: what lies in their folders is theirs to exchange, and
 * a link there must lead nobody else's hand.
 */
export function writeAsUser(root, file, input, { cwd } = {}) {
  return must(root, ['sh', '-c', 'umask 077; cat > "$0"', file], { as: 'user', cwd, input })
}
