// How it stands with a newer Gatehouse, and what a person can do about it. A part of the contract.
import { z } from 'zod'

/** `1.2.3` and nothing else: what is published for people has no more to it. */
export const releaseSchema = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)

/** What the publisher wrote about a version, as text: somebody else's, so every character of it is shown for what it is. */
const notesSchema = z.string().max(4000)
const offered = { version: releaseSchema, notes: notesSchema }

export const updatesSchema = z.discriminatedUnion('is', [
  /** this installation never looks for one; `why` in a sentence */
  z.object({ is: z.literal('unavailable'), why: z.string() }),
  /** nobody was asked in this run */
  z.object({ is: z.literal('idle') }),
  z.object({ is: z.literal('checking') }),
  /** there was none; `at`: ms since the epoch */
  z.object({ is: z.literal('none'), at: z.number() }),
  z.object({ is: z.literal('found'), ...offered }),
  z.object({ is: z.literal('downloading'), ...offered, percent: z.int().min(0).max(100) }),
  /** it is on this computer, whole; a person says when */
  z.object({ is: z.literal('ready'), ...offered }),
  z.object({ is: z.literal('failed'), what: z.enum(['check', 'download']), why: z.string() }),
])
export type UpdateState = z.infer<typeof updatesSchema>

const nothing = z.object({}).strict()

/** Each is a person's own doing. Failure `not_now` where it is not the time for it, in a sentence. */
export const updateCalls = {
  'updates.check': { in: nothing, out: nothing },
  'updates.download': { in: nothing, out: nothing },
  /** Asks by the system's dialog where something would end; then Gatehouse ends, and starts again as the new version. */
  'updates.restart': { in: nothing, out: z.object({ restarting: z.boolean() }) },
} as const
