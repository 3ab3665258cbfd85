// What a user does with an installed Gatehouse in a clean root, whatever it was installed from.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { ended } from '../lib/run.mjs'
import { inRoot, must } from './root.mjs'
import { createRunner, sandboxOf } from './running.mjs'
import { askHttp, stdioClient } from './talk.mjs'

const AGENT = 'desk'
const SHELL = 'desk-shell'
/** What a desktop program hands to what it starts: no display, no Node on the PATH. */
const DESKTOP_HOST = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }

/** @param {import('./root.mjs').Root} root @param {Record<string, string>} window what a window needs in the environment */
export function createInstalled(root, window) {
  const { home } = root.user
  const data = `${home}/.config/gatehouse`
  const runner = createRunner(root)
  let gatehouse = 'gatehouse'
  let token = ''
  let seen = ''

  /** A shell of this name that was there at the last start comes back, and is then the one that is asked for. */
  function start(env) {
    const flags = ['--mcp-port=0', `--policy=${home}/policy.json`, '--open=shell', `--name=${SHELL}`]
    return runner.start([gatehouse, ...flags], { env })
  }

  async function bridge(use) {
    const child = root.start('user', [gatehouse, 'mcp', '--agent', AGENT], {
      env: DESKTOP_HOST,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const closed = ended(child)
    try {
      return await use(await stdioClient(child))
    } finally {
      child.stdin.end()
      await closed
    }
  }

  async function version() {
    const { out } = await must(root, [gatehouse, '--version'])
    seen = out.trim()
    if (!/-test\.\d+$/.test(seen)) throw new Error(`a test build says it is ${seen}`)
    return seen
  }

  async function keepsData(act) {
    const sum = await dataSum()
    await act()
    if ((await dataSum()) !== sum) throw new Error('the data folder was changed')
  }

  /** One hash over names and contents of what the user has. */
  async function dataSum() {
    const files = `cd ${data} && find . -type f -not -path './window/*' -exec sha256sum {} + | sort`
    return createHash('sha256')
      .update((await must(root, ['sh', '-c', files])).out)
      .digest('hex')
  }

  return {
    version,
    keepsData,
    stop: runner.stop,
    pid: () => runner.ready().pid,
    /** The command from now on. */
    use(command) {
      gatehouse = command
    },
    /** Copies a package there. @returns {Promise<string>} where it is */
    async bring(file) {
      // Where only root writes: in /tmp a user there could have laid a link under this name.
      const there = `/var/cache/${path.basename(file)}`
      await fs.copyFile(file, path.join(root.folder, there))
      return there
    },
    async upgraded(act, note) {
      const before = seen
      await keepsData(act)
      if ((await version()) === before) throw new Error(`it is still ${before}`)
      note(`${before} to ${seen}`)
    },
    /** An agent of its own, whose policy and token are all that the user has of Gatehouse. Needs neither Node nor a display. */
    async newAgent() {
      const { code } = await inRoot(root, 'root', ['sh', '-c', 'command -v node'])
      if (code === 0) throw new Error('there is a Node in the clean root')
      await must(root, ['rm', '-rf', data], { as: 'user' })
      const made = await must(root, [gatehouse, 'token', 'new', AGENT], { as: 'user' })
      const [secret, hash] = made.out.split('\n')
      token = secret
      const rule = { id: 'r1', agents: AGENT, surfaces: '*', level: 'submit' }
      const policy = { version: 1, agents: { [AGENT]: { name: 'Desk', token: hash } }, rules: [rule], locks: [] }
      const put = file => `mkdir -p -m 700 "$(dirname ${file})" && umask 077 && cat > ${file}`
      await must(root, ['sh', '-c', put(`${home}/policy.json`)], { as: 'user', input: JSON.stringify(policy) })
      await must(root, ['sh', '-c', put(`${data}/tokens/${AGENT}`)], { as: 'user', input: `${token}\n` })
      await must(root, ['chmod', '700', data], { as: 'user' })
    },
    async startWindow(note) {
      await start(window)
      note(await sandboxOf(root, runner.ready().pid))
    },
    async http(note) {
      const { mcp } = runner.ready()
      const { tools } = await askHttp(mcp, token, 'tools/list', {})
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(mcp, { method: 'POST', headers, body: '{}' })
      if (answer.status !== 401) throw new Error(`without a token it answers ${answer.status}`)
      note(`${tools.length} tools; 401 without a token`)
    },
    stdio: note =>
      bridge(async ({ call }) => {
        const wait = { until: { text: '42-from-a-package' }, timeout_s: 20 }
        const said = await call('submit_text', { surface: SHELL, text: 'echo $((6 * 7))-from-a-package', wait })
        if (said.wait?.reason !== 'text') throw new Error(JSON.stringify(said))
        // Only who sees the terminal's modes knows: koffi works in the package.
        await call('submit_text', { surface: SHELL, text: 'read -rs word' })
        const refused = await call('submit_text', { surface: SHELL, text: 'not-a-secret' })
        if (refused.code !== 'secret_prompt') throw new Error(JSON.stringify(refused))
        note(`${said.outcome}; at a password prompt refused: ${refused.code}`)
      }),
    async headless(note) {
      const { printed } = await start(DESKTOP_HOST)
      await bridge(({ call }) => call('list_surfaces', {}))
      await runner.stop()
      const line = printed().split('\n')[0]
      if (!/headless/.test(line)) throw new Error(`it says ${printed()}`)
      note(line)
    },
    async again(note) {
      await start(window)
      const { surfaces } = await bridge(({ call }) => call('list_surfaces', {}))
      if (!surfaces.some(({ name }) => name === SHELL)) throw new Error(JSON.stringify(surfaces))
      const { out } = await must(root, [gatehouse, 'activity', 'verify', data], { as: 'user' })
      note(out.trim())
    },
  }
}
