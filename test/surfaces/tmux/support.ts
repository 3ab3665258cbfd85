// A tmux server of one test, on a socket of its own with an empty home and no config, and what hears a pane of it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../../main/surfaces/clock.ts'
import type { TmuxRoom, TmuxServer, TmuxTerminal } from '../../../main/surfaces/tmux/model.ts'
import { createTmuxRoom } from '../../../main/surfaces/tmux/room.ts'
import type { TmuxPlace } from '../../../preload/contract.ts'

export interface TmuxRig {
  readonly place: TmuxPlace
  readonly folder: string
  readonly env: Record<string, string>
  /** Runs one tmux command from outside, as a person would. Throws with what tmux says. */
  tmux(...args: string[]): string
  /** A Gatehouse of that name on this server, closed after the test. */
  room(instance?: string): TmuxRoom
  server(instance?: string): TmuxServer
  /** A detached session with that program. Returns the id of its pane. */
  session(name: string, command: string, size?: { cols: number; rows: number }): string
}

/** Short, for the path of a socket may not be long. Everything of it is gone after the test. */
export function tmuxRig(clock: Clock = systemClock): TmuxRig {
  const folder = mkdtempSync('/tmp/gh-tmux-')
  const socket = path.join(folder, 's')
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    SHELL: '/bin/sh',
  }
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-u', '-f', '/dev/null', '-S', socket, ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()
  const rooms: TmuxRoom[] = []
  onTestFinished(async () => {
    await Promise.all(rooms.map(room => room.close()))
    try {
      tmux('kill-server')
    } catch {
      // It ended with its last session.
    }
    rmSync(folder, { recursive: true, force: true })
  })
  const place = { host: null, socket }
  const room = (instance = 'test') => {
    const made = createTmuxRoom({ instance, env }, clock)
    rooms.push(made)
    return made
  }
  return {
    ...{ place, folder, env, tmux, room },
    server: instance => room(instance).server(place),
    session(name, command, { cols, rows } = { cols: 80, rows: 24 }) {
      const size = ['-x', String(cols), '-y', String(rows)]
      return tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-s', name, ...size, '/bin/sh', '-c', command)
    },
  }
}

export interface Heard {
  readonly terminal: TmuxTerminal
  /** what was printed since the screen was drawn last */
  bytes(): Buffer
  text(): string
  /** how often it was drawn, and what drew it last */
  drawn(): number
  drawing(): string
  size(): string
}

/** Hears everything of a pane from its beginning on. */
export function hear(terminal: TmuxTerminal): Heard {
  let chunks: Uint8Array[] = []
  let drawn = 0
  let drawing = ''
  let size = ''
  terminal.onData(bytes => chunks.push(bytes))
  terminal.onRedrawn((bytes, cols, rows) => {
    chunks = []
    drawn += 1
    drawing = Buffer.from(bytes).toString('utf8')
    size = `${cols}x${rows}`
  })
  terminal.onSize((cols, rows) => {
    size = `${cols}x${rows}`
  })
  const bytes = () => Buffer.concat(chunks)
  return {
    ...{ terminal, bytes },
    text: () => bytes().toString('utf8'),
    drawn: () => drawn,
    drawing: () => drawing,
    size: () => size,
  }
}

let count = 0
/** An id that no surface has had. */
export function surfaceId(): string {
  count += 1
  return `s_t${String(count).padStart(5, '0')}`
}

/**
 * Adopts exactly this pane, and hears it; its modes are known. Another client that comes while tmux 3.3a tells of a look for them can
 * crash that tmux: a test with several Gatehouses on one server has them come one after the other. Throws with the refusal.
 */
export async function adopt(server: TmuxServer, pane: string, surface = surfaceId()): Promise<Heard> {
  const adopted = await server.adopt(pane, surface)
  if (!adopted.ok) throw new Error(`${adopted.code}: ${adopted.message}`)
  const heard = hear(adopted.value)
  await adopted.value.prepared
  return heard
}
