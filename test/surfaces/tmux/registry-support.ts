// A registry with a tmux of its own: its default server is this test's alone, and several runs can follow each other on one folder.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createLasting, type Lasting } from '../../../main/surfaces/lasting.ts'
import type { AgentSeats } from '../../../main/surfaces/opening.ts'
import { createRegistry } from '../../../main/surfaces/registry.ts'
import type { Registry, SurfaceFacts } from '../../../main/surfaces/surface.ts'
import type { TmuxRoom } from '../../../main/surfaces/tmux/model.ts'
import { createTmuxRoom } from '../../../main/surfaces/tmux/room.ts'
import { testFolder } from '../support.ts'

export const HERE = { host: null, socket: null } as const

export interface TmuxRun {
  readonly registry: Registry
  readonly room: TmuxRoom
  readonly lasting: Lasting
  /** what agents' seats heard, such as `leave s_abc123` */
  readonly seats: string[]
  /** Quits. */
  end(): Promise<void>
}

export interface TmuxHome {
  readonly dir: string
  readonly home: string
  /** Runs a command in this test's tmux, and gives what it prints. */
  tmux(...args: string[]): string
  /** The panes of a new session, each running `command`. */
  session(name: string, command: string, panes?: number): string[]
  run(options?: { readonly inTmux?: readonly string[]; readonly path?: string }): TmuxRun
}

export function tmuxHome(): TmuxHome {
  const [dir, home] = [testFolder(), testFolder()]
  const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, PS1: '$ ', TMUX_TMPDIR: dir }
  const tmux = (...args: string[]) => spawnSync('tmux', ['-u', ...args], { env, encoding: 'utf8' }).stdout.trim()
  onTestFinished(() => {
    // A shell that is only hung up on writes its history, into a home that is being removed.
    for (const pid of tmux('list-panes', '-a', '-F', '#{pane_pid}').split('\n').map(Number)) {
      if (pid > 1) spawnSync('kill', ['-9', String(pid)])
    }
    tmux('kill-server')
  })
  return {
    ...{ dir, home, tmux },
    session(name, command, panes = 1) {
      // Where nobody looks windows have room enough.
      const first = tmux(
        'new-session',
        '-dP',
        '-F',
        '#{pane_id}',
        '-x',
        '80',
        '-y',
        '24',
        '-s',
        name,
        '-n',
        'run',
        command,
      )
      const more = Array.from({ length: panes - 1 }, () =>
        tmux('new-window', '-dP', '-F', '#{pane_id}', '-n', 'run', '-t', `${name}:`, command),
      )
      return [first, ...more]
    },
    run({ inTmux = [], path: searched = env.PATH } = {}) {
      const seats: string[] = []
      const agents: AgentSeats = {
        take({ id }: SurfaceFacts) {
          seats.push(`take ${id}`)
          return { GATEHOUSE_TOKEN: `token-of-${id}`, GATEHOUSE_URL: 'http://127.0.0.1:4823/mcp' }
        },
        leave: id => void seats.push(`leave ${id}`),
      }
      const room = createTmuxRoom({ instance: 'test', env: { ...env, PATH: searched } })
      const lasting = createLasting(path.join(dir, 'surfaces'))
      const registry = createRegistry({
        ...{ shell: '/bin/bash', env, agents, tmux: { room, lasting } },
        inTmux: preset => inTmux.includes(preset),
      })
      let ended = false
      const end = async () => {
        if (ended) return
        ended = true
        await registry.closeAll()
        await room.close()
      }
      onTestFinished(end)
      return { registry, room, lasting, seats, end }
    },
  }
}
