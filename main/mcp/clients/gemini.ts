// Gemini CLI. It starts no server in a folder that it was not told to trust, also none of the user's.
import { jsonFormat } from './json.ts'
import type { Client, Where } from './model.ts'
import { stdio } from './stdio.ts'

const folder = ({ env, join, home }: Where) =>
  env['GEMINI_CLI_HOME'] ? join(env['GEMINI_CLI_HOME'], '.gemini') : home('.gemini')

export const gemini: Client = {
  id: 'gemini',
  label: 'Gemini CLI',
  programs: ['gemini'],
  traces: at => [folder(at)],
  configs: at => [at.join(folder(at), 'settings.json')],
  format: jsonFormat('mcpServers'),
  entry: stdio,
  // `gemini mcp add` takes the bridge's own flags for its own
  manual: () => [],
}
