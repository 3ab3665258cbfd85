// The record of everything, on disk: append-only segments, each record chained to the one before, synced before the caller
// goes on, or soon after for who need not wait for that. It owns the files under DIR/activity while it is open; what a record says is its callers' business.
// One process at a time writes here: the data folder's lock sees to that.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { FIRST_PREV, type Link, seal } from './chain.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Activity, ActivityEntry } from './model.ts'
import { gatherReads } from './read-notes.ts'
import { activityFolder, openSegments, segmentName } from './segments.ts'

export class ActivityError extends Error {
  readonly code = 'not_recorded'
}

interface SegmentFile {
  appendFile(data: Buffer): Promise<void>
  datasync(): Promise<void>
  close(): Promise<void>
}

/** How segment files are opened for appending; tests put faults here. */
export interface ActivityFs {
  open(path: string, flags: string, mode: number): Promise<SegmentFile>
}

/** A record that is on disk. */
export interface Recorded {
  readonly seq: number
  /** ISO 8601 */
  readonly time: string
  readonly entry: ActivityEntry
  /** the file's name, where in it the line begins, and how long it is with its line end, in bytes */
  readonly segment: string
  readonly offset: number
  readonly bytes: number
}

export interface OpenActivity extends Activity {
  /** the seq of the last record that is on disk; 0 = none */
  head(): number
  /** Hears of each record once it is on disk, in their order. Returns the unsubscriber. */
  onRecord(listener: (record: Recorded) => void): () => void
  /** `fault`: why nothing can be recorded, in plain words. `notice`: what opening repaired. */
  status(): { readonly fault: string | null; readonly notice: string | null }
}

export interface ActivityOptions {
  readonly clock?: Clock
  readonly fs?: ActivityFs
  /** a segment this long gets no further record; default 16 MiB */
  readonly segmentBytes?: number
}

interface Waiting {
  readonly entry: ActivityEntry
  readonly time: string
  /** it waits for the sync as well */
  readonly synced: boolean
  resolve(seq: number): void
  reject(error: ActivityError): void
}

/** What was written is synced after this long at the latest, in ms. */
const SYNC_MS = 50

/** `dir` is the data folder. Never throws: what cannot be opened is a fault, and every append then throws. */
export async function openActivity(dir: string, options: ActivityOptions = {}): Promise<OpenActivity> {
  const { clock = systemClock, fs = { open }, segmentBytes = 16 * 1024 * 1024 } = options
  const folder = activityFolder(dir)
  let fault: string | null = null
  let notice: string | null = null
  let link: Link = { seq: 0, hash: FIRST_PREV }
  let segment: { name: string; bytes: number } | null = null
  let file: SegmentFile | null = null
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null
  /** written, and not synced */
  let unsynced: Recorded[] = []
  let later: (() => void) | null = null
  let head = 0
  const listeners = new Set<(record: Recorded) => void>()

  try {
    const found = await openSegments(dir, clock.now())
    link = found.link
    segment = found.segment && { ...found.segment }
    notice = found.notice
    fault = found.fault
    head = link.seq
    if (segment && fault === null) file = await fs.open(join(folder, segment.name), 'a', 0o600)
  } catch (error) {
    fault = unsaved(error)
  }

  async function nextSegment(): Promise<{ file: SegmentFile; segment: { name: string; bytes: number } }> {
    if (file && segment && segment.bytes < segmentBytes) return { file, segment }
    await sync()
    await file?.close()
    segment = { name: segmentName(link.seq + 1), bytes: 0 }
    file = await fs.open(join(folder, segment.name), 'a', 0o600)
    await syncFolder(folder)
    return { file, segment }
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const target = await nextSegment()
    const { name, bytes } = target.segment
    let next = link
    let offset = bytes
    const lines: Buffer[] = []
    const written: Recorded[] = []
    for (const { entry, time } of batch) {
      const sealed = seal(entry, next, time)
      const line = Buffer.from(`${sealed.line}\n`)
      lines.push(line)
      next = sealed.link
      written.push({ seq: next.seq, time, entry, segment: name, offset, bytes: line.length })
      offset += line.length
    }
    await target.file.appendFile(Buffer.concat(lines))
    target.segment.bytes = offset
    const first = link.seq + 1
    link = next
    unsynced.push(...written)
    for (const [index, one] of batch.entries()) if (!one.synced) one.resolve(first + index)
    if (batch.some(one => one.synced)) await sync()
    else later ??= clock.later(SYNC_MS, syncLater)
    for (const [index, one] of batch.entries()) if (one.synced) one.resolve(first + index)
  }

  async function sync(): Promise<void> {
    later?.()
    later = null
    if (unsynced.length === 0) return
    const records = unsynced
    unsynced = []
    await file?.datasync()
    for (const record of records) {
      head = record.seq
      tell(record)
    }
  }

  /** In its turn among the batches. */
  function syncLater(): void {
    later = null
    if (fault === null) writing ??= drain()
  }

  function tell(record: Recorded): void {
    for (const listener of listeners) {
      try {
        listener(record)
      } catch (error) {
        // Who looks at the record may not stop it.
        console.error('a listener of the activity failed:', error)
      }
    }
  }

  /** Whatever comes in while one batch is being synced shares the next sync. */
  async function drain(): Promise<void> {
    await Promise.resolve()
    while (waiting.length > 0 || (later === null && unsynced.length > 0)) {
      const batch = waiting
      waiting = []
      try {
        if (fault !== null) throw new ActivityError(fault)
        if (batch.length > 0) await writeBatch(batch)
        else await sync()
      } catch (error) {
        // What reached the disk is not known, so no later record may pretend to follow it.
        fault ??= unsaved(error)
        unsynced = []
        for (const one of batch) one.reject(new ActivityError(fault))
      }
    }
    writing = null
  }

  function append(entry: ActivityEntry, until: 'synced' | 'written' = 'synced'): Promise<number> {
    if (fault !== null) return Promise.reject(new ActivityError(fault))
    const time = new Date(clock.now()).toISOString()
    return new Promise((resolve, reject) => {
      waiting.push({ entry, time, synced: until === 'synced', resolve, reject })
      writing ??= drain()
    })
  }

  // A read that cannot be written sets the fault like any other record; nobody waits for it.
  const reads = gatherReads(clock, entry => void append(entry, 'written').catch(() => {}))

  return {
    append,
    noteRead: reads.note,
    head: () => head,
    onRecord(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    status: () => ({ fault, notice }),
    async close() {
      reads.flush()
      await writing
      await sync().catch(() => {})
      fault ??= 'Activity is closed.'
      await file?.close()
      file = null
    },
  }
}

function unsaved(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const plain: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EROFS: 'the disk is read-only',
    EACCES: 'the folder may not be written',
    EPERM: 'the folder may not be written',
  }
  return `Activity cannot be saved: ${plain[code ?? ''] ?? message}.`
}

/** A new file's name is on disk only when its folder is. Windows cannot sync a folder (untried there). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
