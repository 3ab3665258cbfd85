// Every surface of this run: has them opened, finds them by id, closes them. Who may open one is not decided here, nor how it is
// done: open-program.ts, open-pane.ts, ssh/open-ssh.ts.
import type { Exit, Result } from '../../preload/contract.ts'
import { createAgentFolders } from './agents/folder.ts'
import { systemClock } from './clock.ts'
import { coloursOf, DARK } from './colours.ts'
import { createFocus } from './focus.ts'
import { rememberHolding } from './inside.ts'
import { createIntegration } from './integration/integration.ts'
import { createMirrors } from './mirror.ts'
import { freshId, freshName } from './naming.ts'
import { adoptPane, takeUp } from './open-pane.ts'
import { openProgram } from './open-program.ts'
import type { Opened, Opening } from './opening.ts'
import { createFinder } from './presets/find.ts'
import { PRESETS } from './presets/index.ts'
import { markOf, type Process, readProcess } from './process-table.ts'
import { findShell } from './shells.ts'
import { openSsh, SSH } from './ssh/open-ssh.ts'
import type { OpenSpec, PersonSurface, Registry } from './surface.ts'
import { createTerminalSurface } from './terminal-surface.ts'

export interface RegistryOptions extends Partial<Pick<Opening, 'presets' | 'agents' | 'tmux' | 'inTmux'>> {
  /** what surfaces inherit; this process's own when left out */
  readonly env?: NodeJS.ProcessEnv
  /** absolute path; the person's own shell when left out */
  readonly shell?: string
  readonly clock?: { now(): number; mono(): number }
  /** do bells count now? They do when left out */
  readonly hearsBells?: () => boolean
}

interface Held {
  readonly surface: PersonSurface
  readonly opened: Opened
}
/** What becomes of one that goes: it is ended, a person lets go of it, or it is to be taken up again at the next start. */
type Going = 'closed' | 'let go' | 'left'

export function createRegistry(options: RegistryOptions = {}): Registry {
  const env = options.env ?? process.env
  const clock = { ...systemClock, ...options.clock }
  const finder = createFinder(env)
  const tools = { finder, folders: createAgentFolders(), integration: createIntegration() }
  const { presets = PRESETS, agents, hearsBells } = options
  const surfaces = new Map<string, Held>()
  const roots = new Map<string, Process>()
  /** names of what is being opened, by id */
  const coming = new Map<string, string>()
  /** their programs run on when we are gone */
  const left = new Set<string>()
  const listeners = new Set<(id: string) => void>()
  const focus = createFocus(clock)
  const mirrors = createMirrors()
  const holding = rememberHolding({ process: readProcess, mark: markOf }, clock.mono)
  let closed = false
  let watching: string | null = null
  let colours = DARK
  const tell = (id: string) => {
    for (const listener of [...listeners]) listener(id)
  }
  const all = () => [...surfaces.values()].map(({ surface }) => surface)

  const opening: Opening = {
    ...{ env, shell: options.shell, clock, presets, agents, tools, all },
    tmux: options.tmux ?? null,
    inTmux: options.inTmux ?? (() => false),
    newId: () => freshId(id => surfaces.has(id) || coming.has(id)),
    newName(id, base) {
      const name = freshName(base, new Set([...all().map(({ facts }) => facts.name), ...coming.values()]))
      coming.set(id, name)
      return name
    },
    free: id => void coming.delete(id),
    put,
  }

  function put(opened: Opened): PersonSurface | null {
    const { facts, terminal, file, ...rest } = opened
    const { id } = facts
    coming.delete(id)
    if (closed) {
      void (terminal.where() === null ? terminal.end(id) : terminal.letGo()).catch(() => {})
      return null
    }
    const changed = () => tell(id)
    const spec = {
      ...rest,
      facts,
      terminal,
      clock,
      focus,
      mirrors,
      changed,
      hearsBells,
      shell: file,
      colours: () => colours,
    }
    const surface = createTerminalSurface(spec)
    surfaces.set(id, { surface, opened })
    if (terminal.root) roots.set(id, terminal.root)
    void terminal.exited.then(() => {
      if (!left.has(id)) agents?.leave(id)
    })
    return surface
  }

  function open({ pane, ...spec }: OpenSpec): Promise<Result<PersonSurface>> {
    if (pane) return adoptPane({ ...spec, pane }, opening)
    return spec.preset === SSH.id ? openSsh(spec, opening) : openProgram(spec, opening)
  }

  async function remove(id: string, going: Going = 'closed'): Promise<Exit | null> {
    const held = surfaces.get(id)
    if (!held) return null
    const { surface, opened } = held
    try {
      return going === 'closed' ? await surface.close() : await (surface.letGo() ?? surface.close())
    } finally {
      surfaces.delete(id)
      roots.delete(id)
      if (going === 'closed') opened.done()
      else if (going === 'let go') opened.letGo?.()
      if (going !== 'left') agents?.leave(id)
      tell(id)
    }
  }

  /** In tmux, and not known to have ended. */
  const livesOn = (surface: PersonSurface) => {
    const { tmux, exit } = surface.summary()
    return tmux !== null && exit === null
  }

  return {
    get: id => surfaces.get(id)?.surface,
    all,
    async open(spec) {
      const opened = await open(spec)
      if (opened.ok) tell(opened.value.facts.id)
      return opened
    },
    async takeUp(was) {
      const taken = await takeUp(was, opening)
      if (taken.ok) tell(taken.value.facts.id)
      return taken
    },
    remove: id => remove(id),
    async letGo(id) {
      const surface = surfaces.get(id)?.surface
      if (!surface?.summary().tmux) return null
      return remove(id, livesOn(surface) ? 'let go' : 'closed')
    },
    async closeAll() {
      closed = true
      for (const surface of all()) if (livesOn(surface)) left.add(surface.facts.id)
      // One that does not end must not keep the others from being ended.
      const ids = [...surfaces.keys()]
      const ends = await Promise.allSettled(ids.map(id => remove(id, left.has(id) ? 'left' : 'closed')))
      tools.integration.close()
      tools.folders.close()
      const failed = ends.find(end => end.status === 'rejected')
      if (failed) throw failed.reason
    },
    async searchPath() {
      const shell = findShell(env, options.shell)
      const { PATH = '' } = shell ? await finder.env(shell) : env
      return PATH
    },
    async presets(again = false) {
      const shell = findShell(env, options.shell)
      return shell ? finder.list(presets, shell, again) : []
    },
    watch(id) {
      for (const surface of all()) surface.watched(surface.facts.id === id)
      const before = watching
      watching = id
      for (const one of new Set([before, id])) if (one !== null) tell(one)
    },
    drawnIn(seen) {
      colours = coloursOf(seen)
    },
    watching: () => (watching !== null && surfaces.has(watching) ? watching : null),
    holding(pids) {
      // What starts us is not in a surface of ours, whatever we ourselves run in.
      const own = pids.indexOf(process.pid)
      // An agent in what a person runs in tmux is in that surface, too: it may not answer its own questions there.
      const holders = [...surfaces].flatMap(([id, { opened }]) => {
        const root = roots.get(id) ?? opened.terminal.holder?.()
        return root ? [{ id, root }] : []
      })
      return holding(own < 0 ? pids : pids.slice(0, own), holders)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
