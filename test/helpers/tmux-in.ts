// A person's tmux in a home of its own, asked from outside as a person would ask it.
import { execFileSync } from 'node:child_process'

/** Runs one tmux command on the default server of that home. Throws with what tmux says. */
export function tmuxIn(home: string, ...args: string[]): string {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TMUX_TMPDIR: home,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
  }
  return execFileSync('tmux', ['-f', '/dev/null', ...args], { env, encoding: 'utf8' }).trimEnd()
}
