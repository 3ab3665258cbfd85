// How the house opens and closes surfaces for agents, and looks for panes of tmux that one asks to adopt. Whether it may is the
// gate's to say, before any of this is called.
import os from 'node:os'
import type { Result } from '../preload/contract.ts'
import type { FoundPane, NewSurface, Opener } from './gate/opener.ts'
import { ADOPTED } from './policy/open.ts'
import { realFolder } from './surfaces/folder.ts'
import { PRESETS } from './surfaces/presets/index.ts'
import type { AgentSurface, OpenSpec, Registry } from './surfaces/surface.ts'
import type { TmuxRoom, TmuxServer } from './surfaces/tmux/model.ts'

/** With these a person goes elsewhere under their own name, or takes up what runs: no agent names them. */
const FOR_PEOPLE: readonly string[] = [ADOPTED, 'ssh']

export interface OpenerSpec {
  readonly registry: Pick<Registry, 'get' | 'open'>
  /** null = there is no tmux here to talk to */
  readonly tmux: Pick<TmuxRoom, 'server' | 'servers'> | null
  /** There is another surface. */
  readonly opened: () => void
  readonly close: Opener['close']
  readonly letGo: Opener['letGo']
}

export function createOpener({ registry, tmux, opened, close, letGo }: OpenerSpec): Opener {
  return {
    presets: PRESETS.map(({ id }) => id).filter(id => !FOR_PEOPLE.includes(id)),
    home: realFolder('~', os.homedir()),
    resolveFolder: folder => realFolder(folder, os.homedir()),
    async findPanes(session) {
      if (!tmux) return []
      const here = tmux.server({ host: null, socket: null })
      const there = tmux.servers().filter(server => server !== here && server.link()?.is === 'live')
      const all = await Promise.all([here, ...there].map(server => panesOf(server, session)))
      return all.flat().map(one => ({ ...one, surface: one.surface && (registry.get(one.surface)?.facts.id ?? null) }))
    },
    async open(what): Promise<Result<AgentSurface>> {
      const surface = await registry.open(specOf(what))
      opened()
      return surface
    },
    close,
    letGo,
  }
}

function specOf({ pane, preset = 'shell', ...what }: NewSurface): OpenSpec {
  if (!pane) return { preset, ...what }
  const { workspace, openedBy } = what
  const { place, pane: id, pid, session, window } = pane
  // Locks on what tmux calls it hold on, whatever it is called here.
  const former = { names: [session, window], ids: [] }
  return { preset: ADOPTED, pane: { place, id, ...(pid !== null && { pid }) }, workspace, openedBy, former }
}

async function panesOf(server: TmuxServer, session: string): Promise<FoundPane[]> {
  const listed = await server.list()
  if (!listed.ok) return []
  const { place } = server
  const windows = listed.value.sessions.filter(({ name }) => name === session).flatMap(one => one.windows)
  const panes = windows.flatMap(({ name, panes: all }) => all.map(one => ({ ...one, window: name })))
  // A window may be linked to one session more than once.
  const each = new Map(panes.filter(({ dead }) => !dead).map(one => [one.id, one]))
  return [...each.values()].map(({ id, window, pid = null, command, cwd, surface }) => {
    return { place, session, window, pane: id, pid, command, cwd, surface }
  })
}
