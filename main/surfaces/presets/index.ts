// The table of presets: what can be opened by name. Which agents may open one is not decided here.
import { claudePreset } from './claude.ts'
import { codexPreset } from './codex.ts'
import { copilotPreset } from './copilot.ts'
import { geminiPreset } from './gemini.ts'
import type { Preset } from './model.ts'
import { opencodePreset } from './opencode.ts'
import { shellPreset } from './shell.ts'

export const PRESETS: readonly Preset[] = [
  shellPreset,
  claudePreset,
  codexPreset,
  geminiPreset,
  opencodePreset,
  copilotPreset,
]
