// What the script of a life needs to know of each agent: what it asks at its start, how its turns are broken off, how it ends,
// and how its person has it set up.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { AgentId } from '../support/versions.ts'

export interface Habits {
  /** questions before its input box, and what a person answers */
  readonly questions: readonly { readonly shows: RegExp; readonly keys: readonly string[] }[]
  /** keys that break a turn off, one write after the other */
  readonly interrupt: readonly string[]
  /** keys that say no in a permission dialog */
  readonly no: readonly string[]
  /** its own command that ends it */
  readonly exit: string
  /** a call of its tool that starts a sub-agent with this prompt; absent = it has none here */
  readonly subAgent?: (prompt: string) => { readonly tool: RegExp; readonly input: object }
  readonly env?: Readonly<Record<string, string>>
  /** What its person has set: it may read by our server's tools without asking. */
  settings?(home: string): Promise<void>
}

const ENTER = '\r'
const DOWN = '\x1b[B'
const ESC = '\x1b'

const HABITS: Readonly<Record<Exclude<AgentId, 'gemini'>, Habits>> = {
  claude: {
    // What was asked may stay on the screen above what came after it.
    questions: [
      { shows: /(?:trust this folder|Do you trust)[\s\S]*Enter to confirm[^\n]*\s*$/i, keys: [ENTER] },
      { shows: /Make auto mode your default[\s\S]*keep manual mode\s*$/, keys: [DOWN, ENTER] },
    ],
    interrupt: [ESC],
    no: [ESC],
    exit: '/exit',
    subAgent: prompt => ({
      tool: /^(Task|Agent)$/,
      input: { description: 'Look', prompt, subagent_type: 'general-purpose' },
    }),
    // Else tools of servers are found by a search, which a stub does not do.
    env: { ENABLE_TOOL_SEARCH: 'false' },
    async settings(home) {
      const file = path.join(home, '.claude/settings.json')
      const { permissions } = JSON.parse(await fs.readFile(file, 'utf8'))
      await fs.writeFile(file, JSON.stringify({ permissions: { ...permissions, allow: ['mcp__gatehouse'] } }))
    },
  },
  codex: {
    questions: [
      { shows: /Do you trust|trust the contents/i, keys: [ENTER] },
      // Its hooks are the person's to trust, once for each computer.
      { shows: /^\s*Hooks need review/m, keys: [DOWN, ENTER] },
    ],
    interrupt: [ESC],
    no: [ESC],
    exit: '/quit',
  },
  opencode: {
    questions: [],
    interrupt: [ESC, ESC],
    no: [ESC],
    exit: '/exit',
    subAgent: prompt => ({ tool: /^task$/, input: { description: 'Look', prompt, subagent_type: 'general' } }),
    // With a plugin it fetches a package first; where there is no network it tries for more than a minute.
    settings: home => fs.writeFile(path.join(home, '.npmrc'), 'fetch-retries=0\n'),
  },
  copilot: {
    questions: [{ shows: /Do you trust|Confirm folder trust/i, keys: [ENTER] }],
    interrupt: [ESC, ESC],
    no: [ESC],
    exit: '/exit',
    subAgent: prompt => ({
      tool: /^task$/,
      input: { description: 'Look', prompt, agent_type: 'explore', name: 'look' },
    }),
  },
}

/** Gemini CLI's lives are not scripted. */
export const habitsOf = (id: AgentId): Habits | null => (id === 'gemini' ? null : HABITS[id])
