// Independent MCP clients for tests: the SDK's v1 client (2025-11-25), its current one (2026-07-28) and the mcporter CLI.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  Client as CurrentClient,
  StreamableHTTPClientTransport as CurrentTransport,
} from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

/** The fields of structured results that tests look at. */
export interface ToolData {
  outcome?: string
  draft?: string
  code?: string
  why?: string
  rule?: string | null
  retry_after_ms?: number
  lines?: string[]
  cursor?: string
  paused?: boolean
  results?: { outcome?: string; code?: string; draft?: string }[]
  wait?: { reason: string; lines: string[]; cursor: string }
  typed?: { line: number; by: string }[]
  surfaces?: { id: string; name: string; level?: string; ask: string | null; drafts?: { draft: string }[] }[]
}
export interface ToolAnswer {
  isError: boolean
  data: ToolData
}
export interface CallOptions {
  readonly signal?: AbortSignal
  /** hears of progress, which also keeps the client from giving up */
  readonly onProgress?: (message: string | undefined) => void
  /** how long the client waits, in ms; 60 s unless said */
  readonly timeoutMs?: number
}
export interface TestClient {
  kind: string
  tools(): Promise<string[]>
  /** mcporter takes no options. */
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>
  close(): Promise<void>
}

type Connect = (url: string, token: string) => Promise<TestClient>

const who = { name: 'gatehouse-test', version: '1.0.0' }
const headers = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } })

/** The SDK's v1 client, protocol 2025-11-25. */
export const legacyClient: Connect = async (url, token) => {
  const client = new LegacyClient(who)
  await client.connect(new LegacyTransport(new URL(url), headers(token)) as never)
  const call = client.callTool.bind(client)
  return sdkClient('SDK v1', client as unknown as SdkClient, (what, options) => call(what, undefined, options) as never)
}

/** The SDK's current client, protocol 2026-07-28. */
export const currentClient: Connect = async (url, token) => {
  const client = new CurrentClient(who, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new CurrentTransport(new URL(url), headers(token)))
  return sdkClient('SDK v2', client as unknown as SdkClient, (what, options) => client.callTool(what, options) as never)
}

interface RawResult {
  isError?: boolean
  structuredContent?: ToolData
}
export interface SdkClient {
  listTools(): Promise<{ tools: { name: string }[] }>
  close(): Promise<void>
}

type CallTool = (
  what: { name: string; arguments: Record<string, unknown> },
  options: Record<string, unknown>,
) => Promise<RawResult>

export function sdkClient(kind: string, client: SdkClient, callTool: CallTool): TestClient {
  return {
    kind,
    tools: async () => (await client.listTools()).tools.map(tool => tool.name),
    async call(tool, args = {}, { signal, onProgress, timeoutMs } = {}) {
      const hears = onProgress && { onprogress: ({ message }: { message?: string }) => onProgress(message) }
      const options = { ...(signal && { signal }), ...hears, ...(timeoutMs && { timeout: timeoutMs }) }
      const result = await callTool({ name: tool, arguments: args }, { resetTimeoutOnProgress: true, ...options })
      return { isError: result.isError === true, data: result.structuredContent ?? {} }
    },
    close: () => client.close(),
  }
}

/** mcporter, a command of its own: a new process for every call, its configuration in a folder of its own. */
export const mcporterClient: Connect = async (url, token) => {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-mcporter-'))
  const config = path.join(home, 'mcporter.json')
  const server = { baseUrl: url, headers: { Authorization: `Bearer ${token}` } }
  await fs.writeFile(config, JSON.stringify({ mcpServers: { gatehouse: server }, imports: [] }))
  const bin = path.resolve(import.meta.dirname, '../../node_modules/.bin/mcporter')
  const run = (...args: string[]) =>
    new Promise<string>(resolve => {
      const env = { PATH: process.env['PATH'], HOME: home, MCPORTER_LOG_LEVEL: 'error' }
      execFile(bin, ['--config', config, ...args], { env, cwd: home, timeout: 30_000 }, (_error, stdout, stderr) =>
        resolve(stdout || stderr),
      )
    })
  return {
    kind: 'mcporter',
    async tools() {
      const listed = JSON.parse(await run('list', 'gatehouse', '--schema', '--json'))
      return listed.tools.map((tool: { name: string }) => tool.name)
    },
    async call(tool, args = {}) {
      // Its JSON output is the structured result alone; only refusals have a code.
      const data = JSON.parse(
        await run('call', `gatehouse.${tool}`, '--args', JSON.stringify(args), '--output', 'json'),
      )
      return { isError: typeof data.code === 'string', data }
    },
    close: () => fs.rm(home, { recursive: true, force: true }),
  }
}
