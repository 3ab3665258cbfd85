// The record as the window asks for it, one function a call. What an entry is and how it is found is gate/log's; writing an
// export to a file is the shell's.
import type { activityCalls, CallOutput, CallParsed, Result } from '../preload/contract.ts'
import { DRAFT_LIFE_MS } from './gate/drafts.ts'
import { type Exported, type ExportOptions, exportActivity } from './gate/log/export.ts'
import { type ActivityLog, createLog } from './gate/log/log.ts'
import type { House } from './house.ts'

type ActivityCall = Exclude<keyof typeof activityCalls, 'activity.export'>
type ActivityCalls = {
  [K in ActivityCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const logs = new WeakMap<House, ActivityLog>()

/** The one log of a house, made when it is first looked at. */
function logOf(house: House): ActivityLog {
  let log = logs.get(house)
  if (log) return log
  log = createLog({
    dir: house.dataDir,
    activity: house.activity,
    nameOf: id => house.policy().agents[id]?.name ?? house.inside().find(one => one.id === id)?.name ?? id,
    now: Date.now,
    draftEnds(ref) {
      const draft = house.gate.drafts().find(one => one.ref === ref)
      return draft ? draft.at + DRAFT_LIFE_MS : null
    },
    isOpen: surface => house.registry.get(surface) !== undefined,
  })
  logs.set(house, log)
  return log
}

/** What matches, a piece at a time; where it is written is the caller's. Throws what `write` throws. */
export function exportFrom(
  house: House,
  options: ExportOptions,
  write: (piece: string | Buffer) => Promise<void>,
): Promise<Exported> {
  return exportActivity(logOf(house), options, write)
}

export function createActivityCalls(house: House): ActivityCalls {
  const log = logOf(house)
  const ok = <T>(value: T) => ({ ok: true, value }) as const
  return {
    'activity.page': async query => ok(await log.page(query)),
    async 'activity.get'({ seq, reveal }) {
      const detail = await log.get(seq, reveal)
      if (detail) return ok(detail)
      return { ok: false, code: 'no_such_record', message: `There is no record ${seq}.` }
    },
    'activity.find': async ({ filter, upTo, seq }) => ok({ offset: await log.find(filter, upTo, seq) }),
    'activity.facets': async () => ok(await log.facets()),
    'activity.sums': async ({ filter }) => ok(await log.sums(filter)),
    async 'activity.verify'() {
      const found = await log.verify()
      if (found.ok) return ok({ records: found.records, broken: null })
      const { file, line, seq, why } = found
      return ok({ records: seq - 1, broken: { file, line, seq, why } })
    },
  }
}
