// The environment a person has in a terminal: what their login shell, asked once, says it would give a program. An app that was
// started from a menu has none of it: no PATH of a version manager, no key from a profile.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { commandArgs } from '../shells.ts'

/** Some profiles take long; a shell that asks something at its start would wait for ever. */
const MOST_MS = 8_000
const MOST_BYTES = 1024 * 1024
/** What a shell sets for itself. */
const ITS_OWN = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD'])

/** Null = it cannot be had: no such shell, it failed, or it took too long. */
export function loginEnv(shell: string, env: NodeJS.ProcessEnv): Promise<Record<string, string> | null> {
  if (process.platform === 'win32') return Promise.resolve(null)
  const mark = randomBytes(8).toString('hex')
  const args = commandArgs(shell, `printf ${mark}; env -0; printf ${mark}`)
  return new Promise(resolve => {
    // In a session of its own: an interactive shell would take our terminal.
    const child = spawn(shell, args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It ended on its own.
      }
    }
    const timer = setTimeout(() => {
      end()
      resolve(null)
    }, MOST_MS)
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > MOST_BYTES) return end()
      chunks.push(chunk)
      const text = Buffer.concat(chunks).toString('utf8')
      const from = text.indexOf(mark)
      const to = text.lastIndexOf(mark)
      if (to <= from) return
      clearTimeout(timer)
      // Whatever its profile left running would hold on to the pipe.
      end()
      resolve(variables(text.slice(from + mark.length, to)))
    })
    const failed = () => {
      clearTimeout(timer)
      resolve(null)
    }
    child.on('error', failed)
    child.on('close', failed)
  })
}

function variables(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const line of text.split('\0')) {
    const at = line.indexOf('=')
    if (at > 0 && !ITS_OWN.has(line.slice(0, at))) found[line.slice(0, at)] = line.slice(at + 1)
  }
  return found
}
