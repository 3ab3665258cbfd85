// The three keys that nearly every client has for a server it starts itself.
import type { Launch } from './model.ts'

/** `env` only where there is something in it. */
export function stdio({ command, args, env }: Launch) {
  return { command, args: [...args], ...environment('env', env) }
}

/** `{ [name]: env }`, or nothing. */
export function environment(name: string, env: Launch['env']): Record<string, Launch['env']> {
  return Object.keys(env).length > 0 ? { [name]: env } : {}
}
