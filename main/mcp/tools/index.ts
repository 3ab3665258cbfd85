// All tools, in the order agents see them, and which of them an agent sees.
import { LEVELS, type Level } from '../../../preload/contract.ts'
import { listSurfaces } from './list-surfaces.ts'
import { myAccess } from './my-access.ts'
import { pressKey } from './press-key.ts'
import { readSurface } from './read-surface.ts'
import { submitText } from './submit-text.ts'
import type { Tool } from './tool.ts'
import { typeText } from './type-text.ts'
import { waitFor } from './wait-for.ts'

export const TOOLS: readonly Tool[] = [listSurfaces, readSurface, waitFor, typeText, submitText, pressKey, myAccess]

/** A tool shows when `reach`, the highest level or ask any rule could give the agent, comes up to what it needs. */
export function isShown(tool: Tool, reach: Level): boolean {
  return tool.needs === null || LEVELS.indexOf(tool.needs) <= LEVELS.indexOf(reach)
}
