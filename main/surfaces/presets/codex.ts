// The preset "codex": Codex, OpenAI's CLI, told of our MCP server and our hooks by `-c` for this run alone. What its hooks and its
// screen mean is not known here.
import type { Launch, Preset, Start } from './model.ts'

/** What our server is called where Codex has none of that name. */
const SERVER = 'gatehouse'
/** In seconds. A question to a person takes up to 2 minutes, a wait up to 10. */
const TOOL_TIMEOUT_S = 900
/** In seconds. They run by the person's login shell, which may take its time; Codex allows no more than 3 for two of them. */
const HOOK_TIMEOUT_S = 10
const SHORT_HOOK_TIMEOUT_S = 3
/** Each is reviewed by the person, so no more than are needed. Versions that do not know one leave it out. */
const HOOKS: Readonly<Record<string, number>> = {
  UserPromptSubmit: HOOK_TIMEOUT_S,
  PreToolUse: HOOK_TIMEOUT_S,
  PermissionRequest: HOOK_TIMEOUT_S,
  PostToolUse: HOOK_TIMEOUT_S,
  Stop: HOOK_TIMEOUT_S,
  Interrupt: SHORT_HOOK_TIMEOUT_S,
  SessionEnd: SHORT_HOOK_TIMEOUT_S,
}
const THEIRS = /^[ \t]*(?:\[[ \t]*)?mcp_servers[ \t]*\.[ \t]*["']?gatehouse["']?[ \t]*[\].=]/m
const OWN_POLICY = /^[ \t]*\[?[ \t]*shell_environment_policy\b/m
const CONVERSATION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const codexPreset: Preset = {
  id: 'codex',
  title: 'Codex',
  interactiveShell: false,
  agent: true,
  program: {
    names: ['codex'],
    folders: ['~/.local/bin', '~/.npm-global/bin', '~/.bun/bin', '/opt/homebrew/bin', '/usr/local/bin'],
    version: ['--version'],
    install: { command: 'npm install -g @openai/codex', page: 'https://developers.openai.com/codex/cli' },
  },
  launch(start): Launch {
    // With any `-c` Codex keeps to itself: without, it would use a background server that has another surface's environment.
    const theirs = configOf(start)
    const overrides = [...connection(start, theirs), ...hooks(start), ...kept(start, theirs)].flatMap(one => [
      '-c',
      one,
    ])
    // Only an id: a name could be that of another conversation.
    const resume = start.resume !== null && CONVERSATION.test(start.resume) ? start.resume : null
    return {
      file: start.program,
      args: resume === null ? overrides : ['resume', ...overrides, resume],
      ...(start.hook ? { env: { GATEHOUSE_HOOK: start.hook.args[0] ?? '' } } : {}),
    }
  },
}

/** Our server beside those of the person; the token stays in the environment. */
function connection({ mcp }: Start, config: string): string[] {
  if (!mcp) return []
  // As a table or as keys.
  const theirs = THEIRS.test(config)
  const at = `mcp_servers.${theirs ? `${SERVER}_surface` : SERVER}`
  return [
    // One of theirs with our name is Gatehouse too, by another way: keys of both in one table would stop Codex from starting.
    ...(theirs ? [`mcp_servers.${SERVER}.enabled=false`] : []),
    `${at}.url=${tomlString(mcp.url)}`,
    `${at}.bearer_token_env_var="GATEHOUSE_TOKEN"`,
    `${at}.tool_timeout_sec=${TOOL_TIMEOUT_S}`,
  ]
}

/**
 * Commands of its model need no token, nor does the copy of its shell's environment that it keeps in a file. A policy of the
 * person's own stays as it is.
 */
function kept({ mcp }: Start, config: string): string[] {
  return mcp && !OWN_POLICY.test(config) ? ['shell_environment_policy.exclude=["GATEHOUSE_TOKEN"]'] : []
}

/**
 * Beside the hooks of the person, which stay. What a hook runs is the same text in every surface: the person's trust in it goes by
 * that text, and would be asked for anew otherwise.
 */
function hooks({ hook }: Start): string[] {
  if (!hook) return []
  return Object.entries(HOOKS).map(([event, timeout]) => {
    // By sh, since Codex runs it by the person's shell, whichever that is.
    const command = `${hook.sh} -c 'exec ${hook.sh} "$GATEHOUSE_HOOK" ${event}'`
    return `hooks.${event}=[{hooks=[{type="command",command=${tomlString(command)},timeout=${timeout}}]}]`
  })
}

/** The person's own settings; empty = there are none. */
function configOf({ env, read }: Start): string {
  const home = env['CODEX_HOME'] || `${env['HOME'] ?? ''}/.codex`
  return read(`${home}/config.toml`) ?? ''
}

/** A basic string of TOML: JSON's, but for what TOML wants escaped besides. */
function tomlString(value: string): string {
  return JSON.stringify(value).replaceAll('\u007f', '\\u007F')
}
