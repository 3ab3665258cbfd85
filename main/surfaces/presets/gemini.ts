// Gemini CLI as a preset. Before 0.60 it took our server and our hooks from a file of system defaults, named by a variable: it
// puts them beside the person's own. Since then it reads such a file only where root alone can write, so nothing can be given
// for one start without a change to the person's own settings, and none is made here.
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { type ParseError, parse } from 'jsonc-parser'
import { hookLine } from './hook-line.ts'
import type { Launch, Preset, Start } from './model.ts'

/** No `BeforeTool`, which decides; no `SessionEnd`, which it runs three times and prints about after its last screen. */
const EVENTS = ['SessionStart', 'BeforeAgent', 'AfterTool', 'Notification', 'AfterAgent']
/** A `wait_for` may last ten minutes, and be asked about before. */
const TOOL_MS = 15 * 60_000
const HOOK_MS = 10_000
const VARIABLE = 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH'
const FILE = 'gemini/system-defaults.json'
const LACKS =
  'Gemini CLI takes no settings for one start since version 0.60: connect it on the Connect page, and what it does is read from its screen alone.'
const UNREADABLE =
  "Gemini CLI's system defaults on this computer cannot be read, so nothing was added to them: what it does is read from its screen alone."

type Json = Readonly<Record<string, unknown>>

export const geminiPreset: Preset = {
  id: 'gemini',
  title: 'Gemini CLI',
  interactiveShell: false,
  agent: true,
  program: {
    names: ['gemini'],
    folders: ['~/.local/bin', '~/.npm-global/bin', '/opt/homebrew/bin', '/usr/local/bin'],
    version: ['--version'],
    install: { command: 'npm install -g @google/gemini-cli', page: 'https://geminicli.com/docs/' },
  },
  launch,
}

function launch(start: Start): Launch {
  const conversation = start.resume ?? randomUUID()
  const args = start.resume === null ? ['--session-id', conversation] : ['--resume', conversation]
  const begun = { file: start.program, args, conversation }
  if (!start.mcp && !start.hook) return begun
  if (!takesDefaults(start.version)) return { ...begun, lacks: LACKS }
  const before = defaultsThere(start)
  if (!before) return { ...begun, lacks: UNREADABLE }
  const text = `${JSON.stringify(joined(before, start), null, 2)}\n`
  return { ...begun, env: { [VARIABLE]: path.join(start.folder, FILE) }, files: [{ name: FILE, text }] }
}

/** Where the version is not known it counts as a new one: that would pass over our file, and over the real one too. */
function takesDefaults(version: string | null): boolean {
  const [, major, minor] = /(\d+)\.(\d+)\.\d/.exec(version ?? '') ?? []
  return major === '0' && Number(minor) < 60
}

/** The file that ours stands in for; empty where there is none, null where it makes no sense. */
function defaultsThere({ env, read }: Start): Json | null {
  const settings = env['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] || systemSettings()
  const text = read(env[VARIABLE] || path.join(path.dirname(settings), 'system-defaults.json'))
  if (text === null || text.trim() === '') return {}
  const faults: ParseError[] = []
  const value = parse(text, faults, { allowTrailingComma: true })
  return faults.length === 0 && isJson(value) ? value : null
}

function systemSettings(): string {
  if (process.platform === 'darwin') return '/Library/Application Support/GeminiCli/settings.json'
  if (process.platform === 'win32') return 'C:\\ProgramData\\gemini-cli\\settings.json'
  return '/etc/gemini-cli/settings.json'
}

function joined(before: Json, { mcp, hook }: Start): Json {
  const servers = isJson(before['mcpServers']) ? before['mcpServers'] : {}
  return {
    ...before,
    ...(mcp ? { mcpServers: { ...servers, gatehouse: server(mcp.url) } } : {}),
    ...(hook ? { hooks: hooks(isJson(before['hooks']) ? before['hooks'] : {}, hook) } : {}),
  }
}

/** It puts the token in its place itself, from its environment. */
function server(url: string): Json {
  return { httpUrl: url, headers: { Authorization: `Bearer \${GATEHOUSE_TOKEN}` }, timeout: TOOL_MS }
}

function hooks(before: Json, hook: NonNullable<Start['hook']>): Json {
  const ours = (event: string) => {
    return { hooks: [{ type: 'command', name: 'gatehouse', command: hookLine(hook, event), timeout: HOOK_MS }] }
  }
  const there = (event: string) => (Array.isArray(before[event]) ? before[event] : [])
  return { ...before, ...Object.fromEntries(EVENTS.map(event => [event, [...there(event), ours(event)]])) }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
