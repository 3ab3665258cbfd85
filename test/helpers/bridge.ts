// The built stdio bridge as clients start it: by the SDK's clients of both protocol eras, or as a bare process whose lines
// a test writes and reads itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Client as CurrentClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as CurrentTransport } from '@modelcontextprotocol/client/stdio'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { ROOT } from './app.ts'
import { type SdkClient, sdkClient, type TestClient } from './mcp-clients.ts'

const CLI = path.join(ROOT, 'out/main/cli.js')
const who = { name: 'gatehouse-test', version: '1.0.0' }

/** No display, no token and no address but those that are given. */
function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...env }
}

export interface StdioClient extends TestClient {
  /** how often it was told that its tools changed */
  changes(): number
}

type Start = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<StdioClient>

/** The SDK's v1 client, protocol 2025-11-25. */
export const legacyStdio: Start = async (args, env = {}) => {
  const client = new LegacyClient(who)
  let changes = 0
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    changes += 1
  })
  const command = { command: process.execPath, args: [CLI, 'mcp', ...args], env: environment(env) }
  await client.connect(new LegacyTransport({ ...command, stderr: 'ignore' }) as never)
  const call = client.callTool.bind(client)
  const base = sdkClient(
    'SDK v1',
    client as unknown as SdkClient,
    (what, options) => call(what, undefined, options) as never,
  )
  return { ...base, changes: () => changes }
}

/** The SDK's current client, protocol 2026-07-28. */
export const currentStdio: Start = async (args, env = {}) => {
  let changes = 0
  const onChanged = () => {
    changes += 1
  }
  const client = new CurrentClient(who, {
    versionNegotiation: { mode: { pin: '2026-07-28' } },
    listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged } },
  })
  const command = { command: process.execPath, args: [CLI, 'mcp', ...args], env: environment(env) }
  await client.connect(new CurrentTransport({ ...command, stderr: 'ignore' }))
  const base = sdkClient(
    'SDK v2',
    client as unknown as SdkClient,
    (what, options) => client.callTool(what, options) as never,
  )
  return { ...base, changes: () => changes }
}

export interface RawMessage {
  readonly id?: string | number | null
  readonly method?: string
  readonly result?: Record<string, unknown> & { structuredContent?: Record<string, unknown>; isError?: boolean }
  readonly error?: { readonly code: number; readonly message: string }
}

export interface RawBridge {
  readonly pid: number
  /** all that came on stdout, parsed; a line that is no JSON fails the test */
  readonly messages: RawMessage[]
  errors(): string
  write(text: string): void
  send(message: object): void
  /** The answer with this id. */
  answer(id: string | number): Promise<RawMessage>
  /** Closes its input; resolves with its exit code. */
  end(): Promise<number | null>
  kill(signal: NodeJS.Signals): Promise<number | null>
  readonly exited: Promise<number | null>
}

export function rawBridge(args: readonly string[], env: Readonly<Record<string, string>> = {}): RawBridge {
  const child = spawn(process.execPath, [CLI, 'mcp', ...args], { env: environment(env) })
  const messages: RawMessage[] = []
  const waiting = new Set<() => void>()
  let errors = ''
  child.stderr.on('data', text => {
    errors += text
  })
  child.stdin.on('error', () => {})
  createInterface({ input: child.stdout }).on('line', line => {
    messages.push(JSON.parse(line))
    for (const look of waiting) look()
  })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return {
    pid: child.pid!,
    messages,
    errors: () => errors,
    write: text => void child.stdin.write(text),
    send: message => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    answer: id =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages.find(message => message.id === id && message.method === undefined)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
        void exited.then(code => reject(new Error(`it ended (${code}) before it answered ${id}: ${errors}`)))
      }),
    end() {
      child.stdin.end()
      return exited
    },
    kill(signal) {
      child.kill(signal)
      return exited
    },
    exited,
  }
}
