// The records of opening and closing: the intent, how it ended, and a "no".
import type { Verdict } from '../../preload/contract.ts'
import type { SurfaceFacts } from '../surfaces/surface.ts'
import { type Call, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { ActivityEntry, Refusal } from './model.ts'
import { type Trouble, toRefusal } from './refusals.ts'

/** What it ends: the record of the intent, and the approval where a person was asked. */
export interface Recorded {
  readonly seq: number
  readonly approval: string | null
}

/** It is about to begin. */
export function intentEntry(call: Call, surface: SurfaceFacts | null, { effect, rule, why }: Verdict): ActivityEntry {
  return entry('surface', call.agent.id, {
    ...call.facts,
    surface: surface && surfaceOf(surface),
    verdict: { effect, rule, why },
  })
}

/** How it ended. What was to be opened stands in the record of the intent. */
export function endEntry(
  core: Core,
  call: Call,
  { seq, approval }: Recorded,
  fields: Partial<ActivityEntry>,
): ActivityEntry {
  const took = { tookMs: tookMs(core, call.started), of: seq }
  return entry('surface', call.agent.id, { ...call.facts, text: null, approval, ...fields, ...took })
}

/** Writes a refusal down and answers it. `of`: the record of what it ends. Throws `ActivityError`. */
export async function refuse(
  core: Core,
  call: Call,
  surface: SurfaceFacts | null,
  trouble: Trouble,
  verdict: Verdict | null,
  of?: number,
): Promise<Refusal> {
  const fields = { ...refusedFields(trouble, verdict), tookMs: tookMs(core, call.started) }
  const ends = of === undefined ? {} : { text: null, of }
  await core.record(
    entry('surface', call.agent.id, { ...call.facts, surface: surface && surfaceOf(surface), ...fields, ...ends }),
  )
  // What is to be opened has no level yet.
  return toRefusal(trouble, verdict, surface && (verdict?.level ?? null))
}
