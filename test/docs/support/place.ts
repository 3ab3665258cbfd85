// Where the commands of a page are run: an empty home and an empty folder, with the program as it is built. `gatehouse` is on the
// PATH as an installed one would be, and `npm` is the real one, in this clone.
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
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

/** As packaging/gatehouse.sh decides it, but on the Node that runs this, and at any port: that of the settings may be somebody else's here. */
const INSTALLED = `#!/bin/sh
case \${1-} in
  mcp | token | policy | activity | completion | man | --help | --version) exec "$NODE" "$CLONE/out/main/cli.js" "$@" ;;
esac
exec "$NODE" "$CLONE/out/main/headless.js" "$@" --mcp-port=0
`
/** npm knows the folder the reader stands in, and goes to the clone. */
const NPM = `#!/bin/sh
case "$*" in
  start) exec "$NPM" --prefix "$CLONE" start -- --mcp-port=0 ;;
  'start -- '*) exec "$NPM" --prefix "$CLONE" "$@" --mcp-port=0 ;;
esac
exec "$NPM" --prefix "$CLONE" "$@"
`

export async function openPlace(): Promise<Place> {
  const top = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-commands-'))
  const [home, bin, config, folder] = ['home', 'bin', 'config', 'folder'].map(name => path.join(top, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const one of [home, bin, config, folder]) await fs.mkdir(one, { recursive: true })
  await fs.writeFile(path.join(bin, 'gatehouse'), INSTALLED, { mode: 0o755 })
  await fs.writeFile(path.join(bin, 'npm'), NPM, { mode: 0o755 })
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
  const running = new Map<number, Promise<Ended>>()
  return {
    write: (name, text) => fs.writeFile(path.join(folder, name), text),
    async run(line) {
      const child = spawn('sh', ['-c', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      const ended = toItsEnd(child)
      running.set(child.pid!, ended)
      await ended
      running.delete(child.pid!)
      return ended
    },
    async remove() {
      // Only what a test gave up on.
      for (const pid of running.keys()) endGroup(pid)
      await Promise.all(running.values())
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

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM')
  } catch (error) {
    // It may be gone, and only what it printed not read to its end.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
