// A program that begins in tmux: the one line that makes its session, marks its pane and gives it what is its alone. (pure)
import { SurfaceFault } from '../faults.ts'
import type { Names } from './attach.ts'
import { quoted } from './command.ts'
import type { PaneStart } from './model.ts'

/** `claude-a1b2c3`: nothing in it means anything to tmux. */
export function sessionName({ name, surface }: PaneStart): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '')
  return `${plain.slice(0, 40) || 'gatehouse'}-${surface.replace(/^s_/, '')}`
}

/**
 * One unit in the server: the pane is marked, our own session has its window, and its variables are out of its session again,
 * before the program can have begun anything: it is heard from its first byte on. The first reply is `%pane pid @window`. The pane
 * stays when the program ends, until it was seen how. Throws SurfaceFault `bad_command` for what no line of tmux can hold.
 */
export function startLine(spec: PaneStart, names: Names, own: string): string {
  const { env, cwd, cols, rows, surface } = spec
  const session = sessionName(spec)
  const target = `'=${session}:'`
  const variables = Object.entries(env).filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  const given = variables.map(([name, value]) => `-e ${quoted(`${name}=${value}`)}`)
  const size = `-x ${whole(cols)} -y ${whole(rows)}`
  return [
    [
      `new-session -d -P -F '#{pane_id} #{pane_pid} #{window_id}' -s ${quoted(session)} ${size} -c ${quoted(literal(cwd))}`,
      ...given,
      '--',
      ...program(spec).map(quoted),
    ].join(' '),
    `set-option -p -t ${target} remain-on-exit on`,
    `set-option -p -F -t ${target} ${names.mark} '${surface} #{pane_pid} ours'`,
    `link-window -d -s ${target} -t '=${own}:'`,
    ...variables.map(([name]) => `set-environment -u -t ${target} ${name}`),
  ].join(' ; ')
}

/** Two words and more are run as they are; one alone would go through a shell, which would read it. */
function program({ file, args }: PaneStart): readonly string[] {
  return args.length > 0 ? [file, ...args] : ['/bin/sh', '-c', 'exec "$0"', file]
}

/** tmux reads formats in a folder's name. */
function literal(text: string): string {
  return text.replaceAll('#', '##')
}

function whole(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > 10_000) throw new SurfaceFault('bad_command', 'not a size')
  return size
}
