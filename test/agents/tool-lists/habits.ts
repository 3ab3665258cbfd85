// What each agent makes of a list of tools, as measured; docs/tools.md tells the same in prose.
import { LONG_NAME } from './odd.ts'

export interface Habits {
  /** a tool's name as its model has to call it */
  readonly spell: (name: string) => string
  /** parameters it puts into every tool, and sends along */
  readonly adds: readonly string[]
  /** Does its model get the server's instructions? */
  readonly instructs: boolean
  /** which of the odd tools its model does not get as they are listed; `!` = not at all, or under another name */
  readonly rewrites: readonly string[]
  /** Does one tool with a property whose schema is `true` cost it every tool of the server? */
  readonly spoilt: boolean
}

export const HABITS: Readonly<Record<string, Habits>> = {
  claude: {
    spell: name => `mcp__gatehouse__${name}`,
    adds: [],
    instructs: true,
    rewrites: ['root_any_of!', 'root_one_of!', 'long_description', 'ellipsis', 'dotted.name!'],
    spoilt: true,
  },
  codex: {
    spell: name => `mcp__gatehouse/${name}`,
    adds: [],
    instructs: true,
    rewrites: [
      ...['root_any_of', 'root_one_of', 'const', 'no_type', 'bare_object', 'bare_array', 'lengths', 'numbers'],
      ...['max_items', 'default', 'format', 'record', 'tuple', 'not', 'if_else', 'long_argument'],
      ...['dotted.name!', 'dashed-name!'],
    ],
    spoilt: false,
  },
  gemini: {
    spell: name => `mcp_gatehouse_${name}`,
    adds: ['wait_for_previous'],
    instructs: true,
    rewrites: ['root_any_of', 'two_types', `${LONG_NAME}!`],
    spoilt: true,
  },
  opencode: {
    spell: name => `gatehouse_${name}`,
    adds: [],
    instructs: true,
    rewrites: ['root_any_of', 'dotted.name!'],
    spoilt: true,
  },
  copilot: {
    spell: name => `gatehouse-${name}`,
    adds: [],
    instructs: false,
    rewrites: [
      ...['root_any_of', 'root_one_of', 'bare_array', 'lengths', 'numbers', 'min_items', 'max_items', 'format'],
      ...['tuple', 'not', 'if_else', 'dotted.name!', `${LONG_NAME}!`],
    ],
    spoilt: false,
  },
}
