// How each agent is run for one prompt against the stub, with nothing of Gatehouse but what Connect wrote into its config.
import type { ClientId } from '../../../main/mcp/clients/model.ts'

interface Turn {
  /** The rest of its line, for one prompt: it may call our tools without asking. */
  arguments(prompt: string): readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export const TURNS: Partial<Readonly<Record<ClientId, Turn>>> = {
  'claude-code': {
    arguments: prompt => ['--allowedTools', 'mcp__gatehouse', '-p', prompt],
    // Else tools of servers are found by a search, which a stub does not do.
    env: { ENABLE_TOOL_SEARCH: 'false' },
  },
  codex: {
    arguments: prompt => [
      ...['-c', 'mcp_servers.gatehouse.default_tools_approval_mode="approve"'],
      ...['exec', '--skip-git-repo-check', prompt],
    ],
  },
  gemini: { arguments: prompt => ['--approval-mode', 'yolo', '--prompt', prompt] },
  opencode: { arguments: prompt => ['run', prompt] },
  copilot: { arguments: prompt => ['--allow-tool', 'gatehouse', '--prompt', prompt] },
}
