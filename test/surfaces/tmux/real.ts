// A real tmux server of one test, on a socket of its own, and a pane that shows exactly the bytes a test gives it.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../main/surfaces/clock.ts'
import { type Command, type Connection, connect } from '../../../main/surfaces/tmux/connection.ts'
import type { Reply } from '../../../main/surfaces/tmux/lines.ts'
import { until } from '../support.ts'

/** What a client of the test sees. */
export const ENV = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', HOME: '/nonexistent', TERM: 'xterm-256color' }

export interface RealTmux {
  readonly folder: string
  /** arguments that lead to this server */
  readonly server: readonly string[]
  /** Runs a command as an ordinary client, and gives what it prints. */
  run(...args: string[]): string
  /** The same from another folder than the test's own. */
  runIn(cwd: string, ...args: string[]): string
  /** A connection with a session of its own, as Gatehouse has one. */
  attach(session?: string): Promise<Wire>
}

export interface Wire {
  readonly connection: Connection
  /** The replies of a line that has to succeed. */
  ask(command: Command | string): Promise<readonly Reply[]>
  /** A new pane in our own session, in raw mode, that shows what it is given. */
  pane(): Promise<Canvas>
}

export interface Canvas {
  readonly pane: string
  readonly window: string
  /** Resolves when tmux has told all of it. */
  show(bytes: string | Buffer): Promise<void>
}

/** An empty server: `run` starts it. Ended after the test. */
export function realTmux(): RealTmux {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-tmux-')))
  const server = ['-u', '-S', path.join(folder, 'sock'), '-f', '/dev/null']
  const runIn = (cwd: string, ...args: string[]) =>
    execFileSync('tmux', [...server, ...args], { cwd, env: ENV, encoding: 'utf8', stdio: 'pipe' })
  const run = (...args: string[]) => runIn(folder, ...args)
  onTestFinished(() => {
    try {
      run('kill-server')
    } catch {
      // It has ended by itself.
    }
    rmSync(folder, { recursive: true, force: true })
  })
  let canvases = 0

  async function attach(session = 'gatehouse-test'): Promise<Wire> {
    const args = [...server, '-C', 'new-session', '-s', session, '-f', 'ignore-size,pause-after=30', 'cat']
    const connection = connect({ file: 'tmux', args, env: ENV }, systemClock)
    onTestFinished(() => connection.close())
    await connection.ready
    const told = new Map<string, number>()
    connection.onOutput((pane, bytes) => told.set(pane, (told.get(pane) ?? 0) + bytes.byteLength))
    const ask = async (command: Command | string) => {
      const ran = await connection.run(typeof command === 'string' ? { line: command } : command)
      const bad = ran.replies.find(one => !one.ok)
      if (ran.is === 'lost' || bad) throw new Error(bad ? bad.rows.join('\n') : 'lost')
      return ran.replies
    }
    return {
      connection,
      ask,
      async pane() {
        canvases += 1
        const fifo = path.join(folder, `canvas-${canvases}`)
        execFileSync('mkfifo', [fifo])
        const [made] = await ask(
          `new-window -d -P -F '#{pane_id} #{window_id}' -t '=${session}:' "stty raw -echo; exec cat ${fifo}"`,
        )
        const [pane = '', window = ''] = made!.rows[0]!.toString().split(' ')
        const file = openSync(fifo, 'r+')
        onTestFinished(() => closeSync(file))
        await until(
          'the canvas',
          async () =>
            (await ask(`display-message -p -t ${pane} '#{pane_current_command}'`))[0]?.rows[0]?.toString() === 'cat',
        )
        let shown = 0
        return {
          pane,
          window,
          async show(bytes) {
            const data = Buffer.from(bytes)
            for (let at = 0; at < data.byteLength; at += 32_768) {
              const part = data.subarray(at, at + 32_768)
              writeSync(file, part)
              shown += part.byteLength
              await until('all of it', () => (told.get(pane) ?? 0) >= shown)
            }
          },
        }
      },
    }
  }
  return { folder, server, run, runIn, attach }
}
