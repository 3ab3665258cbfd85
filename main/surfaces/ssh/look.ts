// What has to be known of another computer before something is started there: its login shell and what that gives a program, the
// folder, where a preset's program is, and texts that its start goes by. It starts nothing but that shell, and a program that is asked
// for its version. Nothing there is changed.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Result } from '../../../preload/contract.ts'
import { failure } from '../opening.ts'
import type { ProgramSpec } from '../presets/model.ts'
import { type Asking, recordsOf, shQuoted } from './asking.ts'

/** Another computer, as its own shell says. */
export interface There {
  readonly home: string
  /** the login shell, an absolute path */
  readonly shell: string
  readonly platform: NodeJS.Platform
  /** the folder that was asked for, absolute */
  readonly cwd: string
  /** where programs keep what they can do without */
  readonly cache: string
  readonly hasCurl: boolean
  /** what the login shell gives a program */
  readonly env: Readonly<Record<string, string>>
}

/** A login shell that takes longer gives nothing, in s. */
const SHELL_S = 8
const VERSION_S = 10
const VERSION_CHARACTERS = 80
const MOST_TEXT = 262_144
const MOST_FOLDERS = 200
/** Of the connection that it was asked over, or the shell's own: they mean nothing to what is started. */
const ITS_OWN = /^(_|SHLVL|PWD|OLDPWD|SSH_.*|XDG_SESSION_.*)$/

/** `cwd`: from `/` or `~`, else from the home folder; '' = that. Failures: `no_such_folder`, and those of `ask`. */
export async function lookThere(asking: Asking, host: string, cwd: string): Promise<Result<There>> {
  if (/[\0\n]/.test(cwd)) return failure('no_such_folder', `No folder on ${host} is called that.`, 'cwd')
  const mark = randomBytes(8).toString('hex')
  const answer = await asking.ask(
    [
      'unset CDPATH',
      'case $SHELL in /*) [ -x "$SHELL" ] || SHELL=/bin/sh ;; *) SHELL=/bin/sh ;; esac',
      `d=${shQuoted(cwd)}`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: sh reads it
      'case $d in "" | "~") d=$HOME ;; "~/"*) d=$HOME/${d#??} ;; /*) ;; *) d=$HOME/$d ;; esac',
      record('home', '$HOME'),
      record('shell', '$SHELL'),
      record('path', '$PATH'),
      record('system', '$(uname -s)'),
      record('curl', '$(command -v curl)'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: sh reads it
      record('cache', '${XDG_CACHE_HOME:-$HOME/.cache}'),
      `if cd -- "$d"; then ${record('cwd', '$(pwd)')}; cd /; fi`,
      // csh takes -l only on its own.
      'case $SHELL in */csh | */tcsh) set -- -i -c ;; *) set -- -l -i -c ;; esac',
      "printf 'env='",
      withinTime(`"$SHELL" "$@" 'printf ${mark}; env -0; printf ${mark}'`, SHELL_S),
    ].join('\n'),
  )
  if (!answer.ok) return answer
  // What a variable of the shell is called means nothing here.
  const said = recordsOf(answer.value.split(mark)[0]!)
  const home = said.get('home') ?? ''
  const folder = said.get('cwd')
  if (!home.startsWith('/')) return failure('launch_failed', `${host} does not say where the home folder is.`)
  if (folder === undefined || !folder.startsWith('/')) {
    return failure('no_such_folder', `There is no folder ${cwd} on ${host}, or it may not be entered.`, 'cwd')
  }
  const shell = said.get('shell')!
  const cache = said.get('cache')!
  return {
    ok: true,
    value: {
      ...{ home, shell, cwd: folder, cache: cache.startsWith('/') ? cache : path.posix.join(home, '.cache') },
      platform: said.get('system') === 'Darwin' ? 'darwin' : 'linux',
      hasCurl: said.get('curl') !== '',
      env: environment(answer.value, mark) ?? { HOME: home, PATH: said.get('path') ?? '/usr/bin:/bin' },
    },
  }
}

/** Where a program is, and its version in one line; null = not there, or it was not asked or did not say. */
export async function findThere(
  asking: Asking,
  there: There,
  { names, folders, version }: ProgramSpec,
): Promise<Result<{ readonly file: string; readonly version: string | null } | null>> {
  const { env, home } = there
  const all = [...(env['PATH'] ?? '').split(':').slice(0, MOST_FOLDERS), ...folders]
    .map(folder => folder.replace(/^~(?=\/)/, () => home))
    .filter(folder => folder.startsWith('/'))
  const files = all.flatMap(folder => names.map(name => (name === '' ? folder : path.posix.join(folder, name))))
  const searched = shQuoted(env['PATH'] ?? '')
  const asked = version.map(shQuoted).join(' ')
  const answer = await asking.ask(
    [
      `for f in ${files.map(shQuoted).join(' ')}; do`,
      `  if [ -f "$f" ] && [ -x "$f" ]; then ${record('file', '$f')}; break; fi`,
      'done',
      '[ -f "$f" ] && [ -x "$f" ] || exit',
      ...(version.length === 0 ? [] : ["printf 'version='", withinTime(`PATH=${searched} "$f" ${asked}`, VERSION_S)]),
    ].join('\n'),
  )
  if (!answer.ok) return answer
  const said = recordsOf(answer.value)
  const file = said.get('file')
  if (file === undefined || !files.includes(file)) return { ok: true, value: null }
  const line = said
    .get('version')
    ?.split('\n')
    .find(one => /\d/.test(one))
  return { ok: true, value: { file, version: line?.trim().slice(0, VERSION_CHARACTERS) ?? null } }
}

/** Texts of files there, as far as they can be read. */
export async function readThere(
  asking: Asking,
  files: readonly string[],
): Promise<Result<ReadonlyMap<string, string>>> {
  const lines = files.map((file, index) => {
    const name = shQuoted(file)
    // The dot keeps line ends at its end.
    return `if [ -f ${name} ] && [ -r ${name} ]; then ${record(`t${index}`, `$(head -c ${MOST_TEXT} ${name}; echo .)`)}; fi`
  })
  const answer = await asking.ask(lines.join('\n'))
  if (!answer.ok) return answer
  const said = recordsOf(answer.value)
  return {
    ok: true,
    value: new Map(
      files.flatMap((file, index) => {
        const text = said.get(`t${index}`)
        return text === undefined ? [] : [[file, text.slice(0, -1)] as const]
      }),
    ),
  }
}

function record(name: string, value: string): string {
  return `printf '%s=%s\\0' ${name} "${value}"`
}

/** What the command prints, until so many seconds have gone. */
function withinTime(command: string, seconds: number): string {
  return [
    `${command} & p=$!`,
    `( sleep ${seconds}; kill -9 $p ) > /dev/null & w=$!`,
    'wait $p',
    'kill $w',
    "printf '\\0'",
  ].join('\n')
}

function environment(answer: string, mark: string): Record<string, string> | null {
  const from = answer.indexOf(mark)
  const to = answer.lastIndexOf(mark)
  if (to <= from) return null
  const found: Record<string, string> = {}
  const text = Buffer.from(answer.slice(from + mark.length, to), 'latin1').toString('utf8')
  for (const line of text.split('\0')) {
    const at = line.indexOf('=')
    if (at > 0 && !ITS_OWN.test(line.slice(0, at))) found[line.slice(0, at)] = line.slice(at + 1)
  }
  return found['PATH'] === undefined ? null : found
}
