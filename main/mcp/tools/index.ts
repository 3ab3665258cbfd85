// All tools, in the order agents see them, and which of them an agent sees.
import { LEVELS, type Level } from '../../../preload/contract.ts'
import { answerPrompt } from './answer-prompt.ts'
import { closeSurface } from './close-surface.ts'
import { discardDraft } from './discard-draft.ts'
import { listSurfaces } from './list-surfaces.ts'
import { myAccess } from './my-access.ts'
import { notifyPerson } from './notify-person.ts'
import { openSurface } from './open-surface.ts'
import { pressKey } from './press-key.ts'
import { readSurface } from './read-surface.ts'
import { requestAccess } from './request-access.ts'
import { sendMany } from './send-many.ts'
import { showSurface } from './show-surface.ts'
import { submitText } from './submit-text.ts'
import type { Tool } from './tool.ts'
import { typeText } from './type-text.ts'
import { waitFor } from './wait-for.ts'

export const TOOLS: readonly Tool[] = [
  listSurfaces,
  readSurface,
  typeText,
  submitText,
  pressKey,
  answerPrompt,
  discardDraft,
  waitFor,
  sendMany,
  openSurface,
  closeSurface,
  showSurface,
  myAccess,
  requestAccess,
  notifyPerson,
]

/**
 * A tool shows when `reach`, the highest level or ask any rule could give the agent, comes up to what it needs. `opens`: some
 * open rule could let the agent open something. `managed`: no answer of a person changes the policy.
 */
export function isShown(tool: Tool, reach: Level, opens = true, managed = false): boolean {
  if ((tool.opens && !opens) || (tool.changesPolicy && managed)) return false
  return tool.needs === null || LEVELS.indexOf(tool.needs) <= LEVELS.indexOf(reach)
}
