// What a person does with tmux and with hosts from the window: looks what there is, adopts panes, lets go of them, tries again.
// The gate is not asked: all of it is the person's own. Connections are tmux's and ssh's rooms'.
import { hostname } from 'node:os'
import {
  type CallName,
  type CallOutput,
  type CallParsed,
  type Exit,
  type Failure,
  type Result,
  samePlace,
  type TmuxPlace,
  type TmuxSession,
} from '../preload/contract.ts'
import { readHosts } from './surfaces/ssh/hosts.ts'
import type { OpenSpec, PersonSurface, Registry } from './surfaces/surface.ts'
import type { TmuxRoom } from './surfaces/tmux/model.ts'
import { localServers, titleOf, tmuxMissing } from './surfaces/tmux/places.ts'

type TmuxCall = Extract<CallName, `tmux.${string}` | `ssh.${string}`>
type TmuxCalls = {
  [K in TmuxCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}
type Adopted = CallOutput<'tmux.adopt'>['results'][number]

/** Where panes come that no workspace was named for. A session's name is none: what runs in it can change that. */
const WORKSPACE = 'tmux'

export interface TmuxHouse {
  readonly registry: Pick<Registry, 'all' | 'get' | 'searchPath'>
  readonly tmux: Pick<TmuxRoom, 'server' | 'servers'>
  /** What a person opens is recorded there. */
  openSurface(spec: OpenSpec): Promise<Result<PersonSurface>>
  letGo(id: string): Promise<Exit | null>
}

interface TmuxOptions {
  readonly env: NodeJS.ProcessEnv
  readonly platform: string
}

export function createTmuxCalls(
  house: TmuxHouse,
  { env, platform }: TmuxOptions = { env: process.env, platform: process.platform },
): TmuxCalls {
  const view = (place: TmuxPlace, title: string): CallOutput<'tmux.places'>['servers'][number] => ({
    place: { ...place },
    title,
    link:
      house.tmux
        .servers()
        .find(server => samePlace(server.place, place))
        ?.link() ?? null,
    adopted: house.registry.all().filter(one => {
      const { tmux, exit } = one.summary()
      return tmux !== null && exit === null && samePlace(tmux.place, place)
    }).length,
  })

  async function adoptOne(place: TmuxPlace, id: string, workspace: string): Promise<Adopted> {
    const opened = await house.openSurface({ preset: 'tmux', pane: { place, id }, workspace, openedBy: 'person' })
    if (opened.ok) return { pane: id, id: opened.value.facts.id, code: null, message: '' }
    return { pane: id, id: null, code: opened.code, message: opened.message }
  }

  return {
    async 'tmux.places'() {
      const [here, known, searchPath] = await Promise.all([
        localServers(env),
        readHosts(env),
        house.registry.searchPath().catch(() => env['PATH'] ?? ''),
      ])
      const talked = house.tmux.servers().map(({ place }) => place)
      const local = here.map(({ socket, title }) => view({ host: null, socket }, title))
      // Another socket folder, or one that stands elsewhere: what is talked to is listed all the same.
      const elsewhere = talked.filter(place => place.host === null && !local.some(one => samePlace(one.place, place)))
      const far = known.hosts.map(({ name }) => view({ host: name, socket: null }, name))
      const others = talked.filter(place => place.host !== null && !far.some(one => samePlace(one.place, place)))
      return {
        ok: true,
        value: {
          servers: [...local, ...elsewhere.map(place => view(place, titleOf(place.socket))).filter(isThere)],
          hosts: [...far, ...others.map(place => view(place, place.host ?? ''))],
          warnings: [...known.warnings, ...house.tmux.servers().flatMap(server => server.warning() ?? [])],
          missing: await tmuxMissing(searchPath, platform),
        },
      }
    },
    async 'tmux.list'({ place }) {
      const listed = await house.tmux.server(place).list()
      if (!listed.ok) return listed
      const { version, sessions } = listed.value
      const here = sessions.map(session => withSurfaces(session, id => house.registry.get(id) !== undefined))
      return { ok: true, value: { version, sessions: place.host === null ? here.map(titled) : here } }
    },
    async 'tmux.adopt'({ place, panes, workspace = place.host ?? WORKSPACE }) {
      const results: Adopted[] = []
      // One after the other, so that they stand in the sidebar as they were chosen.
      for (const pane of panes) results.push(await adoptOne(place, pane, workspace))
      return { ok: true, value: { results } }
    },
    async 'tmux.letGo'({ id }) {
      const surface = house.registry.get(id)
      if (!surface) return failure('no_such_surface', `There is no surface ${id} any more.`)
      const { name } = surface.facts
      if (surface.summary().tmux === null) return failure('not_tmux', `${name} is in no tmux: closing it ends it.`)
      await house.letGo(id)
      return { ok: true, value: {} }
    },
    'tmux.reconnect'({ place }) {
      house.tmux
        .servers()
        .find(server => samePlace(server.place, place))
        ?.retry()
      return { ok: true, value: {} }
    },
    async 'tmux.start'({ host, preset, ...spec }) {
      // A terminal that runs ssh is no preset of another computer, nor is a pane that runs already.
      if (preset === 'ssh' || preset === 'tmux') return failure('no_such_preset', `${preset} is not started on a host.`)
      const opened = await house.openSurface({ ...spec, preset, host, openedBy: 'person' })
      return opened.ok ? { ok: true, value: { id: opened.value.facts.id } } : opened
    },
    async 'ssh.open'({ host, workspace = host }) {
      const opened = await house.openSurface({ preset: 'ssh', host, workspace, openedBy: 'person' })
      return opened.ok ? { ok: true, value: { id: opened.value.facts.id } } : opened
    },
  }
}

/** A mark of what is a surface no more stays on its pane. */
function withSurfaces(session: TmuxSession, isThere: (id: string) => boolean): TmuxSession {
  const windows = session.windows.map(window => {
    const panes = window.panes.map(({ surface, ...pane }) => {
      return { ...pane, surface: surface !== null && isThere(surface) ? surface : null }
    })
    return { ...window, panes }
  })
  return { ...session, windows }
}

/** A pane without a title of its own has the computer's name: that says nothing. */
function titled(session: TmuxSession): TmuxSession {
  const own = hostname()
  const windows = session.windows.map(window => {
    const panes = window.panes.map(pane => (pane.title === own ? { ...pane, title: '' } : pane))
    return { ...window, panes }
  })
  return { ...session, windows }
}

/** Talked to before, but nobody answers there any more and nothing of it is here. */
function isThere({ link, adopted }: CallOutput<'tmux.places'>['servers'][number]): boolean {
  return adopted > 0 || link?.is === 'live'
}

function failure(code: string, message: string): Failure {
  return { ok: false, code, message }
}
