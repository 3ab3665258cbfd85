// Other terminals, each with the program of a driver in it: under the same screen, at the same size. One that is not there, or does
// not start, is left out and said.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spawn as spawnPty } from 'node-pty'
import { type Versions, versionOf } from './about.ts'
import type { Driver, Drivers, Size } from './drivers.ts'

export interface Peer {
  readonly name: string
  /** what the goals call it; null = it is shown without one */
  readonly goal: 'xterm' | 'tmux' | 'vte' | 'kitty' | 'alacritty' | null
  readonly versions: Versions
  open(drivers: Drivers, size: Size, name: string): Promise<{ readonly driver: Driver; close(): Promise<void> }>
}

interface Windowed {
  readonly name: string
  readonly goal: Peer['goal']
  readonly program: string
  readonly version: readonly [args: readonly string[], pattern: RegExp]
  args(size: Size, command: readonly string[]): readonly string[]
  /** what it is started by; itself unless said */
  readonly before?: readonly string[]
}

const KITTY = {
  cursor_blink_interval: '0',
  enable_audio_bell: 'no',
  update_check_interval: '0',
  linux_display_server: 'x11',
}

const WINDOWED: readonly Windowed[] = [
  {
    ...{ name: 'xterm', goal: 'xterm', program: 'xterm', version: [['-version'], /XTerm\((\d+)\)/] },
    args: ({ cols, rows }, command) => ['-geometry', `${cols}x${rows}`, '-sl', '5000', '-e', ...command],
  },
  {
    ...{ name: 'VTE (xfce4-terminal)', goal: 'vte', program: 'xfce4-terminal' },
    version: [['--version'], /xfce4-terminal (\S+)/],
    // A bus of its own: nothing of a session that runs already is asked.
    before: ['dbus-run-session', '--'],
    args: ({ cols, rows }, command) => [
      ...['--disable-server', `--geometry=${cols}x${rows}`, '--hide-menubar', '--hide-toolbar', '--hide-scrollbar'],
      ...['-x', ...command],
    ],
  },
  {
    ...{ name: 'kitty', goal: 'kitty', program: 'kitty', version: [['--version'], /kitty (\S+)/] },
    args: ({ cols, rows }, command) => [
      ...['--config', 'NONE', '-o', 'remember_window_size=no', '-o', 'scrollback_lines=5000'],
      ...['-o', `initial_window_width=${cols}c`, '-o', `initial_window_height=${rows}c`],
      ...Object.entries(KITTY).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
      ...command,
    ],
  },
  {
    ...{ name: 'alacritty', goal: 'alacritty', program: 'alacritty', version: [['--version'], /alacritty (\S+)/] },
    args: ({ cols, rows }, command) => [
      ...[
        '--config-file',
        '/dev/null',
        '-o',
        `window.dimensions.columns=${cols}`,
        '-o',
        `window.dimensions.lines=${rows}`,
      ],
      ...['-o', 'scrolling.history=5000', '-e', ...command],
    ],
  },
  {
    ...{ name: 'rxvt-unicode', goal: null, program: 'urxvt', version: [['-help'], /v(\d[\d.]+)/] },
    args: ({ cols, rows }, command) => ['-geometry', `${cols}x${rows}`, '-sl', '5000', '-e', ...command],
  },
]

function windowed({ program, before = [], args, version, ...named }: Windowed): Peer {
  return {
    ...named,
    versions: versionOf(program, ...version, named.name),
    async open(drivers, size, name) {
      const [first, ...rest] = [...before, program, ...args(size, drivers.command(name))]
      const child = spawn(first!, rest, { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: homeless() })
      let errors = ''
      child.stderr?.on('data', data => {
        errors += data
      })
      const gone = once(child, 'close').catch(() => {})
      try {
        const driver = await Promise.race([
          drivers.ready(name),
          gone.then(() => {
            throw new Error(`${program} ended: ${errors.trim().slice(0, 300)}`)
          }),
        ])
        return { driver, close: () => end(child, gone) }
      } catch (error) {
        await end(child, gone)
        throw error
      }
    },
  }
}

/** With whatever it started: it leads a group. */
async function end(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // It has ended already.
  }
  await gone
}

/** What the user of this machine has set for these terminals does not count. */
function homeless(): NodeJS.ProcessEnv {
  return { ...process.env, HOME: os.tmpdir(), XDG_CONFIG_HOME: '/nonexistent', LIBGL_ALWAYS_SOFTWARE: '1' }
}

/** tmux in a pseudo-terminal whose other end reads and throws away. */
const tmux: Peer = {
  ...{ name: 'tmux in a bare pseudo-terminal', goal: 'tmux', versions: {} },
  async open(drivers, size, name) {
    const socket = path.join(os.tmpdir(), `gatehouse-bench-tmux-${process.pid}`)
    const args = ['-S', socket, '-f', '/dev/null', 'new-session', ...drivers.command(name)]
    // The status line takes one row of its own.
    const pty = spawnPty('tmux', args, { cols: size.cols, rows: size.rows + 1, name: 'xterm-256color', encoding: null })
    pty.onData(() => {})
    const driver = await drivers.ready(name)
    return {
      driver,
      async close() {
        await driver.end()
        await new Promise<void>(resolve => pty.onExit(() => resolve()))
      },
    }
  },
}

/** Nothing but a pseudo-terminal that is read, and asked where a cursor would be: what any terminal here cannot be faster than. */
const bare: Peer = {
  ...{ name: 'bare pseudo-terminal', goal: null, versions: {} },
  async open(drivers, size, name) {
    const [file, ...args] = drivers.command(name)
    const pty = spawnPty(file!, args, { ...size, name: 'xterm-256color', encoding: null })
    pty.onData(data => {
      if ((data as unknown as Buffer).includes('\x1b[6n')) pty.write('\x1b[1;1R')
    })
    const driver = await drivers.ready(name)
    return { driver, close: async () => pty.kill() }
  },
}

/** Those that are on this machine, and the names of those that are not. */
export function peers(): { there: Peer[]; missing: string[] } {
  const has = (program: string) =>
    (process.env['PATH'] ?? '').split(':').some(dir => existsSync(path.join(dir, program)))
  const found = WINDOWED.filter(({ program }) => has(program))
  const missing = [
    ...WINDOWED.filter(one => !found.includes(one)).map(one => one.name),
    ...(has('tmux') ? [] : ['tmux']),
  ]
  return { there: [bare, ...(has('tmux') ? [tmux] : []), ...found.map(windowed)], missing }
}
