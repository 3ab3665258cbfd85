// Starts the house as the app with a window has it, in a process of its own that can be killed, and does in it what a person does.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import type { CallInput, CallName, CallOutput, Result } from '../../../preload/contract.ts'
import { type Ready, ROOT } from '../../helpers/app.ts'

export interface Windowed {
  readonly ready: Ready
  readonly child: ChildProcess
  /** everything it wrote to stderr so far */
  errors(): string
  /** Throws what it refuses. */
  person<K extends CallName>(call: K, input: CallInput<K>): Promise<CallOutput<K>>
  /** Ends it as a session manager would. */
  stop(): Promise<void>
  /** Ends it so that it can do nothing about it. */
  kill(): Promise<void>
}

export interface WindowedHouse {
  start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Windowed>
  remove(): Promise<void>
}

/** Built once, started as often as needed. */
export async function windowedHouse(): Promise<WindowedHouse> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'gatehouse-windowed-'))
  const external = ['electron', 'node-pty', 'koffi']
  await build({
    ...{ configFile: false, logLevel: 'silent', ssr: { noExternal: true, external } },
    build: {
      ...{ ssr: path.join(ROOT, 'test/e2e/support/windowed-child.ts'), outDir, minify: false, emptyOutDir: false },
      rollupOptions: { external, output: { entryFileNames: 'windowed.mjs' } },
    },
  })
  await symlink(path.join(ROOT, 'node_modules'), path.join(outDir, 'node_modules'))
  return {
    start: (args, env) => start(path.join(outDir, 'windowed.mjs'), args, env),
    remove: () => rm(outDir, { recursive: true, force: true }),
  }
}

async function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Windowed> {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, env, stdio: 'pipe' })
  let text = ''
  let calls = 0
  const waiting = new Map<number, (result: Result<never>) => void>()
  child.stderr.on('data', chunk => {
    text += chunk
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`it ended before it was ready: ${text}`)))
    createInterface({ input: child.stdout }).on('line', line => {
      const [word = '', rest = ''] = [line.split(' ')[0], line.slice(line.indexOf('{'))]
      if (word === 'gatehouse') resolve(JSON.parse(rest) as Ready)
      if (word !== 'answer') return
      const { n, result } = JSON.parse(rest)
      waiting.get(n)?.(result)
      waiting.delete(n)
    })
  })
  // The two come by different pipes: what it wrote to stderr before is read by the end of this turn.
  await new Promise(setImmediate)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    ...{ ready, child, errors: () => text },
    async person(call, input) {
      calls += 1
      const n = calls
      const result = new Promise<Result<never>>(resolve => waiting.set(n, resolve))
      child.stdin.write(`${JSON.stringify({ n, call, input })}\n`)
      const got = await result
      if (!got.ok) throw new Error(`${call}: ${got.code}: ${got.message}`)
      return got.value
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
