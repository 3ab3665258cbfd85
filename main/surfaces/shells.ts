// Which shell is the person's, and how it is told to run a command. It starts nothing.
import { accessSync, constants, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import path from 'node:path'

/** The person's shell as an absolute path, or null when none can be run. `given` wins over $SHELL and the passwd entry. */
export function findShell(env: NodeJS.ProcessEnv, given?: string): string | null {
  if (given !== undefined) return isProgram(given) ? given : null
  const wanted = process.platform === 'win32' ? [env['COMSPEC']] : [env['SHELL'], passwdShell(), '/bin/sh']
  return wanted.find((file): file is string => file !== undefined && isProgram(file)) ?? null
}

/** Arguments for an interactive login shell. */
export function loginArgs(): string[] {
  if (process.platform === 'win32') return []
  return ['-l']
}

/**
 * Arguments to run one command with the PATH a person has in a terminal: login files and interactive files both, since
 * version managers put themselves in either.
 */
export function commandArgs(shell: string, command: string): string[] {
  if (process.platform === 'win32') return ['/d', '/s', '/c', command]
  // csh takes -l only on its own.
  return isCsh(shell) ? ['-i', '-c', command] : ['-l', '-i', '-c', command]
}

function isCsh(shell: string): boolean {
  return /^t?csh$/.test(path.basename(shell))
}

function passwdShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined
  } catch {
    // No passwd entry for this user (containers): fall through to /bin/sh.
    return undefined
  }
}

function isProgram(file: string): boolean {
  if (!path.isAbsolute(file)) return false
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
