// What each agent did of late, for itself to look up: its own records and nobody else's, without any text it did not write.
// In memory, from this start on; the record on disk is activity.ts.
import type { Clock } from './clock.ts'
import type { GateOptions } from './core.ts'
import type { ActivityEntry } from './model.ts'

/** One of an agent's own records, as it may see it. */
export interface OwnRecord {
  /** ISO time at which it was made */
  readonly time: string
  readonly kind: ActivityEntry['kind']
  readonly surface: ActivityEntry['surface']
  readonly intent: string | null
  /** what was sent or which part was read; null where it is another's draft */
  readonly text: string | null
  readonly keys: readonly string[] | null
  readonly key: string | null
  readonly draft: string | null
  readonly verdict: ActivityEntry['verdict']
  /** null = it began; a record that ends one says so here */
  readonly outcome: ActivityEntry['outcome']
  readonly bytes: number | null
  /** how many equal reads in a row this stands for */
  readonly count?: number
}

/** Records kept for each agent, and the characters of a text. */
const KEPT = 100
const KEPT_TEXT = 2000

export interface Mine {
  /** The same activity, with what goes in remembered. */
  readonly activity: GateOptions['activity']
  /** The newest last; at most `limit`. */
  of(agent: string, limit: number): readonly OwnRecord[]
  /** A revoked agent's records go: its id may be another's next. */
  forget(agent: string): void
}

export function createMine(activity: GateOptions['activity'], clock: Pick<Clock, 'now'>): Mine {
  const kept = new Map<string, OwnRecord[]>()

  function note(entry: ActivityEntry): void {
    const { actor, kind, surface, intent, keys, key, draft, verdict, outcome, bytes } = entry
    if (actor === 'person' || actor === 'gatehouse') return
    const time = new Date(clock.now()).toISOString()
    const record = { time, kind, surface, intent, text: ownText(entry), keys, key, draft, verdict, outcome, bytes }
    const records = kept.get(actor) ?? []
    const last = records.at(-1)
    if (last && isSameRead(last, record)) records.splice(-1, 1, { ...record, count: (last.count ?? 1) + 1 })
    else records.push(record)
    if (records.length > KEPT) records.shift()
    kept.set(actor, records)
  }

  return {
    activity: {
      ...activity,
      async append(entry, until) {
        const seq = await activity.append(entry, until)
        note(entry)
        return seq
      },
      noteRead(entry) {
        activity.noteRead(entry)
        note(entry)
      },
    },
    of: (agent, limit) => (kept.get(agent) ?? []).slice(-limit),
    forget: agent => void kept.delete(agent),
  }
}

/** A wait looks many times. */
function isSameRead(last: OwnRecord, next: OwnRecord): boolean {
  const { kind, surface, text, outcome } = next
  const same = last.kind === kind && last.surface?.id === surface?.id && last.text === text && last.outcome === outcome
  return kind === 'read' && same
}

/** Only what the agent wrote in this very call: a draft that is released, or what a person let pass, may be another's words. */
function ownText({ intent, text, draft, releasedBy, approval }: ActivityEntry): string | null {
  const isOthers = releasedBy !== null || approval !== null || (draft !== null && intent !== 'type')
  return isOthers || text === null ? null : text.slice(0, KEPT_TEXT)
}
