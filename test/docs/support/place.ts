// Where the commands of a page are run: an empty home and an empty folder, with the program as it is built. `gatehouse` is on the
// PATH as an installed one would be, and `npm` is the real one, in this clone.
import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { ROOT } from './pages.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Place {
  write(name: string, text: string): Promise<void>
  /** Through sh, to its end. A line that says `gatehouse ready` is taken for a server's, and ended then. */
  run(line: string): Promise<Ended>
  remove(): Promise<void>
}

/** As packaging/gatehouse.sh decides it, but on the Node that runs this. */
const INSTALLED = `#!/bin/sh
case \${1-} in
  mcp | token | policy | activity | completion | man | --help | --version) exec "$NODE" "$CLONE/out/main/cli.js" "$@" ;;
esac
exec "$NODE" "$CLONE/out/main/headless.js" "$@"
`
/** npm knows the folder the reader stands in, and goes to the clone. */
const NPM = '#!/bin/sh\nexec "$NPM" --prefix "$CLONE" "$@"\n'

export async function openPlace(): Promise<Place> {
  const top = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-commands-'))
  const [home, bin, config, folder] = ['home', 'bin', 'config', 'folder'].map(name => path.join(top, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const one of [home, bin, path.join(config, 'gatehouse'), folder]) await fs.mkdir(one, { recursive: true })
  await fs.writeFile(path.join(bin, 'gatehouse'), INSTALLED, { mode: 0o755 })
  await fs.writeFile(path.join(bin, 'npm'), NPM, { mode: 0o755 })
  // The port of the settings may be somebody else's here.
  await fs.writeFile(path.join(config, 'gatehouse', 'settings.json'), JSON.stringify({ mcpPort: await freePort() }))
  const { PATH = '', TMPDIR } = process.env
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()
  const env = {
    ...{
      PATH: `${bin}${path.delimiter}${PATH}`,
      HOME: home,
      XDG_CONFIG_HOME: config,
      TMUX_TMPDIR: home,
      LANG: 'C.UTF-8',
    },
    ...{ NODE: process.execPath, NPM: npm, CLONE: ROOT, ...(TMPDIR === undefined ? {} : { TMPDIR }) },
    ...{ npm_config_update_notifier: 'false' },
  }
  const running = new Set<ChildProcess>()
  return {
    write: (name, text) => fs.writeFile(path.join(folder, name), text),
    async run(line) {
      const child = spawn('sh', ['-c', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      running.add(child)
      const ended = await toItsEnd(child)
      running.delete(child)
      return ended
    },
    async remove() {
      // Only what a test gave up on.
      for (const { pid } of running) process.kill(-pid!, 'SIGTERM')
      await fs.rm(top, { recursive: true, force: true })
    },
  }
}

async function toItsEnd(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  const out = { stdout: '', stderr: '' }
  let ended = false
  child.stderr.on('data', data => {
    out.stderr += data
  })
  child.stdout.on('data', data => {
    out.stdout += data
    const [, ready] = out.stdout.match(/^gatehouse ready (\{.*\})\n/m) ?? []
    if (ready === undefined || ended) return
    ended = true
    process.kill(JSON.parse(ready).pid, 'SIGTERM')
  })
  const [code] = await once(child, 'close')
  return { code, ...out }
}

/** One that nobody has now. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
