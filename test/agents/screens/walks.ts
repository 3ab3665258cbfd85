// How each agent is walked through what it can show.
import type { AgentId } from '../support/versions.ts'
import { claude } from './claude.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { gemini } from './gemini.ts'
import { opencode } from './opencode.ts'
import type { Walk } from './player.ts'

export const WALKS: Readonly<Record<AgentId, Walk>> = { claude, codex, gemini, opencode, copilot }
