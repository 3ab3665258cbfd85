// Opens a surface by starting a preset on another computer, in a session of its own on that computer's tmux: without tmux it would end
// with the connection. What its agent needs of us there goes with it where that computer reaches us, and else it lacks that, which is
// said. Whether somebody may is not decided here.
import path from 'node:path'
import { type Failure, hostSchema, type Result } from '../../preload/contract.ts'
import { KNOWLEDGE } from '../status/agents/index.ts'
import { inPane, surfaceEnv } from './env.ts'
import { type IntegratedAt, integrationAt } from './integration/integration.ts'
import { DEFAULT_SIZE, failure, noTmux, type Opening, opened } from './opening.ts'
import type { Launch, Preset, Start } from './presets/model.ts'
import type { Asking } from './ssh/asking.ts'
import { EVENTS_FOLDER, HOOK_FILE, HOOK_FILES } from './ssh/hooks.ts'
import { findThere, lookThere, readThere, type There } from './ssh/look.ts'
import { folderThere, launched, placeThere, removal } from './ssh/place.ts'
import type { OpenSpec, PersonSurface, SurfaceFacts } from './surface.ts'
import type { Reached, TmuxServer } from './tmux/model.ts'

type RemoteSpec = OpenSpec & { readonly host: string }

/** What is known of the start before anything is made for it. */
interface Ready {
  readonly preset: Preset
  readonly spec: RemoteSpec
  readonly there: There
  readonly program: { readonly file: string; readonly version: string | null }
  /** where its agent reaches us */
  readonly reached: Reached
}

/** Texts that a start goes by may name others, in so many rounds. */
const READINGS = 3

/**
 * Failures: `bad_host`, `no_such_folder`, `not_installed`, `launch_failed`, `no_tmux`, `old_tmux`, and those of ssh.
 */
export async function openRemote(preset: Preset, spec: RemoteSpec, opening: Opening): Promise<Result<PersonSurface>> {
  const { host } = spec
  if (!hostSchema.safeParse(host).success)
    return failure('bad_host', 'A name of a computer is needed, as ssh knows it.', 'host')
  if (spec.command !== undefined) {
    return failure('bad_host', `On ${host} presets are started, and no command lines: open its shell.`, 'host')
  }
  if (!opening.tmux) return noTmux()
  const server = opening.tmux.room.server({ host, socket: null })
  const reached = await server.reach()
  if (!reached.ok) return reached
  const asking = server.asking()
  if (!asking) return failure('bad_host', `${host} is this computer.`, 'host')
  try {
    const there = await lookThere(asking, host, spec.cwd ?? '')
    if (!there.ok) return there
    const program = await programThere(asking, there.value, preset, host)
    if (!program.ok) return program
    const ready = { preset, spec, there: there.value, program: program.value, reached: reached.value }
    return await start(ready, asking, server, opening)
  } finally {
    asking.close()
  }
}

async function programThere(
  asking: Asking,
  there: There,
  { program, title }: Preset,
  host: string,
): Promise<Result<Ready['program']>> {
  if (!program) return { ok: true, value: { file: there.shell, version: null } }
  const found = await findThere(asking, there, program)
  if (!found.ok) return found
  if (found.value) return { ok: true, value: found.value }
  const { command } = program.install
  const install = command === '' ? '' : ` To install it there: ${command}`
  return failure('not_installed', `${title} was not found on ${host}.${install}`, 'preset')
}

async function start(
  ready: Ready,
  asking: Asking,
  server: TmuxServer,
  opening: Opening,
): Promise<Result<PersonSurface>> {
  const { preset, spec, there } = ready
  const { agents, tmux } = opening
  const { lasting } = tmux!
  const facts = factsOf(ready, opening)
  const { id, name } = facts
  const folder = folderThere(there.cache, id)
  const lacks = lacksOf(ready)
  const undo = () => {
    lasting.drop(id)
    agents?.leave(id)
    opening.free(id)
    server.tell(removal(folder))
  }
  try {
    const seat = preset.agent && ready.reached.port !== null ? (agents?.take(facts) ?? null) : null
    const hooks = seat !== null && there.hasCurl && KNOWLEDGE[preset.id] !== undefined
    const made = await prepared(ready, { id, folder, seat, hooks }, asking)
    const files = made.ok ? made.value.files : []
    const placed = files.length > 0 ? await placeThere(asking, spec.host, folder, files) : null
    const failed = [made, placed].find(one => one?.ok === false)
    if (!made.ok || failed) {
      undo()
      return failed as Failure
    }
    const { launch, integrated, env } = made.value
    const [file, ...args] =
      files.length > 0 ? launched(folder, launch.file, launch.args) : ([launch.file, ...launch.args] as const)
    const { interactiveShell } = preset
    const told = [spec.lacks, launch.lacks, lacks].filter(Boolean).join(' ') || null
    lasting.keep(id, {
      ...{ file: launch.file, interactiveShell, nonce: integrated?.nonce ?? null, lacks: told, root: null },
      ...(files.length > 0 ? { folder } : {}),
    })
    const size = { cols: spec.cols ?? DEFAULT_SIZE.cols, rows: spec.rows ?? DEFAULT_SIZE.rows }
    const begun = await server.start({ surface: id, file, args, env, cwd: there.cwd, ...size, name })
    if (!begun.ok) {
      undo()
      return begun
    }
    const terminal = begun.value
    const tidy = () => server.tell(removal(folder))
    // While the connection still stands: what asks later may find none.
    void terminal.exited.then(tidy)
    const knowledge = KNOWLEDGE[preset.id]
    const events = knowledge ? lasting.events(id) : null
    return opened(
      opening.put({
        ...{ facts, terminal, cwd: there.cwd, ...size, file: launch.file, interactiveShell, lacks: told },
        integrated: integrated && { args: [], env: {}, nonce: integrated.nonce, done() {} },
        agent: knowledge && events ? { knowledge, events, conversation: launch.conversation ?? null } : null,
        done() {
          lasting.drop(id)
          tidy()
        },
        letGo: () => lasting.letGo(id),
      }),
    )
  } catch (fault) {
    undo()
    return failure('launch_failed', `It could not be started on ${spec.host}: ${(fault as Error).message}`)
  }
}

interface Given {
  readonly id: string
  readonly folder: string
  readonly seat: Readonly<Record<string, string>> | null
  readonly hooks: boolean
}

interface Prepared {
  readonly launch: Launch
  readonly integrated: IntegratedAt | null
  readonly env: Readonly<Record<string, string>>
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** The preset puts its start together, with what it wants to read there fetched first. */
async function prepared(ready: Ready, given: Given, asking: Asking): Promise<Result<Prepared>> {
  const { preset, spec, there, program } = ready
  const { id, folder, seat, hooks } = given
  const { shell, platform } = there
  const variables = surfaceEnv(there.env, { surface: id, shell, platform })
  const integrated = preset.interactiveShell ? integrationAt(folder, shell, id, variables, platform) : null
  const hook = hooks ? { sh: '/bin/sh', args: [path.posix.join(folder, HOOK_FILE)], folder } : null
  const url = seat?.['GATEHOUSE_URL']
  const known = new Map<string, string | null>()
  let launch: Launch | null = null
  for (let round = 0; round < READINGS; round += 1) {
    const wanted = new Set<string>()
    const start: Start = {
      ...{ shell, program: program.file, version: program.version, surface: id, folder, hook, env: variables },
      mcp: url === undefined ? null : { url },
      resume: spec.resume ?? null,
      read(file) {
        if (!known.has(file)) wanted.add(file)
        return known.get(file) ?? null
      },
    }
    launch = preset.launch(start)
    if (wanted.size === 0) break
    const texts = await readThere(asking, [...wanted])
    if (!texts.ok) return texts
    for (const file of wanted) known.set(file, texts.value.get(file) ?? null)
  }
  const events = hook ? { GATEHOUSE_EVENTS: path.posix.join(folder, EVENTS_FOLDER) } : {}
  const env = inPane({ ...variables, ...integrated?.env, ...events, ...launch!.env, ...seat })
  const args = integrated?.args ?? launch!.args
  const files = [...(integrated?.files ?? []), ...(hook ? HOOK_FILES : []), ...(launch!.files ?? [])]
  return { ok: true, value: { launch: { ...launch!, args }, integrated, env, files } }
}

/** What of us its agent goes without, and why; null = nothing. */
function lacksOf({ preset, spec: { host }, reached, there }: Ready): string | null {
  if (!preset.agent) return null
  if (reached.port === null) {
    const why = reached.why ?? `${host} is not among the hosts that reach Gatehouse (Settings).`
    return `Its agent does not reach Gatehouse, and its state is read from its screen alone: ${why}`
  }
  if (KNOWLEDGE[preset.id] === undefined) return null
  return there.hasCurl ? null : `There is no curl on ${host} to report with: its state is read from its screen alone.`
}

function factsOf({ preset, spec }: Ready, opening: Opening): SurfaceFacts {
  const id = opening.newId()
  return {
    id,
    name: spec.name ?? opening.newName(id, preset.id),
    named: spec.openedBy === 'person' || spec.name !== undefined,
    formerNames: spec.former?.names ?? [],
    formerIds: spec.former?.ids ?? [],
    alias: spec.alias ?? null,
    workspace: spec.workspace ?? workspaceOf(spec),
    preset: preset.id,
    backend: 'tmux',
    host: spec.host,
    openedBy: spec.openedBy,
  }
}

/** By what was asked for: what another computer calls its folders is nobody's word here. */
function workspaceOf({ cwd = '', host }: RemoteSpec): string {
  const last = path.posix.basename(cwd)
  return ['', '~', '.', '..'].includes(last) ? host : last
}
