// The preset "opencode": OpenCode, told of our MCP server and our plugin by a configuration in its environment, which it puts
// together with the person's own. What the plugin's events and its screen mean is not known here.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Launch, Preset, Start } from './model.ts'
import { PLUGIN } from './opencode-plugin.ts'

/** In ms. A question to a person takes up to 2 minutes, a wait up to 10. */
const TOOL_TIMEOUT_MS = 900_000
const CONVERSATION = /^ses_[A-Za-z0-9]{8,64}$/
const PLUGIN_FILE = 'gatehouse-plugin.js'
/** Which process reports; empty = none yet. The plugin keeps it beside itself. */
const OWNER_FILE = 'gatehouse-plugin.pid'
const CONFIG_FILE = 'opencode.json'

type Config = Readonly<Record<string, unknown>>
type File = NonNullable<Launch['files']>[number]

export const opencodePreset: Preset = {
  id: 'opencode',
  title: 'OpenCode',
  interactiveShell: false,
  agent: true,
  program: {
    names: ['opencode'],
    folders: [
      '~/.opencode/bin',
      '~/.local/bin',
      '~/.npm-global/bin',
      '~/.bun/bin',
      '/opt/homebrew/bin',
      '/usr/local/bin',
    ],
    version: ['--version'],
    install: { command: 'npm install -g opencode-ai', page: 'https://opencode.ai/docs/' },
  },
  launch(start): Launch {
    const resume = start.resume !== null && CONVERSATION.test(start.resume) ? ['--session', start.resume] : []
    const plugin: File[] = start.hook
      ? [
          { name: PLUGIN_FILE, text: PLUGIN },
          { name: OWNER_FILE, text: '' },
        ]
      : []
    const { env, files } = configured(start)
    const all = [...plugin, ...files]
    return {
      file: start.program,
      args: resume,
      ...(env ? { env } : {}),
      ...(all.length > 0 ? { files: all } : {}),
    }
  },
}

/**
 * OpenCode merges what stands in OPENCODE_CONFIG_CONTENT over the person's files: servers by name, plugins one after the other.
 * Where the person has set that variable it holds both. Where theirs cannot be read as JSON (it may have comments) it stays as it
 * is and ours is a file, unless they name a file of their own by OPENCODE_CONFIG too: then OpenCode runs without us.
 */
function configured(start: Start): { env?: Record<string, string>; files: File[] } {
  const { mcp, hook, env, folder } = start
  if (!mcp && !hook) return { files: [] }
  const theirs = env['OPENCODE_CONFIG_CONTENT']?.trim() ?? ''
  const known = theirs === '' ? {} : objectOf(theirs)
  if (known) return { env: { OPENCODE_CONFIG_CONTENT: JSON.stringify(withOurs(known, start)) }, files: [] }
  if (env['OPENCODE_CONFIG']) return { files: [] }
  const ours = { $schema: 'https://opencode.ai/config.json', ...withOurs({}, start) }
  return {
    env: { OPENCODE_CONFIG: path.join(folder, CONFIG_FILE) },
    files: [{ name: CONFIG_FILE, text: `${JSON.stringify(ours, null, 2)}\n` }],
  }
}

function withOurs(theirs: Config, { mcp, hook, folder }: Start): Config {
  const servers = isObject(theirs['mcp']) ? theirs['mcp'] : {}
  const plugins = Array.isArray(theirs['plugin']) ? theirs['plugin'] : []
  return {
    ...theirs,
    ...(mcp ? { mcp: { ...servers, gatehouse: server(mcp.url) } } : {}),
    ...(hook ? { plugin: [...plugins, pathToFileURL(path.join(folder, PLUGIN_FILE)).href] } : {}),
  }
}

/** OpenCode puts the token in when it reads this. `enabled`, since one of theirs with our name may be switched off. */
function server(url: string): object {
  return {
    type: 'remote',
    url,
    enabled: true,
    oauth: false,
    timeout: TOOL_TIMEOUT_MS,
    headers: { Authorization: 'Bearer {env:GATEHOUSE_TOKEN}' },
  }
}

function objectOf(text: string): Config | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
