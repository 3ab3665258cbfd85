// Opens a surface by starting a program on this computer: a preset's or a command, on a terminal of our own or in tmux, where it
// outlives us. On another computer: open-remote.ts. Whether somebody may is not decided here.
import path from 'node:path'
import type { Result } from '../../preload/contract.ts'
import { inPane } from './env.ts'
import { type Found, findProgram, type Place, prepare, type Started } from './launch.ts'
import { folderFor, isFolder } from './naming.ts'
import { openRemote } from './open-remote.ts'
import { DEFAULT_SIZE, failure, noTmux, type Opening, opened } from './opening.ts'
import { openPty } from './pty.ts'
import { findShell } from './shells.ts'
import type { OpenSpec, PersonSurface, SurfaceFacts } from './surface.ts'

/** The default server of this computer. */
const HERE = { host: null, socket: null } as const
/** There is no tmux that could be used: a program can still be started without. */
const WITHOUT_TMUX = ['no_tmux', 'old_tmux']

interface Ready {
  readonly place: Place & Found
  readonly cwd: string
  readonly size: { readonly cols: number; readonly rows: number }
}

export async function openProgram(spec: OpenSpec, opening: Opening): Promise<Result<PersonSurface>> {
  const { presets, env } = opening
  const preset = presets.find(one => one.id === spec.preset)
  if (!preset) {
    const ids = presets.map(one => one.id)
    const message = `There is no preset "${spec.preset}" here. Presets: ${ids.join(', ')}.`
    return failure('no_such_preset', message, 'preset')
  }
  if (spec.host !== undefined) return openRemote(preset, { ...spec, host: spec.host }, opening)
  const cwd = folderFor(spec.cwd, env)
  if (!isFolder(cwd)) return failure('no_such_folder', `There is no folder ${cwd}.`, 'cwd')
  const shell = findShell(env, opening.shell)
  if (!shell) return failure('no_shell', `No shell that can be run: ${opening.shell ?? env['SHELL'] ?? 'none is set'}.`)
  const place = { preset, spec, shell, env }
  const found = await findProgram(place, opening.tools)
  if (!found.ok) return found
  const size = { cols: spec.cols ?? DEFAULT_SIZE.cols, rows: spec.rows ?? DEFAULT_SIZE.rows }
  const ready = { place: { ...place, ...found.value }, cwd, size }
  const asUsual = spec.command === undefined && opening.inTmux(preset.id)
  if (!(spec.inTmux ?? asUsual)) return startHere(ready, opening)
  const started = await startInTmux(ready, opening)
  if (started.ok || spec.inTmux || !WITHOUT_TMUX.includes(started.code)) return started
  // By the settings alone, and there is none: better without it than not at all.
  const lacks = [spec.lacks, `It is not in tmux, so it ends with Gatehouse: ${started.message}`]
    .filter(Boolean)
    .join(' ')
  return startHere({ ...ready, place: { ...ready.place, spec: { ...spec, lacks } } }, opening)
}

function startHere({ place, cwd, size }: Ready, opening: Opening): Result<PersonSurface> {
  const { agents, clock, tools } = opening
  const facts = factsOf(place, cwd, opening, 'pty')
  let started: Started | null = null
  try {
    started = prepare({ ...place, surface: facts.id, seat: seatOf(place, facts, opening) }, tools)
    const { args, env, ...running } = started
    const terminal = openPty({ file: running.file, args, ...size, cwd, env }, clock)
    return opened(opening.put({ ...running, facts, terminal, cwd, ...size, lacks: lacksOf(place, running) }))
  } catch (fault) {
    started?.done()
    agents?.leave(facts.id)
    opening.free(facts.id)
    return failure('launch_failed', `The terminal could not be opened: ${(fault as Error).message}`)
  }
}

async function startInTmux({ place, cwd, size }: Ready, opening: Opening): Promise<Result<PersonSurface>> {
  const { agents, tmux, tools } = opening
  if (!tmux) return noTmux()
  const { lasting, room } = tmux
  const facts = factsOf(place, cwd, opening, 'tmux')
  const { id, name } = facts
  const undo = () => {
    lasting.drop(id)
    agents?.leave(id)
    opening.free(id)
  }
  try {
    const seat = seatOf(place, facts, opening)
    const started = prepare(
      { ...place, surface: id, seat },
      { ...tools, folders: lasting.folders, integration: lasting.integration },
    )
    const { args, env, ...running } = started
    const lacks = lacksOf(place, running)
    const { file, interactiveShell, integrated } = running
    const kept = { file, interactiveShell, nonce: integrated?.nonce ?? null, lacks, root: null }
    lasting.keep(id, kept)
    const begun = await room.server(HERE).start({ surface: id, file, args, env: inPane(env), cwd, ...size, name })
    if (!begun.ok) {
      undo()
      return begun
    }
    const terminal = begun.value
    if (terminal.root) lasting.keep(id, { ...kept, root: { pid: terminal.root.pid, born: terminal.root.born } })
    const done = () => {
      started.done()
      lasting.drop(id)
    }
    return opened(
      opening.put({ ...running, facts, terminal, cwd, ...size, lacks, done, letGo: () => lasting.letGo(id) }),
    )
  } catch (fault) {
    undo()
    return failure('launch_failed', `It could not be started in tmux: ${(fault as Error).message}`)
  }
}

function factsOf(
  { preset, spec }: Place,
  cwd: string,
  opening: Opening,
  backend: SurfaceFacts['backend'],
): SurfaceFacts {
  const kind = spec.command === undefined ? preset.id : 'command'
  const id = opening.newId()
  return {
    id,
    name: spec.name ?? opening.newName(id, kind),
    named: spec.openedBy === 'person' || spec.name !== undefined,
    formerNames: spec.former?.names ?? [],
    formerIds: spec.former?.ids ?? [],
    alias: spec.alias ?? null,
    workspace: spec.workspace ?? (path.basename(cwd) || cwd),
    preset: kind,
    backend,
    host: null,
    openedBy: spec.openedBy,
  }
}

function seatOf({ preset, spec }: Place, facts: SurfaceFacts, { agents }: Opening) {
  return preset.agent && spec.command === undefined ? (agents?.take(facts) ?? null) : null
}

function lacksOf({ spec }: Place, { lacks }: Pick<Started, 'lacks'>): string | null {
  return [spec.lacks, lacks].filter(Boolean).join(' ') || null
}
