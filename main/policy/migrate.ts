// Policies of earlier versions as texts of the present one. Version 1 is the first, so there is no step yet; a step is a
// small edit of the text (jsonc-edit.ts), so that comments live through it.
import { memberOf, readTree } from './tree.ts'

/** The version this Gatehouse writes. */
export const VERSION = 1

/** `steps.get(n)` makes a text of version n one of version n + 1. */
export type Steps = ReadonlyMap<number, (text: string) => string>

const STEPS: Steps = new Map()

/**
 * The text in version `to`. A text whose version cannot be read, is newer, or has no step that leads on, comes back as it
 * is: reading it as a policy says what is wrong.
 */
export function migrated(text: string, steps: Steps = STEPS, to: number = VERSION): string {
  // every text is read as a policy anyway; a second time would be in vain
  if (steps.size === 0) return text
  let present = text
  for (let version = versionOf(present); version !== null && version < to; ) {
    const step = steps.get(version)
    if (!step) return text
    const next = step(present)
    // a step that does not lead to the next version would go round for ever
    if (versionOf(next) !== version + 1) return text
    present = next
    version++
  }
  return present
}

function versionOf(text: string): number | null {
  const tree = readTree(text)
  if (!tree.ok) return null
  const version: unknown = memberOf(tree.root, 'version')?.value
  return typeof version === 'number' && Number.isInteger(version) ? version : null
}
