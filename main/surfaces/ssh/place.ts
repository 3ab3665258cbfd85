// The folder that a surface has on another computer: the files of its preset, the marks of its shell and what its hooks run. It is
// open to that user alone, holds no token, and goes when the surface's program has ended; one that was left behind goes with the
// next start there.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Result } from '../../../preload/contract.ts'
import { failure } from '../opening.ts'
import { type Asking, shQuoted } from './asking.ts'

interface File {
  /** may have folders */
  readonly name: string
  readonly text: string
}

/** Minutes until a folder in which nothing was ever started goes. */
const UNUSED_MIN = 10

/** `cache`: where that computer's programs keep what they can do without. */
export function folderThere(cache: string, surface: string): string {
  return path.posix.join(cache, 'gatehouse/surfaces', surface)
}

/** Makes the folder with these files, mode 0600. Failures: `launch_failed`, and those of `ask`. */
export async function placeThere(
  asking: Asking,
  host: string,
  folder: string,
  files: readonly File[],
): Promise<Result<null>> {
  const base = shQuoted(path.posix.dirname(folder))
  const inner = new Set(files.map(({ name }) => path.posix.dirname(name)).filter(name => name !== '.'))
  const answer = await asking.ask(
    [
      'umask 077',
      `mkdir -p ${base} && chmod 700 ${base} || exit`,
      `find ${base} -maxdepth 1 -name 's_*' -mmin +${UNUSED_MIN} -exec sh -c ${shQuoted(LEFT)} sh {} \\;`,
      `mkdir ${shQuoted(folder)} || exit`,
      `cd ${shQuoted(folder)} || exit`,
      'mkdir events || exit',
      ...[...inner].map(name => `mkdir -p ${shQuoted(name)} || exit`),
      ...files.map(written),
      'printf placed',
    ].join('\n'),
  )
  if (!answer.ok) return answer
  if (answer.value.endsWith('placed')) return { ok: true, value: null }
  return failure('launch_failed', `The folder ${folder} could not be made on ${host}. Is the disk full there?`)
}

/**
 * Whether process $p runs. One that has ended and that nobody has asked about yet (tmux 3.3a now and then misses it) still takes
 * signals, so `ps` is asked as well, where it knows.
 */
const RUNS = 'kill -0 "$p" && case $(ps -o stat= -p "$p") in Z*) false;; esac'

/** Its program does not run: `pid` is what `launched` wrote. */
const LEFT = `p=$(cat "$1/pid"); [ -n "$p" ] && ${RUNS} || rm -rf -- "$1"`

function written({ name, text }: File): string {
  if (text === '') return `: > ${shQuoted(name)} || exit`
  const end = randomBytes(16).toString('hex')
  return `cat > ${shQuoted(name)} << '${end}' || exit\n${text.replace(/\n?$/, '\n')}${end}`
}

/** The program and its arguments, as they are started: the folder keeps which process it is, and the process becomes the program. */
export function launched(folder: string, file: string, args: readonly string[]): readonly [string, ...string[]] {
  return ['/bin/sh', '-c', 'echo $$ > "$0/pid"; exec "$@"', folder, file, ...args]
}

/** Half seconds: a busy computer takes its time to end what does not want to end. */
const TRIES = 40

/**
 * Removes the folder once its program has ended; while it runs, as when it was let go of, nothing happens. What it has started may
 * write there a moment longer. (sh)
 */
export function removal(folder: string): string {
  const it = shQuoted(folder)
  const gone = `{ ${RUNS}; } || { rm -rf -- ${it}; [ -e ${it} ] || break; }`
  return `p=$(cat ${it}/pid); i=0; while [ $i -lt ${TRIES} ]; do ${gone}; i=$((i+1)); sleep 0.5; done`
}

/** Ends what is left of a session of processes whose leader was told to end, and has not done so in two seconds. (sh) */
export function remains(leader: number): string {
  return `for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -s ${leader} || exit 0; sleep 0.2; done; pkill -KILL -s ${leader}`
}
