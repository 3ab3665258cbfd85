// Opens a terminal on another computer: the person's own ssh on a terminal of ours, with the questions it asks. What runs there is
// not ours; closing the surface ends ssh. Whether somebody may is not decided here.
import { homedir } from 'node:os'
import { hostSchema, type Result } from '../../../preload/contract.ts'
import { surfaceEnv } from '../env.ts'
import { DEFAULT_SIZE, failure, type Opening, opened } from '../opening.ts'
import type { ProgramSpec } from '../presets/model.ts'
import { openPty } from '../pty.ts'
import { findShell } from '../shells.ts'
import type { OpenSpec, PersonSurface, SurfaceFacts } from '../surface.ts'
import { sshTerminal } from './command.ts'

/** No preset of the command line, nor of agents: it says nothing without a host. */
export const SSH = { id: 'ssh', title: 'ssh' } as const

const PROGRAM: ProgramSpec = {
  names: ['ssh'],
  folders: ['/usr/bin', '/opt/homebrew/bin', '/usr/local/bin'],
  version: [],
  install: { command: '', page: 'https://www.openssh.com/' },
}

/** Failures: `bad_host`, `no_shell`, `no_ssh`, `launch_failed`. */
export async function openSsh(spec: OpenSpec, opening: Opening): Promise<Result<PersonSurface>> {
  const { env, clock, tools } = opening
  const host = hostSchema.safeParse(spec.host)
  if (!host.success) return failure('bad_host', 'A name of a computer is needed, as ssh knows it.', 'host')
  const shell = findShell(env, opening.shell)
  if (!shell) return failure('no_shell', 'No shell that can be run, so it is not known where ssh is.')
  const file = (await tools.finder.find(PROGRAM, shell)) ?? (await tools.finder.find(PROGRAM, shell, true))
  if (file === null) return failure('no_ssh', 'There is no ssh program on this computer. Install OpenSSH.')
  // Of the login shell: it knows the person's ssh agent.
  const inherited = await tools.finder.env(shell)
  const id = opening.newId()
  const facts: SurfaceFacts = {
    id,
    name: spec.name ?? opening.newName(id, host.data),
    named: spec.openedBy === 'person' || spec.name !== undefined,
    formerNames: spec.former?.names ?? [],
    formerIds: spec.former?.ids ?? [],
    alias: spec.alias ?? null,
    workspace: spec.workspace ?? '',
    preset: SSH.id,
    backend: 'pty',
    host: host.data,
    openedBy: spec.openedBy,
  }
  const size = { cols: spec.cols ?? DEFAULT_SIZE.cols, rows: spec.rows ?? DEFAULT_SIZE.rows }
  const cwd = env['HOME'] || homedir()
  const variables = surfaceEnv(inherited, { surface: id, shell, platform: process.platform })
  try {
    const terminal = openPty({ file, args: sshTerminal(host.data).args, ...size, cwd, env: variables }, clock)
    const running = {
      file,
      interactiveShell: false,
      integrated: null,
      agent: null,
      lacks: spec.lacks ?? null,
      done() {},
    }
    return opened(opening.put({ ...running, facts, terminal, cwd, ...size }))
  } catch (fault) {
    opening.free(id)
    return failure('launch_failed', `The terminal could not be opened: ${(fault as Error).message}`)
  }
}
