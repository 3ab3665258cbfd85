// The agents' command lines that can say which MCP servers they have: how each is asked, and where it was installed.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ClientId } from '../../../main/mcp/clients/model.ts'
import { type AgentId, all, first } from '../support/versions.ts'

export interface Cli {
  readonly id: ClientId
  /** in versions.json */
  readonly agent: AgentId
  readonly program: string
  /** what the list says of a server that answered; null = the list does not ask the servers */
  readonly connected: RegExp | null
  /** Writes what it needs to start none of its first questions, and to trust the folder. */
  seed?(home: string, project: string): void
}

export const CLIS: readonly Cli[] = [
  { id: 'claude-code', agent: 'claude', program: 'claude', connected: /gatehouse: .*Connected/ },
  { id: 'codex', agent: 'codex', program: 'codex', connected: null },
  {
    id: 'gemini',
    agent: 'gemini',
    program: 'gemini',
    connected: /gatehouse: .*Connected/,
    seed(home, project) {
      fs.mkdirSync(path.join(home, '.gemini'), { recursive: true })
      const trusted = JSON.stringify({ [project]: 'TRUST_FOLDER' })
      fs.writeFileSync(path.join(home, '.gemini/trustedFolders.json'), trusted)
    },
  },
  { id: 'opencode', agent: 'opencode', program: 'opencode', connected: /gatehouse.*connected/ },
  { id: 'copilot', agent: 'copilot', program: 'copilot', connected: null },
]

export interface Program {
  /** `name@version` */
  readonly source: string
  /** the folder of its programs */
  readonly bin: string
}

/** This version of a package, in this user's cache; null = it is not installed. */
export function inCache(source: string): Program | null {
  const bin = path.join(folderOf(source), 'node_modules/.bin')
  return fs.existsSync(bin) ? { source, bin } : null
}

/** Where `name@version` is installed. */
export function folderOf(source: string): string {
  const xdg = process.env['XDG_CACHE_HOME'] ?? ''
  const cache = path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache')
  const name = source.slice(source.lastIndexOf('/') + 1).replace('@', '-')
  return path.join(cache, 'gatehouse/agents', name)
}

/** Its first version, or null where it is not installed. */
export const installed = ({ agent }: Cli): Program | null => inCache(first(agent))

/** All of its versions that are installed. */
export const allInstalled = ({ agent }: Cli): Program[] => all(agent).flatMap(source => inCache(source) ?? [])

/** Nothing off this computer can be reached, and nothing of the person's is seen. */
export function environment(home: string, bin: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9'
  return {
    HOME: home,
    PATH: [bin, path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter),
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_COLOR: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
  }
}

/** Runs one line of a shell, and gives what it printed, without colours. Ended after `timeoutMs`. */
export function run(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  timeoutMs = 60_000,
): Promise<{ code: number | null; text: string }> {
  return new Promise(resolve => {
    const child = spawn('/bin/sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (text += String(data)))
    const late = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), timeoutMs)
    child.on('close', code => {
      clearTimeout(late)
      resolve({ code, text: text.replace(/\u001B\[[0-9;?]*[A-Za-z]/g, '') })
    })
  })
}
