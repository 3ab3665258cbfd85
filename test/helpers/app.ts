// Starts the built app for a test: in real Electron driven by Playwright, or headless in plain Node.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export interface Ready {
  mcp: string
  pid: number
  dataDir: string
}

export interface Running {
  ready: Ready
  /** everything it wrote to stderr so far */
  errors(): string
  stop(): Promise<void>
}

/** The folder of `--user-data-dir`, where there is one. */
function dataDirOf(args: readonly string[]): string | undefined {
  return args.find(arg => arg.startsWith('--user-data-dir='))?.slice('--user-data-dir='.length)
}

/** A home of its own: what the shells of this machine's user do when they start is not under test. */
async function environment(args: readonly string[]): Promise<Record<string, string>> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const dir = dataDirOf(args)
  if (dir === undefined) return Object.fromEntries(inherited)
  const home = path.join(dir, 'home')
  await fs.mkdir(home, { recursive: true })
  // A tmux of its own as well, where the test has none for it.
  return { TMUX_TMPDIR: home, ...Object.fromEntries(inherited), HOME: home }
}

/** Reads lines of `stream` until the ready line. */
async function readyLine(stream: NodeJS.ReadableStream, errors: () => string): Promise<Ready> {
  for await (const line of createInterface({ input: stream })) {
    if (line.startsWith('gatehouse ready ')) return JSON.parse(line.slice('gatehouse ready '.length))
  }
  throw new Error(`it ended before it was ready: ${errors()}`)
}

export interface RunningWindow extends Running {
  app: ElectronApplication
  page: Page
}

/** The window, on a virtual screen. `args` as after `npm start --`; `root`: the folder whose out/ to run. */
export async function startWindow(args: string[], root = ROOT): Promise<RunningWindow> {
  const executablePath = process.env['GATEHOUSE_ELECTRON']
  if (!executablePath) throw new Error('GATEHOUSE_ELECTRON is not set: run the tests with `npm test`')
  const switches =
    process.platform === 'linux' ? ['--log-level=3', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] : []
  const app = await _electron.launch({
    executablePath,
    args: [...switches, root, ...args],
    cwd: ROOT,
    env: await environment(args),
    timeout: 60_000,
    colorScheme: 'dark',
  })
  const child = app.process()
  let text = ''
  child.stderr?.on('data', chunk => {
    text += chunk
  })
  const page = await app.firstWindow().catch(async error => {
    const how = await standing(app)
    await end(child)
    throw new Error(`no window came: ${error.message}\n${how}\n${text}`)
  })
  // Playwright reads the program's stdout before we can: the same facts stand in endpoint.json.
  const dir = dataDirOf(args)!
  // It comes after the window, and a window may be long in coming on a busy computer.
  const read = async () => JSON.parse(await fs.readFile(path.join(dir, 'endpoint.json'), 'utf8')) as Ready
  const ready = await until('endpoint.json', read, 30_000)
  await page.waitForLoadState('domcontentloaded')
  return { app, page, ready, errors: () => text, stop: () => end(child) }
}

/** How far a start without a window got: for the error that names it. */
async function standing(app: ElectronApplication): Promise<string> {
  const seen = app.evaluate(({ app, BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows().map(one => `${one.webContents.getURL()} ${one.isVisible()}`)
    return `ready: ${app.isReady()}, windows: ${windows.join(', ') || 'none'}`
  })
  const late = new Promise<string>(resolve => setTimeout(() => resolve('main does not answer'), 5000).unref())
  return Promise.race([seen, late]).catch(String)
}

/** Ends it as a session manager would: it must leave nothing behind. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** Headless. */
export async function startHeadless(args: string[]): Promise<Running & { child: ChildProcess }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'out/main/headless.js'), ...args], {
    cwd: ROOT,
    env: await environment(args),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', chunk => {
    text += chunk
  })
  const ready = await readyLine(child.stdout, () => text)
  // The two come by different pipes: what it wrote to stderr before is read by the end of this turn.
  await new Promise(setImmediate)
  return {
    child,
    ready,
    errors: () => text,
    stop: () => end(child),
  }
}

/** Runs it headless to its own end: for starts that are refused. */
export async function runHeadless(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'out/main/headless.js'), ...args], { cwd: ROOT })
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', chunk => {
    out.stdout += chunk
  })
  child.stderr.on('data', chunk => {
    out.stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, ...out }
}

/** Waits until `condition` gives something truthy, polling; the error names what was waited for. */
export async function until<T>(
  what: string,
  condition: () => Promise<T> | T,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const value = await condition()
      if (value) return value as NonNullable<T>
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}${last ? `: ${last}` : ''}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}
