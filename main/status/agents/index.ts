// The table of CLIs whose hooks and screens are known, by the preset that starts them.
import { claude } from './claude.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { gemini } from './gemini.ts'
import type { AgentKnowledge } from './model.ts'
import { opencode } from './opencode.ts'

export const KNOWLEDGE: Readonly<Record<string, AgentKnowledge>> = { claude, codex, gemini, opencode, copilot }
