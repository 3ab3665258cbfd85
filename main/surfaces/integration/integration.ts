// How a shell is started so that it marks its prompts and commands without any change to the person's files. It writes our
// scripts and, for each surface, a nonce into a folder of this run that only the person can open. The nonce comes in a file,
// not in the environment: every child would inherit that, and the shell's own can be read for as long as it lives.
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createRunFolder, type RunFolder } from '../run-folder.ts'
import { BASH } from './bash.ts'
import { FISH } from './fish.ts'
import { ZSHENV } from './zsh.ts'

export interface Integrated {
  readonly args: readonly string[]
  /** beside those of the surface */
  readonly env: Readonly<Record<string, string>>
  /** 128 bits in hex */
  readonly nonce: string
  /** The nonce's file goes: the shell has read it, or never will. */
  done(): void
}

export interface Integration {
  /** Null where this shell cannot be integrated: start it as ever. */
  start(shell: string, surface: string, env: NodeJS.ProcessEnv): Integrated | null
  /** Removes the folder. */
  close(): void
}

type Way = (folder: string, env: NodeJS.ProcessEnv) => Pick<Integrated, 'args' | 'env'>

const WAYS: ReadonlyMap<string, Way> = new Map<string, Way>([
  [
    'bash',
    (folder, env) => ({
      args: ['--posix', '-l'],
      env: { ENV: path.join(folder, 'bash.sh'), ...(env['ENV'] ? { GATEHOUSE_ENV: env['ENV'] } : {}) },
    }),
  ],
  [
    'zsh',
    (folder, env) => ({
      args: ['-l'],
      env: { ZDOTDIR: path.join(folder, 'zsh'), ...(env['ZDOTDIR'] ? { GATEHOUSE_ZDOTDIR: env['ZDOTDIR'] } : {}) },
    }),
  ],
  ['fish', () => ({ args: ['-l', '--init-command', 'source "$GATEHOUSE_INTEGRATION/fish.fish"'], env: {} })],
])

export function createIntegration(ours: RunFolder = createRunFolder('gatehouse-shells-')): Integration {
  return {
    start(shell, surface, env) {
      const way = wayFor(shell, env)
      if (!way) return null
      const nonce = randomBytes(16).toString('hex')
      try {
        // Written each time: a bash without its script would read none of the person's files.
        const folder = ours.path()
        writeScripts(folder)
        const file = path.join(folder, `nonce-${surface}`)
        writeFileSync(file, `${nonce}\n`, { mode: 0o600, flag: 'wx' })
        const { args, env: variables } = way(folder, env)
        const done = () => rmSync(file, { force: true })
        return { args, env: { ...variables, GATEHOUSE_INTEGRATION: folder }, nonce, done }
      } catch {
        // A full or read-only disk: the shell starts without.
        return null
      }
    },
    close: ours.close,
  }
}

export interface IntegratedAt extends Omit<Integrated, 'done'> {
  /** What has to be in the folder before the shell starts, open to its user alone. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** The same for a shell that is not on this computer: whoever starts it puts the files into that folder. Null as above. */
export function integrationAt(
  folder: string,
  shell: string,
  surface: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): IntegratedAt | null {
  const way = wayFor(shell, env, platform)
  if (!way) return null
  const nonce = randomBytes(16).toString('hex')
  const { args, env: variables } = way(folder, env)
  const files = [...SCRIPTS, { name: `nonce-${surface}`, text: `${nonce}\n` }]
  return { args, env: { ...variables, GATEHOUSE_INTEGRATION: folder }, nonce, files }
}

function wayFor(shell: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Way | undefined {
  if (platform === 'win32') return undefined
  const name = path.basename(shell)
  // Apple's own bash reads no ENV; one that is meant to be in POSIX mode reads other files than ours would.
  const otherBash = (platform === 'darwin' && shell === '/bin/bash') || env['POSIXLY_CORRECT'] !== undefined
  return name === 'bash' && otherBash ? undefined : WAYS.get(name)
}

const SCRIPTS = [
  { name: 'bash.sh', text: BASH.trimStart() },
  { name: 'zsh/.zshenv', text: ZSHENV.trimStart() },
  { name: 'fish.fish', text: FISH.trimStart() },
] as const

function writeScripts(folder: string): void {
  mkdirSync(path.join(folder, 'zsh'), { recursive: true, mode: 0o700 })
  for (const { name, text } of SCRIPTS) writeFileSync(path.join(folder, name), text, { mode: 0o600 })
}
