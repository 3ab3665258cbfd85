// What rules when Gatehouse starts: the copy that was accepted last, or, where there was never one, the file that is
// found. Never fails: what keeps a policy from ruling is in words. What happens later is policy-file.ts.
import path from 'node:path'
import { type Accepted, type AcceptedCopy, acceptable } from './accepted.ts'
import { writeAtomic } from './atomic.ts'
import { reasonOf } from './failure.ts'
import { type Found, lookAt, MISSING } from './policy-found.ts'

const FIRST_TEXT = `// What agents may do in Gatehouse. The Grants panel changes this file and keeps your comments.
// level: none, read, type or submit. ask: a higher level that a person is asked for.
{
  "version": 1,
  "agents": {},
  "rules": [],
  "locks": []
}
`

export interface Start {
  readonly found: Found
  /** null = nothing may rule */
  readonly accepted: Accepted | null
  /** why nothing may rule although the file has no fault: a sentence without its full stop; null = no such reason */
  readonly trouble: string | null
}

/** A managed file is taken as it stands; nothing is written. */
export async function startManaged(file: string): Promise<Start> {
  const found = await lookAt(file)
  const accepted = acceptable(found, 0)
  const trouble = accepted ? null : 'the policy had a fault when Gatehouse started; restart to take it up as it is now'
  return { found, accepted, trouble }
}

/** A file of our own: where neither it nor its copy is there, an empty policy is written. */
export async function startOwn(file: string, copy: AcceptedCopy): Promise<Start> {
  const kept = await copy.read()
  const found = await lookAt(file)
  if (kept.is === 'trusted') return { found, accepted: kept.accepted, trouble: null }
  if (kept.is === 'untrusted') return { found, accepted: null, trouble: kept.why }
  if (found.hash !== MISSING) return adopt(found, copy)
  try {
    // The file goes first, unlike later: without its copy it is simply adopted by the next start.
    await writeAtomic(file, FIRST_TEXT)
  } catch (error) {
    return {
      found,
      accepted: null,
      trouble: `the first policy could not be written (${reasonOf(error)}); accept the policy once there is one`,
    }
  }
  return adopt(await lookAt(file), copy)
}

async function adopt(found: Found, copy: AcceptedCopy): Promise<Start> {
  const accepted = acceptable(found, 1)
  if (!accepted) return { found, accepted, trouble: null }
  try {
    await copy.save(accepted)
  } catch (error) {
    const trouble = `${path.basename(copy.file)} could not be written (${reasonOf(error)}); accept the policy once it can be`
    return { found, accepted: null, trouble }
  }
  return { found, accepted, trouble: null }
}
