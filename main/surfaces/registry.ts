// Every surface of this run: opens them, names them, finds them by id, closes them. Who may open one is not decided here.
import { randomInt } from 'node:crypto'
import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Exit, Failure, Result } from '../../preload/contract.ts'
import { createAgentFolders } from './agents/folder.ts'
import { systemClock } from './clock.ts'
import { coloursOf, DARK } from './colours.ts'
import { surfaceHolding } from './inside.ts'
import { createIntegration } from './integration/integration.ts'
import { type Found, findProgram, type Place, prepare, type Started } from './launch.ts'
import { createFinder } from './presets/find.ts'
import { PRESETS } from './presets/index.ts'
import type { Preset } from './presets/model.ts'
import { markOf, type Process, readProcess } from './process-table.ts'
import { openPty } from './pty.ts'
import { findShell } from './shells.ts'
import type { OpenSpec, PersonSurface, Registry, SurfaceFacts } from './surface.ts'
import type { Terminal } from './terminal.ts'
import { createTerminalSurface } from './terminal-surface.ts'

const DEFAULT_SIZE = { cols: 80, rows: 24 } as const
const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

export interface RegistryOptions {
  /** what surfaces inherit; this process's own when left out */
  readonly env?: NodeJS.ProcessEnv
  /** absolute path; the person's own shell when left out */
  readonly shell?: string
  readonly clock?: { now(): number; mono(): number }
  readonly presets?: readonly Preset[]
  readonly agents?: AgentSeats
  /** do bells count now? They do when left out */
  readonly hearsBells?: () => boolean
}

/** What an agent that runs in a surface gets from us in its environment, such as its token. */
export interface AgentSeats {
  /** Called right before its program starts; the variables go to that program. */
  take(surface: SurfaceFacts): Readonly<Record<string, string>>
  /** Its program has ended, or never started. Called for every surface, more than once. */
  leave(surface: string): void
}

export function createRegistry(options: RegistryOptions = {}): Registry {
  const env = options.env ?? process.env
  const clock = { ...systemClock, ...options.clock }
  const integration = createIntegration()
  const folders = createAgentFolders()
  const finder = createFinder(env)
  const tools = { finder, folders, integration }
  const { presets = PRESETS, agents, hearsBells } = options
  const surfaces = new Map<string, PersonSurface>()
  const roots = new Map<string, Process>()
  const made = new Map<string, Started>()
  const listeners = new Set<(id: string) => void>()
  let watching: string | null = null
  let colours = DARK
  const tell = (id: string) => {
    for (const listener of [...listeners]) listener(id)
  }

  async function launch(spec: OpenSpec): Promise<Result<PersonSurface>> {
    const preset = presets.find(one => one.id === spec.preset)
    if (!preset) {
      const ids = presets.map(one => one.id)
      const message = `There is no preset "${spec.preset}" here. Presets: ${ids.join(', ')}.`
      return failure('no_such_preset', message, 'preset')
    }
    const cwd = folderFor(spec.cwd, env)
    if (!isFolder(cwd)) return failure('no_such_folder', `There is no folder ${cwd}.`, 'cwd')
    const shell = findShell(env, options.shell)
    if (!shell)
      return failure('no_shell', `No shell that can be run: ${options.shell ?? env['SHELL'] ?? 'none is set'}.`)
    const place = { preset, spec, shell, env }
    const found = await findProgram(place, tools)
    return found.ok ? start({ ...place, ...found.value }, cwd) : found
  }

  function start(place: Place & Found, cwd: string): Result<PersonSurface> {
    const { preset, spec } = place
    const id = freshId(surfaces)
    const size = { cols: spec.cols ?? DEFAULT_SIZE.cols, rows: spec.rows ?? DEFAULT_SIZE.rows }
    const kind = spec.command === undefined ? preset.id : 'command'
    const facts: SurfaceFacts = {
      id,
      name: spec.name ?? freshName(kind, surfaces),
      named: spec.openedBy === 'person' || spec.name !== undefined,
      formerNames: spec.former?.names ?? [],
      formerIds: spec.former?.ids ?? [],
      alias: spec.alias ?? null,
      workspace: spec.workspace ?? (path.basename(cwd) || cwd),
      preset: kind,
      backend: 'pty',
      host: null,
      openedBy: spec.openedBy,
    }
    let started: Started | null = null
    let terminal: Terminal
    try {
      const seat = preset.agent && spec.command === undefined ? (agents?.take(facts) ?? null) : null
      started = prepare({ ...place, surface: id, seat }, tools)
      const { file, args, env: variables } = started
      terminal = openPty({ file, args, ...size, cwd, env: variables }, clock)
    } catch (fault) {
      started?.done()
      agents?.leave(id)
      return failure('launch_failed', `The terminal could not be opened: ${(fault as Error).message}`)
    }
    const { file, interactiveShell, integrated, agent } = started
    const lacks = [spec.lacks, started.lacks].filter(Boolean).join(' ') || null
    const changed = () => tell(id)
    const surface = createTerminalSurface({
      ...{ facts, terminal, interactiveShell, integrated, agent, lacks, cwd, ...size, clock, changed, hearsBells },
      shell: file,
      colours: () => colours,
    })
    surfaces.set(id, surface)
    made.set(id, started)
    if (terminal.root) roots.set(id, terminal.root)
    void terminal.exited.then(() => agents?.leave(id))
    return { ok: true, value: surface }
  }

  async function remove(id: string, go = (surface: PersonSurface) => surface.close()): Promise<Exit | null> {
    const surface = surfaces.get(id)
    if (!surface) return null
    try {
      return await go(surface)
    } finally {
      surfaces.delete(id)
      roots.delete(id)
      made.get(id)?.done()
      made.delete(id)
      agents?.leave(id)
      tell(id)
    }
  }

  return {
    get: id => surfaces.get(id),
    all: () => [...surfaces.values()],
    async open(spec) {
      const opened = await launch(spec)
      if (opened.ok) tell(opened.value.facts.id)
      return opened
    },
    remove: id => remove(id),
    letGo: async id => {
      const surface = surfaces.get(id)
      return surface?.summary().tmux ? remove(id, one => one.letGo() ?? one.close()) : null
    },
    async closeAll() {
      // One that does not end must not keep the others from being ended.
      const ends = await Promise.allSettled([...surfaces.keys()].map(id => remove(id)))
      integration.close()
      folders.close()
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
      for (const [one, surface] of surfaces) surface.watched(one === id)
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
      const holders = [...roots].map(([id, root]) => ({ id, root }))
      return surfaceHolding(own < 0 ? pids : pids.slice(0, own), holders, { process: readProcess, mark: markOf })
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function failure(code: string, message: string, field?: string): Failure {
  return { ok: false, code, message, ...(field === undefined ? {} : { field }) }
}

/** An absolute folder: home when none is given, `~` and relative ones from there. */
function folderFor(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const home = env['HOME'] || homedir()
  const wanted = given === undefined || given === '' ? home : given
  return path.resolve(home, wanted.replace(/^~(?=$|[\\/])/, home))
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

function freshId(taken: ReadonlyMap<string, unknown>): string {
  for (;;) {
    const id = `s_${Array.from({ length: 6 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('')}`
    if (!taken.has(id)) return id
  }
}

function freshName(base: string, surfaces: ReadonlyMap<string, PersonSurface>): string {
  const taken = new Set([...surfaces.values()].map(surface => surface.facts.name))
  let name = base
  for (let count = 2; taken.has(name); count += 1) name = `${base} ${count}`
  return name
}
