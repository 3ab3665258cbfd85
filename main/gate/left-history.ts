// What became of drafts after drafts.json was written last: it lags by a moment, the activity record does not. A draft that
// was released is never offered again. Reads only.
import { join } from 'node:path'
import type { KeptDraft } from '../store/drafts-file.ts'
import { segmentsSince } from './history.ts'
import { activityFolder, linesOf } from './segments.ts'
import { say } from './sentences.ts'
import { checkText } from './text-filter.ts'

export interface LeftDrafts {
  readonly left: readonly KeptDraft[]
  /** what nobody may release any more, and why */
  readonly lost: readonly LostDraft[]
}
export interface LostDraft {
  readonly draft: KeptDraft
  readonly why: string
  readonly outcome: 'cancelled' | 'unknown'
}

interface Found {
  readonly seq: number
  readonly of?: number
  readonly time: string
  readonly kind: string
  readonly actor: string
  readonly intent: string | null
  readonly text: string | null
  readonly draft: string | null
  readonly releasedBy: string | null
  readonly approval: string | null
  readonly outcome: string | null
  readonly bytes: number | null
}

/** One draft id as the records tell it. */
interface Trail {
  readonly revisions: Map<number, KeptDraft>
  /** releases under way: seq of the intent, the revision */
  readonly releasing: Map<number, number>
  /** it and every one before it is over */
  endedRev: number
}

/** `dir` is the data folder. What cannot be read there is left out: opening the record says that it is damaged. */
export async function leftDrafts(dir: string, kept: readonly KeptDraft[], now: number): Promise<LeftDrafts> {
  const trails = new Map<string, Trail>()
  for (const draft of kept) {
    const [id, rev] = parts(draft.ref)
    const ours = { ...draft, at: Math.min(draft.at, now), bytes: Buffer.byteLength(draft.text) }
    trails.set(id, { revisions: new Map([[rev, ours]]), releasing: new Map(), endedRev: 0 })
  }
  // A record that cannot be read closes the gate by itself; the app starts all the same.
  if (kept.length > 0) await readTrails(dir, trails, Math.min(...kept.map(({ at }) => at)), now).catch(() => {})
  const left: KeptDraft[] = []
  const lost: LostDraft[] = []
  for (const trail of trails.values()) {
    const rev = Math.max(0, ...trail.revisions.keys())
    const draft = trail.revisions.get(rev)
    if (!draft || rev <= trail.endedRev) continue
    if ([...trail.releasing.values()].includes(rev)) lost.push({ draft, why: say.leftUnsure(), outcome: 'unknown' })
    else if (checkText(draft.text, { allowTab: true })) {
      lost.push({ draft, why: say.leftUnfit(), outcome: 'cancelled' })
    } else left.push(draft)
  }
  return { left, lost }
}

async function readTrails(dir: string, trails: Map<string, Trail>, since: number, now: number): Promise<void> {
  const folder = activityFolder(dir)
  for (const name of await segmentsSince(folder, since)) {
    for await (const { bytes } of linesOf(join(folder, name))) {
      const found = recordOf(bytes)
      if (!found?.draft || found.kind !== 'send') continue
      const [id, rev] = parts(found.draft)
      const trail = trails.get(id)
      if (trail) follow(trail, rev, found, now)
    }
  }
}

function follow(trail: Trail, rev: number, found: Found, now: number): void {
  if (found.of !== undefined && found.outcome !== 'staged') followEnd(trail, rev, found)
  else if (found.releasedBy !== null) {
    // Without an outcome it is the record of the intent; a refusal is one record and changes nothing.
    if (found.outcome === null) trail.releasing.set(found.seq, rev)
  } else if (found.intent === 'type') followText(trail, rev, found, now)
}

function followText(trail: Trail, rev: number, { outcome, text, time, actor, draft }: Found, now: number): void {
  if (outcome === 'cancelled' || outcome === 'unknown') trail.endedRev = Math.max(trail.endedRev, rev)
  // Recorded, and then something newer came first: it was never shown.
  else if (outcome === 'denied') trail.revisions.delete(rev)
  else if (outcome === 'staged' && text !== null && draft !== null && !trail.revisions.has(rev)) {
    const [ours] = trail.revisions.values()
    if (!ours) return
    const at = Math.min(Date.parse(time) || now, now)
    const fresh = { ref: draft, text, at, bytes: Buffer.byteLength(text), edited: actor === 'person' }
    trail.revisions.set(rev, { ...ours, ...fresh })
  }
}

/** A release that wrote nothing leaves the draft as it was; of one that broke off nobody knows. */
function followEnd(trail: Trail, rev: number, { of, outcome, bytes, approval, intent }: Found): void {
  // A person allowed that it is released; from here on it may have been.
  if (of !== undefined && outcome === null && approval !== null && intent === 'submit') trail.releasing.set(of, rev)
  if (of === undefined || !trail.releasing.has(of) || outcome === 'unknown' || outcome === null) return
  trail.releasing.delete(of)
  const nothing = outcome === 'denied' || outcome === 'cancelled' || (outcome === 'failed' && !bytes)
  if (!nothing) trail.endedRev = Math.max(trail.endedRev, rev)
}

function parts(ref: string): [id: string, rev: number] {
  const at = ref.indexOf('@')
  return [ref.slice(0, at), Number(ref.slice(at + 1))]
}

function recordOf(bytes: Buffer): Found | null {
  try {
    return JSON.parse(bytes.toString('utf8')) as Found
  } catch {
    return null
  }
}
