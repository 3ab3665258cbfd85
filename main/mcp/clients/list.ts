// The clients that can be connected, in the order people are shown them.
import { claudeCode } from './claude-code.ts'
import { claudeDesktop } from './claude-desktop.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { cursor } from './cursor.ts'
import { gemini } from './gemini.ts'
import type { Client, ClientId } from './model.ts'
import { opencode } from './opencode.ts'
import { vscode } from './vscode.ts'
import { windsurf } from './windsurf.ts'
import { zed } from './zed.ts'

export const CLIENTS: readonly Client[] = [
  claudeCode,
  codex,
  gemini,
  cursor,
  vscode,
  claudeDesktop,
  opencode,
  copilot,
  windsurf,
  zed,
]

export function clientOf(id: ClientId): Client {
  return CLIENTS.find(client => client.id === id)!
}
