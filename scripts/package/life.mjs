// The life of an installed Gatehouse, step by step: installed, run as a user, spoken to, attacked a little, upgraded, removed.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { openScreen } from '../electron/screen.mjs'
import { ended } from '../lib/run.mjs'
import { refusesDebuggers, sandboxOf } from './hardening.mjs'
import { cleanRoot, filesOf, inRoot } from './root.mjs'
import { askHttp, readyLine, stdioClient } from './talk.mjs'

const AGENT = 'desk'
const APT = ['apt-get', '-y', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends']
/** What a desktop program hands to what it starts: no display, no Node on the PATH. */
const DESKTOP_HOST = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }

/** @param {{older: string, newer: string, step: (name: string, work: Function) => Promise<any>}} how */
export async function lifeOf({ older, newer, step }) {
  const root = await step('a clean Debian 12 (debootstrap, minbase)', cleanRoot)
  const screen = await openScreen()
  try {
    const life = await begin(root, screen)
    await step('apt-get update', () => must(root, ['apt-get', 'update', '-qq']))
    await step('apt-get install OLD.deb', () => life.install(older))
    await step('apt-get purge', () => life.purge())
    const before = await filesOf(root)
    const first = await step('installed again: gatehouse --version', async note => {
      await life.install(older)
      return life.version(note)
    })
    await step('no Node, no display: token new, man page, completions', note => life.alone(note))
    await step('starts as a user with a window, the sandbox on', note => life.startWindow(note))
    await step('refuses debuggers (switches, environment, signal)', note => refusesDebuggers(root, life.pid(), note))
    await step('serves MCP over HTTP', note => life.http(note))
    await step('gatehouse mcp, as a desktop program starts it', note => life.stdio(note))
    await step('ends cleanly', () => life.stop())
    await step('without a display: headless by itself', note => life.headless(note))
    await step('apt-get install NEW.deb: data kept', async note => {
      const data = await life.dataSum()
      await life.install(newer)
      if ((await life.dataSum()) !== data) throw new Error('the data folder was changed by the upgrade')
      const second = await life.version(note)
      if (second === first) throw new Error(`it is still ${first}`)
    })
    await step('starts again, the same agent goes on, the record is whole', note => life.again(note))
    await step('apt-get purge: nothing left but the user’s data', async note => {
      await life.stop()
      const data = await life.dataSum()
      await life.purge()
      const left = [...(await filesOf(root))].filter(file => !before.has(file))
      if (left.length > 0) throw new Error(`left: ${left.join(' ')}`)
      if ((await life.dataSum()) !== data) throw new Error('the data folder was changed')
      note(`${before.size} files before, the same after`)
    })
  } finally {
    await screen.close()
    await root.remove()
  }
}

async function begin(root, screen) {
  const { home, id } = root.user
  const at = file => path.join(root.folder, file)
  const data = `${home}/.config/gatehouse`
  await fs.copyFile(screen.env.XAUTHORITY, at(`${home}/.Xauthority`))
  await fs.chown(at(`${home}/.Xauthority`), id, id)
  const window = { DISPLAY: screen.env.DISPLAY, XAUTHORITY: `${home}/.Xauthority` }
  let running = null
  let token = ''

  async function start(env, ...flags) {
    const child = root.start('user', ['gatehouse', '--mcp-port=0', `--policy=${home}/policy.json`, ...flags], { env })
    const closed = ended(child)
    running = { ...(await readyLine(child)), closed, child }
    return running
  }

  /** Its id as seen inside is in endpoint.json; a signal is sent from there. */
  async function stop() {
    await must(root, ['sh', '-c', `kill -TERM ${running.pid}`])
    const code = await running.closed
    if (code !== 0) throw new Error(`it ended with ${code}: ${running.printed()}`)
    running = null
    if (await fs.stat(at(`${data}/endpoint.json`)).catch(() => null)) throw new Error('endpoint.json is still there')
  }

  async function bridge(use) {
    const child = root.start('user', ['gatehouse', 'mcp', '--agent', AGENT], {
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

  return {
    stop,
    pid: () => running.pid,
    async install(deb) {
      await fs.copyFile(deb, at('/tmp/gatehouse.deb'))
      await must(root, [...APT, 'install', '/tmp/gatehouse.deb'])
    },
    purge: () => must(root, [...APT, 'purge', 'gatehouse-test']),
    async version(note) {
      const { out } = await must(root, ['gatehouse', '--version'])
      const version = out.trim()
      if (!/-test\.\d+$/.test(version)) throw new Error(`a test build says it is ${version}`)
      note(version)
      return version
    },
    async alone(note) {
      const { code } = await inRoot(root, 'root', ['sh', '-c', 'command -v node'])
      if (code === 0) throw new Error('there is a Node in the clean root')
      const made = await must(root, ['gatehouse', 'token', 'new', AGENT], { as: 'user' })
      const [secret, hash] = made.out.split('\n')
      token = secret
      const rule = { id: 'r1', agents: AGENT, surfaces: '*', level: 'submit' }
      const policy = { version: 1, agents: { [AGENT]: { name: 'Desk', token: hash } }, rules: [rule], locks: [] }
      const put = (file, text) => `mkdir -p -m 700 "$(dirname ${file})" && umask 077 && printf %s '${text}' > ${file}`
      await must(root, ['sh', '-c', put(`${home}/policy.json`, JSON.stringify(policy))], { as: 'user' })
      await must(root, ['sh', '-c', put(`${data}/tokens/${AGENT}`, `${token}\n`)], { as: 'user' })
      await must(root, ['chmod', '700', data], { as: 'user' })
      for (const file of ['share/bash-completion/completions/gatehouse', 'share/man/man1/gatehouse.1.gz']) {
        // minbase is told to leave manual pages out; dpkg has them all the same.
        const { out } = await must(root, ['dpkg', '-S', `/usr/${file}`])
        if (!out.startsWith('gatehouse')) throw new Error(`${file} is of ${out}`)
      }
      note('as root and as a user')
    },
    async startWindow(note) {
      await start(window, '--open=shell', '--name=desk-shell')
      note(await sandboxOf(root, running.pid))
    },
    async http(note) {
      const { tools } = await askHttp(running.mcp, token, 'tools/list', {})
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(running.mcp, { method: 'POST', headers, body: '{}' })
      if (answer.status !== 401) throw new Error(`without a token it answers ${answer.status}`)
      note(`${tools.length} tools; 401 without a token`)
    },
    stdio: note =>
      bridge(async ({ call }) => {
        const wait = { until: { text: '42-in-a-deb' }, timeout_s: 20 }
        const said = await call('submit_text', { surface: 'desk-shell', text: 'echo $((6 * 7))-in-a-deb', wait })
        if (said.wait?.reason !== 'text') throw new Error(JSON.stringify(said))
        // Only who sees the terminal's modes knows: koffi works in the package.
        await call('submit_text', { surface: 'desk-shell', text: 'read -rs word' })
        const refused = await call('submit_text', { surface: 'desk-shell', text: 'not-a-secret' })
        if (refused.code !== 'secret_prompt') throw new Error(JSON.stringify(refused))
        note(`${said.outcome}; at a password prompt refused: ${refused.code}`)
      }),
    async headless(note) {
      const { printed } = await start(DESKTOP_HOST, '--open=shell', '--name=desk-shell')
      await bridge(({ call }) => call('list_surfaces', {}))
      await stop()
      const line = printed().split('\n')[0]
      if (!/headless/.test(line)) throw new Error(`it says ${printed()}`)
      note(line)
    },
    async again(note) {
      await start(window, '--open=shell', '--name=again')
      const { surfaces } = await bridge(({ call }) => call('list_surfaces', {}))
      if (!surfaces.some(({ name }) => name === 'again')) throw new Error(JSON.stringify(surfaces))
      const { out } = await must(root, ['gatehouse', 'activity', 'verify', data], { as: 'user' })
      note(out.trim())
    },
    /** One hash over names, modes and contents of what the user has. */
    async dataSum() {
      const { out } = await must(root, [
        'sh',
        '-c',
        `cd ${data} && find . -type f -not -path './window/*' -exec sha256sum {} + | sort`,
      ])
      return createHash('sha256').update(out).digest('hex')
    },
  }
}

/** Runs a command there; an end that is not good is an error with what it printed. */
async function must(root, command, { as = 'root', env = {} } = {}) {
  const noise = { DEBIAN_FRONTEND: 'noninteractive', ...env }
  const done = await inRoot(root, as, command, { env: noise })
  if (done.code !== 0) throw new Error(`${command.join(' ')} ended with ${done.code}: ${done.text.trim()}`)
  return done
}
