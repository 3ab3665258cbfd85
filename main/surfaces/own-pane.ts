// Is a pane of tmux the one that this Gatehouse itself was started from? Whoever adopted that would see, and type into, what runs
// them. By what tmux put into our environment; it asks no tmux.
import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { TmuxPlace } from '../../preload/contract.ts'

/** `env`: this process's own. */
export function isOwnPane(place: TmuxPlace, pane: string, env: NodeJS.ProcessEnv): boolean {
  const { TMUX = '', TMUX_PANE } = env
  if (place.host !== null || TMUX_PANE !== pane) return false
  // `SOCKET,PID,SESSION`; a socket's path may have commas.
  const ours = TMUX.replace(/,\d+,\d+$/, '')
  return ours !== '' && real(ours) === real(place.socket ?? defaultSocket(env))
}

/** Where tmux puts the socket of its default server. */
function defaultSocket({ TMUX_TMPDIR }: NodeJS.ProcessEnv): string {
  return path.join(TMUX_TMPDIR || '/tmp', `tmux-${process.getuid?.() ?? 0}`, 'default')
}

function real(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
