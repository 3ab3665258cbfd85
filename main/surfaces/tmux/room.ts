// Every tmux server that is talked to, one connection each. It talks to none by itself.
import { userInfo } from 'node:os'
import path from 'node:path'
import type { TmuxPlace } from '../../../preload/contract.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { TmuxRoom, TmuxRoomOptions, TmuxServer } from './model.ts'
import { createServer } from './server.ts'

/** What started us, and the tmux we may run in ourselves: no server that we start gets it, nor any program in it. */
const NOT_THEIRS = /^(GATEHOUSE_|ELECTRON_|npm_|VITE)|^TMUX(_PANE)?$/

export function createTmuxRoom(options: TmuxRoomOptions, clock: Clock = systemClock): TmuxRoom {
  const servers = new Map<string, TmuxServer>()
  const listeners = new Set<() => void>()
  const env = Object.fromEntries(
    Object.entries(options.env).filter(
      (one): one is [string, string] => one[1] !== undefined && !NOT_THEIRS.test(one[0]),
    ),
  )
  const changed = () => {
    for (const listener of [...listeners]) listener()
  }
  return {
    server(given) {
      const place = usualPlace(given, env)
      const key = JSON.stringify([place.host, place.socket])
      let server = servers.get(key)
      if (!server) {
        const { instance } = options
        const forward = () => (place.host === null ? null : (options.forward?.(place.host) ?? null))
        server = createServer({ place, instance, env, forward, changed, clock })
        servers.set(key, server)
      }
      return server
    },
    servers: () => [...servers.values()],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await Promise.all([...servers.values()].map(one => one.close()))
    },
  }
}

/** The default server by the name of its socket is the default server. */
function usualPlace(place: TmuxPlace, env: Readonly<Record<string, string>>): TmuxPlace {
  if (place.host !== null || place.socket === null) return place
  const { uid } = userInfo()
  const usual = path.join(env['TMUX_TMPDIR'] || '/tmp', `tmux-${uid}`, 'default')
  return path.normalize(place.socket) === usual ? { ...place, socket: null } : place
}
