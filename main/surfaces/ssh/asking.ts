// Asks another computer a few things over one ssh of the person's own: sh there reads what is written to it, and nothing stands in a
// list of arguments. Everything is bounded, since the other side may say anything and take any time. What is asked: look.ts, place.ts.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Result } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { sshCommand } from './command.ts'
import { whyEnded } from './ended.ts'

export interface Asking {
  /**
   * What these lines of sh print, byte by byte as latin1; what they write to their standard error is nobody's. They have no standard
   * input. Failures: those of ssh (ended.ts), and `not_reached` where no answer comes in time or it has no end.
   */
  ask(lines: string): Promise<Result<string>>
  close(): void
}

export interface AskingSpec {
  readonly host: string
  /** how `ssh` is found and what it inherits */
  readonly env: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** For one answer, in ms: logging in is a part of the first. A login shell there has 8 s, a program that says its version 10 s. */
const ANSWER_MS = 30_000
const MOST_BYTES = 2 * 1024 * 1024
const STDERR_BYTES = 16_384

/** It connects at once. */
export function openAsking({ host, env, clock }: AskingSpec): Asking {
  const { file, args } = sshCommand(host, { remote: ['sh'] })
  const child = spawn(file, [...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let stderr = ''
  let over: Result<string> | null = null
  let hear: ((bytes: Buffer) => void) | null = null
  let tellEnded: (why: Result<string>) => void = () => {}
  const ended = new Promise<Result<string>>(resolve => {
    tellEnded = resolve
  })
  const finish = (said: string, code: number | null) => {
    over ??= { ok: false, ...whyEnded(said, code, host) }
    tellEnded(over)
  }
  child.stdout.on('data', (bytes: Buffer) => hear?.(bytes))
  child.stderr.on('data', (bytes: Buffer) => {
    stderr = (stderr + bytes.toString('utf8')).slice(-STDERR_BYTES)
  })
  // Its end is told by the process.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})
  child.on('error', fault => finish(`spawn ssh ${(fault as NodeJS.ErrnoException).code ?? fault.message}`, null))
  child.on('exit', code => finish(stderr, code))

  function end(message: string): Result<string> {
    over ??= { ok: false, code: 'not_reached', message }
    child.kill('SIGKILL')
    tellEnded(over)
    return over
  }

  return {
    async ask(lines) {
      if (over) return over
      const mark = randomBytes(16).toString('hex')
      const last = `\n${mark}>`
      const chunks: Buffer[] = []
      let size = 0
      let tail = ''
      const answer = new Promise<Result<string>>(resolve => {
        hear = bytes => {
          chunks.push(bytes)
          size += bytes.byteLength
          if (size > MOST_BYTES) return resolve(end(`${host} says more than can be taken in.`))
          const now = tail + bytes.toString('latin1')
          tail = now.slice(-last.length)
          if (!now.includes(last)) return
          const text = Buffer.concat(chunks).toString('latin1')
          // What the login shell's own files print comes before it.
          const from = text.indexOf(`<${mark}\n`)
          const to = text.indexOf(last, from + 1)
          const isWhole = from >= 0 && to > from
          if (isWhole) resolve({ ok: true, value: text.slice(from + mark.length + 2, to) })
          else resolve(end(`${host} does not answer what it was asked.`))
        }
      })
      const late = clock.after(ANSWER_MS, () => end(`${host} does not answer.`))
      child.stdin.write(`echo '<${mark}'; (\n${lines}\n) < /dev/null 2> /dev/null; echo; echo '${mark}>'\n`)
      const got = await Promise.race([answer, ended])
      late()
      hear = null
      return got
    },
    close() {
      over ??= { ok: false, code: 'closed', message: `The connection to ${host} was closed.` }
      child.stdin.end()
      child.kill('SIGTERM')
    },
  }
}

/** One word for sh, whatever stands in it. Throws where there is a NUL, which no word can have. */
export function shQuoted(text: string): string {
  if (text.includes('\0')) throw new Error('a word cannot hold a NUL')
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** What `printf '%s=%s\0'` printed, by name; the last of a name counts. */
export function recordsOf(answer: string): ReadonlyMap<string, string> {
  const text = Buffer.from(answer, 'latin1').toString('utf8')
  return new Map(
    text.split('\0').flatMap(record => {
      const at = record.indexOf('=')
      return at > 0 ? [[record.slice(0, at).trimStart(), record.slice(at + 1)] as const] : []
    }),
  )
}
