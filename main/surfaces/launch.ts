// How one surface's program is started: which file with which arguments and environment, from its preset, the person's shell and
// what an agent gets from us. It starts the login shell that is asked for its environment, and nothing else.
import type { Failure, Result } from '../../preload/contract.ts'
import { KNOWLEDGE } from '../status/agents/index.ts'
import type { AgentFolder, AgentFolders } from './agents/folder.ts'
import { surfaceEnv } from './env.ts'
import type { Integrated, Integration } from './integration/integration.ts'
import type { Finder } from './presets/find.ts'
import type { Preset } from './presets/model.ts'
import { commandArgs } from './shells.ts'
import type { OpenSpec } from './surface.ts'
import type { SurfaceAgent } from './terminal-surface.ts'
import { textOf } from './text-of.ts'

/** What the start of one program takes. */
export interface Started {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly interactiveShell: boolean
  readonly integrated: Integrated | null
  readonly agent: SurfaceAgent | null
  /** what the program could not be given, in one plain sentence for the person; null = nothing is missing */
  readonly lacks: string | null
  /** What was made for it goes: it has ended, or never started. */
  done(): void
}

export interface Place {
  readonly preset: Preset
  readonly spec: OpenSpec
  /** the person's shell, an absolute path */
  readonly shell: string
  /** what surfaces inherit */
  readonly env: NodeJS.ProcessEnv
}

/** The program of a preset, and what it inherits. */
export interface Found {
  /** an absolute path */
  readonly program: string
  /** as it says itself; null = not known */
  readonly version: string | null
  readonly env: NodeJS.ProcessEnv
}

export interface Tools {
  readonly finder: Finder
  readonly folders: AgentFolders
  readonly integration: Integration
}

/** The program of a preset that names one, and what it inherits. Error values: `not_installed`. */
export async function findProgram({ preset, spec, shell, env }: Place, { finder }: Tools): Promise<Result<Found>> {
  const { program } = preset
  if (!program || spec.command !== undefined) return { ok: true, value: { program: shell, version: null, env } }
  const file = (await finder.find(program, shell)) ?? (await finder.find(program, shell, true))
  if (file === null) return notInstalled(preset)
  const version = await finder.version(program, file, shell)
  return { ok: true, value: { program: file, version, env: await finder.env(shell) } }
}

/** `seat`: what an agent gets in its environment; null = it is none. Throws when no folder or file can be made. */
export function prepare(
  place: Place &
    Found & {
      readonly surface: string
      readonly seat: Readonly<Record<string, string>> | null
    },
  { folders, integration }: Tools,
): Started {
  const { preset, spec, shell, surface, seat, program } = place
  const variables = surfaceEnv(place.env, { surface, shell, platform: process.platform })
  if (spec.command !== undefined) {
    const args = commandArgs(shell, spec.command)
    return {
      file: shell,
      args,
      env: variables,
      interactiveShell: false,
      integrated: null,
      agent: null,
      lacks: null,
      done() {},
    }
  }
  const integrated = preset.interactiveShell ? integration.start(shell, surface, variables) : null
  const knowledge = KNOWLEDGE[preset.id]
  const folder = preset.interactiveShell ? null : folders.make(surface)
  const url = seat?.['GATEHOUSE_URL']
  const launch = preset.launch({
    shell,
    program,
    surface,
    folder: folder?.folder ?? '',
    mcp: url === undefined ? null : { url },
    hook: folder?.hook ?? null,
    resume: spec.resume ?? null,
    version: place.version,
    env: variables,
    read: textOf,
  })
  folder?.put(launch.files)
  return {
    file: launch.file,
    args: integrated?.args ?? launch.args,
    env: { ...variables, ...integrated?.env, ...eventsOf(folder), ...launch.env, ...seat },
    interactiveShell: preset.interactiveShell,
    integrated,
    lacks: launch.lacks ?? null,
    agent: knowledge && folder ? { knowledge, events: folder.events, conversation: launch.conversation ?? null } : null,
    done() {
      integrated?.done()
      folder?.remove()
    },
  }
}

function eventsOf(folder: AgentFolder | null): Record<string, string> {
  return folder ? { GATEHOUSE_EVENTS: folder.events } : {}
}

function notInstalled({ title, program }: Preset): Failure {
  const install = program ? ` To install it: ${program.install.command}` : ''
  const message = `${title} was not found on this computer.${install}`
  return { ok: false, code: 'not_installed', message, field: 'preset' }
}
