// The record as a person sees it, of what a gate in memory recorded or of records made by hand.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type ActivityLog, createLog } from '../../../../main/gate/log/log.ts'
import type { ActivityEntry } from '../../../../main/gate/model.ts'
import type { ActivityRow } from '../../../../preload/contract.ts'
import type { Rig } from '../../support/rig.ts'
import { START, writeHistory } from './history.ts'

export async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-log-'))
  onTestFinished(() => fs.rm(dir, { recursive: true, force: true }))
  return dir
}

interface Looked {
  /** they are of the run that goes on; else of one before */
  readonly ran?: boolean
  readonly drafts?: readonly string[]
  /** ms since the epoch */
  readonly now?: number
}

export function logOver(dir: string, { ran = false, drafts = [], now = START }: Looked = {}): ActivityLog {
  const names: Record<string, string> = { cursor: 'Cursor', codex: 'Codex' }
  let calls = 0
  const log = createLog({
    ...{ dir, now: () => now, nameOf: id => names[id] ?? id, isOpen: id => id === 's_aaaa' },
    // The first question is where this run began.
    activity: { head: () => (calls++ === 0 && ran ? 0 : Number.MAX_SAFE_INTEGER), onRecord: () => () => {} },
    draftEnds: ref => (drafts.includes(ref) ? now + 60_000 : null),
  })
  onTestFinished(() => log.close())
  return log
}

/** Of these records, one ms apart. */
export async function logOf(records: readonly ActivityEntry[], looked?: Looked): Promise<ActivityLog> {
  const dir = await folder()
  await writeHistory(dir, records, { stepMs: 1 })
  return logOver(dir, looked)
}

/** Of all that this gate recorded so far. */
export function logOfRig(state: Rig, looked: Looked = {}): Promise<ActivityLog> {
  const records = [...state.records.map(({ seq: _, ...entry }) => entry), ...state.reads]
  const drafts = state.gate.drafts().map(({ ref }) => ref)
  return logOf(records, { ran: true, drafts, ...looked })
}

/** All rows, the newest first. */
export async function rowsOf(log: ActivityLog): Promise<ActivityRow[]> {
  for (;;) {
    const page = await log.page({ filter: {}, upTo: null, offset: 0, limit: 200 })
    if (page.done) return page.rows
  }
}
