// What the case "sends" talks to, each a process of its own: Gatehouse without a window, its bridge, the server that starts tmux
// for each call, and a bare tool of the SDK. And the clients: the SDK's own, and plain HTTP over one kept connection.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { ROOT } from '../../helpers/app.ts'
import { dataFolder } from '../../helpers/data-folder.ts'
import { AGENT, CATS, type Depth, openSenders, RULES, type Senders } from './senders.ts'
import { type Call, plainCall } from './sends-http.ts'

export interface Rig {
  readonly fork: Call
  readonly sdk: Call
  readonly raw: Call
  readonly bridge: Call
  readonly bareSdk: Call
  readonly bareRaw: Call
  /** Processes that send to Gatehouse over HTTP, and to a gate and a record of their own. */
  senders(depth: Depth): Promise<Senders>
  stop(): Promise<void>
}

const who = { name: 'bench', version: '1.0.0' }

async function lineOf(child: ChildProcess, begin: string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith(begin)) return line.slice(begin.length)
  }
  throw new Error('it ended before it was ready')
}

/** `self`: this bundle, which serves the two references as well. */
export async function openRig(self: string): Promise<Rig> {
  const folder = await dataFolder([AGENT], RULES)
  const { dir } = folder
  const token = folder.agents[AGENT]!.token
  const home = path.join(dir, 'home')
  fs.mkdirSync(home)
  fs.mkdirSync(path.join(dir, 'tokens'), { mode: 0o700 })
  fs.writeFileSync(path.join(dir, 'tokens', AGENT), token, { mode: 0o600 })
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, SHELL: '/bin/bash', LANG: 'C.UTF-8' }
  const start = (file: string, ...args: string[]) =>
    spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const flags = [`--user-data-dir=${dir}`, '--mcp-port=0', ...CATS, '--open=shell', '--name=shell']
  const app = start(path.join(ROOT, 'out/main/headless.js'), ...flags)
  const bare = start(self, 'bare', token)
  const { mcp: url } = JSON.parse(await lineOf(app, 'gatehouse ready ')) as { mcp: string }
  const bareUrl = await lineOf(bare, '')

  const socket = path.join(dir, 'tmux')
  execFileSync('tmux', [
    '-S',
    socket,
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-s',
    'bench',
    '-x',
    '80',
    '-y',
    '24',
    'cat',
  ])

  const clients: Client[] = []
  const connections: { end(): void }[] = []
  const modern = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const
  async function client(transport: StdioClientTransport | StreamableHTTPClientTransport, options = {}): Promise<Call> {
    const made = new Client(who, options)
    await made.connect(transport)
    clients.push(made)
    return async (name, args = {}) => {
      const result = await made.callTool({ name, arguments: { ...args } })
      const text = JSON.stringify(result)
      if (result['isError']) throw new Error(text)
      return text
    }
  }
  const overHttp = (to: string) =>
    new StreamableHTTPClientTransport(new URL(to), { requestInit: { headers: { authorization: `Bearer ${token}` } } })
  const overStdio = (...args: string[]) =>
    new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' })
  function plain(to: string): Call {
    const connection = plainCall(to, token)
    connections.push(connection)
    return connection.call
  }

  return {
    fork: await client(overStdio(self, 'fork-tmux', socket, 'bench')),
    sdk: await client(overHttp(url), modern),
    raw: plain(url),
    bridge: await client(
      overStdio(path.join(ROOT, 'out/main/cli.js'), 'mcp', '--agent', AGENT, `--user-data-dir=${dir}`),
      modern,
    ),
    bareSdk: await client(overHttp(bareUrl), modern),
    bareRaw: plain(bareUrl),
    senders: depth => openSenders(self, depth, ...(depth === 'http' ? [url, token] : [])),
    async stop() {
      for (const one of clients) await one.close()
      for (const one of connections) one.end()
      bare.kill('SIGTERM')
      app.kill('SIGTERM')
      await once(app, 'exit')
      execFileSync('tmux', ['-S', socket, 'kill-server'])
      await folder.remove()
    },
  }
}
